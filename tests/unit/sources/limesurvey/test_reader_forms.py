"""What is particular to one form: escapes of VV, numbers of Excel, SPSS in its own process."""

import openpyxl
import pandas as pd
import pyreadstat
import pytest
from reader_survey import CODES, ROW, csv_bytes, mini, read

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey import read_extract

VV_CODES = [name.replace("[", "_").replace("]", "") for name in CODES]


def vv(*cells: str) -> bytes:
    lines = ["\t".join(f'"{name}"' for name in CODES), "\t".join(VV_CODES), "\t".join(cells)]
    return ("\n".join(lines) + "\n").encode()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a{newline}b", "a\nb"),
        ("a{cr}b{tab}c", "a\rb\tc"),
        ("{quote}a", '"a'),
        ("{lbrace}newline}", "{newline}"),
        ('"deux ""mots"""', 'deux "mots"'),
        (r'"[{""title"":""un \"mot\" dit""}]"', r'[{"title":"un \"mot\" dit"}]'),
        (r'"fin de chemin \"', "fin de chemin \\"),
        ('"a\nb"', "a\nb"),
    ],
)
def test_vv_escapes_are_undone(tmp_path, written, meant):
    extract = read(tmp_path, vv(*ROW[:10], written, "suite", "12.5000000000"))
    assert extract.form.container == "vv"
    assert extract.values["Q4"].tolist() == [meant]
    assert extract.values["Q5"].tolist() == ["suite"]
    assert extract.values["Q6"].tolist() == ["12.5"]


def test_vv_tells_never_displayed_from_left_empty(tmp_path):
    hidden = ["{question_not_shown}"] * 4
    extract = read(tmp_path, vv(*ROW[:4], "A1", "", *hidden, "", "", ""))
    assert extract.shown[["Q2", "Q3[SQ1]", "Q3[other]", "Q4"]].iloc[0].tolist() == [1, 0, 0, 1]
    assert extract.rows.tolist() == [3]


def test_vv_record_cut_short_is_refused(tmp_path):
    with pytest.raises(InputError, match="enregistrement 3"):
        read(tmp_path, vv(*ROW[:5]))


def test_excel_numbers_become_the_texts_they_were(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(CODES)
    book.active.append([1, ROW[1], 2, "fr", "A1", "Y", "Y", None, None, None, "==1+1", 219740081, 1e-10])
    path = tmp_path / "r.xlsx"
    book.save(path)
    extract = read_extract(path, mini(), "r.xlsx")
    assert extract.values.loc[0, ["Q4", "Q5", "Q6"]].tolist() == ["=1+1", "219740081", "0.0000000001"]


def test_masked_equations_are_unmasked_in_csv(tmp_path):
    assert read(tmp_path, csv_bytes([CODES, [*ROW[:10], "'=1+1", "", ""]])).values["Q4"].tolist() == ["=1+1"]


def test_spss_file_is_read_in_its_own_process(tmp_path):
    names = [name.replace("[", "_").replace("]", "") for name in CODES]
    row = [1.0, "2026-01-05 10:00:00", 2.0, "fr", "A1", 1.0, 1.0, None, None, "", "texte", "", 12.5]
    path = tmp_path / "r.sav"
    pyreadstat.write_sav(pd.DataFrame([row], columns=names), path)
    extract = read_extract(path, mini(), "r.sav")
    assert extract.values[["Q1", "Q2", "Q3[SQ1]", "Q3[SQ2]"]].iloc[0].tolist() == ["A1", "Y", "Y", "N"]
    assert extract.values["Q6"].tolist() == ["12.5"]


@pytest.mark.parametrize(("yes", "no"), [("1", "0"), ("1", "2"), ("Y", "N"), ("Oui", "Non")])
def test_converted_export_does_not_invent_a_no(tmp_path, yes, no):
    rows = [
        [*ROW[:4], "A1", yes, yes, no, no, no, "texte", "", ""],
        ["2", *ROW[1:4], "A1", *[no] * 5, "", "", ""],
    ]
    extract = read(tmp_path, csv_bytes([CODES, *rows]))
    assert extract.values["Q2"].isna().tolist() == [False, True]
    assert extract.shown["Q2"].tolist() == [1, -1]
    assert extract.shown["Q3[SQ1]"].tolist() == [1, 0]  # in both readings of "0", the answer is not "Y"
    assert extract.values["Q3[other]"].isna().all()


def test_line_breaks_inside_quotes_do_not_shift_rows(tmp_path):
    rows = [CODES, [*ROW[:10], "a\nb\n", "", ""], ["2", *ROW[1:]]]
    extract = read(tmp_path, csv_bytes(rows))
    assert extract.system["id"].tolist() == [1, 2]
    assert extract.rows.tolist() == [2, 3]


def test_answer_longer_than_a_block_of_reading_is_whole(tmp_path):
    long = "é" * 9_000_000
    extract = read(tmp_path, csv_bytes([CODES, ROW, ["2", *ROW[1:10], long, "", ""]]))
    assert extract.values["Q4"].str.len().tolist() == [5, 9_000_000]


def test_a_no_of_a_statistical_export_is_a_no(tmp_path):
    """An unticked box is empty there: a converted export would have filled it."""
    rows = [
        [*ROW[:4], "A1", "2", "1", "", "", "", "texte", "", ""],
        ["2", *ROW[1:4], "A1", "1", *[""] * 4, "", "", ""],
    ]
    extract = read(tmp_path, csv_bytes([CODES, *rows]))
    assert extract.values["Q2"].tolist() == ["N", "Y"]
    assert extract.values["Q3[SQ1]"].tolist()[0] == "Y"


def test_a_workbook_keeps_a_last_column_without_heading(tmp_path):
    book = openpyxl.Workbook()
    for row in (CODES, [*ROW, "en marge"]):
        book.active.append(row)
    book.save(tmp_path / "r.xlsx")
    extract = read_extract(tmp_path / "r.xlsx", mini(), "r.xlsx")
    assert any("sans intitulé" in warning for warning in extract.warnings)


def test_the_row_of_headings_of_a_workbook_is_the_one_with_most_of_them(tmp_path):
    book = openpyxl.Workbook()
    for row in (["Questions", "Q1", "Q2"], [], CODES, ROW):  # a summary that names two questions comes first
        book.active.append(row)
    book.save(tmp_path / "r.xlsx")
    extract = read_extract(tmp_path / "r.xlsx", mini(), "r.xlsx")
    assert extract.values["Q1"].tolist() == ["A1"]
