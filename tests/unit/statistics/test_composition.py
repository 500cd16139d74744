import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from barometre_pipeline.vocabulary import STRATES
from tests.oracles.composition import counts_by_strate, kitagawa

COUNTS = st.dictionaries(
    st.sampled_from(list(STRATES)),
    st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
)


@given(COUNTS, COUNTS)
def test_real_change_and_composition_add_up_to_the_whole_change(before, after):
    split = kitagawa(before, after)
    first = sum(y for y, _ in before.values()) / sum(n for _, n in before.values())
    second = sum(y for y, _ in after.values()) / sum(n for _, n in after.values())
    assert_allclose(split.variation, second - first, atol=1e-15)
    assert_allclose(split.effet_reel + split.effet_composition, split.variation, atol=1e-12)
    assert_allclose(
        split.table[["effet_reel", "effet_composition"]].to_numpy().sum(), split.variation, atol=1e-12
    )


@given(COUNTS)
def test_reversing_time_reverses_both_effects(before):
    after = {s: (n - y, n) for s, (y, n) in before.items()}
    forth, back = kitagawa(before, after), kitagawa(after, before)
    assert_allclose([forth.effet_reel, forth.effet_composition], [-back.effet_reel, -back.effet_composition])


def test_a_sample_with_more_regions_raises_a_share_without_any_real_change():
    # Régions at 80 %, communes at 20 % both years; régions go from 20 to 60 of 100 responses.
    split = kitagawa({"regions": (16, 20), "communes": (16, 80)}, {"regions": (48, 60), "communes": (8, 40)})
    assert_allclose([split.variation, split.effet_reel, split.effet_composition], [0.24, 0, 0.24], atol=1e-15)


def test_same_composition_makes_the_whole_change_real():
    split = kitagawa({"epci": (10, 50), "regions": (5, 10)}, {"epci": (40, 100), "regions": (14, 20)})
    assert_allclose([split.effet_composition, split.effet_reel], [0, split.variation], atol=1e-15)


def test_a_strate_that_appears_is_all_composition():
    split = kitagawa({"epci": (5, 10)}, {"epci": (5, 10), "regions": (10, 10)})
    assert_allclose([split.effet_reel, split.effet_composition], [0, 0.25])
    assert split.table.set_index("strate").loc["regions", ["base_avant", "effet_reel"]].tolist() == [0, 0]


def test_counts_come_from_responses_and_their_base():
    strates = pd.Series(["epci", "epci", None, "regions"])
    assert counts_by_strate(strates, [1, 0, 1, 1]) == {"epci": (1, 2), "regions": (1, 1)}
    assert counts_by_strate(strates, [1, 0, 1, 1], [True, False, True, False]) == {"epci": (1, 1)}


def test_impossible_counts_name_the_edition_and_the_strate():
    with pytest.raises(ValueError, match=r"seconde édition, strate «\sepci\s»"):
        kitagawa({"epci": (1, 2)}, {"epci": (3, 2)})
    with pytest.raises(ValueError, match="aucune réponse dans la première édition"):
        kitagawa({}, {"epci": (1, 2)})
