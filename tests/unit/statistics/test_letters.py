"""Letters of significance: which columns of a group differ, and how rarely they do by chance."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.statistics.letters import Proportion, exceeded

proportions = st.one_of(
    st.none(),
    st.builds(Proportion, st.floats(0, 1), st.floats(30, 1000), st.floats(0.01, 1)),
)


def p_by_hand(first: tuple[int, int], second: tuple[int, int]) -> float:
    """Two-sided p-value of z, each variance with a success and a failure added."""
    variance = 0.0
    for yes, base in (first, second):
        share = (yes + 1) / (base + 2)
        variance += share * (1 - share) / base
    z = abs(first[0] / first[1] - second[0] / second[1]) / math.sqrt(variance)
    return math.erfc(z / math.sqrt(2))


@pytest.mark.parametrize("yes", [20, 24, 25, 26, 27, 28, 29, 30, 31, 32, 40])
def test_two_columns_have_a_letter_where_the_test_of_two_proportions_is_under_five_percent(yes: int) -> None:
    different = p_by_hand((20, 50), (yes, 50)) < 0.05
    assert exceeded([Proportion(0.4, 50), Proportion(yes / 50, 50)]) == [[], [0] if different else []]


def test_pairs_of_a_group_are_corrected_together() -> None:
    low, high = Proportion(0.4, 50), Proportion(0.6, 50)
    assert 0.01 < p_by_hand((20, 50), (30, 50)) < 0.05
    assert exceeded([low, high]) == [[], [0]]
    assert exceeded([low, high, Proportion(0.5, 50), Proportion(0.5, 50)]) == [[], [], [], []]


def test_a_census_is_not_chance_and_a_unanimous_column_is_not_a_census() -> None:
    assert exceeded([Proportion(0.50, 20, 0.0), Proportion(0.55, 20, 0.0)]) == [[], [0]]
    plain_z = 0.1 / math.sqrt(0.9 * 0.1 / 40)  # the unanimous column taken to have no variance
    assert plain_z > 1.96 and exceeded([Proportion(1.0, 40), Proportion(0.9, 40)]) == [[], []]


def test_most_of_a_population_having_answered_makes_a_difference_surer() -> None:
    few, most = (Proportion(0.40, 40, left) for left in (1.0, 0.1))
    other = Proportion(0.55, 40, 0.1)
    assert exceeded([few, Proportion(0.55, 40)]) == [[], []]
    assert exceeded([most, other]) == [[], [0]]


@given(st.lists(proportions, max_size=7), st.randoms())
def test_letters_follow_their_columns_and_go_one_way(columns, shuffle) -> None:
    found = exceeded(columns)
    for at, lower in enumerate(found):
        for other in lower:
            assert columns[at] and columns[other] and at not in found[other]
            assert columns[at].share > columns[other].share
    order = list(range(len(columns)))
    shuffle.shuffle(order)
    moved = exceeded([columns[i] for i in order])
    assert {(order[a], order[b]) for a, lower in enumerate(moved) for b in lower} == {
        (a, b) for a, lower in enumerate(found) for b in lower
    }


def test_where_nothing_differs_five_tables_in_a_hundred_at_most_have_a_letter() -> None:
    rng = np.random.default_rng(5)
    tables = [[Proportion(rng.binomial(60, 0.4) / 60, 60) for _ in range(5)] for _ in range(1500)]
    wrong = sum(any(exceeded(t)) for t in tables) / len(tables)
    assert wrong <= 0.05 + 2 * math.sqrt(0.05 * 0.95 / len(tables))
