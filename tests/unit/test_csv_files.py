"""What comes from outside stays a text in a spreadsheet."""

import csv
import io

import pytest

from barometre_pipeline.csv_files import csv_text, harmless


@pytest.mark.parametrize("text", ["=1+1", "+ 22 points", "-5 %", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_compute_is_written_as_text(text: str) -> None:
    assert harmless(text) == f"'{text}"
    (row,) = csv.DictReader(io.StringIO(csv_text(["a"], [{"a": text}]), newline=""))
    assert row["a"] == f"'{text}".replace("\r", "\n")


def test_other_texts_and_numbers_are_written_as_they_are() -> None:
    row = {"a": "69 %", "b": -5.5, "c": None, "d": 'un "mot",\nun autre', "e": ""}
    text = csv_text(list(row), [row])
    assert text.startswith("a,b,c,d,e\n69 %,-5.5,,")
    assert next(csv.DictReader(io.StringIO(text)))["d"] == 'un "mot",\nun autre'
