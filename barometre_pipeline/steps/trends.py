"""Draws the trend of every indicator known for two years."""

from collections.abc import Mapping

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.publication.charts import build_trends
from barometre_pipeline.publication.told import told_indicators
from barometre_pipeline.steps.catalogue_read import read_catalogue
from barometre_pipeline.steps.chart_files import forget_other_charts, publish_charts
from barometre_pipeline.tables.declarations.publication import TENDANCES
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.tables.schema import empty_frame


def run(editions: Mapping[str, Edition], tables: DeclaredTables) -> Frames:
    """Return the index of the trends; with one edition in the lake there is none."""
    indicators = told_indicators(tables.read("gold/indicateurs"))
    if indicators["edition"].nunique() < 2:
        forget_other_charts(tables.root() / tables.folder(), set())
        return {"gold/tendances": empty_frame(TENDANCES)}
    index = publish_charts(build_trends(indicators, read_catalogue(tables)), tables.root(), tables.folder())
    return {"gold/tendances": index.rename(columns={"question": "indicateur"})}
