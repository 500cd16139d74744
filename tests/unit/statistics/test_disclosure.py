"""What is told never gives back a count of 1 to 4: checked by linear programs that know nothing of the rule."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from barometre_pipeline.statistics.disclosure import (
    Cells,
    Told,
    Weighted,
    atoms,
    choose,
    is_safe,
    pieces,
    weighted_gives_away,
)

PARTS = 5
WHOLE = np.ones(PARTS, dtype=bool)
WITHOUT_FIRST = np.arange(PARTS) > 0
PAIR = np.arange(PARTS) < 2
SINGLES = list(np.eye(PARTS, dtype=bool))
GROUPS = [WHOLE, WITHOUT_FIRST, PAIR, *SINGLES]

tables = st.integers(2, 4).flatmap(
    lambda answers: st.lists(
        st.lists(st.integers(0, 30), min_size=PARTS, max_size=PARTS), min_size=answers, max_size=answers
    )
)


def cells(counts, sensible=False, apart=None):
    counts = np.array(counts, dtype=np.int64)
    return Cells(
        counts, np.zeros((0, counts.shape[1]), dtype=np.int64) if apart is None else np.array(apart), sensible
    )


def bounds(of, told, target):
    """The least and the most of a sum of cells, for who knows the base of each part and what is told."""
    shape = of.counts.shape
    rows, values = [], []
    for part in range(shape[1]):
        row = np.zeros(shape)
        row[:, part] = 1
        rows.append(row.ravel())
        values.append(of.counts[:, part].sum())
    for answers in told.answers:
        for group in told.groups:
            row = np.outer(answers, group).astype(float)
            rows.append(row.ravel())
            values.append((of.counts * row).sum())
    ends = [linprog(s * target.ravel(), A_eq=np.array(rows), b_eq=np.array(values)) for s in (1, -1)]
    return round(ends[0].fun, 6), round(-ends[1].fun, 6)


@settings(max_examples=60, deadline=None)
@given(tables)
def test_no_cell_of_1_to_4_of_any_group_follows_from_what_is_told(counts):
    of = cells(counts)
    told = choose(of, GROUPS)
    for answer in range(len(of.counts)):
        for group in (g for g in GROUPS if of.base[g].any()):
            target = np.zeros(of.counts.shape)
            target[answer, group] = 1
            if 1 <= (of.counts * target).sum() <= 4 and told.groups:
                least, most = bounds(of, told, target)
                assert most - least > 0.5


@settings(max_examples=60, deadline=None)
@given(tables)
def test_all_that_is_told_is_zero_or_five_and_so_is_every_difference_of_groups(counts):
    of = cells(counts)
    told = choose(of, GROUPS)
    for group in told.groups:
        for answers in told.answers:
            assert of.counts[np.ix_(answers, group)].sum() not in range(1, 5)
        for other in told.groups:
            between = group & ~other
            if (other & ~group).any():
                continue
            for answers in told.answers:
                assert of.counts[np.ix_(answers, between)].sum() not in range(1, 5)


@settings(max_examples=60, deadline=None)
@given(tables)
def test_of_a_sensitive_question_no_part_of_fewer_than_ten_is_shown_to_have_answered_alike(counts):
    of = cells(counts, sensible=True)
    told = choose(of, GROUPS)
    if not told.groups:
        return
    for part in range(PARTS):
        base = of.base[part]
        if not 0 < base < 10:
            continue
        for answer in range(len(of.counts)):
            target = np.zeros(of.counts.shape)
            target[answer, part] = 1
            if of.counts[answer, part] in (0, base):
                least, most = bounds(of, told, target)
                assert most > 0.5
                assert least < base - 0.5


def test_a_table_without_small_cells_is_told_whole():
    of = cells([[20] * PARTS, [30] * PARTS])
    told = choose(of, GROUPS)
    assert len(told.answers) == 2
    assert len(told.groups) == len(GROUPS)


def test_a_rare_answer_is_not_told_and_takes_the_next_with_it():
    of = cells([[50] * PARTS, [10] * PARTS, [1, 1, 1, 0, 0]])
    told = choose(of, [WHOLE])
    assert [list(a) for a in told.answers] == [[True, False, False]]


def test_a_group_with_a_small_cell_is_not_told_and_the_whole_is():
    of = cells([[20, 20, 20, 20, 20], [20, 20, 20, 20, 3]])
    told = choose(of, [WHOLE, SINGLES[4], SINGLES[0]])
    assert len(told.answers) == 2
    assert [list(g) for g in told.groups] == [list(WHOLE), list(SINGLES[0])]


def test_two_groups_whose_difference_is_small_are_not_told_together():
    of = cells([[2, 20, 20, 20, 20], [20, 20, 20, 20, 20]])
    assert [list(g) for g in choose(of, [WITHOUT_FIRST, WHOLE]).groups] == [list(WITHOUT_FIRST)]
    assert [list(g) for g in choose(of, [WHOLE, WITHOUT_FIRST]).groups] == [list(WHOLE)]


def test_zeros_of_a_large_group_are_told():
    of = cells([[20] * PARTS, [30] * PARTS, [0] * PARTS])
    assert len(choose(of, [WHOLE]).answers) == 3


def test_a_unanimous_group_is_not_told_where_it_holds_a_part_of_few():
    counts = [[20, 20, 20, 20, 3], [20, 20, 20, 20, 0]]
    rest = np.array([False, False, False, False, True])
    assert not is_safe(cells(counts), Told((), (rest,)))


def test_who_was_not_asked_is_never_few():
    counts = [[20] * PARTS, [30] * PARTS]
    assert choose(cells(counts, apart=[[0, 0, 0, 0, 3]]), [WHOLE]).groups == ()
    assert len(choose(cells(counts, apart=[[0, 0, 0, 0, 30]]), [WHOLE]).groups) == 1


def test_answers_that_decide_who_is_asked_another_question_are_not_cut_by_it():
    counts = [[60, 0, 0, 0, 0], [6, 0, 0, 0, 0], [3, 0, 0, 0, 0]]
    known = np.array([True, False, True])
    told = choose(cells(counts), [WHOLE], [known])
    # Those asked (63) less the first answer (60) would be the third (3): the first is not told.
    assert not any(list(a) == [True, False, False] for a in told.answers)


@given(st.lists(st.lists(st.booleans(), min_size=6, max_size=6), max_size=4))
def test_pieces_put_together_are_everything_once(known):
    found = pieces([np.array(k) for k in known], 6)
    assert (found.sum(axis=0) == 1).all()
    for mask in known:
        for piece in found:
            assert len({mask[i] for i in np.flatnonzero(piece)}) <= 1


def test_atoms_are_what_groups_told_allow_to_count():
    told = Told((), (WITHOUT_FIRST, SINGLES[4]))
    assert sorted(map(tuple, atoms(told, PARTS).tolist())) == sorted(
        [(False, True, True, True, False), (False, False, False, False, True)]
    )


HEAVY = np.array([800.0, 2.0, 1.0, 1.0, 1.0])


@pytest.mark.parametrize(("counts", "weights", "gives"), [
    # One part bears all the weight: its count is read off the rounded share.
    ([[3, 20, 20, 20, 20], [37, 20, 20, 20, 20]], HEAVY, True),
    # Even weights: it is the share told already.
    ([[3, 20, 20, 20, 20], [37, 20, 20, 20, 20]], np.ones(PARTS), False),
    # Nothing small to find.
    ([[20, 20, 20, 20, 20], [20, 20, 20, 20, 20]], HEAVY, False),
])  # fmt: skip
def test_a_weighted_share_is_told_unless_public_weights_show_a_small_count(counts, weights, gives):
    of = cells(counts)
    told = Told((np.array([True, False]),), (WHOLE,))
    assert weighted_gives_away(of, told, Weighted(of.counts[0], weights), WHOLE) is gives
