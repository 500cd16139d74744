"""Tests every closed question of every edition between types of structures."""

from collections.abc import Mapping

from barometre_pipeline.cleaning.silver import closed_columns
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.indicators.group_tests import compute_group_tests
from barometre_pipeline.steps.frames import stack
from barometre_pipeline.steps.microdata import read_microdata
from barometre_pipeline.tables.declarations.changes import TESTS_DE_GROUPES
from barometre_pipeline.tables.reading import DeclaredTables, Frames


def run(editions: Mapping[str, Edition], tables: DeclaredTables) -> Frames:
    """Return one test per question and edition."""
    frames = []
    for edition in tables.editions("silver/reponses"):
        data = read_microdata(tables, edition)
        questions = closed_columns(tables.read("bronze/questions", edition), data.reponses)
        frames.append(
            compute_group_tests(
                data.reponses,
                data.structures,
                tables.read("silver/plan_de_sondage", data.edition),
                questions,
                data.source_donnees,
            )
        )
    return {"gold/tests_de_groupes": stack(TESTS_DE_GROUPES, frames)}
