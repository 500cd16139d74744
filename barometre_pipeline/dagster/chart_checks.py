"""The checks on charts and slides: each chart that an edition declares is drawn, each value is that of its indicator.

What they show is compared in ``publication.charts.truth`` and ``publication.deck.truth``; here is only where files are.
"""

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

import dagster as dg
import pandas as pd

from barometre_pipeline.catalogue.extension import CODEBOOK_FILE, catalogue_of
from barometre_pipeline.dagster.metadata import asset_key
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.lake import Lake
from barometre_pipeline.publication.charts.told_rows import charts_withheld, printed_rows
from barometre_pipeline.publication.charts.truth import untrue
from barometre_pipeline.publication.deck.truth import untrue as slides_untrue

_INDEXES = ("gold/graphiques_declares", "gold/tendances")
_MOST = 20  # findings told


@dg.asset_check(
    asset=asset_key("gold/graphiques_declares"),
    name="graphiques_dessines",
    description="Chaque graphique que déclare le livre de codes d’une édition a des valeurs, et il est dessiné.",
    additional_deps=[asset_key("gold/livre_de_codes"), asset_key("gold/indicateurs")],
    required_resource_keys={"paths"},
)
def every_declared_chart_drawn(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
    """Red while a chart that an edition declares has nothing to show; a common one waits for a year that asks it.

    A chart whose announced answer may not be told is none of these: the document says so.
    """
    lake = context.resources.paths.open_lake()
    index = lake.read("gold/graphiques_declares")
    drawn = set(zip(index["edition"], index["graphique"], strict=True))
    catalogue, printed = catalogue_of(lake), printed_rows(lake.read("gold/indicateurs"))
    added = catalogue.graphiques.ajoutes
    drawn |= {(e, c.nom) for e in added for c, _ in charts_withheld(printed, catalogue, e)}
    left = [
        f"{edition}{NBSP}: le graphique «{NBSP}{chart.nom}{NBSP}» n’a aucune valeur à montrer. À faire{NBSP}: dans "
        f"{edition}/{CODEBOOK_FILE}, vérifiez son indicateur, ses populations et ses catégories{NBSP}; ce qui manque "
        "est dans gold/non_calculables."
        for edition, charts in added.items()
        for chart in charts
        if (edition, chart.nom) not in drawn
    ]
    return dg.AssetCheckResult(passed=not left, description="\n".join(left) or None)


def _values_check(
    index: str, description: str, findings: Callable[[Lake], Iterator[str]]
) -> dg.AssetChecksDefinition:
    @dg.asset_check(
        asset=asset_key(index),
        name="valeurs_des_indicateurs",
        description=description,
        additional_deps=[asset_key("gold/indicateurs")],
        required_resource_keys={"paths"},
    )
    def check(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
        found = list(findings(context.resources.paths.open_lake()))
        more = [f"… et {len(found) - _MOST} autres"] if len(found) > _MOST else []
        return dg.AssetCheckResult(passed=not found, description="\n".join([*found[:_MOST], *more]) or None)

    return check


def _charts(index: str, lake: Lake) -> Iterator[str]:
    indicateurs = lake.read("gold/indicateurs").set_index("trace_id")
    texts = dict.fromkeys(("edition", "indicateur", "categorie", "population", "trace_id"), str)
    for chart in lake.read(index).to_dict("records"):
        data = pd.read_csv(
            lake.root / chart["fichier_csv"], dtype=texts, keep_default_na=False, na_values=[""]
        )
        vega = json.loads((lake.root / chart["json"]).read_text("utf-8"))
        for finding in untrue(data, vega, indicateurs):
            yield f"{chart['fichier_csv']}{NBSP}: {finding}"


def _slides(lake: Lake) -> Iterator[str]:
    indicateurs = lake.read("gold/indicateurs").set_index("trace_id")
    shown = lake.read("gold/supports_valeurs")
    for file in lake.read("gold/supports").to_dict("records"):
        if file["fichier"].endswith(".pptx"):
            content = (lake.root / file["fichier"]).read_bytes()
            for finding in slides_untrue(content, shown[shown["edition"] == file["edition"]], indicateurs):
                yield f"{file['fichier']}{NBSP}: {finding}"


_DRAWN: Final = (
    "Aucun graphique ne montre une valeur qui n’est pas celle de son indicateur\u00a0: données (CSV) et marques "
    "dessinées sont relues et comparées à gold/indicateurs."
)
_ON_SLIDES: Final = (
    "Aucune diapositive ne montre une valeur qui n’est pas celle d’un indicateur, ou qui ne peut être publiée\u00a0: "
    "les fichiers PPTX sont relus et comparés à gold/indicateurs."
)
CHECKS = [
    every_declared_chart_drawn,
    *(_values_check(index, _DRAWN, partial(_charts, index)) for index in _INDEXES),
    _values_check("gold/supports_valeurs", _ON_SLIDES, _slides),
]
