"""Writes the document of every edition, slides and PDF, each in the folder of its edition, and which value is where."""

from collections.abc import Mapping

import pandas as pd

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.publication.charts.declared import Told, not_drawn, told_charts
from barometre_pipeline.publication.deck import edition_deck, values_shown, write_deck
from barometre_pipeline.publication.told import told_changes
from barometre_pipeline.steps.catalogue_read import read_catalogue
from barometre_pipeline.steps.frames import written_files
from barometre_pipeline.tables.declarations.supports import FOLDER, SUPPORTS, SUPPORTS_VALEURS
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.tables.schema import empty_frame


def run(editions: Mapping[str, Edition], tables: DeclaredTables) -> Frames:
    """Return the index of the documents and of their values; those of an edition that is gone are removed."""
    catalogue, root = read_catalogue(tables), tables.root()
    indicators, terrain = tables.read("gold/indicateurs"), tables.read("gold/terrain")
    changes = told_changes(tables.read("gold/evolutions"), indicators)
    known = sorted(set(indicators["edition"].astype(str)) & editions.keys())
    charts: dict[str, list[Told]] = {key: [] for key in known}
    for told in told_charts(indicators, changes, catalogue, known):
        charts[told.cells.edition].append(told)
    written, shown = [], []
    for key, mine in charts.items():
        absent = tuple(not_drawn(indicators, catalogue, key))
        deck = edition_deck(editions[key].config, mine, terrain, catalogue, absent)
        written += write_deck(deck, root / FOLDER.format(edition=key))
        shown.append(values_shown(deck, indicators))
    for path in root.glob(f"{FOLDER.format(edition='*')}/*"):
        if path.is_file() and path not in written:
            path.unlink()
    index = written_files(written, root)
    index.insert(0, "edition", [path.parent.parent.name for path in written])
    values = pd.concat(shown, ignore_index=True) if shown else empty_frame(SUPPORTS_VALEURS)
    return {
        SUPPORTS.name: index if written else empty_frame(SUPPORTS),
        SUPPORTS_VALEURS.name: values[SUPPORTS_VALEURS.columns],
    }
