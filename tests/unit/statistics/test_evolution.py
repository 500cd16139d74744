"""Changes between editions, against R where the same structures answered twice."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from tests.oracles.designs import stratified
from tests.oracles.evolution import (
    Measure,
    compare,
    estimate_from_counts,
    evolution,
    matched_panel,
)

# R 4.2, survey 4.1.1, invented data:
#   d <- data.frame(id = rep(1:14, 2), s = rep(s, 2), an = rep(c("1", "2"), each = 14), y = c(y1, y2))
#   p <- svydesign(ids = ~id, strata = ~s, weights = ~I(N/n), fpc = ~N, data = d, nest = TRUE)
#   b <- svyby(~y, ~an, p, svymean, covmat = TRUE); k <- svycontrast(b, c("1" = -1, "2" = 1))
STRATA = ["A"] * 8 + ["B"] * 6
POPULATION = {"A": 30, "B": 9}
BEFORE = [1, 0, 0, 1, 0, 0, 1, 0, 1, 1, 0, 0, 1, 0]
AFTER = [1, 1, 0, 1, 1, 0, 1, 1, 1, 1, 0, 1, 0, 1]
NAMES = [f"s{i}" for i in range(14)]


def measure(edition, positives, names=NAMES, strata=STRATA, population=POPULATION, base=None):
    design = stratified(strata, population, {})
    return Measure(edition, np.array(positives, dtype=bool), design, names, base)


def test_the_same_structures_twice_give_the_difference_of_r():
    change = evolution(measure("2022", BEFORE), measure("2025", AFTER))
    assert_allclose([change.avant.part, change.apres.part], [0.403846153846154, 0.730769230769231])
    assert_allclose(change.covariance, 0.00581149619611158)  # vcov(b)[1, 2]
    assert_allclose([change.difference, change.erreur_type], [0.326923076923077, 0.12729991787069])
    # confint(k, df = 12); 2 * pt(-coef(k)/SE(k), 12)
    assert_allclose([change.ic_bas, change.ic_haut], [0.0495603826508326, 0.604285771195321])
    assert_allclose(change.p_valeur, 0.02463009611658)
    assert change.communes == 14 and change.base_faible


def test_different_structures_add_their_variances():
    change = evolution(measure("2022", BEFORE), measure("2025", AFTER, [f"t{i}" for i in range(14)]))
    # vcov(b) of the R example: diagonal only.
    assert_allclose(change.erreur_type, np.sqrt(0.01541631445477599 + 0.01241194702733164))
    assert (change.communes, change.covariance) == (0, 0)


def test_the_order_of_responses_of_an_edition_does_not_matter():
    order = np.random.default_rng(3).permutation(14)
    shuffled = measure("2025", np.array(AFTER)[order], [NAMES[i] for i in order], [STRATA[i] for i in order])
    one = evolution(measure("2022", BEFORE), measure("2025", AFTER))
    assert_allclose(evolution(measure("2022", BEFORE), shuffled).erreur_type, one.erreur_type)


def test_structures_without_identifier_are_never_matched():
    nobody = ["", None] * 7
    assert evolution(measure("2022", BEFORE, nobody), measure("2025", AFTER, nobody)).communes == 0


def test_the_variance_is_right_on_average_when_half_the_structures_answer_twice():
    rng = np.random.default_rng(20)
    size, n = {"A": 60, "B": 40}, {"A": 30, "B": 20}
    before = {s: rng.random(k) < 0.4 for s, k in size.items()}
    after = {s: np.where(rng.random(k) < 0.8, before[s], rng.random(k) < 0.8) for s, k in size.items()}
    differences, variances = [], []
    for _ in range(400):
        drawn = {}
        for s, k in size.items():
            first = rng.permutation(k)
            again = rng.choice(first[: n[s]], n[s] * 2 // 3, replace=False)
            new = rng.choice(first[n[s] :], n[s] - len(again), replace=False)
            drawn[s] = first[: n[s]], np.concatenate([again, new])
        waves = []
        for wave, truth in enumerate((before, after)):
            rows = [(f"{s}{i}", s, truth[s][i]) for s in size for i in drawn[s][wave]]
            names, strata, positives = zip(*rows, strict=True)
            waves.append(measure(str(wave), positives, names, strata, size))
        change = evolution(*waves)
        differences.append(change.difference)
        variances.append(change.erreur_type**2)
    assert_allclose(np.mean(variances), np.var(differences), rtol=0.2)


def test_no_variation_in_an_edition_is_not_taken_for_certainty():
    none, some = [0] * 14, [0] * 9 + [1] * 5
    change = evolution(measure("2022", none), measure("2025", some))
    assert change.avant.part == 0
    assert change.avant.erreur_type > 0.05
    assert change.ic_bas < change.difference < change.ic_haut


def test_bounds_of_a_difference_stay_within_what_is_possible():
    change = evolution(measure("2022", [0] * 14), measure("2025", [1] * 14))
    assert change.difference == 1 == change.ic_haut


def test_a_sub_population_is_compared_within_its_own_base():
    among = np.array(STRATA) == "A"
    change = evolution(measure("2022", BEFORE, base=among), measure("2025", AFTER, base=among))
    assert_allclose([change.avant.part, change.apres.part], [3 / 8, 6 / 8])
    assert change.communes == 8


def test_published_counts_are_compared_as_simple_random_samples():
    change = compare(estimate_from_counts("2022", 51, 100), estimate_from_counts("2025", 77, 100))
    expected = np.sqrt(0.51 * 0.49 / 99 + 0.77 * 0.23 / 99)
    assert_allclose([change.difference, change.erreur_type], [0.26, expected])
    assert change.p_valeur < 0.001 and not change.base_faible
    with pytest.raises(ValueError, match=r"2022\s: 12 sur 10"):
        estimate_from_counts("2022", 12, 10)


def test_the_matched_panel_counts_who_gained_and_who_lost():
    panel = matched_panel(measure("2022", BEFORE), measure("2025", AFTER))
    assert (panel.paires, panel.gagnees, panel.perdues) == (14, 5, 1)
    assert_allclose([panel.part_avant, panel.part_apres, panel.difference], [6 / 14, 10 / 14, 4 / 14])
    assert_allclose(panel.p_valeur, 0.21875)  # binom.test(5, 6)$p.value
    assert panel.ic_bas < 4 / 14 < panel.ic_haut


def test_a_panel_without_pairs_has_no_figures():
    panel = matched_panel(measure("2022", BEFORE), measure("2025", AFTER, [f"t{i}" for i in range(14)]))
    assert panel.paires == 0 and np.isnan(panel.difference) and np.isnan(panel.p_valeur)
