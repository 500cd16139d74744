"""Draws every tabulated question of an edition, of the group of structures that it may be told of."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.publication.charts import ChartContext, build_charts
from barometre_pipeline.publication.charts.model import ChartSpec
from barometre_pipeline.publication.told import told_tabulations
from barometre_pipeline.steps.chart_files import publish_charts
from barometre_pipeline.tables.reading import DeclaredTables, Frames

_GROUPS = ("ensemble", "hors_moins_3500")
_RARE = "Réponses de moins de 5 structures, ou qui en feraient retrouver une : non montrées."


def run(edition: Edition, tables: DeclaredTables) -> Frames:
    """Return the index of the charts of one edition."""
    context = ChartContext.of_edition(edition.config)
    specs = _specs(tables.read("gold/tris"), tables.read("bronze/questions"), context)
    return {"gold/graphiques": publish_charts(specs, tables.root(), tables.folder())}


def _specs(tris: pd.DataFrame, questions: pd.DataFrame, context: ChartContext) -> Iterator[ChartSpec]:
    """Draw each question of everybody, or of the larger structures where only they may be told, in their order."""
    told = told_tabulations(tris)
    lines = (
        told[told["groupe"].isin(_GROUPS)].groupby(["question", "groupe"], sort=False, observed=True).size()
    )
    rare = set(tris.loc[tris["raison_retenue"] == "reponse_rare", "question"].astype(str))
    for question, rows in told.groupby("question", sort=False, observed=True):
        known = [(int(lines.get((question, group), 0)), -place) for place, group in enumerate(_GROUPS)]
        most, place = max(known)
        if most:
            remark = _RARE if str(question) in rare else ""
            shown = replace(context, groupe=_GROUPS[-place], remarque=remark)
            yield from build_charts(rows, questions, shown)
