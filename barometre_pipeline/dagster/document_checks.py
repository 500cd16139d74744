"""The check on documents dropped to be verified: what the data contradict, and what could not be read. It warns.

Verdicts are those of ``gold/documents_verifies``; nothing is judged here.
"""

from collections.abc import Iterator

import dagster as dg
import pandas as pd

from barometre_pipeline.dagster.metadata import asset_key
from barometre_pipeline.french.numbers import number
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.french.words import uncapitalised
from barometre_pipeline.lake import Lake
from barometre_pipeline.printed.documents.model import CONTREDIT, SUR


@dg.asset_check(
    asset=asset_key("gold/documents_verifies"),
    name="documents_sans_contradiction",
    description="Aucun nombre des documents déposés n’est contredit par les données, son lien étant sûr "
    "(avertissement)\u00a0; chacun est cité avec son endroit et la commande qui le montre. Un document qui n’a pas pu "
    "être lu l’est aussi.",
    additional_deps=[asset_key("gold/verifications")],
    required_resource_keys={"paths"},
)
def documents_without_contradiction(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
    """Warn of each contradicted number, with where it is and the command to run, and of each document not read."""
    lake = context.resources.paths.open_lake()
    documents, numbers = lake.read("gold/verifications"), lake.read("gold/documents_verifies")
    wrong = numbers[(numbers["lien"] == SUR) & (numbers["verdict"] == CONTREDIT)]
    unread = documents[documents["non_lu"] != ""]
    told = [*_unread(unread), *_contradicted(lake, wrong)]
    return dg.AssetCheckResult(
        passed=not told,
        severity=dg.AssetCheckSeverity.WARN,
        description="\n\n".join(told) or None,
        metadata={"Documents": len(documents), "Contredits": len(wrong), "Non lus": len(unread)},
    )


def _unread(documents: pd.DataFrame) -> Iterator[str]:
    for row in documents.to_dict("records"):
        yield f"{row['fichier']}{NBSP}: non lu, {row['non_lu']}."


def _contradicted(lake: Lake, numbers: pd.DataFrame) -> Iterator[str]:
    """Say of each number where it stands, what was printed, what the data say, and what to run."""
    for (edition, file), rows in numbers.groupby(["edition", "fichier"], sort=False):
        lines = lake.read("bronze/documents_lignes", str(edition))
        places = lines[lines["fichier"] == file].set_index("ligne")["lieu"]
        for row in rows.to_dict("records"):
            line = int(row["ligne"])
            where = ", ".join(filter(None, (str(places.get(line, "")), f"ligne {line}")))
            found = (
                "" if pd.isna(row["valeur_calculee"]) else f", calculé {number(row['valeur_calculee'], 1)}"
            )
            shown = (
                f"barometre audit {row['trace_id']} --verify"
                if row["trace_id"]
                else f"barometre audit --edition {row['edition_du_nombre']} --indicateur {row['indicateur']}"
            )
            printed = f"{file}, {where}{NBSP}: «{NBSP}{row['texte']}{NBSP}»"
            yield f"{printed}, contredit{NBSP}; {uncapitalised(str(row['constat']) or found)} {shown}"
