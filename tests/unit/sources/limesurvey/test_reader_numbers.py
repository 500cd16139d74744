"""Which sign marks thousands is what the whole column says; a number is never cut before it is read."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader_survey import CODES, ROW, csv_bytes, read

from barometre_pipeline.sources.limesurvey.amounts import read_amounts


def column(*typed: str) -> list[str | None]:
    found, _ = read_amounts(pd.Series(typed, dtype="str"))
    return [None if pd.isna(text) else text for text in found]


def grouped(number: int, sign: str) -> str:
    return f"{number:,}".replace(",", sign)


@given(st.lists(st.integers(1, 10**9), min_size=1), st.integers(10**6, 10**9), st.sampled_from(".,"))
def test_a_number_of_two_groups_says_that_the_sign_marks_thousands(numbers, proof, sign):
    typed = [grouped(number, sign) for number in [*numbers, proof]]
    assert column(*typed) == [str(number) for number in [*numbers, proof]]


@given(st.lists(st.integers(1, 999_999), min_size=1), st.sampled_from([".,", ",."]))
def test_so_does_a_number_with_the_other_sign_for_its_decimals(numbers, signs):
    thousands, decimal = signs
    typed = [*(grouped(number, thousands) for number in numbers), f"1{thousands}234{decimal}5"]
    assert column(*typed) == [*map(str, numbers), "1234.5"]


@pytest.mark.parametrize("other", ["3.5", "0.125", "1200.25", "1.2000"])
def test_a_number_that_is_no_group_of_three_says_that_the_dot_marks_decimals(other):
    assert column("1.200", other) == ["1.200", other]


def test_where_nothing_tells_the_sign_marks_decimals():
    assert column("1.200", "750") == ["1.200", "750"]
    assert column("1,200", "750") == ["1.200", "750"]


def test_a_column_that_says_both_leaves_only_what_it_does_not_settle():
    assert column("1.200", "1.200.000", "3.5") == [None, "1200000", "3.5"]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1.200.000", 1_200_000),
        ("12.500.000", 12_500_000),
        ("1.200.500", 1_200_500),
        ("1200.0000000000", 1200),
    ],
)
def test_a_number_of_an_extract_loses_no_zero_that_counts(tmp_path, written, number):
    row = dict(zip(CODES, ROW, strict=True)) | {"Q6": written}
    extract = read(tmp_path, csv_bytes([CODES, list(row.values())]))
    assert extract.values["Q6"].tolist() == [str(number)] and not extract.misread


def test_what_is_no_number_is_kept_as_it_was_typed(tmp_path):
    row = dict(zip(CODES, ROW, strict=True)) | {"Q6": "12.05.2030"}
    extract = read(tmp_path, csv_bytes([CODES, list(row.values())]))
    assert extract.values["Q6"].tolist() == ["12.05.2030"] and extract.misread[0].count == 1
