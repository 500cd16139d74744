"""Many changes at once give what the estimators of one change give, one by one."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import special

from barometre_pipeline.statistics.changes import Wave, changes, pairs_of
from tests.oracles.evolution import Measure, equal_composition, matched_panel

SHARES = 3


def wave(edition: str, seed: int, partial: bool = False) -> Wave:
    """Draw some of the 60 invented structures, in four strates.

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
    large = strates.isin(["regions", "metropoles"]).to_numpy()
    return Wave(
        edition,
        codes,
        {"ensemble": np.ones(len(rows), dtype=bool), "grandes": large},
        strates,
        [f"s{r}" if r % 7 else "" for r in rows],
    )


def measure(wave: Wave, line: int) -> Measure:
    codes = wave.codes[line]
    return Measure(wave.edition, codes == 1, wave.domaines, list(wave.liens), codes >= 0, wave.strates)


def changed(before: Wave, after: Wave, domain: str = "ensemble") -> pd.DataFrame:
    return changes(before, after, np.column_stack([np.arange(SHARES)] * 2), domain)


JUDGED = [
    "effet_reel", "effet_composition", "erreur_type", "degres", "effectif_juge", "effectif_juge_reference",
]  # fmt: skip


@given(seed=st.integers(0, 2**31), domain=st.sampled_from(["ensemble", "grandes"]))
def test_each_row_is_the_change_of_its_share_at_equal_composition(seed: int, domain: str) -> None:
    before, after = wave("2024", seed, partial=True), wave("2025", seed + 1, partial=True)
    table = changed(before, after, domain)
    for line in range(SHARES):
        row = table.iloc[line]
        if not (row["base"] and row["base_reference"]):
            assert row[JUDGED].isna().all()
            continue
        one = equal_composition(measure(before, line), measure(after, line), domain)
        if np.isnan(one.effectif_juge):  # no strate in both
            assert row[JUDGED].isna().all()
            continue
        expected = [getattr(one, name) for name in JUDGED]
        assert_allclose(row[JUDGED].astype(float), expected, atol=1e-12)
        assert row["structures_communes"] == one.communes
        p = 2 * special.stdtr(one.degres, -abs(one.effet_reel) / one.erreur_type)
        assert_allclose(row["p_valeur"], p, atol=1e-12)


@given(seed=st.integers(0, 2**31))
def test_the_two_effects_add_up_to_the_change_of_the_share(seed: int) -> None:
    before, after = wave("2024", seed), wave("2025", seed + 1)
    found = changed(before, after)
    known = found[found["effet_reel"].notna()]
    change = (after.codes == 1).mean(axis=1) - (before.codes == 1).mean(axis=1)
    assert_allclose(known["effet_reel"] + known["effet_composition"], change[known.index], atol=1e-12)


def small(strates: list[str], answers: list[int], names: list[str], edition: str) -> Wave:
    everybody = {"ensemble": np.ones(len(answers), dtype=bool)}
    return Wave(edition, np.array([answers], dtype=np.int8), everybody, pd.Series(strates), names)


def test_unanimous_strates_do_not_give_certainty() -> None:
    names = [f"a{i}" for i in range(14)], [f"b{i}" for i in range(14)]
    row = changes(
        small(["regions"] * 14, [0] * 14, names[0], "2024"),
        small(["regions"] * 14, [1] * 14, names[1], "2025"),
        np.array([[0, 0]]),
        "ensemble",
    ).iloc[0]
    # One success and one failure added to each side: 1/16 and 15/16.
    assert row["erreur_type"] == pytest.approx(np.sqrt(2 * (1 / 16) * (15 / 16) / 14))


def test_structures_that_answer_alike_twice_make_their_change_surer() -> None:
    strates, before, after = ["epci"] * 20, [0, 1] * 10, [0, 1] * 9 + [1, 1]
    names = [f"s{i}" for i in range(20)]
    seen = changes(
        small(strates, before, names, "2024"),
        small(strates, after, names, "2025"),
        np.array([[0, 0]]),
        "ensemble",
    ).iloc[0]
    apart = changes(
        small(strates, before, names, "2024"),
        small(strates, after, [f"t{i}" for i in range(20)], "2025"),
        np.array([[0, 0]]),
        "ensemble",
    ).iloc[0]
    assert seen["structures_communes"] == 20 and apart["structures_communes"] == 0
    assert seen["erreur_type"] < apart["erreur_type"] and seen["effet_reel"] == apart["effet_reel"]
    assert seen["effectif_juge"] == pytest.approx(20)


def test_the_variance_is_right_on_average_when_half_the_structures_answer_twice() -> None:
    """Simulated: 400 pairs of samples of 60, half of them the same structures, whose answers are correlated."""
    rng, found, errors = np.random.default_rng(5), [], []
    for _ in range(400):
        first = (rng.random(60) < 0.5).astype(int)
        again = np.where(rng.random(30) < 0.7, first[:30], rng.random(30) < 0.5).astype(int)
        second = [*again, *(rng.random(30) < 0.5).astype(int)]
        one = small(["epci"] * 60, list(first), [f"s{i}" for i in range(60)], "2024")
        two = small(["epci"] * 60, second, [f"s{i}" if i < 30 else f"t{i}" for i in range(60)], "2025")
        row = changes(one, two, np.array([[0, 0]]), "ensemble").iloc[0]
        found.append(row["effet_reel"])
        errors.append(row["erreur_type"])
    assert np.mean(errors) == pytest.approx(np.std(found), rel=0.1)


PANEL = [
    f"panel_{name}" for name in ("part_reference", "part", "difference", "ic_bas", "ic_haut", "p_valeur")
]


@given(seed=st.integers(0, 2**31), domain=st.sampled_from(["ensemble", "grandes"]))
def test_each_row_has_the_matched_panel_of_its_share(seed: int, domain: str) -> None:
    before, after = wave("2024", seed, partial=True), wave("2025", seed + 1, partial=True)
    table = changed(before, after, domain)
    for line in range(SHARES):
        row, one = table.iloc[line], matched_panel(measure(before, line), measure(after, line), domain)
        assert row["panel_paires"] == one.paires
        assert_allclose(
            row[PANEL].astype(float),
            [one.part_avant, one.part_apres, one.difference, one.ic_bas, one.ic_haut, one.p_valeur],
            atol=1e-12,
        )


def test_only_known_structures_are_paired_and_each_once() -> None:
    assert pairs_of(["", "a", "b", "a", "c"], ["b", "", "a", "b"]).tolist() == [[1, 2], [2, 0]]
