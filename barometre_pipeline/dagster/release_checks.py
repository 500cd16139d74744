"""The check on versions frozen: what a computing changes of what was published, with what shows it and the erratum.

What moved is ``publication.releases``'; here is only how it is told. It warns and blocks nothing.
"""

from typing import Final

import dagster as dg

from barometre_pipeline.dagster.metadata import asset_key
from barometre_pipeline.errors import BarometreError
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.publication.releases import gaps_since, latest, write_gaps

_MOST: Final = 30  # lines told of a version; all of them are in the files
_SHOWN: Final = (
    "gold/indicateurs", "gold/graphiques_declares", "gold/tendances", "gold/donnees_ouvertes", "gold/tableaux",
    "gold/supports_valeurs",
)  # fmt: skip


@dg.asset_check(
    asset=asset_key("gold/pages"),
    name="versions_figees",
    description="Ce qui a été publié n’a pas bougé\u00a0: chaque chiffre de la dernière version figée de chaque "
    "édition est celui du lac (avertissement). Sinon, chaque chiffre, graphique, page, diapositive et feuille touchés "
    "sont nommés, et l’erratum est préparé.",
    additional_deps=[asset_key(name) for name in _SHOWN],
    required_resource_keys={"paths"},
)
def frozen_versions_unmoved(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
    """Warn of each published figure that is no longer what was frozen."""
    lake = context.resources.paths.open_lake()
    told: list[str] = []
    moved = 0
    try:
        for release in latest(lake):
            gaps = gaps_since(lake, release)
            folder = write_gaps(lake, gaps)
            if len(gaps.figures):
                moved += len(gaps.figures)
                told.append(
                    "\n".join(_told(gaps.summary(), list(gaps.lines()), folder, release.manifest.edition))
                )
    except BarometreError as error:
        told.append(str(error))
    return dg.AssetCheckResult(
        passed=not told,
        severity=dg.AssetCheckSeverity.WARN,
        description="\n\n".join(told) or None,
        metadata={"Chiffres publiés qui ont changé": moved},
    )


def _told(summary: str, lines: list[str], folder: str, edition: str) -> list[str]:
    more = [f"… et {len(lines) - _MOST} autres"] if len(lines) > _MOST else []
    remedy = (
        f"Tout est dans {folder} (chiffres.csv, lieux.csv, errata_*.yaml){NBSP}; «{NBSP}barometre publier --edition "
        f"{edition} --ecarts{NBSP}» le montre."
    )
    return [f"{summary}{NBSP}:", *lines[:_MOST], *more, remedy]
