"""Cells written otherwise than the file: read where they say one thing only, else out of the base; never as a "no"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader_survey import CODES, ROW, csv_bytes, read

from barometre_pipeline.sources.limesurvey.model import Answer, ExtractColumn
from barometre_pipeline.sources.limesurvey.retyped import readable, without_decimals
from barometre_pipeline.vocabulary import ColumnKind


def row(number: int, box: str = "Y", q1: str = "A1") -> list[str]:
    named = dict(zip(CODES, ROW, strict=True)) | {"id": str(number), "Q3[SQ1]": box, "Q1": q1}
    return [named[name] for name in CODES]


def listed(*answers: tuple[str, str]) -> ExtractColumn:
    return ExtractColumn(
        code="Q",
        question="Q",
        sub_question="",
        kind=ColumnKind.SINGLE,
        question_text="Q",
        sub_question_text="",
        answers=tuple(Answer(code, text, i) for i, (code, text) in enumerate(answers, start=1)),
    )


@pytest.mark.parametrize("tick", ["Oui", "1", "TRUE", "x", "X", "✓"])
def test_a_box_ticked_with_a_word_or_a_sign_is_ticked_and_told(tmp_path, tick):
    extract = read(tmp_path, csv_bytes([CODES, row(1), row(2, tick), row(3, ""), row(4)]))
    assert extract.values["Q3[SQ1]"].tolist() == ["Y", "Y", "N", "Y"]
    assert not extract.misread
    assert any("Q3[SQ1]" in warning and "autrement" in warning for warning in extract.warnings)


def test_a_word_for_no_beside_it_is_a_box_left_empty(tmp_path):
    extract = read(tmp_path, csv_bytes([CODES, row(1), row(2, "Oui"), row(3, "Non"), row(4)]))
    assert extract.values["Q3[SQ1]"].tolist() == ["Y", "Y", "N", "Y"]


@pytest.mark.parametrize("cells", [("2", "Y"), ("Oui", "peut-être"), ("1", "2")])
def test_a_box_that_says_neither_is_out_of_the_base(tmp_path, cells):
    rows = [row(n) for n in range(1, 7)]
    extract = read(tmp_path, csv_bytes([CODES, *rows, row(7, cells[0]), row(8, cells[1])]))
    odd = [n for n, cell in enumerate(cells, start=6) if cell != "Y"]
    assert extract.values["Q3[SQ1]"].isna().to_numpy().nonzero()[0].tolist() == odd
    assert extract.shown["Q3[SQ1]"].iloc[odd].tolist() == [-1] * len(odd)
    assert [(found.column, found.count) for found in extract.misread] == [("Q3[SQ1]", len(odd))]


def test_codes_in_another_case_and_texts_among_codes_are_the_answers_that_they_name(tmp_path):
    rows = [row(1), row(2, q1="a2"), row(3, q1="Oui, & suivie"), row(4, q1="A2")]
    extract = read(tmp_path, csv_bytes([CODES, *rows]))
    assert extract.values["Q1"].tolist() == ["A1", "A2", "A1", "A2"]


def test_codes_that_a_tool_wrote_as_decimals_are_the_codes():
    whole, dotted = listed(("1", "Peu"), ("2", "Bien")), listed(("1.0", "Ancienne"), ("2.0", "Nouvelle"))
    assert [without_decimals(label, whole) for label in ("1.0", "2,00", " 1.0 ", "1.5", "1")] == [
        *("1", "2", "1", "1.5", "1")
    ]
    assert without_decimals("1.0", dotted) == "1.0"


@given(st.lists(st.sampled_from("abcAB"), min_size=2, max_size=5, unique=True), st.sampled_from("abcABC"))
def test_a_code_in_another_case_is_read_where_only_one_code_has_these_letters(codes, label):
    same = [i for i, code in enumerate(codes) if code.lower() == label.lower()]
    column = listed(*((code, f"texte {i}") for i, code in enumerate(codes)))
    assert readable(column, [column], [label]) == ({label: same[0]} if len(same) == 1 else {})


def test_a_number_that_may_be_a_code_as_well_as_a_text_is_not_guessed():
    column = listed(("A", "1"), ("B", "2 et plus"))
    assert readable(column, [column], ["1"]) == {}


def test_a_word_that_is_the_code_of_one_answer_and_the_text_of_another_is_not_guessed():
    column = listed(("OUI", "Non"), ("NON", "Oui"))
    assert readable(column, [column], ["oui"]) == {}
