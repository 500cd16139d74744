"""Publication assets of one edition: charts a communications officer can use as they are."""

from typing import Any

import dagster as dg

from barometre_pipeline.dagster.factory import Frames, edition_assets
from barometre_pipeline.dagster.metadata import picture
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.lake import Lake
from barometre_pipeline.steps.charts import charts_step


def _first_picture(_edition: Edition, produced: Frames, lake: Lake) -> dict[str, Any]:
    charts = produced["gold/graphiques"]
    if charts.empty:
        return {}
    return {
        "Un graphique": picture(lake, charts["png"].iloc[0]),
        "Dossier": dg.MetadataValue.path(str(lake.root / charts["png"].iloc[0].rsplit("/", 1)[0])),
    }


graphiques = edition_assets(
    name="graphiques",
    tables=("gold/graphiques",),
    inputs=("gold/tris", "bronze/questions", "bronze/modalites"),
    step=charts_step,
    code=("publication/charts",),
    kinds=frozenset({"vegalite", "png"}),
    group="publication",
    extra=_first_picture,
)

ASSETS = [graphiques]
