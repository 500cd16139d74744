"""What was not understood is shown by its form: no letter nor digit of a person leaves the extract that way."""

import unicodedata
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reader_survey import CODES, ROW, csv_bytes, read
from tiny_edition import write_edition

from barometre_pipeline.sources.limesurvey import read_structure
from barometre_pipeline.sources.limesurvey.misreadings import examples, name_shown

_OF_NOBODY = {
    "environ",
    "plus",
    "moins",
    "entre",
    "agents",
    "euros",
    "habitants",
    "jours",
    "mois",
    "ans",
    "heures",
    "etp",
}


def row(number: int, **cells: str) -> list[str]:
    return [str(number), *(cells.get(code, cell) for code, cell in zip(CODES[1:], ROW[1:], strict=True))]


def signs_of_somebody(shown: str) -> str:
    """Return the letters, accents and digits of a text, words of nobody aside."""
    left = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in shown)
    return "".join(word for word in left.split() if word.lower() not in _OF_NOBODY)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), max_size=5))
def test_only_the_form_of_a_text_is_shown(texts: list[str]) -> None:
    assert not [shown for shown in examples(texts) if signs_of_somebody(shown)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Prudencine Vantard 06 99 31 43 07", "… … ## ## ## ## ##"),
        ("Léa Roy", "… …"),
        ("né le 14/03/71", "… … ##/##/##"),
        ("06.99.31.43.11", "##.##.##.##.##"),
        ("environ 20", "environ ##"),
        ("٠٦ ٩٩", "## ##"),
        ("lea@ville.example", "…@….…"),
        ("Zoe\u0301 3-4", "… #-#"),
        ("#DIV/0!", "#DIV/0!"),
    ],
)
def test_a_form_tells_how_a_number_was_written_and_nothing_else(text: str, shown: str) -> None:
    assert examples([text]) == (shown,)


_person = st.text(st.sampled_from("LéaRoy0123456789 ./-@٣é"), min_size=1, max_size=30).filter(
    lambda text: any(c.isalnum() for c in text)
)


@pytest.mark.parametrize("column", ["Q6", "submitdate", "lastpage"])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=_person)
def test_a_text_in_a_cell_of_a_number_or_a_date_stays_in_it(tmp_path, column: str, text: str) -> None:
    told = f"Léa Roy {text}"
    extract = read(tmp_path, csv_bytes([CODES, row(1), row(2), row(3, **{column: told})]))
    found = [m for m in extract.misread if m.column == column]
    assert found and not [shown for m in found for shown in m.examples if signs_of_somebody(shown)]
    assert not [w for w in extract.warnings if "Léa" in w or "Roy" in w]


def test_a_first_name_in_a_closed_question_is_counted_and_not_repeated(tmp_path) -> None:
    extract = read(tmp_path, csv_bytes([CODES, row(1), row(2), row(3, Q1="Léa")]))
    said = [str(m.examples) for m in extract.misread] + list(extract.warnings)
    said += [a.text + a.code for a in extract.questionnaire.columns["Q1"].answers]
    assert extract.misread and not [text for text in said if "Léa" in text]
    assert "Léa" not in pd.Series(extract.values["Q1"]).astype("str").tolist()


@pytest.mark.parametrize(
    "name",
    ["commentaire_interne", "Q99[SQ001][comment]", "Quels sont vos projets pour l’année ?", "attribute_1"],
)
def test_the_name_of_a_column_is_told(name: str) -> None:
    assert name_shown(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "Prudencine Vantard",
        "Prudencine Vantard 06 99 31 43 07",
        "lea@ville.example",
        "Suivi par Léa Roy",
        "0699314307",
    ],
)
def test_what_may_be_a_person_in_the_name_of_a_column_is_told_by_its_form(name: str) -> None:
    assert not signs_of_somebody(name_shown(name))


def test_a_column_named_after_a_person_is_left_aside_by_its_place(tmp_path) -> None:
    extract = read(tmp_path, csv_bytes([[*CODES, "Léa Roy"], [*row(1), "x"], [*row(2), "y"]]))
    (told,) = [w for w in extract.warnings if "laissée de côté" in w]
    assert f"colonne {len(CODES) + 1}" in told and "Léa" not in told


def test_a_type_that_no_reader_knows_is_told_by_its_sign_and_another_text_is_not_repeated(
    tmp_path: Path,
) -> None:
    folder = write_edition(tmp_path, form="codes")
    structure = next(folder.rglob("*.lss"))
    text = structure.read_text(encoding="utf-8")
    structure.write_text(text.replace("<type>L</type>", "<type>Solène Pontfroid</type>", 1), encoding="utf-8")
    (told,) = read_structure(structure, "mini.lss").unsupported
    assert told.endswith("(type … …)")
