"""Draws the charts that the catalogue and the codebooks of editions declare, for each edition that has values."""

from collections.abc import Mapping
from typing import Final

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.publication.charts.declared import build_declared
from barometre_pipeline.publication.told import told_changes
from barometre_pipeline.steps.catalogue_read import read_catalogue
from barometre_pipeline.steps.chart_files import keep_charts, publish_charts
from barometre_pipeline.tables.declarations.publication import GRAPHIQUES_DECLARES
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.tables.schema import empty_frame

WORKING_COPIES: Final = "interne/graphiques_declares"
"""Folder of the lake of the charts as documents print them, whose small counts may not be published."""


def run(editions: Mapping[str, Edition], tables: DeclaredTables) -> Frames:
    """Return the index of these charts, those of an edition in order; a chart without values is not drawn."""
    catalogue = read_catalogue(tables)
    indicateurs = tables.read("gold/indicateurs")
    evolutions = told_changes(tables.read("gold/evolutions"), indicateurs)
    known = sorted(indicateurs["edition"].unique())
    built = list(build_declared(indicateurs, evolutions, catalogue, known))
    internal = build_declared(indicateurs, tables.read("gold/evolutions"), catalogue, known, internal=True)
    keep_charts((spec for _, spec in internal), tables.root() / WORKING_COPIES)
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
