"""Compares each indicator between editions, and practices of local authorities with what the French expect."""

from collections.abc import Mapping

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.indicators.crossings import compute_crossings
from barometre_pipeline.indicators.published_changes import compute_changes
from barometre_pipeline.steps.frames import stack
from barometre_pipeline.tables.declarations.indicators import CROISEMENTS, EVOLUTIONS
from barometre_pipeline.tables.reading import DeclaredTables, Frames


def run(editions: Mapping[str, Edition], tables: DeclaredTables) -> Frames:
    """Return changes and crossings."""
    catalogue, indicators = load_catalogue(), tables.read("gold/indicateurs")
    return {
        "gold/evolutions": stack(EVOLUTIONS, [compute_changes(catalogue, indicators)]),
        "gold/croisements": stack(CROISEMENTS, [compute_crossings(catalogue, indicators)]),
    }
