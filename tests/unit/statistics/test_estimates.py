"""Estimators against R's survey package on invented data (see ``invented`` for the R script)."""

import numpy as np
import pandas as pd
import pytest
from invented_survey import DOMAINS, FRAME, POPULATION, STRATA, W2, W
from numpy.testing import assert_allclose

from barometre_pipeline.statistics.design import SurveyDesign
from barometre_pipeline.statistics.linearisation import covariance_of_totals, ratio_scores
from tests.oracles.designs import stratified, unequal
from tests.oracles.estimates import estimate_all
from tests.oracles.shares import estimate_share

DESIGN = stratified(STRATA, POPULATION, DOMAINS)
IPSOS = SurveyDesign.weighted(np.array(W, dtype=float), DOMAINS)
UNEQUAL = unequal(np.array(W2, dtype=float), STRATA, POPULATION, DOMAINS)


def of(table: pd.DataFrame, group: str, column: str) -> list[float]:
    return table.loc[table["groupe"] == group, column].tolist()


# show(svymean(~x, D)); show(svymean(~x, subset(D, v == "u")))
@pytest.mark.parametrize(
    ("design", "group", "means", "errors"),
    [
        (
            DESIGN,
            "ensemble",
            [0.380952380952381, 0.293650793650794, 0.325396825396825],
            [0.0979353852562087, 0.0900631990465481, 0.1033608615412472],
        ),
        (
            DESIGN,
            "u",
            [0.413333333333333, 0.28, 0.306666666666667],
            [0.135836249587288, 0.121609356365189, 0.137875217975974],
        ),
        (
            IPSOS,
            "ensemble",
            [0.334728033472803, 0.347280334728033, 0.317991631799163],
            [0.0990250421227643, 0.1041845799347399, 0.1085369628383576],
        ),
        (
            IPSOS,
            "v",
            [0.325, 0.325, 0.35],
            [0.144377097826531, 0.143142145830791, 0.158989107274316],
        ),
        (
            UNEQUAL,
            "ensemble",
            [0.380952380952381, 0.304761904761905, 0.314285714285714],
            [0.1003569552113433, 0.0919001219345372, 0.1026456626668403],
        ),
        (
            UNEQUAL,
            "u",
            [0.412921348314607, 0.292134831460674, 0.294943820224719],
            [0.138380017750227, 0.126167140393704, 0.136884217772136],
        ),
    ],
)
def test_shares_and_standard_errors_are_those_of_r(design, group, means, errors):
    table = estimate_all(FRAME, design, ["x"])
    assert_allclose(of(table, group, "part_ponderee"), means, rtol=1e-12)
    assert_allclose(of(table, group, "erreur_type"), errors, rtol=1e-12)


# attr(svyciprop(~I(x == "a"), D, method = m), "ci")
@pytest.mark.parametrize(
    ("design", "group", "logit", "beta"),
    [
        (
            DESIGN,
            "ensemble",
            [0.205580424603021, 0.594056104339791],
            [0.193275590621144, 0.598923641397896],
        ),
        (DESIGN, "u", [0.165562834965729, 0.714430808061229], [0.151112959100214, 0.718237989999629]),
        (IPSOS, "v", [0.0999940405526252, 0.6760145031262750], [0.0835391676528232, 0.6657700600785117]),
    ],
)
def test_intervals_are_those_of_r(design, group, logit, beta):
    row = estimate_all(FRAME, design, ["x"]).query("groupe == @group and code == 'a'").iloc[0]
    assert_allclose(row[["ic_logit_bas", "ic_logit_haut"]].astype(float), logit, atol=1e-9)
    assert_allclose(row[["ic_beta_bas", "ic_beta_haut"]].astype(float), beta, atol=1e-9)
    alone = estimate_share(FRAME["x"] == "a", design, group)
    assert_allclose([alone["ic_logit_bas"], alone["ic_beta_haut"]], [logit[0], beta[1]], atol=1e-9)


def test_design_effects_are_those_of_r():
    # deff(svymean(~x, des, deff = TRUE)); deff(svymean(~x, ipsos, deff = "replace"))
    survey = of(estimate_all(FRAME, DESIGN, ["x"]), "ensemble", "deff")
    poll = of(estimate_all(FRAME, IPSOS, ["x"]), "ensemble", "deff")
    assert_allclose(survey, [1.51108293415986, 1.45294065518785, 1.80823273649673], rtol=1e-12)
    assert_allclose(poll, [1.01280677595029, 1.10135629195127, 1.24933173118892], rtol=1e-12)


