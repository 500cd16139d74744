"""One chart per tabulated question, from ``tris`` to specifications.

Assembly only: rows come from ``prepare``, words from ``captions``, drawing from ``vega``.
"""

from collections.abc import Iterator

import pandas as pd

from barometre_pipeline.publication.charts import captions
from barometre_pipeline.publication.charts.model import ChartContext, ChartSpec
from barometre_pipeline.publication.charts.prepare import PlotTable, tables
from barometre_pipeline.publication.charts.sheet import NARROW, WIDE, Caption
from barometre_pipeline.publication.charts.vega import specification


def build_charts(tris: pd.DataFrame, questions: pd.DataFrame, context: ChartContext) -> Iterator[ChartSpec]:
    """Build the chart of every tabulated question of one edition.

    Args:
        tris: gold ``tris`` of the edition, in questionnaire order.
        questions: bronze ``questions`` (columns ``question`` and ``nature``).
        context: what all charts share.

    Yields:
        One specification per question, in ``tris`` order.
    """
    for table in tables(tris, questions, context):
        yield _chart(table, context)


def _chart(table: PlotTable, context: ChartContext) -> ChartSpec:
    description = captions.description(table.title, table.plot, context)
    caption = Caption(
        title=table.title,
        subtitle=captions.subtitle(table, context),
        warning=captions.warning(context),
        footer=tuple(captions.footer(table, context)),
        description=description,
    )
    wide, narrow = (specification(table.plot, caption, fmt) for fmt in (WIDE, NARROW))
    return ChartSpec(table.question, table.question, table.title, description, table.data, wide, narrow)
