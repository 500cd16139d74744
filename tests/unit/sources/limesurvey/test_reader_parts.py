"""Several files or sheets of one survey: joined where identifiers and answers prove it, else told by what they hold."""

import shutil
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from reader_survey import CODES, LSS, ROW, csv_bytes, mini

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey import read_extract, read_folder
from barometre_pipeline.sources.limesurvey.headings import match_headings
from barometre_pipeline.sources.limesurvey.model import Extract, SubQuestion
from barometre_pipeline.sources.limesurvey.structure.columns import columns_of

SYSTEM = CODES[:4]


def table(ids: list[int], columns: list[str] = CODES, **cells: str) -> list[list[str]]:
    named = dict(zip(CODES, ROW, strict=True)) | cells
    return [columns, *([(named | {"id": str(number)})[name] for name in columns] for number in ids)]


def without(*names: str) -> list[str]:
    return [name for name in CODES if name not in names]


def folder_of(tmp_path: Path, **files: list[list[str]]) -> Extract:
    home = tmp_path / "2030" / "limesurvey"
    home.mkdir(parents=True)
    shutil.copy(LSS, home / "survey.lss")
    for name, rows in files.items():
        (home / f"{name}.csv").write_bytes(csv_bytes(rows))
    return read_folder(home, tmp_path)


@pytest.mark.parametrize("short", ["v1", "v2"])
def test_a_wave_that_lacks_a_question_is_joined_and_out_of_its_base(tmp_path, short):
    files = {"v1": table([1, 2]), "v2": table([3, 4])}
    ids = [int(cells[0]) for cells in files[short][1:]]
    files[short] = table(ids, without("Q2", "Q3[SQ1]"))
    extract = folder_of(tmp_path, **files)
    assert extract.system["id"].tolist() == [1, 2, 3, 4]
    absent = extract.system["id"].isin(ids).to_numpy()
    for code in ("Q2", "Q3[SQ1]"):
        assert (extract.shown[code][absent] == -1).all() and (extract.shown[code][~absent] == 1).all()
        assert extract.values[code].isna().tolist() == absent.tolist()
    assert extract.values["Q1"].tolist() == ["A1"] * 4
    assert any(f"{short}.csv" in w and "Q2, Q3[SQ1]" in w for w in extract.warnings)


def test_waves_of_which_one_does_not_say_who_sent_are_not_joined(tmp_path):
    extract = folder_of(tmp_path, v1=table([1, 2]), v2=table([3, 4], without("submitdate")))
    assert len(extract.rows) == 2
    assert any("2\u00a0réponses ne sont que dans ce fichier" in w for w in extract.warnings)


def test_halves_of_columns_that_share_a_question_with_the_same_answers_are_joined(tmp_path):
    halves = [*SYSTEM, "Q1", "Q2", "Q6"], [*SYSTEM, "Q6", "Q4", "Q5"]
    extract = folder_of(tmp_path, m1=table([1, 2, 3], halves[0]), m2=table([3, 2, 1], halves[1]))
    assert {"Q1", "Q2", "Q6", "Q4"} <= set(extract.values.columns) and not extract.ignored


def test_halves_whose_shared_question_differs_are_two_states_and_what_is_lost_is_named(tmp_path):
    halves = [*SYSTEM, "Q1", "Q2", "Q6"], [*SYSTEM, "Q6", "Q4", "Q5"]
    extract = folder_of(tmp_path, m1=table([1, 2], halves[0]), m2=table([1, 2], halves[1], Q6="99"))
    (told,) = [w for w in extract.warnings if "laissé de côté" in w]
    assert "rien ne dit lequel est le plus récent" in told
    assert "2\u00a0colonnes (Q1, Q2) ne sont que dans ce fichier" in told


def test_responses_of_an_older_state_only_are_counted(tmp_path):
    newer = table([3, 4, 5], submitdate="2026-02-05 10:00:00")
    extract = folder_of(tmp_path, a=table([1, 2, 3]), b=newer)
    assert extract.system["id"].tolist() == [3, 4, 5]
    assert any("plus ancien" in w and "2\u00a0réponses ne sont que" in w for w in extract.warnings)


def test_a_date_far_after_all_others_of_a_file_makes_it_no_newer(tmp_path):
    broken = table([1, 2])
    broken[2][CODES.index("submitdate")] = "2099-01-01 00:00:00"
    extract = folder_of(tmp_path, a=broken, b=table([1, 2, 3], submitdate="2026-02-05 10:00:00"))
    assert extract.system["id"].tolist() == [1, 2, 3]


