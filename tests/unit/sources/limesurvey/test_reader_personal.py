"""Personal data is known by type, by code or wording, and by content."""

import pandas as pd
import pytest
from reader_survey import CODES, ROW, csv_bytes, mini, need_shared, read

from barometre_pipeline.sources.limesurvey import (
    personal_columns,
    personal_system_columns,
    read_extract,
    read_structure,
)


def test_every_free_text_is_personal_and_no_closed_answer_is(tmp_path):
    extract = read(tmp_path, csv_bytes([CODES, ROW]))
    assert set(personal_columns(mini(), extract.values)) == {"Q3[other]", "Q4", "Q5"}


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("0199001234", "téléphone"),
        ("+33 1 99 00 12 34", "téléphone"),
        ("camille.invente@example.org", "électronique"),
        ("Camille Inventé", "nom de personne"),
    ],
)
def test_number_column_that_holds_a_contact_is_known_by_its_content(cell, reason):
    reasons = personal_columns(mini(), pd.DataFrame({"Q6": pd.Series(["12", None, cell], dtype="str")}))
    assert reason in reasons["Q6"]


def test_plain_numbers_are_not_personal():
    values = pd.DataFrame({"Q6": pd.Series(["12.5", "3400000", "2026", None], dtype="str")})
    assert personal_columns(mini(), values) == {}


def test_system_columns_that_identify_someone():
    system = pd.DataFrame(columns=["id", "submitdate", "token", "email", "attribute_1", "refurl"])
    assert set(personal_system_columns(system)) == {"token", "email", "attribute_1", "refurl"}


def test_no_contact_of_the_reference_survey_is_outside_the_columns_found():
    root = need_shared("limesurvey/642/edition_a")
    survey = read_structure(root / "structure/survey_482026.lss", "a.lss")
    extract = read_extract(root / "rpc/code_short_all.csv", survey, "a.csv")
    personal = personal_columns(survey, extract.values)
    assert "électronique" in personal["G01Q07"]
    assert "téléphone" in personal["G05Q06"]
    kept = extract.values.drop(columns=list(personal)).to_csv()
    names = extract.values["G01Q06[SQ001]"].dropna()
    for word in ("example.org", "01 99 00", *names[names.str.len() > 5]):
        assert word not in kept
