"""Rows of the lake as an audit reads them."""

import pandas as pd
import pytest

from barometre_pipeline.audit.read import columns, distinct, measured, rows
from barometre_pipeline.lake import Lake


@pytest.fixture
def lake(tmp_path) -> Lake:
    lake = Lake.at(tmp_path)
    table = pd.DataFrame(
        {
            "groupe": pd.Categorical(["b", "l'a", "b"]),
            "n": [3, 1, 2],
            "part": [0.5, float("nan"), 0.25],
        }
    )
    lake.write("gold/essai", table, "2031")
    return lake


def test_rows_are_those_with_the_values_asked_in_the_order_of_the_file(lake: Lake) -> None:
    assert [r["n"] for r in rows(lake, "gold/essai", "2031")] == [3, 1, 2]
    assert [r["n"] for r in rows(lake, "gold/essai", "2031", groupe="b")] == [3, 2]
    assert [r["n"] for r in rows(lake, "gold/essai", "2031", groupe="l'a", n="1")] == [1]
    assert rows(lake, "gold/essai", "2031", groupe="c") == []


def test_the_folder_of_an_edition_adds_no_column(lake: Lake) -> None:
    assert columns(lake, "gold/essai", "2031") == {"groupe": "groupe", "n": "n", "part": "part"}


def test_columns_that_differ_by_case_only_are_told_apart(lake: Lake) -> None:
    table = pd.DataFrame({"Q": ["majuscule"], "q": ["minuscule"], "autre": ["x"]})
    lake.write("gold/casse", table, "2031")
    given = columns(lake, "gold/casse", "2031")
    assert list(given) == ["Q", "q", "autre"]
    assert rows(lake, "gold/casse", "2031")[0][given["q"]] == "minuscule"


def test_values_are_listed_once_in_the_order_of_the_file(lake: Lake) -> None:
    assert distinct(lake, "gold/essai", "groupe", "2031") == ["b", "l'a"]


def test_an_absent_number_is_none_however_it_is_stored(lake: Lake) -> None:
    assert [measured(r["part"]) for r in rows(lake, "gold/essai", "2031")] == [0.5, None, 0.25]
    assert measured(float("nan")) is None


def test_a_table_that_was_not_computed_is_a_missing_file(lake: Lake) -> None:
    with pytest.raises(FileNotFoundError):
        rows(lake, "gold/essai", "2030")
