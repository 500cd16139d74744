"""Charts of the tabulations and of trends: tidy CSV, Vega-Lite, SVG and PNG; the report and the pages stay out."""

from barometre_pipeline.publication.charts.build import build_charts
from barometre_pipeline.publication.charts.model import ChartContext, ChartSpec, Nature
from barometre_pipeline.publication.charts.render import write_charts
from barometre_pipeline.publication.charts.trends import build_trends

__all__ = ["ChartContext", "ChartSpec", "Nature", "build_charts", "build_trends", "write_charts"]
