"""What must hold for any sample: sums, order, bounds."""

from dataclasses import replace

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from barometre_pipeline.statistics.design import SurveyDesign
from barometre_pipeline.vocabulary import STRATES
from tests.oracles.designs import stratified
from tests.oracles.estimates import estimate_all
from tests.oracles.shares import estimate_share

BOUNDS = ["ic_logit_bas", "ic_logit_haut", "ic_beta_bas", "ic_beta_haut"]


@st.composite
def samples(draw):
    """A sample of structures with two closed questions, and a design, post-stratified or of free weights."""
    n = draw(st.integers(1, 60))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    strates = pd.Series(rng.choice(list(STRATES)[: draw(st.integers(1, 9))], n))
    concentration = draw(st.sampled_from([0.05, 0.5, 5.0]))
    codes = ["AO01", "AO02", "AO03", "@sans_reponse", "@non_posee"]
    frame = pd.DataFrame(
        {
            name: pd.Categorical(rng.choice(codes, n, p=rng.dirichlet([concentration] * 5)), categories=codes)
            for name in ("G1", "G2")
        }
    )
    counts = strates.value_counts()
    population = {s: int(counts.get(s, 0) + rng.integers(0, 200)) or 1 for s in STRATES if s != "autres"}
    if draw(st.booleans()):
        return frame, strates, stratified(strates, population)
    return frame, strates, SurveyDesign.weighted(rng.uniform(0.1, 5, n), strates=strates)


def numbers(table: pd.DataFrame) -> np.ndarray:
    return table.drop(columns=["colonne", "code", "groupe", "base_faible"]).to_numpy(float)


@settings(max_examples=60, deadline=None)
@given(samples())
def test_shares_of_a_single_choice_sum_to_one_in_every_group(sample):
    frame, _, design = sample
    table = estimate_all(frame, design, ["G1", "G2"])
    sums = table.groupby(["colonne", "groupe"], observed=True)[["part", "part_ponderee"]].sum(min_count=1)
    assert_allclose(sums.to_numpy()[~sums.isna().to_numpy()], 1)
    assert (table.groupby(["colonne", "groupe"], observed=True)["n"].sum()
            == table.groupby(["colonne", "groupe"], observed=True)["base"].first()).all()  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(samples())
def test_intervals_contain_the_estimate_and_stay_between_zero_and_one(sample):
    frame, _, design = sample
    table = estimate_all(frame, design, ["G1"])
    known = table[table["part_ponderee"].notna()]
    bounds = known[BOUNDS].to_numpy()
    share = known["part_ponderee"].to_numpy()[:, None]
    assert not np.isnan(bounds).any()
    assert ((bounds >= 0) & (bounds <= 1)).all()
    assert ((bounds[:, [0, 2]] <= share) & (share <= bounds[:, [1, 3]])).all()
    assert table.loc[table["part_ponderee"].isna(), BOUNDS].isna().all(axis=None)


@settings(max_examples=40, deadline=None)
@given(samples(), st.randoms(use_true_random=False))
def test_estimates_do_not_depend_on_the_order_of_responses(sample, random):
    frame, _, design = sample
    order = list(range(len(frame)))
    random.shuffle(order)
    shuffled = SurveyDesign(
        **{
            **{f: getattr(design, f) for f in design.__dataclass_fields__},
            "code_strate": design.code_strate[order],
            "poids": design.poids[order],
            "domaines": {k: m[order] for k, m in design.domaines.items()},
        }
    )
    one = estimate_all(frame, design, ["G1"])
    other = estimate_all(frame.iloc[order].reset_index(drop=True), shuffled, ["G1"])
    assert_allclose(numbers(one), numbers(other), rtol=1e-9, atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(samples(), st.integers(0, 60))
def test_estimates_do_not_depend_on_how_the_file_of_a_stratum_is_split(sample, cut):
    frame, strates, _ = sample
    population = {s: 300 for s in STRATES if s != "autres"}
    whole = estimate_all(frame, stratified(strates, population), ["G1"])
    # Two files, the second first, each with its own categories, as two extracts would come.
    parts = [frame.iloc[cut:], frame.iloc[:cut]]
    parts = [p.assign(G1=p["G1"].cat.remove_unused_categories()) for p in parts]
    joined = pd.concat([p.astype({"G1": object}) for p in parts], ignore_index=True)
    joined["G1"] = pd.Categorical(joined["G1"], categories=frame["G1"].cat.categories)
    split_strates = pd.concat([strates.iloc[cut:], strates.iloc[:cut]], ignore_index=True)
    again = estimate_all(joined, stratified(split_strates, population), ["G1"])
    assert_allclose(numbers(whole), numbers(again), rtol=1e-9, atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(samples())
def test_a_group_is_the_sum_of_its_disjoint_parts(sample):
    frame, _, design = sample
    table = estimate_all(frame, design, ["G1"]).pivot(index="code", columns="groupe", values="n")
    assert (table["ensemble"] == table["hors_moins_3500"] + table["communes_moins_3500"]).all()
    sizes = [c for c in table.columns if str(c).startswith("communes_")]
    assert (table["communes"] == table[sizes].sum(axis=1)).all()


@settings(max_examples=40, deadline=None)
@given(samples())
def test_merging_two_answers_adds_their_shares(sample):
    frame, _, design = sample
    merged = frame["G1"].astype(object).replace("AO02", "AO01")
    both = frame.assign(G1=pd.Categorical(merged, categories=frame["G1"].cat.categories))
    one = estimate_all(frame, design, ["G1"]).pivot(index="groupe", columns="code", values="part_ponderee")
    other = estimate_all(both, design, ["G1"]).pivot(index="groupe", columns="code", values="part_ponderee")
    assert_allclose(one["AO01"] + one["AO02"], other["AO01"], atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(samples(), st.integers(0, 2**32 - 1))
def test_counting_gives_the_variance_that_summing_over_responses_gives(sample, seed):
    frame, _, design = sample
    free = np.random.default_rng(seed).random(len(frame)) < 0.5
    design = replace(design, domaines={**design.domaines, "libre": free})
    table = estimate_all(frame, design, ["G1"]).set_index(["groupe", "code"])
    for group in ("ensemble", "communes", "libre"):
        alone = estimate_share(frame["G1"] == "AO01", design, group)
        row = table.loc[(group, "AO01")]
        for column in ("n", "base", "base_ponderee", "part", "part_ponderee", "erreur_type", *BOUNDS):
            assert_allclose(row[column], alone[column], rtol=1e-7, atol=1e-9)
