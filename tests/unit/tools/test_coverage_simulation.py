"""The simulation draws what it says, the pipeline's intervals are those measured, and the page is today's."""

import numpy as np
import pytest

from barometre_pipeline.french.numbers import number, percent
from tools import coverage

SOME = 1500


def test_the_page_is_of_this_plan_these_seeds_and_these_shares() -> None:
    assert coverage.TARGET.read_text("utf-8").startswith(coverage.header()), f"lancez {coverage.COMMAND}"


@pytest.mark.parametrize("ratio", [1.0, coverage.TWICE])
def test_a_line_of_the_page_is_what_the_draws_give_again(ratio: float) -> None:
    found = coverage.simulate(0.5, ratio)
    cells = (" / ".join(number(found[g].held[m] * 100, 1) for m in coverage.METHODS) for g in coverage.GROUPS)
    assert f"| {percent(0.5)} | {' | '.join(cells)} |" in coverage.TARGET.read_text("utf-8")


def test_random_draws_have_on_average_the_share_of_the_population_and_never_more_than_exist() -> None:
    drawn = coverage.draw_counts(0.3, 1.0, SOME, np.random.default_rng(1))
    for (exist, answer), yes in zip(coverage.PLAN.values(), drawn.T, strict=True):
        share = coverage.yes_in(exist, 0.3) / exist
        assert (yes <= min(answer, coverage.yes_in(exist, 0.3))).all()
        # Six standard errors of a mean of hypergeometric draws, themselves under the binomial's.
        assert abs(yes.mean() / answer - share) < 6 * np.sqrt(share * (1 - share) / answer / SOME)


def test_drawn_twice_as_often_yes_has_twice_the_odds_where_most_do_not_answer() -> None:
    drawn = coverage.draw_counts(0.5, 2.0, SOME, np.random.default_rng(1))
    strate = list(coverage.PLAN).index("communes_moins_3500")
    assert drawn[:, strate].mean() / coverage.PLAN["communes_moins_3500"][1] == pytest.approx(2 / 3, abs=0.01)


def test_intervals_hold_under_random_response_and_fail_under_unequal_response_that_the_card_undoes() -> None:
    random, unequal = (coverage.simulate(0.5, ratio, SOME)["ensemble"] for ratio in (1.0, 2.0))
    error = coverage.monte_carlo_error(SOME)
    assert all(abs(held - 0.95) < 5 * error for held in random.held.values())
    assert all(held < 0.5 for held in unequal.held.values())
    assert unequal.mean > random.truth + 0.1
    assert unequal.corrected == pytest.approx(unequal.truth, abs=0.01)