def test_shares_of_mentions_are_the_ratios_of_r():
    # svyratio(~b1, ~I(b1 + b2), des); svyratio(~b2, ~I(b1 + b2), subset(des, v == "v"))
    ticks = {b: (FRAME[b] == "Y").to_numpy() for b in ("b1", "b2")}
    every = ticks["b1"].astype(float) + ticks["b2"]
    for box, group, share, error in (
        ("b1", "ensemble", 0.634146341463415, 0.0801854761131676),
        ("b2", "v", 0.4, 0.153917108179943),
    ):
        ratio, scores = ratio_scores(ticks[box], every, DESIGN, DESIGN.domain(group))
        assert_allclose(ratio, [share])
        assert_allclose(np.sqrt(covariance_of_totals(scores, DESIGN)), [[error]])


def test_missing_values_leave_the_base_and_the_variance_counts_its_random_size():
    frame = pd.DataFrame({"x": pd.Categorical(["a", None, "b", "a", None, "b"])})
    design = stratified(["A"] * 6, {"A": 60}, {})
    table = estimate_all(frame, design, ["x"]).set_index("code")
    assert table.loc["a", ["n", "base", "base_ponderee", "part"]].tolist() == [2, 4, 4, 0.5]
    # The others form a domain: same result as a free condition with its own base.
    alone = estimate_share(frame["x"] == "a", design, base=frame["x"].notna())
    assert_allclose(table.loc["a", "erreur_type"], alone["erreur_type"])


def test_structures_without_population_keep_their_unweighted_share_only():
    strata = ["regions"] * 4 + ["autres"] * 3
    frame = pd.DataFrame({"x": pd.Categorical(list("aabb") + list("aab"))})
    design = stratified(strata, {"regions": 18})
    table = estimate_all(frame, design, ["x"]).query("code == 'a'").set_index("groupe")
    others = table.loc["autres"]
    assert others["base"] == 3 and others["base_ponderee"] == 0
    assert_allclose(others["part"], 2 / 3)
    assert others[["part_ponderee", "erreur_type", "ic_logit_bas", "ic_beta_haut", "deff"]].isna().all()
    whole = table.loc["ensemble"]
    assert_allclose([whole["part"], whole["part_ponderee"]], [4 / 7, 0.5])
    assert whole["base"] == 7 and whole["base_ponderee"] == 4


def test_a_base_of_thirty_is_not_small_and_one_under_is():
    for size, small in ((29, True), (30, False)):
        frame = pd.DataFrame({"x": pd.Categorical(["a", "b"] * size)[:size]})
        table = estimate_all(frame, stratified(["A"] * size, {"A": 500}, {}), ["x"])
        assert table["base_faible"].tolist() == [small, small]


def test_unanimity_leaves_room_for_doubt_unless_everyone_answered():
    frame = pd.DataFrame({"x": pd.Categorical(["oui"] * 10, categories=["oui", "non"])})
    sample = estimate_all(frame, stratified(["A"] * 10, {"A": 1000}, {}), ["x"]).set_index("code")
    # Clopper-Pearson for 10 of 10 is [0.6915, 1]; the finite population makes n_eff = 10/(1 - 10/1000).
    assert 0.69 < sample.loc["oui", "ic_logit_bas"] < 0.70
    assert sample.loc["oui", "ic_logit_haut"] == 1
    assert 0.30 < sample.loc["non", "ic_beta_haut"] < 0.31
    census = estimate_all(frame, stratified(["A"] * 10, {"A": 10}, {}), ["x"]).set_index("code")
    assert census.loc["oui", "ic_beta_bas"] == census.loc["oui", "ic_beta_haut"] == 1


def test_one_response_alone_says_nothing():
    frame = pd.DataFrame({"x": pd.Categorical(["oui"], categories=["oui", "non"])})
    table = estimate_all(frame, stratified(["A"], {"A": 10}, {}), ["x"])
    assert table["ic_logit_bas"].tolist() == [0, 0]
    assert table["ic_logit_haut"].tolist() == [1, 1]


def test_a_column_that_is_not_categorical_is_refused_by_name():
    design = stratified(["A"] * 2, {"A": 9}, {})
    with pytest.raises(TypeError, match="colonne libre"):
        estimate_all(pd.DataFrame({"libre": ["a", "b"]}), design, ["libre"])
    with pytest.raises(ValueError, match="1 réponses, le plan de sondage en a 2"):
        estimate_all(pd.DataFrame({"x": pd.Categorical(["a"])}), design, ["x"])
