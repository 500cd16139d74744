"""Draws every tabulated question of an edition."""

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.publication.charts import ChartContext, build_charts
from barometre_pipeline.steps.chart_files import publish_charts
from barometre_pipeline.tables.reading import DeclaredTables, Frames


def run(edition: Edition, tables: DeclaredTables) -> Frames:
    """Return the index of the charts of one edition."""
    context = ChartContext.of_edition(edition.config)
    specs = build_charts(tables.read("gold/tris"), tables.read("bronze/questions"), context)
    return {"gold/graphiques": publish_charts(specs, tables.root(), tables.folder())}
