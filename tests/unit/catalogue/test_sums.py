"""Which categories add up follows from their definitions, whoever answers."""

import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.disclosure import leaves_of
from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.sums import sums

DONE = {"variable": "deja", "dans": ["oui"]}
PLANNED = {"variable": "prevu", "dans": ["oui"]}


def added(**definitions: object) -> dict[str, set[str]]:
    found = sums({name: Expression.model_validate(e) for name, e in definitions.items()})
    return {name: set(parts) for name, parts in found.items() if parts != {name}}


def test_either_of_two_questions_is_the_first_and_the_second_without_the_first() -> None:
    after = {"tous": [{"non": DONE}, PLANNED]}
    either = {"un_de": [DONE, PLANNED]}
    assert added(fait=DONE, prevu=after, total=either) == {"total": {"fait", "prevu"}}
    assert added(fait=DONE, prevu=PLANNED, total=either) == {}  # some are in both


def test_at_least_one_row_adds_up_only_where_the_second_is_without_the_first() -> None:
    rows = {"variable": "grille", "un_item": ["a", "b"]}
    first, both = {**rows, "dans": ["x"]}, {**rows, "dans": ["x", "y"]}
    second = {"tous": [{"non": first}, {**rows, "dans": ["y"]}]}
    assert added(un=first, deux=second, total=both) == {"total": {"un", "deux"}}
    assert added(un=first, deux={**rows, "dans": ["y"]}, total=both) == {}


@pytest.mark.parametrize("size", [3, 14])
def test_codes_of_one_answer_add_up_however_many_there_are(size: int) -> None:
    codes = [f"c{i}" for i in range(size)]
    parts = {c: {"variable": "v", "dans": [c]} for c in codes}
    assert added(**parts, total={"variable": "v", "dans": codes[-2:]}) == {"total": set(codes[-2:])}


def test_boxes_that_may_be_ticked_together_never_add_up() -> None:
    boxes = {b: {"variable": "v", "coche": [b]} for b in "ab"}
    assert added(**boxes, total={"variable": "v", "coche": ["a", "b"]}) == {}


def test_projects_under_way_and_planned_add_up_in_the_catalogue() -> None:
    catalogue = load_catalogue()
    definitions = {
        c.nom: c.expression("2025") for i, c, _ in leaves_of(catalogue, "2025") if i.nom == "projet_ia"
    }
    assert sums(definitions)["engage_ou_prevu"] == {"engage", "prevu_12_mois"}
