import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from barometre_pipeline.statistics.design import SurveyDesign
from barometre_pipeline.statistics.weights import merge_empty_strata

STRATES = ["communes_moins_3500", "communes_3500_10000", "epci", "metropoles", "departements", "regions"]


@given(st.lists(st.sampled_from(STRATES), min_size=1, max_size=60))
def test_post_stratified_weights_sum_to_the_population(strates):
    population = {s: 100 * (i + 1) for i, s in enumerate(STRATES)}
    weights = SurveyDesign.stratified(strates, population).poids
    merged = merge_empty_strata({s: strates.count(s) for s in strates}, population)
    assert_allclose(weights.sum(), sum(merged.population.values()))
    lost = sum(population[s] for s, host in merged.fusions.items() if not host)
    assert_allclose(weights.sum() + lost, sum(population.values()))


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


def test_an_unknown_domain_is_named_with_those_that_exist():
    with pytest.raises(KeyError, match="ensemble"):
        SurveyDesign.stratified(["epci"], {"epci": 3}, {}).domain("intercommunalités")
