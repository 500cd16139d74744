"""What unequal response would do to a share: the formulas undo it, exactly, and stay within bounds."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from barometre_pipeline.statistics.design import SurveyDesign
from barometre_pipeline.statistics.sampling_plan import sampling_plan
from barometre_pipeline.statistics.sensitivity import (
    RATIOS,
    share_if_answering,
    stratified_share_if_answering,
)
from tests.oracles.estimates import estimate_all

SHARES = st.floats(0, 1)
WAYS = st.floats(0.05, 20)


def test_eight_who_said_yes_among_eighteen_are_half_if_they_answered_eight_tenths_as_often() -> None:
    # 10 yes and 10 no exist; yes answer at 0.8, no at 1: 8 of 18 are heard.
    assert share_if_answering(8 / 18, 0.8) == pytest.approx(0.5)


def test_a_share_of_one_half_falls_to_a_third_if_yes_answered_twice_as_often() -> None:
    assert share_if_answering(0.5, 2) == pytest.approx(1 / 3)
    assert share_if_answering(0.5, 1.5) == pytest.approx(0.4)


@given(SHARES, WAYS)
def test_it_stays_between_zero_and_one_and_moves_against_who_answers_more(share: float, ratio: float) -> None:
    moved = share_if_answering(share, ratio)
    assert 0 <= moved <= 1
    if ratio >= 1:
        assert moved <= share + 1e-12
    else:
        assert moved >= share - 1e-12


@given(SHARES)
def test_response_alike_changes_nothing(share: float) -> None:
    assert share_if_answering(share, 1) == pytest.approx(share)


@given(SHARES, WAYS, WAYS)
def test_the_more_often_yes_answered_the_smaller_the_share(share: float, one: float, other: float) -> None:
    assert share_if_answering(share, max(one, other)) <= share_if_answering(share, min(one, other)) + 1e-12


@given(SHARES, WAYS)
def test_the_complement_moves_the_other_way_by_as_much(share: float, ratio: float) -> None:
    assert share_if_answering(1 - share, 1 / ratio) == pytest.approx(1 - share_if_answering(share, ratio))


@given(st.floats(0, 1), st.sampled_from(list(RATIOS.values())))
def test_a_share_never_moves_by_more_than_the_square_roots_allow(share: float, ratio: float) -> None:
    # d = p - p/(p + k(1-p)) is largest where p = √k/(1 + √k): there it is (√k - 1)/(√k + 1).
    root = math.sqrt(ratio)
    assert abs(share_if_answering(share, ratio) - share) <= abs(root - 1) / (root + 1) + 1e-12


def test_no_share_gives_no_share() -> None:
    assert math.isnan(share_if_answering(math.nan, 2))


@st.composite
def counts(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Counted, base, respondents and population of up to five strates, for one share."""
    rows = []
    for _ in range(draw(st.integers(1, 5))):
        n, rest, out = (draw(st.integers(0, 20)) for _ in range(3))
        assume(n + rest + out > 0)
        rows.append((n, n + rest, n + rest + out, draw(st.integers(n + rest + out, 400))))
    table = np.array(rows, dtype=float)
    assume(table[:, 1].sum() > 0)
    n, base, respondents, population = (table[:, [i]] for i in range(4))
    return n, base, respondents, population


@given(counts(), WAYS, WAYS)
def test_a_weighted_share_stays_within_bounds_and_falls_as_yes_answers_more(
    strates: tuple[np.ndarray, ...], one: float, other: float
) -> None:
    low, high = (
        stratified_share_if_answering(*strates, ratio)[0] for ratio in (max(one, other), min(one, other))
    )
    assert -1e-12 <= low <= high + 1e-9 <= 1 + 2e-9


@given(st.integers(0, 40), st.integers(1, 40), WAYS)
def test_one_strate_where_all_are_in_the_base_moves_as_its_plain_share(
    n: int, rest: int, ratio: float
) -> None:
    strate = [np.array([[float(v)]]) for v in (n, n + rest, n + rest, 500)]
    expected = share_if_answering(n / (n + rest), ratio)
    assert stratified_share_if_answering(*strate, ratio)[0] == pytest.approx(expected)


def test_with_equal_response_it_is_the_weighted_share_of_the_pipeline() -> None:
    strates = pd.Series(["epci"] * 6 + ["regions"] * 4)
    answers = ["oui", "oui", "non", "non", "non", "@non_posee", "oui", "oui", "oui", "non"]
    frame = pd.DataFrame({"q": pd.Categorical(answers)})
    in_base = frame["q"].where(frame["q"] != "@non_posee")
    frame["q"] = in_base.cat.remove_unused_categories()
    plan = sampling_plan({"epci": 6, "regions": 4}, {"epci": 1200, "regions": 18}, {})
    table = estimate_all(frame, SurveyDesign.planned(strates, plan), ["q"])
    row = table[(table["code"] == "oui") & (table["groupe"] == "ensemble")].iloc[0]
    n, base, size, exist = (np.array([[a], [b]], float) for a, b in ((2, 3), (5, 4), (6, 4), (1200, 18)))
    assert stratified_share_if_answering(n, base, size, exist, 1)[0] == pytest.approx(row["part_ponderee"])


def test_undoing_what_unequal_response_did_gives_the_population_back() -> None:
    # Two strates; a tenth of those who say no answer, a fifth of those who say yes.
    exist_yes, exist_no = np.array([[300.0], [50.0]]), np.array([[700.0], [150.0]])
    heard_yes, heard_no = exist_yes / 5, exist_no / 10
    size = heard_yes + heard_no
    found = stratified_share_if_answering(heard_yes, size, size, exist_yes + exist_no, 2)
    assert found[0] == pytest.approx(350 / 1200)
