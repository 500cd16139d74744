"""Intervals against values that tables and closed forms give, each at the level asked for."""

import numpy as np
import pytest

from barometre_pipeline.statistics.intervals import (
    beta_interval,
    clopper_pearson,
    degenerate_interval,
    logit_interval,
    share_intervals,
    student_quantile,
)

# Student's table, two-sided: with 10 degrees of freedom, 95 % and 90 %.
T10, T10_90 = 2.228139, 1.812461


def flat(pair: tuple[np.ndarray, np.ndarray]) -> list[float]:
    """Return the lower bounds, then the upper ones."""
    return [float(v) for bounds in pair for v in np.atleast_1d(bounds)]


def one(*values: float) -> list[np.ndarray]:
    return [np.array([v]) for v in values]


def test_student_quantiles_are_those_of_the_table_and_nothing_without_a_degree_of_freedom() -> None:
    found = student_quantile([10, 1, 10, 0, -1])
    assert found == pytest.approx([T10, 12.706205, T10, np.nan, np.nan], abs=1e-6, nan_ok=True)
    assert student_quantile(10, 0.90) == pytest.approx(T10_90, abs=1e-6)


@pytest.mark.parametrize(("level", "quantile"), [(0.95, T10), (0.90, T10_90)])
def test_half_a_share_has_symmetric_log_odds(level: float, quantile: float) -> None:
    # Odds of 1; the standard error of the log odds is se / (p (1 - p)) = 4 se.
    low, high = logit_interval(0.5, 0.05, 10, level)
    odds = np.exp(quantile * 0.2)
    assert (low, high) == pytest.approx((1 / (1 + odds), odds / (1 + odds)), abs=1e-6)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_log_odds_say_nothing_of_nobody_and_of_everybody(share: float) -> None:
    assert np.isnan(logit_interval(share, 0.05, 10)).all()


def test_exact_binomial_bounds_are_those_of_the_tables() -> None:
    # Clopper and Pearson: 5 of 10, 95 %: 18.71 to 81.29; 90 %: 22.24 to 77.76.
    assert clopper_pearson(0.5, 10) == pytest.approx((0.1871, 0.8129), abs=1e-4)
    assert clopper_pearson(0.5, 10, 0.90) == pytest.approx((0.2224, 0.7776), abs=1e-4)


@pytest.mark.parametrize("level", [0.95, 0.90])
def test_nobody_and_everybody_have_the_closed_form_of_one_side(level: float) -> None:
    # The upper bound u of 0 of n is such that (1 - u)^n is half of what is left out.
    bound = 1 - ((1 - level) / 2) ** (1 / 20)
    low, high = clopper_pearson([0.0, 1.0], [20, 20], level)
    assert low == pytest.approx([0, 1 - bound])
    assert high == pytest.approx([bound, 1])


def test_an_unknown_size_gives_no_bound() -> None:
    assert np.isnan(clopper_pearson([0.0, 0.5, 1.0], [np.nan] * 3)).all()


def test_a_design_like_simple_random_sampling_has_the_exact_interval_of_its_size() -> None:
    # Variance p (1 - p) / 10: effective size 10. With n - 1 = df the correction is 1.
    assert flat(beta_interval(0.5, 0.025, 11, 10)) == pytest.approx(flat(clopper_pearson(0.5, 10)))
    assert flat(beta_interval(0.5, 0.025, 11, 10, 0.90)) == pytest.approx(
        flat(clopper_pearson(0.5, 10, 0.90))
    )


@pytest.mark.parametrize(("level", "few"), [(0.95, 2.570582), (0.90, 2.015048)])
def test_fewer_degrees_of_freedom_than_responses_shrink_the_size_by_the_quantiles_squared(
    level: float, few: float
) -> None:
    # Five degrees of freedom for eleven responses.
    many = {0.95: T10, 0.90: T10_90}[level]
    expected = clopper_pearson(0.5, 10 * (many / few) ** 2, level)
    assert flat(beta_interval(0.5, 0.025, 11, 5, level)) == pytest.approx(flat(expected), abs=1e-6)
    shrunk = clopper_pearson(0.0, 10 * (many / few) ** 2, level)
    assert flat(degenerate_interval(0.0, 10, 11, 5, level)) == pytest.approx(flat(shrunk), abs=1e-6)


@pytest.mark.parametrize(("share", "variance"), [(0.5, 0.0), (0.0, 0.01), (1.0, 0.01)])
def test_without_variation_there_is_no_effective_size(share: float, variance: float) -> None:
    assert np.isnan(beta_interval(share, variance, 11, 10)).all()


def test_a_census_is_certain_and_a_sample_of_one_knows_nothing() -> None:
    assert flat(degenerate_interval([1.0, 0.4], [np.inf, np.inf], 5, [4, 0])) == [1, 0.4, 1, 0.4]
    low, high = degenerate_interval([1.0, np.nan], [3.0, 3.0], 1, 0)
    assert (low[0], high[0]) == (0, 1)
    assert np.isnan([low[1], high[1]]).all()
    low, high = degenerate_interval(1.0, 3.0, 2, 1)
    assert 0 < low < high == 1


@pytest.mark.parametrize(
    ("share", "error", "degrees"), [(0.5, 0.0, 10.0), (0.0, 0.0, 10.0), (1.0, 0.0, 10.0), (0.5, 0.05, 0.0)]
)
def test_flat_shares_have_the_degenerate_interval_on_both_scales(
    share: float, error: float, degrees: float
) -> None:
    expected = degenerate_interval(share, 8.0, 11, degrees)
    for pair in share_intervals(*one(share, error, 8.0, 11.0, degrees)):
        assert flat(pair) == pytest.approx(flat(expected))


@pytest.mark.parametrize("level", [0.95, 0.90])
def test_a_share_that_varies_has_its_own_interval_on_each_scale(level: float) -> None:
    logit, beta = share_intervals(*one(0.3, 0.1, 8.0, 11.0, 1.0), level)
    assert flat(logit) == pytest.approx(flat(logit_interval(0.3, 0.1, 1, level)))
    assert flat(beta) == pytest.approx(flat(beta_interval(0.3, 0.01, 11, 1, level)))
    nobody, _ = share_intervals(*one(0.0, 0.0, 8.0, 11.0, 10.0), level)
    assert flat(nobody) == pytest.approx(flat(degenerate_interval(0.0, 8, 11, 10, level)))


def test_flat_and_varying_shares_of_one_call_keep_their_places() -> None:
    share, error = np.array([0.0, 0.3, 1.0]), np.array([0.0, 0.1, 0.0])
    logit, _ = share_intervals(share, error, np.full(3, 8.0), np.full(3, 11.0), np.full(3, 10.0))
    assert logit[0][1] == pytest.approx(logit_interval(0.3, 0.1, 10)[0])
    assert (logit[0][0], logit[1][2]) == (0, 1)
    assert logit[1][0] < 0.5 < logit[0][2]


def test_an_interval_holds_its_share() -> None:
    # With so few degrees of freedom Korn and Graubard's size is far under 1 and the bounds would cross the share.
    for low, high in share_intervals(*one(0.9, 0.2999, 1.0, 3.0, 1.0)):
        assert low[0] <= 0.9 <= high[0]
