import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from barometre_pipeline.statistics.design import SurveyDesign
from barometre_pipeline.statistics.weights import (
    Margin,
    Weighting,
    diagnose,
    historical_weights,
    ipsos_weights,
    merge_empty_strata,
    post_stratification,
    raking,
)

STRATES = ["communes_moins_3500", "communes_3500_10000", "epci", "metropoles", "departements", "regions"]


def test_the_historical_rule_gives_national_share_over_sample_share_and_says_it_is_flawed():
    strates = ["epci"] * 2 + ["regions"] * 1 + ["communes_moins_3500"] * 4 + ["autres"] * 1
    weighting = historical_weights(strates, {"epci": 60, "regions": 20}, total=100)
    # epci: (60/100) / (2/8); régions: (20/100) / (1/8)
    assert_allclose(weighting.poids, [2.4, 2.4, 1.6, 0, 0, 0, 0, 0])
    assert "n’ont aucun poids" in weighting.avertissements[0]


@given(st.lists(st.sampled_from(STRATES), min_size=1, max_size=60))
def test_post_stratified_weights_sum_to_the_population(strates):
    population = {s: 100 * (i + 1) for i, s in enumerate(STRATES)}
    weighting = post_stratification(strates, population)
    merged = merge_empty_strata({s: strates.count(s) for s in strates}, population)
    assert_allclose(weighting.poids.sum(), sum(merged.population.values()))
    assert_allclose(weighting.poids, SurveyDesign.stratified(strates, population).poids)
    lost = sum(population[s] for s, host in merged.fusions.items() if not host)
    assert_allclose(weighting.poids.sum() + lost, sum(population.values()))


def test_an_empty_stratum_is_represented_by_its_neighbour_and_this_is_said():
    design = SurveyDesign.stratified(
        ["epci", "epci", "regions"], {"epci": 1233, "metropoles": 21, "regions": 18}
    )
    assert design.fusions == {"metropoles": "epci"}
    assert design.strates == ("epci + metropoles", "regions")
    assert_allclose(design.poids, [627, 627, 18])
    assert design.avertissements == ("Strate « metropoles » sans répondant : représentée par « epci ».",)


def test_a_stratum_that_no_neighbour_can_represent_is_reported():
    merged = merge_empty_strata({"epci": 3}, {"epci": 10, "regions": 18})
    assert merged.fusions == {"regions": ""}
    assert "ne sont pas représentées" in merged.warnings[0]


def test_more_responses_than_structures_is_refused():
    with pytest.raises(ValueError, match=r"plus de réponses que de structures existantes dans\s: regions"):
        SurveyDesign.stratified(["regions"] * 19, {"regions": 18})


@st.composite
def two_margins(draw):
    n = draw(st.integers(8, 60))
    seed = draw(st.integers(0, 10_000))
    rng = np.random.default_rng(seed)
    rows = np.array(["r0", "r1", "r0", "r1", *rng.choice(["r0", "r1"], n - 4)], dtype=object)
    columns = np.array(["c0", "c0", "c1", "c1", *rng.choice(["c0", "c1"], n - 4)], dtype=object)
    share = draw(st.floats(0.2, 0.8))
    other = draw(st.floats(0.2, 0.8))
    return (
        Margin("strate", rows, {"r0": 1000 * share, "r1": 1000 * (1 - share)}),
        Margin("région", columns, {"c0": 1000 * other, "c1": 1000 * (1 - other)}),
    )


@given(two_margins())
def test_raking_without_bounds_meets_every_margin(margins):
    result = raking(margins, bornes=None)
    assert result.converge
    assert result.ecarts["ecart_relatif"].abs().max() <= 1e-9
    assert_allclose(result.ponderation.poids.sum(), 1000)


@given(two_margins())
def test_trimmed_weights_stay_within_their_bounds_and_a_margin_not_met_is_said(margins):
    result = raking(margins, bornes=(0.5, 1.6), cycles=200)
    start = 1000 / len(margins[0].modalites)
    assert result.ponderation.poids.min() >= 0.5 * start - 1e-9
    assert result.ponderation.poids.max() <= 1.6 * start + 1e-9
    assert result.converge == (not result.ponderation.avertissements)


def test_trimming_still_meets_the_margins_when_the_bounds_allow_it():
    rows = np.array(["r0"] * 6 + ["r1"] * 4, dtype=object)
    columns = np.array(list("cdcdcccdcd"), dtype=object)
    margins = (Margin("strate", rows, {"r0": 55, "r1": 45}), Margin("région", columns, {"c": 58, "d": 42}))
    result = raking(margins, bornes=(0.3, 3))
    assert result.converge and result.tronques == 0


def test_raking_refuses_margins_that_cannot_hold():
    values = np.array(["a", "a"], dtype=object)
    with pytest.raises(ValueError, match="même total"):
        raking([Margin("strate", values, {"a": 10}), Margin("région", values, {"a": 11})])
    with pytest.raises(ValueError, match=r"marge «\srégion\s»\s: aucun répondant pour b"):
        raking([Margin("strate", values, {"a": 10}), Margin("région", values, {"a": 4, "b": 6})])


def test_diagnostics_measure_what_weights_cost():
    found = diagnose(Weighting(np.array([1.0, 1, 4, 0]), "essai", "Essai"))
    assert (found.n, found.n_sans_poids, found.somme, found.rapport) == (3, 1, 6, 4)
    assert_allclose(found.taille_effective, 36 / 18)
    assert_allclose(found.deff_kish, 1.5)
    with pytest.raises(ValueError, match="aucune réponse"):
        diagnose(Weighting(np.zeros(2), "essai", "Essai"))


def test_poll_weights_have_mean_one_and_a_bad_one_is_located():
    assert_allclose(ipsos_weights([2, 4, 6]).poids, [0.5, 1, 1.5])
    with pytest.raises(ValueError, match="répondant n° 2"):
        ipsos_weights([1, float("nan"), 2])


def test_an_unknown_domain_is_named_with_those_that_exist():
    with pytest.raises(KeyError, match="ensemble"):
        SurveyDesign.stratified(["epci"], {"epci": 3}, {}).domain("intercommunalités")
