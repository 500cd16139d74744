"""Two sets of responses or figures side by side: all that changed is named, nothing else, and no content."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.compare.diff import (
    FIGURE_KEYS,
    compare_figures,
    compare_responses,
    count_visible,
    largest_first,
)

COLUMNS = ("Q1", "Q2[SQ001]", "Q3")
CELLS = st.sampled_from(["Y", "N", "AO01", "un texte", None])


@st.composite
def responses(draw: st.DrawFn) -> pd.DataFrame:
    ids = draw(st.lists(st.integers(1, 30), unique=True, max_size=12))
    rows = [[draw(CELLS) for _ in COLUMNS] for _ in ids]
    return pd.DataFrame(rows, columns=list(COLUMNS), index=pd.Index(ids, dtype="int64"), dtype="object")


def figures(*rows: tuple[str, str, int, float]) -> pd.DataFrame:
    data = [("2031", q, "", m, "ensemble", n, part, "libellé") for q, m, n, part in rows]
    return pd.DataFrame(data, columns=[*FIGURE_KEYS, "n", "part", "question_libelle"])


@given(responses())
def test_responses_are_the_same_as_themselves_in_any_order(frame):
    shuffled = frame.sample(frac=1, random_state=1)
    found = compare_responses(frame, shuffled)
    assert found.same and found.unchanged == len(frame)


@given(responses(), responses())
def test_each_response_is_in_one_and_only_one_state(before, after):
    found = compare_responses(before, after)
    both = set(before.index) & set(after.index)
    assert set(found.added) == set(after.index) - set(before.index)
    assert set(found.removed) == set(before.index) - set(after.index)
    assert set(found.changed) <= both and found.unchanged == len(both) - len(found.changed)


@given(responses(), st.data())
def test_exactly_the_edited_cells_are_named(frame, data):
    if frame.empty:
        return
    edits = data.draw(
        st.sets(st.tuples(st.sampled_from(sorted(frame.index)), st.sampled_from(COLUMNS)), max_size=8)
    )
    edited = frame.copy()
    for i, column in edits:
        edited.loc[i, column] = "jamais vu"
    found = compare_responses(frame, edited)
    assert {(i, c) for i, columns in found.changed.items() for c in columns} == edits
    assert sum(len(columns) for columns in found.changed.values()) == len(edits)


def test_missing_values_and_ways_of_writing_line_breaks_are_no_change():
    before = pd.DataFrame({"Q1": [None, "a\r\nb"], "Q2": [np.nan, 3.0]}, index=[1, 2])
    after = pd.DataFrame({"Q1": pd.Categorical([None, "a b"]), "Q2": [None, 3.0]}, index=[1, 2])
    assert compare_responses(before, after).same


def test_columns_of_one_side_only_are_listed_and_not_compared():
    before = pd.DataFrame({"Q1": ["Y"], "Q8": ["x"]}, index=[4])
    after = pd.DataFrame({"Q1": ["Y"], "Q9": ["y"]}, index=[4])
    found = compare_responses(before, after)
    assert (found.columns_added, found.columns_removed, found.changed) == (("Q9",), ("Q8",), {})


def test_repeated_ids_are_refused():
    twice = pd.DataFrame({"Q1": ["Y", "N"]}, index=[1, 1])
    with pytest.raises(ValueError, match="unique"):
        compare_responses(twice, twice)


def test_figures_added_removed_and_changed_are_told_apart():
    before = figures(("Q1", "Oui", 7, 0.7), ("Q1", "Non", 3, 0.3), ("Q2", "Oui", 1, 0.1))
    after = figures(("Q1", "Oui", 8, 0.8), ("Q1", "Non", 3, 0.3), ("Q3", "Oui", 5, 0.5))
    found = compare_figures(before, after).set_index(["question", "modalite"])
    assert found["etat"].to_dict() == {
        ("Q1", "Oui"): "modifié",
        ("Q3", "Oui"): "ajouté",
        ("Q2", "Oui"): "retiré",
    }
    assert (found.loc[("Q1", "Oui"), "n_avant"], found.loc[("Q1", "Oui"), "n_apres"]) == (7, 8)
    assert pd.isna(found.loc[("Q3", "Oui"), "n_avant"]) and pd.isna(found.loc[("Q2", "Oui"), "n_apres"])


def test_noise_of_a_sum_and_a_new_label_are_no_change_of_figures():
    before = figures(("Q1", "Oui", 7, 0.7))
    after = figures(("Q1", "Oui", 7, 0.7 + 1e-16)).assign(question_libelle="autre libellé")
    assert compare_figures(before, after).empty


def test_share_that_appears_or_disappears_is_a_change():
    with_share, without = figures(("Q1", "Oui", 7, 0.7)), figures(("Q1", "Oui", 7, np.nan))
    assert len(compare_figures(with_share, without)) == len(compare_figures(without, with_share)) == 1
    assert compare_figures(without, without).empty


def test_figures_whose_keys_repeat_are_refused():
    twice = figures(("Q1", "Oui", 7, 0.7), ("Q1", "Oui", 7, 0.7))
    with pytest.raises(ValueError, match="question"):
        compare_figures(twice, twice)


def test_largest_moves_come_first_and_what_came_or_went_before_them():
    before = figures(("Q1", "Oui", 7, 0.70), ("Q2", "Oui", 5, 0.50), ("Q3", "Oui", 1, np.nan))
    after = figures(
        ("Q1", "Oui", 8, 0.71), ("Q2", "Oui", 6, 0.60), ("Q3", "Oui", 2, np.nan), ("Q4", "Oui", 1, 0.1)
    )
    found = largest_first(compare_figures(before, after))
    assert list(found["question"]) == ["Q4", "Q2", "Q1", "Q3"]


def test_change_is_visible_only_if_the_rounded_percent_changes():
    """0,5 % rounds to 0 and 1,5 % to 2: half to even."""
    before = figures(("Q1", "a", 7, 0.701), ("Q2", "a", 5, 0.005), ("Q3", "a", 1, np.nan))
    after = figures(("Q1", "a", 8, 0.704), ("Q2", "a", 6, 0.015), ("Q3", "a", 2, np.nan), ("Q4", "a", 1, 0.1))
    assert count_visible(compare_figures(before, after)) == 2
