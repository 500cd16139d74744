"""One check per indicator: the printed figures that it answers to, each with its status. It warns and blocks nothing.

The statuses are those of ``gold/rapprochement``; nothing is compared here.
"""

from collections.abc import Iterator
from typing import Final

import dagster as dg
import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.printed_figures import load_figures
from barometre_pipeline.dagster.jobs import PRINTED_CHECK
from barometre_pipeline.dagster.metadata import asset_key, indicator_key
from barometre_pipeline.french.numbers import count, number
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.printed.scores import unexplained
from barometre_pipeline.vocabulary import STATUTS_RAPPROCHEMENT, status_in_words

_RECONCILED: Final = "gold/rapprochement"


def printed_checks(catalogue: Catalogue) -> dg.AssetChecksDefinition:
    """Build the checks of the indicators that some document prints."""
    printed = set(load_figures()["indicateur"])
    names = {indicator_key(n): n for n in catalogue.indicateurs if n in printed}

    @dg.multi_asset_check(
        name="chiffres_imprimes_par_indicateur",
        specs=[
            dg.AssetCheckSpec(
                name=PRINTED_CHECK,
                asset=key,
                description="Les chiffres imprimés auxquels cet indicateur répond, et s’il les redonne "
                "(avertissement).",
                additional_deps=[asset_key(_RECONCILED)],
            )
            for key in names
        ],
        required_resource_keys={"paths"},
        can_subset=True,
    )
    def check(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
        standing = context.resources.paths.open_lake().read(_RECONCILED)
        left = set(unexplained(standing)["chiffre"])
        by_indicator = dict(list(standing.groupby("indicateur")))
        for key in sorted(context.selected_asset_check_keys, key=str):
            rows = by_indicator.get(names[key.asset_key], standing.head(0))
            yield _result(key, rows, left)

    return check


def printed_keys(catalogue: Catalogue) -> list[dg.AssetCheckKey]:
    """Return the keys of these checks."""
    printed = set(load_figures()["indicateur"])
    return [dg.AssetCheckKey(indicator_key(n), PRINTED_CHECK) for n in catalogue.indicateurs if n in printed]


def _result(key: dg.AssetCheckKey, rows: pd.DataFrame, left: set[str]) -> dg.AssetCheckResult:
    wrong = rows[rows["chiffre"].isin(left)]
    statuses = rows["statut"].map(STATUTS_RAPPROCHEMENT).value_counts()
    told = ", ".join(f"{n}{NBSP}{status}" for status, n in statuses.items())
    return dg.AssetCheckResult(
        passed=wrong.empty,
        asset_key=key.asset_key,
        check_name=key.name,
        severity=dg.AssetCheckSeverity.WARN,
        description=f"{count(len(rows), 'chiffre imprimé', 'chiffres imprimés')}{NBSP}: {told}"
        if told
        else None,
        metadata={"Chiffres imprimés": dg.MetadataValue.md(_table(rows))},
    )


def _table(rows: pd.DataFrame) -> str:
    lines = [
        "| Chiffre | Édition | Catégorie | Population | Imprimé | Calculé | Statut | Pourquoi |",
        "| --- | --- | --- | --- | ---: | ---: | --- | --- |",
    ]
    for _, row in rows.iterrows():
        why = str(row["explication"] or row["raison"]).replace("|", "\\|")
        found = "–" if pd.isna(row["valeur_arrondie"]) else number(float(row["valeur_arrondie"]))
        named = (str(row[c]) for c in ("chiffre", "edition", "categorie", "population"))
        status = status_in_words(str(row["statut"]), str(row["donnees"]))
        cells = (*named, number(float(row["valeur_publiee"])), found, status, why)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
