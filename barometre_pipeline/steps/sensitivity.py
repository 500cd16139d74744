"""Says of every share what it would be had those it counts answered more, or less, often than the others."""

from collections.abc import Mapping

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.indicators.sensitivity import sensitivity_of
from barometre_pipeline.steps.catalogue_read import read_catalogue
from barometre_pipeline.tables.reading import DeclaredTables, Frames


def run(editions: Mapping[str, Edition], tables: DeclaredTables) -> Frames:
    """Return the shares of every edition the lake holds."""
    plans = {e: tables.read("silver/plan_de_sondage", e) for e in tables.editions("silver/plan_de_sondage")}
    return {
        "gold/sensibilite": sensitivity_of(read_catalogue(tables), tables.read("gold/indicateurs"), plans)
    }
