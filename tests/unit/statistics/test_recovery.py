"""What follows from sums told of unknown counts: combinations, and bounds, checked by trying every count."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barometre_pipeline.statistics.recovery import Told, combined, shown_small

SIZE = 4
masks = st.lists(st.booleans(), min_size=SIZE, max_size=SIZE).filter(any).map(np.array)


@settings(max_examples=80, deadline=None)
@given(st.lists(masks, min_size=1, max_size=5), masks)
def test_a_sum_is_a_combination_where_it_adds_nothing_to_the_rank(told, wanted):
    sums = np.array(told, dtype=float)
    more = np.linalg.matrix_rank(np.vstack([sums, wanted])) > np.linalg.matrix_rank(sums)
    assert bool(combined(sums, wanted[None, :].astype(float))[0]) is not bool(more)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(masks, max_size=3),
    st.lists(st.integers(0, 7), min_size=SIZE, max_size=SIZE).map(np.array),
    masks,
)
def test_a_few_are_never_said_to_be_open_where_every_whole_count_that_agrees_shows_them(told, counts, wanted):
    """Every count up to 7 is tried; the bounds are those of real numbers, so they may only be wider."""
    sums = np.array([np.ones(SIZE), *told], dtype=float)
    n = int(counts @ wanted)
    if n > 4:
        return
    known = Told(sums, sums @ counts)
    said = bool(shown_small(known, wanted[None, :].astype(float), np.array([n]))[0])
    agreeing = {
        int(np.array(x) @ wanted)
        for x in product(range(int(counts.sum()) + 1 if counts.sum() < 8 else 8), repeat=SIZE)
        if (sums @ x == known.counts).all()
    }
    if said:
        assert all(value <= 4 and (value > 0) == (n > 0) for value in agreeing)


@pytest.mark.parametrize(
    ("sums", "counts", "wanted", "n", "expected"),
    [
        ([[1, 1, 0], [0, 1, 0]], [9, 6], [1, 0, 0], 3, True),  # a difference
        ([[1, 1, 0]], [9], [1, 0, 0], 3, False),
        ([[1, 1, 1]], [4], [1, 0, 0], 4, False),  # from nobody to all of them
        ([[1, 1, 1]], [0], [1, 0, 0], 0, True),  # nobody of all: nobody of each
        ([[1, 1, 0], [0, 1, 1], [1, 0, 1]], [4, 4, 4], [1, 0, 0], 2, True),  # each two make four
    ],
)
def test_a_small_sum_is_shown_where_no_other_agrees(sums, counts, wanted, n, expected):
    told = Told(np.array(sums, dtype=float), np.array(counts, dtype=float))
    assert bool(shown_small(told, np.array([wanted], dtype=float), np.array([n]))[0]) is expected


def test_counts_that_no_unknowns_agree_with_are_said_so():
    told = Told(np.array([[1.0, 0.0], [1.0, 0.0]]), np.array([3.0, 4.0]))
    with pytest.raises(ValueError, match="ne s’accordent pas"):
        shown_small(told, np.array([[0.0, 1.0]]), np.array([1]))
