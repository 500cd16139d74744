"""Many changes at once give what the estimators of one change give, one by one."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from barometre_pipeline.statistics.changes import Wave, changes, overlap_covariance, pairs_of
from tests.oracles.composition import counts_by_strate, kitagawa
from tests.oracles.designs import stratified
from tests.oracles.evolution import Measure, evolution, matched_panel

POPULATION = {"regions": 18, "metropoles": 21, "epci": 400}
SHARES = 3


def wave(edition: str, seed: int, partial: bool = False) -> Wave:
    """Draw some of the 60 invented structures, in four strates of which one has no population.

    Three of them change their strate in 2025: they are in both samples, and in no covariance.
    """
    rng = np.random.default_rng(seed)
    strate_of = np.array(["regions"] * 12 + ["metropoles"] * 15 + ["epci"] * 25 + ["autres"] * 8)
    if edition == "2025":
        strate_of[[11, 26, 51]] = "metropoles", "epci", "regions"
    rows = rng.permutation(60)[: rng.integers(12, 50)]
    strates = pd.Series(strate_of[rows])
    low = -1 if partial else 0
    codes = rng.integers(low, 2, (SHARES, len(rows))).astype(np.int8)
    codes[0] = 1  # everyone alike: no variation in the sample
    domains = {"grandes": strates.isin(["regions", "metropoles"]).to_numpy()}
    return Wave(
        edition,
        codes,
        stratified(strates, POPULATION, domains),
        strates,
        [f"s{r}" if r % 7 else "" for r in rows],
    )


def measure(wave: Wave, line: int) -> Measure:
    codes = wave.codes[line]
    return Measure(wave.edition, codes == 1, wave.design, list(wave.liens), codes >= 0, wave.strates)


def changed(before: Wave, after: Wave, domain: str = "ensemble") -> pd.DataFrame:
    return changes(before, after, np.column_stack([np.arange(SHARES)] * 2), domain)


@given(seed=st.integers(0, 2**31), domain=st.sampled_from(["ensemble", "grandes"]))
def test_each_row_is_the_evolution_of_its_share(seed: int, domain: str) -> None:
    before, after = wave("2024", seed, partial=True), wave("2025", seed + 1, partial=True)
    table = changed(before, after, domain)
    for line in range(SHARES):
        one = evolution(measure(before, line), measure(after, line), domain)
        row = table.iloc[line]
        assert_allclose(
            row[["part_ponderee_reference", "part_ponderee", "difference", "covariance"]].astype(float),
            [one.avant.part, one.apres.part, one.difference, one.covariance],
            atol=1e-12,
        )
        assert_allclose(
            row[["erreur_type_difference", "ic_bas", "ic_haut", "p_valeur"]].astype(float),
            [one.erreur_type, one.ic_bas, one.ic_haut, one.p_valeur],
            atol=1e-9,
        )
        assert (row["structures_communes"], row["base_faible"]) == (one.communes, one.base_faible)


@given(seed=st.integers(0, 2**31), domain=st.sampled_from(["ensemble", "grandes"]))
def test_each_row_is_split_as_kitagawa_does_and_adds_up(seed: int, domain: str) -> None:
    before, after = wave("2024", seed, partial=True), wave("2025", seed + 1, partial=True)
    table = changed(before, after, domain)
    for line in range(SHARES):
        row = table.iloc[line]
        if not (row["base"] and row["base_reference"]):
            assert np.isnan(row["effet_reel"])
            continue
        counts = [
            counts_by_strate(v.strates, v.codes[line] == 1, (v.codes[line] >= 0) & v.design.domain(domain))
            for v in (before, after)
        ]
        one = kitagawa(*counts)
        assert_allclose(
            row[["effet_reel", "effet_composition", "effet_reel_bas", "effet_reel_haut"]].astype(float),
            [one.effet_reel, one.effet_composition, one.ic_reel_bas, one.ic_reel_haut],
            atol=1e-12,
        )
        assert_allclose(
            row["effet_reel"] + row["effet_composition"], row["part"] - row["part_reference"], atol=1e-12
        )


PANEL = [
    f"panel_{name}" for name in ("part_reference", "part", "difference", "ic_bas", "ic_haut", "p_valeur")
]


@given(seed=st.integers(0, 2**31), domain=st.sampled_from(["ensemble", "grandes"]))
def test_each_row_has_the_matched_panel_of_its_share(seed: int, domain: str) -> None:
    before, after = wave("2024", seed, partial=True), wave("2025", seed + 1, partial=True)
    table = changed(before, after, domain)
    for line in range(SHARES):
        row, one = table.iloc[line], matched_panel(measure(before, line), measure(after, line), domain)
        assert (row["panel_paires"], row["panel_gagnees"], row["panel_perdues"]) == (
            one.paires,
            one.gagnees,
            one.perdues,
        )
        assert_allclose(
            row[PANEL].astype(float),
            [one.part_avant, one.part_apres, one.difference, one.ic_bas, one.ic_haut, one.p_valeur],
            atol=1e-12,
        )


def test_the_covariance_of_two_samples_is_right_on_average_over_every_draw() -> None:
    """Of 6 units all pairs of samples of 4 and 3 that share 2: the true covariance, counted, is the mean."""
    x = np.array([0.0, 0.3, -0.7, 0.0, 1.0, 0.0])  # zeros: units out of the base
    y = np.array([0.0, 0.8, -0.2, 0.5, 0.0, 0.0])
    draws = [
        (list(a), list(b))
        for a in combinations(range(6), 4)
        for b in combinations(range(6), 3)
        if len({*a} & {*b}) == 2
    ]
    sums = np.array([(x[a].sum(), y[b].sum()) for a, b in draws])
    truth = np.cov(sums.T, bias=True)[0, 1]
    found = [
        overlap_covariance(x[[c]], y[[c]], (4, 3), 6.0)[0] for c in (sorted({*a} & {*b}) for a, b in draws)
    ]
    assert np.mean(found) == pytest.approx(truth)


def test_structures_outside_the_base_count_in_the_overlap_of_a_part_of_the_sample() -> None:
    """The same ten régions of eighteen twice, six of which were not asked the question."""
    strates = pd.Series(["regions"] * 10)
    design = stratified(strates, {"regions": 18}, {})
    names = [f"r{i}" for i in range(10)]
    codes = np.array([[1, 0, 1, 0, -1, -1, -1, -1, -1, -1]], dtype=np.int8)
    same = Wave("2024", codes, design, strates, names), Wave("2025", codes, design, strates, names)
    row = changes(*same, np.array([[0, 0]]), "ensemble").iloc[0]
    # Asked twice, the same answers: the share did not move and its variance is that of no change.
    scores = np.array([0.5, -0.5, 0.5, -0.5, 0, 0, 0, 0, 0, 0]) / 4
    assert row["covariance"] == pytest.approx((10 - 100 / 18) * scores.var(ddof=1))
    assert row["erreur_type_difference"] == pytest.approx(0, abs=1e-9)


def test_only_known_structures_are_paired_and_each_once() -> None:
    assert pairs_of(["", "a", "b", "a", "c"], ["b", "", "a", "b"]).tolist() == [[1, 2], [2, 0]]
