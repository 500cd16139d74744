"""The spread of weights: bounds, and Kish's effect."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.statistics.weights import weight_spread

WEIGHTS = st.lists(st.floats(0.01, 1000), min_size=1, max_size=40)


def test_two_weights_of_which_one_is_three_times_the_other() -> None:
    # n Σw² / (Σw)² = 2 x (1 + 9) / 16
    found = weight_spread([1.0, 3.0])
    assert (found.lowest, found.highest) == (1.0, 3.0)
    assert found.effect == pytest.approx(1.25)


@given(WEIGHTS, st.floats(0.1, 10))
def test_equal_weights_cost_nothing_and_no_spread_gains(weights: list[float], scale: float) -> None:
    assert weight_spread([scale] * len(weights)).effect == pytest.approx(1)
    assert weight_spread(weights).effect >= 1 - 1e-9
    assert weight_spread(np.array(weights) * scale).effect == pytest.approx(weight_spread(weights).effect)


@given(st.lists(st.tuples(st.floats(0.1, 100), st.integers(0, 9)), min_size=1, max_size=9))
def test_a_weight_and_how_many_bear_it_say_the_same_as_each_weight(strates: list[tuple[float, int]]) -> None:
    alone = [w for w, n in strates for _ in range(n)]
    together = weight_spread([w for w, _ in strates], [n for _, n in strates])
    if alone:
        assert together.effect == pytest.approx(weight_spread(alone).effect)
        assert together.lowest == min(alone)
    else:
        assert math.isnan(together.effect)


def test_without_any_weight_nothing_is_known() -> None:
    assert all(math.isnan(v) for v in vars(weight_spread([math.nan, math.nan], [3, 4])).values())