@pytest.mark.parametrize(("small", "large"), [("a", "z"), ("z", "a")])
def test_of_two_states_of_one_date_the_one_with_more_responses_is_read(tmp_path, small, large):
    files = {small: table([1, 2], Q6="1"), large: table([1, 2, 3], Q6="2")}
    extract = folder_of(tmp_path, **files)
    assert len(extract.rows) == 3
    assert any("moins de réponses" in w and f"{small}.csv" in w for w in extract.warnings)


def workbook(tmp_path: Path, **sheets: list[list[str]]) -> Extract:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "r.xlsx")
    return read_extract(tmp_path / "r.xlsx", mini(), "r.xlsx")


def test_sheets_of_other_responses_are_put_one_after_the_other(tmp_path):
    extract = workbook(tmp_path, Feuil1=table([1, 2]), Suite=[["Suite"], [], *table([3])])
    assert extract.system["id"].tolist() == [1, 2, 3]
    assert extract.values["Q1"].tolist() == ["A1"] * 3
    assert any("Feuil1" in w and "Suite" in w for w in extract.warnings)


def test_a_sheet_of_other_columns_is_joined_by_the_identifier(tmp_path):
    halves = CODES[:7], ["id", *CODES[7:]]
    extract = workbook(tmp_path, Feuil1=table([1, 2], halves[0]), Feuil2=table([2, 1], halves[1]))
    assert not extract.missing and extract.values["Q6"].tolist() == ["12.5", "12.5"]


def test_a_sheet_that_is_not_read_is_named(tmp_path):
    extract = workbook(tmp_path, Feuil1=table([1, 2]), Copie=table([1, 2], Q6="3"))
    assert extract.values["Q6"].tolist() == ["12.5", "12.5"]
    assert any("Copie" in w and "n’est pas lue" in w for w in extract.warnings)


def test_a_table_made_from_the_responses_may_stand_on_the_first_sheet(tmp_path):
    extract = workbook(tmp_path, Synthèse=[["Q1", "Q2"], ["A1", "3"]], Réponses=table([1, 2]))
    assert extract.system["id"].tolist() == [1, 2]
    assert any("Synthèse" in w and "n’est pas lue" in w for w in extract.warnings)


def test_a_sheet_without_headings_of_the_survey_is_no_matter(tmp_path):
    extract = workbook(tmp_path, Feuil1=table([1]), Notes=[["à", "relire"], ["x", "y"]])
    assert not any("Notes" in w for w in extract.warnings)


FULL = {"Q1": "Oui, & suivie", "Q2": "Oui", "Q3[SQ1]": "Oui", "Q3[SQ2]": "Non", "Q3[SQ9]": "Non"}


def test_waves_of_which_one_is_in_codes_and_the_other_in_full_text_are_refused_by_name(tmp_path):
    with pytest.raises(InputError) as error:
        folder_of(tmp_path, v1=table([1, 2, 3, 4, 5]), v2=table([6, 7], **FULL))
    assert "v2.csv" in error.value.fichier and "en toutes lettres" in error.value.constat
    assert "v1.csv en codes" in error.value.constat


@pytest.mark.parametrize("cells", [FULL, {}])
def test_a_wave_that_could_be_written_either_way_takes_the_way_of_the_other(tmp_path, cells):
    empty = dict.fromkeys(FULL, "")
    extract = folder_of(tmp_path, v1=table([1], **empty), v2=table([2, 3], **cells))
    assert extract.values["Q1"].dropna().tolist() == ["A1", "A1"]


def test_a_damaged_column_is_told_of_the_wave_that_holds_it(tmp_path):
    with pytest.raises(InputError) as error:
        folder_of(tmp_path, v1=table([1, 2]), v2=table([3, 4, 5, 6, 7], Q1="Zz"))
    assert "v2.csv" in error.value.fichier and "enregistrement 2" in error.value.lieu


@pytest.mark.parametrize("headings", [["G[a_b_c]", "G[a_b_c]"], ["G[a_b_c]"]])
def test_one_code_for_two_columns_of_the_survey_is_refused_and_both_are_named(headings):
    rows = SubQuestion("a", "Rang 1", 1), SubQuestion("a_b", "Rang 2", 2)
    cells = SubQuestion("b_c", "Cas 1", 1, scale=1), SubQuestion("c", "Cas 2", 2, scale=1)
    grid = replace(mini().questions[0], code="G", type=";", sub_questions=(*rows, *cells), answers=())
    grid = replace(grid, columns=columns_of(grid, "fr"))
    questionnaire = replace(mini(), questions=(grid,), translations=())
    with pytest.raises(InputError) as error:
        match_headings(["id", *headings], questionnaire, "x.csv")
    assert "Rang 1 – Cas 1 et Rang 2 – Cas 2" in error.value.constat
