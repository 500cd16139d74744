"""The simulation draws what it says, the pipeline's intervals are those measured, and the page is today's."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from barometre_pipeline.french.numbers import number, percent
from barometre_pipeline.lake import Lake
from barometre_pipeline.vocabulary import GROUPES, STRATES
from tools import coverage

SOME = 1500
PAGE = coverage.TARGET.read_text("utf-8")


def plan_of_the_page() -> dict[str, tuple[int, int]]:
    """Read the plan that the page says it is of."""
    names = {"".join(label.split()): strate for strate, label in GROUPES.items() if strate in STRATES}
    lines = PAGE.partition("| Strate |")[2].partition("\n\n")[0].splitlines()[2:]
    cells = (["".join(c.split()) for c in line.strip("|").split("|")] for line in lines)
    return {names[label]: (int(exist), int(answers)) for label, exist, answers in cells}


PLAN = plan_of_the_page()


def test_the_page_is_of_this_plan_these_seeds_and_these_shares() -> None:
    assert PAGE.startswith(coverage.header(PLAN, coverage.EDITION)), f"lancez {coverage.COMMAND}"


@pytest.mark.parametrize("ratio", [1.0, coverage.TWICE])
def test_a_line_of_the_page_is_what_the_draws_give_again(ratio: float) -> None:
    found = coverage.simulate(PLAN, 0.5, ratio)
    cells = (" / ".join(number(found[g].held[m] * 100, 1) for m in coverage.METHODS) for g in coverage.GROUPS)
    assert f"| {percent(0.5)} | {' | '.join(cells)} |" in PAGE


def test_random_draws_have_on_average_the_share_of_the_population_and_never_more_than_exist() -> None:
    drawn = coverage.draw_counts(PLAN, 0.3, 1.0, SOME, np.random.default_rng(1))
    for (exist, answer), yes in zip(PLAN.values(), drawn.T, strict=True):
        share = coverage.yes_in(exist, 0.3) / exist
        assert (yes <= min(answer, coverage.yes_in(exist, 0.3))).all()
        # Six standard errors of a mean of hypergeometric draws, themselves under the binomial's.
        assert abs(yes.mean() / answer - share) < 6 * np.sqrt(share * (1 - share) / answer / SOME)


def test_drawn_twice_as_often_yes_has_twice_the_odds_where_most_do_not_answer() -> None:
    drawn = coverage.draw_counts(PLAN, 0.5, 2.0, SOME, np.random.default_rng(1))
    strate = list(PLAN).index("communes_moins_3500")
    assert drawn[:, strate].mean() / PLAN["communes_moins_3500"][1] == pytest.approx(2 / 3, abs=0.01)


def test_intervals_hold_under_random_response_and_fail_under_unequal_response_that_the_card_undoes() -> None:
    random, unequal = (coverage.simulate(PLAN, 0.5, ratio, SOME)["ensemble"] for ratio in (1.0, 2.0))
    error = coverage.monte_carlo_error(SOME)
    assert all(abs(held - 0.95) < 5 * error for held in random.held.values())
    assert all(held < 0.5 for held in unequal.held.values())
    assert unequal.mean > random.truth + 0.1
    assert unequal.corrected == pytest.approx(unequal.truth, abs=0.01)


def test_any_edition_of_a_lake_gives_its_plan_neighbours_included(tmp_path: Path) -> None:
    lines = [
        ("epci", 40, 1233, 1255),  # speaks for the métropoles too
        ("metropoles", 0, 22, None),
        ("regions", 12, 17, 17),
        ("autres", 75, None, None),
    ]
    names = ("strate", "repondants", "effectif_national", "effectif_represente")
    plan = pd.DataFrame(lines, columns=names).astype(dict.fromkeys(names[2:], "Int64"))
    lake = Lake.at(tmp_path)
    lake.write("silver/plan_de_sondage", plan, "2031")
    found = coverage.plan_of(lake, "2031")
    assert found == {"epci": (1255, 40), "regions": (17, 12)}
    assert coverage.groups_of(found) == ("ensemble", "hors_moins_3500", "epci", "regions")
    assert set(coverage.simulate(found, 0.5, 1.0, 20)) == set(coverage.groups_of(found))
    assert "l’édition 2031" in coverage.header(found, "2031")
