"""Joint answers of the synthetic data: what an association makes likely, and how figures pull the rest."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.model import Variable
from tools.demonstration.associations import associations, joint, measured, pairs, union
from tools.demonstration.expected import Expected
from tools.demonstration.latents import Latents, common
from tools.demonstration.plan import guessed_plan
from tools.demonstration.sample import answer
from tools.demonstration.states import Asked
from tools.demonstration.targets import Cell, Target, Window

SHARES = st.lists(st.floats(0.02, 0.98), min_size=2, max_size=6)
GRID = {
    "nom": "grille",
    "public": "collectivites",
    "type": "tableau",
    "libelle": "Invention",
    "question": "Une question inventée ?",
    "modalites": {"engage": "Engagé", "prevu": "Prévu", "non": "Non"},
    "items": {item: item.title() for item in ("eau", "energie", "voirie", "bois", "mer")},
    "editions": {"2031": {"question": "Q3"}},
}
ENGAGED = Expression(variable="grille", un_item=True, dans=("engage",))


def grid() -> Asked:
    variable = Variable.model_validate(GRID)
    coding = variable.coding("2031")
    assert coding is not None
    return {variable.nom: (variable, coding)}


def solved(cells: list[Cell], targets: list[Target]) -> list[list[dict]]:
    who = [[f"{cell.name}-{n}" for n in range(cell.size)] for cell in cells]
    plan = guessed_plan(grid(), cells)
    sample = answer(grid(), frozenset(), cells, targets, plan, who, Latents("2031"))
    assert sample.given_up == []
    return sample.people


@given(SHARES)
def test_without_association_at_least_one_is_as_likely_as_for_independent_columns(
    shares: list[float],
) -> None:
    assert union(shares, 0.0) == pytest.approx(1 - np.prod([1 - p for p in shares]), abs=1e-6)


@given(SHARES, st.floats(0.0, 0.85))
def test_the_more_columns_go_together_the_rarer_at_least_one_but_never_rarer_than_the_commonest(
    shares: list[float], association: float
) -> None:
    loose, tight = union(shares, association), union(shares, association + 0.05)
    assert max(shares) - 1e-3 <= tight <= loose + 1e-6


@given(
    st.lists(st.lists(st.integers(1, 9), min_size=3, max_size=3), min_size=2, max_size=4), st.floats(0, 0.8)
)
def test_answers_together_with_statements_add_up_to_the_chances_of_each_answer(
    weights: list[list[int]], association: float
) -> None:
    columns = [[w / sum(some) for w in some] for some in weights]
    masks = [[1, 2, 0] if position else [5, 2, 0] for position in range(len(columns))]
    whole, answers = joint(columns, masks, 3, association)
    assert whole.sum() == pytest.approx(1)
    for chances, found in zip(columns, answers, strict=True):
        assert found.sum(axis=1) == pytest.approx(chances, abs=1e-3)
        assert found.sum(axis=0) == pytest.approx(whole, abs=1e-6)


@pytest.mark.parametrize("association", [0.1, 0.5, 0.8])
def test_an_association_is_found_again_on_answers_drawn_with_it_whatever_groups_differ_in(
    association: float,
) -> None:
    rng = np.random.default_rng(5)
    groups = pd.Series(rng.integers(0, 3, 6000))
    factor = rng.standard_normal(6000)
    columns = [
        pd.Series(
            association**0.5 * factor + (1 - association) ** 0.5 * rng.standard_normal(6000) > 1 - groups
        )
        for _ in range(4)
    ]
    assert measured(list(pairs(columns, groups))) == pytest.approx(association, abs=0.04)


def test_associations_are_of_questions_of_the_codebook_and_leanings_have_them() -> None:
    assert associations()
    assert all(0 <= value < 0.9 for value in associations().values())
    question = Variable.model_validate(GRID | {"nom": "projet_data_domaine"})
    assert common(question) == pytest.approx(associations()["projet_data_domaine"])
    columns = [[Latents("2031").leaning(str(n), (question.nom, item)) for n in range(2000)] for item in "ab"]
    assert np.corrcoef(columns)[0, 1] == pytest.approx(common(question), abs=0.05)


def test_a_figure_about_all_is_pulled_from_every_group_and_not_from_one() -> None:
    cells = [Cell(f"cellule {i}", size, 1.0, 0.5, {}, "epci") for i, size in enumerate((20, 40, 60))]
    row = Expression(variable="grille", item="eau", dans=("engage",))
    planned = guessed_plan(grid(), cells).of(("grille", "eau"), cells[0])["engage"]
    wanted = round(100 * planned) + 24
    people = solved(cells, [Target("m", frozenset(range(3)), None, row, Window.rounded(wanted))])
    shares = [sum(p["grille", "eau"] == "engage" for p in of_cell) / len(of_cell) for of_cell in people]
    assert all(share == pytest.approx(wanted / 100, abs=0.06) for share in shares)


def test_at_least_one_is_as_likely_as_rows_go_together_where_its_figure_is_about_others() -> None:
    cells = [Cell(name, 80, 1.0, 0.5, {}, "epci") for name in ("imprimée", "libre")]
    plan = guessed_plan(grid(), cells)
    likely = Expected(grid(), plan).truths("grille", [ENGAGED], cells[1])[(True,)]
    people = solved(cells, [Target("m", frozenset({0}), None, ENGAGED, Window.rounded(85))])
    shares = [
        sum(any(p["grille", i] == "engage" for i in GRID["items"]) for p in of_cell) / 80
        for of_cell in people
    ]
    assert shares[0] == pytest.approx(0.85, abs=0.006)
    assert shares[1] == pytest.approx(likely, abs=0.05)
    assert 0.4 < likely < 0.6
