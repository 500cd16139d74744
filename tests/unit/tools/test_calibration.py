"""Counts that give printed percentages, on questionnaires of a few invented people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.model import Variable
from tools.demonstration.latents import Latents
from tools.demonstration.measure import share
from tools.demonstration.plan import guessed_plan
from tools.demonstration.respondents import to_columns
from tools.demonstration.sample import answer
from tools.demonstration.states import Asked
from tools.demonstration.targets import NOT_SHOWN, TICKED, Cell, Target, Window

E = "2031"
VARIABLES = [
    {
        "nom": "projet",
        "type": "choix_unique",
        "modalites": {"oui": "Oui", "non": "Non", "nsp": "Je ne sais pas"},
        "editions": {E: {"question": "Q1"}},
    },
    {
        "nom": "outil",
        "type": "choix_multiple",
        "items": {"a": "A", "b": "B", "c": "C"},
        "condition": {"variable": "projet", "dans": ["oui"]},
        "editions": {E: {"question": "Q2"}},
    },
    {
        "nom": "grille",
        "type": "tableau",
        "modalites": {"engage": "Engagé", "prevu": "Prévu", "non": "Non"},
        "items": {"eau": "Eau", "energie": "Énergie", "voirie": "Voirie"},
        "editions": {E: {"question": "Q3"}},
    },
    {
        "nom": "rang",
        "type": "classement",
        "items": {"x": "X", "y": "Y", "z": "Z", "w": "W"},
        "editions": {E: {"question": "Q4", "rangs": 2}},
    },
]


def asked() -> Asked:
    common = {"public": "collectivites", "libelle": "Invention", "question": "Une question inventée ?"}
    variables = [Variable.model_validate(common | v) for v in VARIABLES]
    return {v.nom: (v, v.coding(E)) for v in variables}  # type: ignore[misc]


def cells(*sizes: int) -> list[Cell]:
    return [Cell(f"cellule {i}", n, 1.0, 0.5, {}, "epci") for i, n in enumerate(sizes)]


def aim(
    key: str, value: float, numerator: dict, base: dict | None = None, where: tuple[int, ...] = (0, 1)
) -> Target:
    return Target(
        key,
        frozenset(where),
        None if base is None else Expression.model_validate(base),
        Expression.model_validate(numerator),
        Window.rounded(value),
    )


def reach(
    targets: list[Target], sizes: tuple[int, ...] = (13, 40)
) -> tuple[list[str], dict[str, float], list]:
    groups = cells(*sizes)
    who = [[f"{cell.name}-{n}" for n in range(cell.size)] for cell in groups]
    plan = guessed_plan(asked(), groups)
    sample = answer(asked(), frozenset(), groups, targets, plan, who, Latents(E))
    return sample.given_up, {t.key: share(t, groups, sample.people) for t in targets}, sample.people


YES = {"variable": "projet", "dans": ["oui"]}
ANSWERED = {"variable": "projet", "dans": ["oui", "non", "nsp"]}


def test_percentages_of_a_group_and_of_its_parts_are_met_together() -> None:
    given_up, shares, _ = reach([aim("part", 62, YES, where=(0,)), aim("tout", 40, YES)])
    assert given_up == []
    assert shares["part"] == pytest.approx(100 * 8 / 13)
    assert round(shares["tout"]) == 40


def test_a_percentage_that_needs_a_smaller_base_gets_empty_answers() -> None:
    # 82 % is 9 of 11: no count out of 13 gives it, two of the thirteen must have left the question.
    given_up, shares, people = reach([aim("m", 82, YES, ANSWERED, where=(0,))])
    assert given_up == []
    assert shares["m"] == pytest.approx(100 * 9 / 11)
    assert sum(p["projet", ""] == "" for p in people[0]) == 2


def test_a_contradiction_is_given_up_by_name_and_the_rest_is_kept() -> None:
    given_up, shares, _ = reach(
        [aim("une", 40, YES), aim("autre", 55, YES), aim("part", 100, YES, where=(0,))]
    )
    assert len(given_up) == 1
    assert given_up[0] in ("une", "autre")
    assert shares["part"] == 100


def test_routed_boxes_are_counted_among_those_who_saw_them() -> None:
    among = aim("outil a", 84, {"variable": "outil", "coche": "a"}, YES)
    given_up, shares, people = reach([aim("projet", 60, YES), among])
    assert given_up == []
    assert round(shares["outil a"]) == 84
    for person in (p for cell in people for p in cell):
        assert (person["outil", "a"] == NOT_SHOWN) == (person["projet", ""] != "oui")


def test_at_least_one_row_of_a_grid_is_met_with_the_rows_themselves() -> None:
    row = {"variable": "grille", "item": "eau", "dans": ["engage"]}
    one = {"variable": "grille", "un_item": True, "dans": ["engage"]}
    given_up, shares, _ = reach(
        [aim("eau", 30, row), aim("au moins un", 74, one), aim("m", 100, one, where=(0,))]
    )
    assert given_up == []
    assert (round(shares["eau"]), round(shares["au moins un"]), shares["m"]) == (30, 74, 100)


def test_at_least_one_of_some_rows_of_a_grid_is_met_and_the_other_rows_do_not_count() -> None:
    some = {"variable": "grille", "un_item": ["eau"], "dans": ["engage"]}
    every = {"variable": "grille", "un_item": True, "dans": ["engage"]}
    given_up, shares, people = reach([aim("eau seule", 30, some), aim("au moins un", 74, every)])
    assert given_up == []
    assert (round(shares["eau seule"]), round(shares["au moins un"])) == (30, 74)
    answers = [person["grille", "eau"] for cell in people for person in cell]
    assert round(100 * answers.count("engage") / len(answers)) == 30


def test_ranks_are_met_and_everybody_ranks_each_item_once() -> None:
    first = {"variable": "rang", "item": "x", "rang_max": 1}
    two = {"variable": "rang", "item": "x", "rang_max": 2}
    given_up, shares, people = reach([aim("rang 1", 17, first), aim("rangs 1 et 2", 45, two)])
    assert given_up == []
    assert (round(shares["rang 1"]), round(shares["rangs 1 et 2"])) == (17, 45)
    for person in (p for cell in people for p in cell):
        ranks = sorted(v for c, v in person.items() if c[0] == "rang" and v != "-")
        assert ranks == ["1", "2"]


def test_answers_are_stored_under_the_codes_of_the_edition() -> None:
    person = {("projet", ""): "oui", ("outil", "b"): TICKED, ("rang", "z"): "1", ("grille", "eau"): "prevu"}
    assert to_columns(person, asked()) == {
        "Q1": "AO01",
        "Q2[SQ002]": "Y",
        "Q4[1]": "AO03",
        "Q3[SQ001]": "AO02",
    }


@given(st.integers(1, 300), st.data())
def test_a_window_holds_exactly_the_shares_that_round_half_to_even_to_its_value(
    base: int, data: st.DataObject
) -> None:
    count = data.draw(st.integers(0, base))
    value = data.draw(st.integers(0, 100))
    assert Window.rounded(value).contains(100 * count / base) == (round(100 * count / base) == value)
