"""Puts together the values of every theme and edition, in the order of the catalogue; says which may be told."""

from collections.abc import Mapping

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.indicators.disclosure import Surveyed, tell_indicators
from barometre_pipeline.indicators.populations import members_of
from barometre_pipeline.steps.catalogue_read import read_catalogue
from barometre_pipeline.steps.frames import stack
from barometre_pipeline.tables.declarations.indicators import (
    INDICATEURS,
    NON_CALCULABLES,
    SANS_VALEUR,
    VALEURS,
)
from barometre_pipeline.tables.model import Table
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.tables.schema import arranged


def run(editions: Mapping[str, Edition], tables: DeclaredTables) -> Frames:
    """Return the values of every edition, and what has none; what the catalogue no longer has is left out."""
    catalogue = read_catalogue(tables)
    rank = {name: i for i, name in enumerate(catalogue.indicateurs)}
    known = [e for e in tables.editions(VALEURS.name) if e in catalogue.editions]
    values = _gathered(VALEURS, rank, known, tables)
    surveyed = [e for e in known if e in tables.editions("gold/tris")]
    surveys = {e: _surveyed(catalogue, e, tables) for e in surveyed}
    told = pd.concat([values, tell_indicators(values, catalogue, surveys)], axis=1)
    return {
        INDICATEURS.name: arranged(INDICATEURS, told),
        NON_CALCULABLES.name: _gathered(SANS_VALEUR, rank, known, tables),
    }


def _surveyed(catalogue: Catalogue, edition: str, tables: DeclaredTables) -> Surveyed:
    reponses, structures = tables.read("silver/reponses", edition), tables.read("silver/structures", edition)
    return Surveyed(
        tables.read("gold/tris", edition),
        tables.read("silver/plan_de_sondage", edition),
        members_of(catalogue, edition, reponses, structures),
    )


def _gathered(
    part: Table, rank: Mapping[str, int], editions: list[str], tables: DeclaredTables
) -> pd.DataFrame:
    found = stack(part, [tables.read(part.name, edition) for edition in editions])
    # What is said of all indicators at once is said by each theme.
    order = found["indicateur"].map({**rank, "": -1})
    kept = found[order.notna() & ~(found["indicateur"].eq("") & found.duplicated())].assign(_ordre=order)
    # A stable order: within an indicator, the rows are as they were computed.
    ordered = kept.sort_values(["edition", "_ordre"], kind="stable")
    return ordered.drop(columns="_ordre").reset_index(drop=True)
