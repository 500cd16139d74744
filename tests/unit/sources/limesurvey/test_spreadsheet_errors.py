"""What a spreadsheet left where a formula failed is a lost answer: counted, told, and out of the base."""

import numpy as np
import pandas as pd
import pytest
from reader_survey import CODES, ROW, csv_bytes, read

from barometre_pipeline.sources.limesurvey.amounts import read_amounts
from barometre_pipeline.sources.limesurvey.moments import day_order
from barometre_pipeline.sources.limesurvey.spreadsheet_errors import is_spreadsheet_error

ERRORS = [
    *("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!"),
    *("#NOM?", "#NOM\u00a0?", "#VALEUR!", "#VALEUR !", "#N/D", "#NOMBRE!", "#BEZUG!", "#WERT!", "#NV"),
    *("#¡REF!", "#¿NOMBRE?", "#¡VALOR!", "#RIF!", "#NOME?", "Err:508"),
]


def row(number: int, **cells: str) -> list[str]:
    named = dict(zip(CODES, ROW, strict=True)) | {"id": str(number)} | cells
    return [named[name] for name in CODES]


@pytest.mark.parametrize("error", ERRORS)
def test_the_errors_of_formulas_are_known_in_the_languages_of_exports(error):
    assert is_spreadsheet_error(error)


@pytest.mark.parametrize("text", ["#1", "# Oui", "N/A", "REF", "#refait", "Erreur", "Err:50", "", "#"])
def test_what_only_resembles_an_error_is_none(text):
    assert not is_spreadsheet_error(text)


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#VALEUR!"])
@pytest.mark.parametrize("column", ["Q1", "Q2", "Q3[SQ1]"])
def test_an_error_in_place_of_a_closed_answer_is_counted_and_out_of_the_base(tmp_path, column, error):
    rows = [row(n) for n in range(1, 4)] + [row(4, **{column: error})]
    extract = read(tmp_path, csv_bytes([CODES, *rows]))
    assert extract.values[column].isna().tolist() == [False] * 3 + [True]
    assert extract.shown[column].tolist() == [1, 1, 1, -1]
    assert [(m.column, m.count) for m in extract.misread] == [(column, 1)]
    assert not any(a.code == error for a in extract.questionnaire.columns[column].answers)
    (told,) = [w for w in extract.warnings if w.startswith(column)]
    assert "1\u00a0réponse est une erreur de tableur" in told


def test_errors_that_are_several_are_told_in_the_plural(tmp_path):
    rows = [row(n) for n in range(1, 5)] + [row(5, Q1="#REF!"), row(6, Q1="#N/A")]
    (told,) = [w for w in read(tmp_path, csv_bytes([CODES, *rows])).warnings if w.startswith("Q1")]
    assert "2\u00a0réponses sont des erreurs de tableur" in told
    assert "laissées hors de la base" in told


@pytest.mark.parametrize(("column", "what"), [("Q4", "erreur de tableur"), ("Q6", "n’est pas un nombre")])
def test_an_error_in_place_of_a_text_or_a_number_is_counted(tmp_path, column, what):
    extract = read(tmp_path, csv_bytes([CODES, row(1), row(2, **{column: "#N/A"})]))
    assert [(m.column, m.count) for m in extract.misread] == [(column, 1)]
    assert any(column in w and what in w and "comptée sans réponse" in w for w in extract.warnings)


def test_a_column_converted_to_yes_and_no_stays_so_beside_an_error(tmp_path):
    heading = [h for h in CODES if h != "Q3[other]"]
    cells = [[*ROW[:5], "1", "1", "2", "2", "texte", "", "12.5"] for _ in range(5)]
    cells[4][6] = "#REF!"
    for number, line in enumerate(cells, start=1):
        line[0] = str(number)
    extract = read(tmp_path, csv_bytes([heading, *cells]))
    assert extract.values["Q3[SQ1]"].tolist()[:4] == ["Y"] * 4
    assert extract.shown["Q3[SQ1]"].tolist()[4] == -1


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_in_place_of_a_date_or_a_number_is_counted_and_no_value(error):
    cells = pd.Series(["2030-03-28", error, None], dtype="str")
    dates, wrong = day_order([cells], np.zeros(3, dtype=np.int64)).read(cells)
    assert (dates.notna().tolist(), wrong.tolist()) == ([True, False, False], [False, True, False])
    cells = pd.Series(["12,5", error, None], dtype="str")
    numbers, wrong = read_amounts(cells)
    assert (numbers.notna().tolist(), wrong.tolist()) == ([True, False, False], [False, True, False])


@pytest.mark.parametrize(
    ("error", "sent", "told"),
    [("#N/A", False, "non envoyée"), ("#NV", False, "non envoyée"), ("#VALEUR!", True, "tenue pour envoyée")],
)
def test_an_error_in_place_of_the_date_of_sending_is_counted_and_what_it_is_taken_for_is_said(
    tmp_path, error, sent, told
):
    extract = read(tmp_path, csv_bytes([CODES, row(1), row(2, submitdate=error)]))
    assert extract.system["submitdate"].notna().tolist() == [True, sent]
    (found,) = extract.misread
    assert (found.column, found.count, found.examples) == ("submitdate", 1, (error,))
    assert told in found.taken_for


def test_an_error_in_place_of_the_last_page_is_counted(tmp_path):
    extract = read(tmp_path, csv_bytes([CODES, row(1), row(2, lastpage="#DIV/0!")]))
    assert [(m.column, m.count) for m in extract.misread] == [("lastpage", 1)]
    assert extract.system["lastpage"].isna().tolist() == [False, True]
