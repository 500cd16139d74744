"""What limits the comparison of two editions: said of the edition, of the question, or of one item alone."""

from dataclasses import replace

import pytest

from barometre_pipeline.catalogue.catalogue import Catalogue, load_catalogue
from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.model import VariableEdition

GRID, ITEMS = "projet_data_domaine", ("dechets", "eau")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Return the catalogue with one note on « eau » in 2024, in a question of a grid, and no other in 2024 and 2025."""
    known = load_catalogue()
    variable = known.codebook.variables[GRID]
    asked = variable.editions["2024"].model_copy(update={"note": "", "notes": {"eau": "L’eau a changé."}})
    noted = variable.model_copy(update={"editions": variable.editions | {"2024": asked}})
    themes = tuple(
        t.model_copy(update={"variables": tuple(noted if v.nom == GRID else v for v in t.variables)})
        for t in known.codebook.themes
    )
    return replace(known, codebook=replace(known.codebook, themes=themes))


def test_a_note_on_an_item_limits_that_item_alone(catalogue: Catalogue) -> None:
    years = ("2024", "2025")
    assert catalogue.note(GRID, years, "eau") == "L’eau a changé."
    assert catalogue.note(GRID, years, "dechets") == ""
    assert "L’eau a changé." in catalogue.note(GRID, years)


def test_a_statement_about_any_item_is_limited_by_a_note_on_one(catalogue: Catalogue) -> None:
    assert "L’eau a changé." in catalogue.note("projet_data_au_moins_un", ("2024", "2025"), "oui")


def test_what_limits_an_edition_limits_no_pair_without_it() -> None:
    catalogue = load_catalogue()
    limited = catalogue.indicateurs["projet_data_au_moins_un"].comparabilite
    assert set(limited) == {"2022"}
    assert limited["2022"] in catalogue.note("projet_data_au_moins_un", ("2022", "2025"), "oui")
    assert limited["2022"] not in catalogue.note("projet_data_au_moins_un", ("2024", "2025"), "oui")


def test_a_note_on_an_answer_limits_what_counts_that_answer() -> None:
    asked = VariableEdition(question="Q", note="Tous.", notes={"oui": "Oui a changé."})
    assert asked.notes_on(Expression(variable="v", dans=("oui", "non"))) == ("Tous.", "Oui a changé.")
    assert asked.notes_on(Expression(variable="v", dans=("non",))) == ("Tous.",)
