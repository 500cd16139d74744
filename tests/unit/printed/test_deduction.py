"""Deducing samples from printed percentages."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.printed.deduction import (
    Knowledge,
    deduce_samples,
    justify,
    possible_bases,
    possible_counts,
    size_log_likelihood,
)

GROUPS = {"tous": ("a", "b"), "a": ("a",), "b": ("b",)}


@given(base=st.integers(1, 400), data=st.data())
def test_the_count_behind_a_printed_percentage_is_always_among_the_possible_ones(
    base: int, data: st.DataObject
) -> None:
    count = data.draw(st.integers(0, base))
    printed = float(np.round(100 * count / base))
    assert count in possible_counts(printed, base)
    assert base in possible_bases(printed, base)


def test_no_count_of_thirteen_gives_39_percent_but_seven_of_eighteen_do() -> None:
    assert possible_bases(39, 13) == []
    assert possible_counts(39, 18).tolist() == [7]


def test_half_percents_round_to_the_even_percent() -> None:
    assert possible_counts(12, 8).tolist() == [1]  # 12.5
    assert possible_counts(13, 8).tolist() == []


def test_several_percentages_pin_down_a_small_group() -> None:
    values = [round(100 * c / 13) for c in (2, 5, 6, 7, 8, 10, 11, 12)]
    sizes = np.arange(1, 23)
    best = sizes[size_log_likelihood(values, sizes, 0.95).argmax()]
    assert best == 13


def test_sizes_add_up_to_the_printed_total_and_explain_the_percentages() -> None:
    rows = [("q1", "a", 46), ("q2", "a", 85), ("q3", "a", 8), ("q4", "a", 62), ("q1", "tous", 60)]
    figures = pd.DataFrame(rows, columns=["indicateur", "population", "valeur"]).assign(categorie="oui")
    known = Knowledge(parts={"a": 0.2, "b": 0.8}, maximum={"a": 18})
    found = deduce_samples(figures, 60, GROUPS, known).set_index("groupe")
    assert found.loc["a", "effectif"] == 13
    assert found.loc["b", "effectif"] == 47
    assert found.loc["tous", "effectif"] == 60
    assert "46\u00a0% = 6/13" in found.loc["a", "justification"]
    assert "aucun pourcentage" in found.loc["b", "justification"]


def test_a_group_printed_with_two_values_weighs_nothing() -> None:
    rows = [("q", "a", 83), ("q", "a", 50)]
    figures = pd.DataFrame(rows, columns=["indicateur", "population", "valeur"]).assign(categorie="oui")
    known = Knowledge(parts={"a": 0.5, "b": 0.5}, maximum={})
    found = deduce_samples(figures, 40, GROUPS, known).set_index("groupe")
    assert found.loc["a", "chiffres"] == 0


def test_the_justification_says_when_answers_are_missing_or_no_count_fits() -> None:
    text = justify(13, [64, 39, 46], 289)
    assert "46\u00a0% = 6/13" in text
    assert "sans-réponse\u00a0: 64\u00a0% = 7/11" in text
    assert "qu’aucun effectif entier ne donne\u00a0: 39\u00a0%" in text
