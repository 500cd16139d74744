"""Draws the charts that the catalogue and the codebooks of editions declare, for each edition that has values."""

from collections.abc import Mapping

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.publication.charts.declared import build_declared
from barometre_pipeline.publication.told import told_changes, told_indicators
from barometre_pipeline.steps.catalogue_read import read_catalogue
from barometre_pipeline.steps.chart_files import publish_charts
from barometre_pipeline.tables.declarations.publication import GRAPHIQUES_DECLARES
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.tables.schema import empty_frame


def run(editions: Mapping[str, Edition], tables: DeclaredTables) -> Frames:
    """Return the index of these charts, those of an edition in order; a chart without values is not drawn."""
    catalogue = read_catalogue(tables)
    every = tables.read("gold/indicateurs")
    indicateurs = told_indicators(every)
    evolutions = told_changes(tables.read("gold/evolutions"), every)
    built = list(build_declared(indicateurs, evolutions, catalogue, sorted(indicateurs["edition"].unique())))
    index = publish_charts((spec for _, spec in built), tables.root(), tables.folder())
    if not built:
        return {"gold/graphiques_declares": empty_frame(GRAPHIQUES_DECLARES)}
    themes = {i.nom: t.theme for t in catalogue.themes for i in t.indicateurs}
    told = index.drop(columns="question").assign(
        edition=[cells.edition for cells, _ in built],
        graphique=[cells.chart.nom for cells, _ in built],
        indicateur=[cells.indicator.nom for cells, _ in built],
        theme=[themes[cells.indicator.nom] for cells, _ in built],
    )
    told["ordre"] = told.groupby("edition").cumcount() + 1
    return {"gold/graphiques_declares": told[GRAPHIQUES_DECLARES.columns]}
