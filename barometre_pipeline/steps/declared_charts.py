"""Draws the charts that the codebooks of editions declare."""

from collections.abc import Mapping

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.publication.charts.declared import build_declared
from barometre_pipeline.publication.told import told_indicators
from barometre_pipeline.steps.catalogue_read import read_catalogue
from barometre_pipeline.steps.chart_files import forget_other_charts, publish_charts
from barometre_pipeline.tables.declarations.publication import GRAPHIQUES_DECLARES
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.tables.schema import empty_frame


def run(editions: Mapping[str, Edition], tables: DeclaredTables) -> Frames:
    """Return the index of these charts; most editions declare none."""
    catalogue = read_catalogue(tables)
    declared = bool(catalogue.graphiques)
    built = (
        list(build_declared(told_indicators(tables.read("gold/indicateurs")), catalogue)) if declared else []
    )
    if not built:  # none is declared, or none has a value: the check of what is drawn says which
        forget_other_charts(tables.root() / tables.folder(), set())
        return {"gold/graphiques_declares": empty_frame(GRAPHIQUES_DECLARES)}
    index = publish_charts((spec for _, spec in built), tables.root(), tables.folder())
    told = index.rename(columns={"question": "graphique"}).assign(
        edition=[spec.nom.split("-")[0] for _, spec in built],
        indicateur=[chart.indicateur for chart, _ in built],
        graphique=[chart.nom for chart, _ in built],
    )
    return {"gold/graphiques_declares": told[GRAPHIQUES_DECLARES.columns]}
