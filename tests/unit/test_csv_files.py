"""What comes from outside stays a text in a spreadsheet."""

import csv
import io

import pandas as pd
import pytest

from barometre_pipeline.csv_files import csv_text, harmless, harmless_frame


@pytest.mark.parametrize("text", ["=1+1", "+ 22 points", "-5 %", "@SUM(A1)"])
def test_what_a_spreadsheet_would_compute_is_written_as_text(text: str) -> None:
    assert harmless(text) == f"'{text}"
    (row,) = csv.DictReader(io.StringIO(csv_text(["a"], [{"a": text}]), newline=""))
    assert row["a"] == f"'{text}"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Oui;=1+1", "Oui;'=1+1"),
        ("Oui; @SUM(A1)", "Oui;' @SUM(A1)"),
        ("Oui\n=1+1", "Oui\n'=1+1"),
        ("Oui\t-2+3", "Oui\t'-2+3"),
        ("\t=1", "\t'=1"),
        ("\r=1", "\r'=1"),
        (" =1+1", "' =1+1"),
        ("＝1+1", "'＝1+1"),
    ],
)
def test_what_a_cell_cut_at_its_semicolons_or_lines_would_compute_is_text_too(
    text: str, written: str
) -> None:
    assert harmless(text) == written


@pytest.mark.parametrize("text", ["a = b", "5 ; 6", "vingt-deux", "Oui ;\nnon", "-3", "+2.5"])
def test_signs_inside_a_text_and_numbers_stay(text: str) -> None:
    assert harmless(text) == text


def test_other_texts_and_numbers_are_written_as_they_are() -> None:
    row = {"a": "69 %", "b": -5.5, "c": None, "d": 'un "mot",\nun autre', "e": ""}
    text = csv_text(list(row), [row])
    assert text.startswith("a,b,c,d,e\n69 %,-5.5,,")
    assert next(csv.DictReader(io.StringIO(text)))["d"] == 'un "mot",\nun autre'


def test_no_cell_nor_heading_of_a_table_is_a_formula_and_numbers_and_known_codes_stay() -> None:
    frame = pd.DataFrame(
        {"=x": ["=1+1", "Oui"], "n": [-1, 2], "code": pd.Categorical(["@non_posee", "@SUM(A1)"])}
    )
    written = harmless_frame(frame, {"@non_posee"}).to_csv(index=False)
    assert written == "'=x,n,code\n'=1+1,-1,@non_posee\nOui,2,'@SUM(A1)\n"
