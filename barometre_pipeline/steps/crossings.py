"""Puts practices of local authorities beside what the French expect."""

from collections.abc import Mapping

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.indicators.crossings import compute_crossings
from barometre_pipeline.steps.catalogue_read import read_catalogue
from barometre_pipeline.steps.frames import stack
from barometre_pipeline.tables.declarations.indicators import CROISEMENTS
from barometre_pipeline.tables.reading import DeclaredTables, Frames


def run(editions: Mapping[str, Edition], tables: DeclaredTables) -> Frames:
    """Return the crossings."""
    indicators = tables.read("gold/indicateurs")
    return {"gold/croisements": stack(CROISEMENTS, [compute_crossings(read_catalogue(tables), indicators)])}
