"""What stands after the last response: a note is passed and told, a damaged record is not taken for one."""

import openpyxl
import pytest
from reader_survey import CODES, ROW, csv_bytes, mini, read

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey import read_extract

SECOND = ["2", *ROW[1:]]


@pytest.mark.parametrize(
    "end",
    [
        "Exporté le 28/03/2030\r\n",
        "Exporté le 28/03/2030",
        "\r\nObservatoire, mars 2030\r\n".replace(",", " "),
        "Réponses de la vague 2\n",
        '"Extraction du 3 mars"\r\n',
        "Source ; plateforme d’enquête\r\n",
        "Exporté le 28/03/2030,,,\r\n",
        "Exporté par le service\r\nFin du fichier\r\n",
    ],
)
def test_a_note_after_the_last_response_is_passed_and_told(tmp_path, end):
    found = read(tmp_path, csv_bytes([CODES, ROW, SECOND]) + end.encode())
    assert found.system["id"].tolist() == [1, 2]
    assert found.values["Q6"].tolist() == ["12.5", "12.5"]
    assert any("après la dernière réponse" in warning for warning in found.warnings)


def test_a_note_does_not_show_whom_it_names(tmp_path):
    found = read(tmp_path, csv_bytes([CODES, ROW]) + b"Exporte par Jeanne Martin\r\n")
    assert not any("Jeanne" in warning or "Martin" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    "end",
    [
        '"3"\r\n',  # the beginning of a record
        '"3","2026-01-05 10:00:00","2"\r\n',
        '"Mairie de Lyon"\r\n',  # may be one too
        "3\r\n",
        'Total,,"12"\r\n',
    ],
)
def test_a_record_cut_short_is_no_note(tmp_path, end):
    with pytest.raises(InputError) as error:
        read(tmp_path, csv_bytes([CODES, ROW, SECOND]) + end.encode())
    assert "enregistrement 4" in error.value.lieu


def test_the_end_of_a_text_that_a_tool_broke_is_no_note(tmp_path):
    plain = "\r\n".join(",".join(line) for line in (CODES, [*ROW[:-1], "12"]))
    with pytest.raises(InputError):
        read(tmp_path, (plain + "\r\nla suite du texte\r\n").encode())


@pytest.mark.parametrize("blank", [[], [[]], [[], [""]]])
def test_a_note_in_a_workbook_is_passed_and_told(tmp_path, blank):
    book = openpyxl.Workbook()
    for row in (CODES, ROW, SECOND, *blank, ["Exporté le 28/03/2030"]):
        book.active.append(row)
    book.save(tmp_path / "r.xlsx")
    found = read_extract(tmp_path / "r.xlsx", mini(), "r.xlsx")
    assert found.system["id"].tolist() == [1, 2]
    assert len(found.values) == 2
    assert any("après la dernière réponse" in warning for warning in found.warnings)


def test_a_response_without_identifier_is_refused_even_at_the_end(tmp_path):
    with pytest.raises(InputError, match="identifiant"):
        read(tmp_path, csv_bytes([CODES, ROW, ["", *ROW[1:]]]))
