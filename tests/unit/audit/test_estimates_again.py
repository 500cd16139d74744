"""Shares, variances and intervals of the second path: counted by hand, and equal to the pipeline's on any sample."""

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.audit.second_path.estimates import (
    Estimate,
    Member,
    Stratum,
    estimate,
    exact_binomial,
)
from barometre_pipeline.audit.second_path.figure import half_even
from barometre_pipeline.statistics.design import SurveyDesign
from barometre_pipeline.statistics.engine import CodedColumn, estimate_columns
from barometre_pipeline.statistics.sampling_plan import sampling_plan

NAMES = ("epci", "regions", "departements", "metropoles")


def test_a_share_of_two_strata_is_the_one_counted_by_hand() -> None:
    # 10 structures, 2 of 4 say yes, weight 5/2; 6 structures, 1 of 2, weight 3.
    first = Stratum(4, 10, (Member(Fraction(5, 2), 1, 1, 2), Member(Fraction(5, 2), 0, 1, 2)))
    second = Stratum(2, 6, (Member(3, 1, 1), Member(3, 0, 1)))
    found = estimate([first, second])
    assert found is not None and found.share == Fraction(5 + 3, 10 + 6)
    # (1 - 4/10) 4/3 * 4 (5/2 * 1/2)^2 + (1 - 2/6) 2/1 * 2 (3/2)^2, over 16^2
    assert (
        found.variance
        == (Fraction(6, 10) * Fraction(4, 3) * 4 * Fraction(25, 16) + Fraction(2, 3) * 2 * 2 * Fraction(9, 4))
        / 256
    )
    assert (found.size, found.degrees) == (6, 4)
    assert found.kish == Fraction(16 * 16, 4 * Fraction(25, 4) + 2 * 9)


def test_nothing_varies_and_the_interval_is_still_not_a_point() -> None:
    yes = estimate([Stratum(14, 100, (Member(Fraction(100, 14), 1, 1, 14),))])
    assert yes is not None and yes.variance == 0
    low, high = yes.logit()
    assert low is not None and 0.7 < low < 0.9 and high == 1.0
    census = estimate([Stratum(3, 3, (Member(1, 1, 1, 2), Member(1, 0, 1)))])
    assert census is not None and census.logit() == (2 / 3, 2 / 3)


def test_nobody_in_the_base_is_no_estimate() -> None:
    assert estimate([Stratum(4, 10, (Member(1, 0, 0, 4),))]) is None


@pytest.mark.parametrize(
    ("share", "size", "bounds"),
    [(0, 10, (0, 0.30850)), (1, 10, (0.69150, 1)), (Fraction(1, 2), 10, (0.18709, 0.81291))],
)
def test_exact_intervals_are_those_of_tables(share: Fraction, size: int, bounds: tuple[float, float]) -> None:
    assert exact_binomial(Fraction(share), size) == pytest.approx(bounds, abs=1e-5)


@pytest.mark.parametrize(("value", "rounded"), [(2.5, 2), (3.5, 4), (76.5, 76), (100 * 0.285, 28), (-0.5, 0)])
def test_halves_go_to_the_even_neighbour_whatever_binary_noise(value: float, rounded: int) -> None:
    assert half_even(value) == rounded


@given(
    strata=st.lists(
        st.tuples(st.lists(st.sampled_from((-1, 0, 1)), min_size=1, max_size=9), st.integers(0, 40)),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_any_stratified_sample_is_estimated_as_the_pipeline_does(strata: list[tuple[list[int], int]]) -> None:
    sample = {name: len(codes) for name, (codes, _) in zip(NAMES, strata, strict=False)}
    exist = {name: len(codes) + more for name, (codes, more) in zip(NAMES, strata, strict=False)}
    strates = pd.Series([n for n, (codes, _) in zip(NAMES, strata, strict=False) for _ in codes])
    codes = np.array([c for each, _ in strata for c in each], dtype=np.int8)
    design = SurveyDesign.planned(strates, sampling_plan(sample, exist, exist), {})
    table = estimate_columns([CodedColumn("0", codes, ("0", "1"))], design)
    theirs = table[table["code"] == "1"].iloc[0]
    mine = estimate(
        [
            Stratum(
                sample[name],
                exist[name],
                tuple(Member(Fraction(exist[name], sample[name]), max(c, 0), int(c >= 0)) for c in each),
            )
            for name, (each, _) in zip(NAMES, strata, strict=False)
        ]
    )
    if mine is None:
        assert math.isnan(theirs["part_ponderee"])
        return
    assert float(mine.share) == pytest.approx(theirs["part_ponderee"], abs=1e-12)
    assert mine.error == pytest.approx(theirs["erreur_type"], abs=1e-10)
    assert mine.logit() == pytest.approx((theirs["ic_logit_bas"], theirs["ic_logit_haut"]), abs=1e-8)
    assert mine.beta() == pytest.approx((theirs["ic_beta_bas"], theirs["ic_beta_haut"]), abs=1e-8)
    _same_effect(mine, float(theirs["deff"]))


def _same_effect(mine: Estimate, deff: float) -> None:
    effect = mine.design_effect()
    assert math.isnan(deff) if effect is None else effect == pytest.approx(deff, abs=1e-8)
