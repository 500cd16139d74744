import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from barometre_pipeline.statistics.design import SurveyDesign
from barometre_pipeline.statistics.sampling_plan import plan_notes, sampling_plan
from barometre_pipeline.tables.declarations.silver import PLAN_DE_SONDAGE
from barometre_pipeline.tables.schema import validate
from barometre_pipeline.vocabulary import STRATES
from tests.oracles.estimates import estimate_all

NATIONAL = {s: 100 * (i + 1) for i, s in enumerate(STRATES) if s != "autres"}


def row(plan: pd.DataFrame, strate: str) -> pd.Series:
    return plan.set_index("strate").loc[strate]


@given(
    st.lists(st.sampled_from(list(STRATES)), min_size=1, max_size=60).filter(lambda s: set(s) != {"autres"})
)
def test_weights_sum_to_all_that_someone_can_speak_for(strates):
    plan = sampling_plan({s: strates.count(s) for s in strates}, NATIONAL, {})
    validate(PLAN_DE_SONDAGE, plan.assign(edition="2030")[PLAN_DE_SONDAGE.columns], "à l’écriture")
    lost = plan.loc[
        (plan["strate_representante"] == "") & plan["effectif_national"].notna(), "effectif_national"
    ]
    design = SurveyDesign.planned(strates, plan)
    assert_allclose(design.poids.sum() + int(lost.sum()), sum(NATIONAL.values()))
    assert_allclose((plan["poids"] * plan["repondants"]).sum(), design.poids.sum())


def test_an_empty_strate_is_represented_by_its_neighbour_and_this_is_said():
    plan = sampling_plan({"epci": 2, "regions": 1}, {"epci": 1233, "metropoles": 21, "regions": 18}, {})
    assert row(plan, "metropoles")["strate_representante"] == "epci"
    assert row(plan, "epci")["effectif_represente"] == 1254 and row(plan, "epci")["poids"] == 627
    assert np.isnan(row(plan, "metropoles")["poids"])
    design = SurveyDesign.planned(["epci", "epci", "regions"], plan)
    assert design.strates == ("epci", "regions")
    assert_allclose(design.poids, [627, 627, 18])
    assert plan_notes(plan) == [
        "Aucune réponse retenue de la strate « Métropoles » : dans les parts redressées, elle est représentée par "
        "la strate voisine « EPCI (hors métropoles) »."
    ]


def test_whoever_speaks_for_the_smallest_communes_does_not_where_they_are_left_out():
    national = {"communes_moins_3500": 31_000, "communes_3500_10000": 2_200, "epci": 1_200}
    strates = ["communes_3500_10000"] * 4 + ["epci"] * 3
    plan = sampling_plan({"communes_3500_10000": 4, "epci": 3}, national, {})
    design = SurveyDesign.planned(strates, plan)
    assert design.poids.sum() == sum(national.values())
    without = design.within("hors_moins_3500")
    assert_allclose(without.poids, [550] * 4 + [400] * 3)
    assert without.population.tolist() == [2_200, 1_200]
    # Two communes and no EPCI say yes: half of the 2,200, and none of the 1,200.
    frame = pd.DataFrame({"q": pd.Categorical(["O", "O", "N", "N", "N", "N", "N"])})
    found = estimate_all(frame, design, ["q"])
    yes = found[found["code"] == "O"].set_index("groupe")
    assert yes.loc["hors_moins_3500", "part_ponderee"] == pytest.approx(1_100 / 3_400)
    assert yes.loc["ensemble", "part_ponderee"] == pytest.approx(16_600 / 34_400)
    alone = sampling_plan(
        {"communes_3500_10000": 4, "epci": 3}, {"communes_3500_10000": 2_200, "epci": 1_200}, {}
    )
    same = estimate_all(frame, SurveyDesign.planned(strates, alone), ["q"]).set_index(["code", "groupe"])
    columns = ["part_ponderee", "erreur_type", "ic_logit_bas", "ic_beta_haut", "deff"]
    for group in ("hors_moins_3500", "communes_3500_10000", "epci"):
        np.testing.assert_array_equal(
            found.set_index(["code", "groupe"]).loc[("O", group), columns].to_numpy(float),
            same.loc[("O", group), columns].to_numpy(float),
        )


def test_a_structure_too_many_is_not_made_room_for_by_an_empty_strate():
    with pytest.raises(ValueError, match="epci"):
        sampling_plan({"epci": 11}, {"epci": 10, "metropoles": 21}, {})


def test_an_empty_strate_that_no_neighbour_can_represent_is_said_to_be_left_out():
    plan = sampling_plan({"epci": 3}, {"epci": 10, "regions": 18}, {})
    assert row(plan, "regions")["strate_representante"] == ""
    (told,) = plan_notes(plan)
    assert told.endswith("et d’aucune strate voisine : les parts redressées ne la représentent pas.")


def test_a_plan_without_any_empty_strate_has_nothing_to_say():
    assert plan_notes(sampling_plan({"epci": 3, "autres": 2}, {"epci": 10}, {})) == []


def test_more_responses_than_structures_is_refused():
    with pytest.raises(ValueError, match=r"plus de réponses que de structures existantes dans\s: regions"):
        sampling_plan({"regions": 19}, {"regions": 18}, {})
    assert row(sampling_plan({"regions": 18}, {"regions": 18}, {}), "regions")["poids"] == 1


def test_without_national_counts_everyone_weighs_one_and_there_is_no_population():
    design = SurveyDesign.planned(["epci", "autres"], sampling_plan({"epci": 1, "autres": 1}, {}, {}))
    assert design.poids.tolist() == [1, 1] and not design.has_population


def test_a_strate_without_national_count_is_outside_the_design():
    design = SurveyDesign.planned(
        ["epci", "autres"], sampling_plan({"epci": 1, "autres": 1}, {"epci": 5}, {})
    )
    assert design.poids.tolist() == [5, 0] and design.has_population


def test_the_historical_weight_is_the_national_share_over_the_sample_share():
    sample = dict(zip(STRATES, (9, 6, 10, 5, 33, 18, 25, 10, 75), strict=True))
    national = {"communes_3500_10000": 2160, "epci": 1233}
    plan = sampling_plan(sample, {"epci": 1233}, national, 36318)
    assert row(plan, "communes_3500_10000")["poids_historique"] == pytest.approx((2160 / 36318) / (6 / 191))
    assert row(plan, "epci")["poids_historique"] == pytest.approx((1233 / 36318) / (33 / 191))
    without = plan[~plan["strate"].isin(national)]
    assert without["poids_historique"].isna().all(), "a strate without national count has no weight"
    assert row(plan, "epci")["poids"] == pytest.approx(1233 / 33)


def test_nobody_at_all_has_no_weight_rather_than_an_infinite_one():
    plan = sampling_plan({}, {"epci": 1233}, {"epci": 1233})
    assert plan[["poids", "poids_historique"]].isna().all(axis=None)


def test_an_unknown_domain_is_named_with_those_that_exist():
    with pytest.raises(KeyError, match="ensemble"):
        SurveyDesign.planned(["epci"], sampling_plan({"epci": 1}, {"epci": 3}, {}), {}).domain(
            "intercommunalités"
        )
