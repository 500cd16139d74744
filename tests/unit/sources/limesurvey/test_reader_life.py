"""Ordinary life of a survey and of its files: kept, counted, told; damage is told from it and refused."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader_survey import CODES, ROW, TXT, csv_bytes, need_shared, read
from support import peak

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey import read_extract, read_structure
from barometre_pipeline.sources.limesurvey.amounts import read_amounts
from barometre_pipeline.sources.limesurvey.forms.layout import find_layout
from barometre_pipeline.sources.limesurvey.moments import read_moments
from barometre_pipeline.sources.limesurvey.unforeseen import OUTSIDE

LONG = [*CODES[:4], "Q1", "Q2", *CODES[6:]]


def row(number: int, **cells: str) -> list[str]:
    named = dict(zip(CODES, ROW, strict=True)) | {"id": str(number)}
    return [(named | {k.replace("__", "["): v for k, v in cells.items()}).get(name, "") for name in CODES]


def long_row(number: int, q1: str, boxes: tuple[str, str, str] = ("Oui", "Non", "Non")) -> list[str]:
    return [str(number), *ROW[1:4], q1, "Oui", *boxes, "", "texte", "", "12.5"]


# --- Answers that the structure does not know ---


def test_a_withdrawn_option_is_an_answer_of_its_own_counted_and_told(tmp_path):
    extract = read(tmp_path, csv_bytes([CODES, *(row(n) for n in range(1, 6)), row(6, Q1="A9")]))
    assert extract.values["Q1"].tolist() == ["A1"] * 5 + ["A9"]
    (answer,) = [a for a in extract.questionnaire.columns["Q1"].answers if a.code == "A9"]
    assert answer.text == f"{OUTSIDE}A9"
    (found,) = extract.misread
    assert (found.column, found.count, found.examples) == ("Q1", 1, ("A9",))
    assert any("Q1" in w and "hors du questionnaire" in w for w in extract.warnings)


@pytest.mark.parametrize("nothing", ["NA", "NULL", "-", " "])
def test_a_word_for_nothing_is_no_answer_to_a_closed_question(tmp_path, nothing):
    extract = read(tmp_path, csv_bytes([CODES, row(1), *(row(n, Q1=nothing) for n in range(2, 9))]))
    assert extract.values["Q1"].notna().tolist() == [True] + [False] * 7
    assert not extract.misread


def test_a_code_with_a_space_around_it_is_that_code(tmp_path):
    assert read(tmp_path, csv_bytes([CODES, row(1, Q1="A1 "), row(2, Q1=" A2")])).values["Q1"].tolist() == [
        "A1",
        "A2",
    ]


def test_the_only_answer_of_a_column_may_be_a_withdrawn_one(tmp_path):
    assert read(tmp_path, csv_bytes([CODES, row(1, Q1="Z")])).values["Q1"].tolist() == ["Z"]


def test_a_withdrawn_option_in_full_text_is_kept_where_several_chose_it(tmp_path):
    rows = [long_row(n, "Oui, & suivie") for n in range(1, 8)]
    rows += [long_row(8, "En cours"), long_row(9, "En cours")]
    extract = read(tmp_path, csv_bytes([LONG, *rows]))
    assert extract.values["Q1"].tolist()[-2:] == ["En cours", "En cours"]


def test_a_text_of_one_response_is_counted_without_being_repeated(tmp_path):
    rows = [long_row(n, "Oui, & suivie") for n in range(1, 8)]
    extract = read(tmp_path, csv_bytes([LONG, *rows, long_row(8, "Camille Exemple")]))
    assert extract.values["Q1"].notna().all()
    told = [a.text for a in extract.questionnaire.columns["Q1"].answers] + list(extract.warnings)
    assert not any("Camille" in text or "Exemple" in text for text in told)


@pytest.mark.parametrize(
    "rows",
    [
        [row(n, Q1=f"B{n}") for n in range(1, 5)],
        [*(row(n) for n in range(1, 4)), *(row(n, Q1="B") for n in range(4, 9))],
    ],
    ids=["every answer", "most answers"],
)
def test_most_answers_of_a_column_unknown_is_damage(tmp_path, rows):
    with pytest.raises(InputError) as error:
        read(tmp_path, csv_bytes([CODES, *rows]))
    assert "Q1" in error.value.lieu
    assert "réponses de cette colonne" in error.value.constat


def test_shifted_columns_are_damage(tmp_path):
    shifted = [[str(n), *ROW[1:4], "", *ROW[4:-1]] for n in range(1, 5)]
    with pytest.raises(InputError, match="n’est pas dans la structure"):
        read(tmp_path, csv_bytes([CODES, *shifted]))


@pytest.mark.parametrize("text", ["camille@example.org", "01 99 00 12 34", "Nous avons beaucoup hésité " * 6])
def test_somebodys_text_in_place_of_an_answer_is_refused_and_not_repeated(tmp_path, text):
    with pytest.raises(InputError) as error:
        read(tmp_path, csv_bytes([CODES, *(row(n) for n in range(1, 9)), row(9, Q1=text)]))
    assert "enregistrement 10" in error.value.lieu
    assert text.strip() not in str(error.value)


def test_a_box_that_is_neither_ticked_nor_empty_is_no_answer_and_is_told(tmp_path):
    rows = [row(n) for n in range(1, 6)]
    extract = read(tmp_path, csv_bytes([CODES, *rows, row(6, **{"Q3__SQ1]": "?"})]))
    assert extract.values["Q3[SQ1]"].tolist()[-1] != "Y"
    assert any("Q3[SQ1]" in w and "ni une case cochée" in w for w in extract.warnings)


def test_a_column_in_codes_within_a_full_text_export_is_read_as_such(tmp_path):
    rows = [long_row(1, "Oui, & suivie"), long_row(2, "Non", ("Oui", "Oui", "Non"))]
    for cells in rows:
        cells[5] = "Y"
    extract = read(tmp_path, csv_bytes([LONG, *rows]))
    assert extract.values["Q1"].tolist() == ["A1", "A2"]
    assert extract.values["Q2"].tolist() == ["Y", "Y"]
    assert not extract.misread


def test_two_answers_of_one_text_are_counted_together_and_told(tmp_path):
    structure = tmp_path / "s.txt"
    structure.write_text(TXT.read_text("utf-8").replace("\tA2\t1\tNon", "\tA2\t1\tOui, & suivie"), "utf-8")
    path = tmp_path / "reponses.csv"
    path.write_bytes(csv_bytes([LONG, long_row(1, "Oui, & suivie")]))
    extract = read_extract(path, read_structure(structure, "s.txt"), "reponses.csv")
    assert extract.values["Q1"].tolist() == ["A1"]
    assert any("Q1" in w and "comptées ensemble" in w and "codes" in w for w in extract.warnings)


@pytest.mark.parametrize(
    "picture",
    [
        "<img src='non.png'>",
        "<p><img src='non.png'/></p>",
        "<span class='icone'></span>",
        "<svg><path d='M0 0'/></svg>",
    ],
)
def test_answers_made_of_pictures_are_not_read_from_a_full_text_export(tmp_path, picture):
    structure = tmp_path / "s.txt"
    written = TXT.read_text("utf-8").replace("\tA2\t1\tNon", f"\tA2\t1\t{picture}")
    structure.write_text(written, "utf-8")
    path = tmp_path / "reponses.csv"
    path.write_bytes(csv_bytes([LONG, long_row(1, "Oui, & suivie"), long_row(2, "")]))
    extract = read_extract(path, read_structure(structure, "s.txt"), "reponses.csv")
    assert "Q1" not in extract.values and "Q1" in extract.missing
    assert any("Q1" in w and "images" in w and "codes" in w for w in extract.warnings)


WITHDRAWN = ("Proj", "AO02", "FR2")  # of a list, of lists and arrays, of a ranking


@pytest.fixture(scope="module")
def answered():
    """Read each form of a real export with its whole structure: the structure, and where somebody answered, by form."""
    home = need_shared("limesurvey/642/edition_a")
    path = home / "structure" / "survey_482026.lss"
    structure, found = read_structure(path, "s"), {}
    for form in (f for folder in ("rpc", "admin") for f in sorted((home / folder).iterdir()) if f.is_file()):
        try:
            found[form] = read_extract(form, structure, form.name).values.notna()
        except InputError:
            continue  # of those that the reader refuses in any case
    return path.read_text("utf-8"), found


@pytest.mark.parametrize("code", WITHDRAWN)
def test_a_withdrawn_option_costs_no_form_of_export_anything_but_its_wording(tmp_path, answered, code):
    whole, expected = answered
    row = re.search(
        rf"<row>\s*<aid>(?:(?!</row>).)*<code><!\[CDATA\[{code}\]\]></code>.*?</row>", whole, re.S
    )
    assert row
    shorter = tmp_path / "structure.lss"
    shorter.write_text(whole.replace(row[0], "", 1), "utf-8")
    after = read_structure(shorter, "s")
    assert len(expected) > 30
    for form, cells in expected.items():
        found = read_extract(form, after, form.name).values.notna()
        assert list(found.columns) == list(cells.columns), form.name
        assert found.equals(cells), form.name


# --- Envelope ---


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "dress",
    [
        lambda data, d: b"sep=" + d.encode() + b"\r\n" + data,
        lambda data, d: data.rstrip() + (b"\r\n" + d.encode() * (len(CODES) - 1)) * 3,
        lambda data, d: data + b"\r\n\r\n" + (d * 4).encode() + b"\r\n",
        lambda data, d: data.replace(b"\r\n", b"\r"),
        lambda data, d: "Réponses au questionnaire\r\n\r\n".encode() + data,
        lambda data, d: data,
    ],
    ids=["sep=", "empty records", "short empty records", "CR", "title", "bare"],
)
def test_any_envelope_holds_the_same_responses(tmp_path, delimiter, dress):
    plain = csv_bytes([CODES, row(1), row(2, Q4=f'deux{delimiter} "mots"\nune ligne')], delimiter=delimiter)[
        3:
    ]
    extract = read(tmp_path, dress(plain, delimiter))
    assert extract.system["id"].tolist() == [1, 2]
    assert extract.values["Q1"].tolist() == ["A1", "A1"]
    assert extract.form.delimiter == delimiter


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("within", [", ", "; ", "\t", " | "])
def test_a_separator_within_quotes_does_not_count(delimiter, within):
    headings = ["ID de la réponse", *(f"Question {n}{within}" + within.join("abcdefgh") for n in range(3))]
    head = csv_bytes([headings, ["1", "x", "", "y"], ["2", "", f"a{within}b", ""]], delimiter=delimiter)
    layout = find_layout(head.decode("utf-8-sig"), "r.csv")
    assert (layout.delimiter, list(layout.headings)) == (delimiter, headings)


@pytest.mark.parametrize(
    "text", ["été à l’école €", "l’équipe", "d’agents", "5 €", "12 °C", "« oui »", "cœur"]
)
def test_a_text_encoded_twice_is_read_once(tmp_path, text):
    once = csv_bytes([CODES, row(1, Q4=text)])[3:]
    twice = once.decode().encode("utf-8").decode("cp1252").encode("utf-8")
    extract = read(tmp_path, twice)
    assert extract.values["Q4"].tolist() == [text]
    assert any("deux fois" in w for w in extract.warnings)


def test_a_single_line_of_any_length_is_refused_in_bounded_memory(tmp_path):
    path = tmp_path / "reponses.csv"
    with path.open("wb") as stream:
        stream.write(b'"id";')
        stream.seek(300 * 1024**2)  # zeros would be binary: the hole is in the middle of a text
        stream.write(b";fin")
    reading = (
        "import sys\n"
        "from pathlib import Path\n"
        "from barometre_pipeline.errors import InputError\n"
        "from barometre_pipeline.sources.limesurvey.forms.delimited import DelimitedSource\n"
        "import pyarrow as pa\n"
        "try: DelimitedSource(pa.py_buffer(pa.memory_map(sys.argv[1]).read_buffer()), 'r.csv')\n"
        "except InputError as error: assert 'Mio' in error.constat\n"
        "else: raise SystemExit('read')\n"
    )
    assert peak(reading, path) < 1024  # Mio


# --- Values ---


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12,5", 12.5), ("1 200", 1200), ("1\u202f200,50", 1200.5), ("3 500 €", 3500), ("€12", 12), ("1.234,5", 1234.5),
        ("1,234.5", 1234.5), ("1,234,567", 1234567), ("-0,5", -0.5), (",5", 0.5), ("77 %", 77), ("1.234", 1.234),
    ],
)  # fmt: skip
def test_a_number_as_people_type_it(typed, number):
    read_as, wrong = read_amounts(pd.Series([typed], dtype="str"))
    assert float(read_as[0]) == number and not wrong[0]


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_a_number_in_a_program_s_form_is_left_digit_for_digit(number):
    text = repr(number)
    assert read_amounts(pd.Series([text], dtype="str"))[0][0] == text


def test_what_is_no_number_is_counted_with_examples_that_show_nobody(tmp_path):
    extract = read(
        tmp_path, csv_bytes([CODES, row(1), row(2, Q6="environ 20, dit Camille"), row(3, Q6="N/A")])
    )
    (found,) = extract.misread
    assert (found.column, found.count) == ("Q6", 1)
    assert found.examples == ("environ ##, … …",)
    assert not any("Camille" in w for w in extract.warnings)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2030-03-28 10:00:00", "2030-03-28 10:00:00"), ("2030-03-28", "2030-03-28"),
        ("28/03/2030 10:00", "2030-03-28 10:00:00"), ("28.03.2030", "2030-03-28 00:00:00"),
        ("2030-03-28T10:00:00Z", "2030-03-28 10:00:00"), ("5/6/30 9h05", "2030-06-05 09:05:00"),
        ("47570.5", "2030-03-28 12:00:00"), ("3/28/2030 1:05 PM", "2030-03-28 13:05:00"),
    ],
)  # fmt: skip
def test_a_date_in_the_forms_that_spreadsheets_leave(written, read_as):
    moments, wrong = read_moments(pd.Series([written], dtype="str"))
    assert moments[0] == read_as and not wrong[0]


def test_days_and_months_are_told_by_the_whole_column():
    moments, _ = read_moments(pd.Series(["03/04/2030", "03/28/2030"], dtype="str"))
    assert moments.tolist() == ["2030-03-04 00:00:00", "2030-03-28 00:00:00"]


@pytest.mark.parametrize("nothing", ["N/A", "NULL", "NA", "null", "-", "0000-00-00 00:00:00"])
def test_a_word_for_nothing_is_no_submission(tmp_path, nothing):
    extract = read(tmp_path, csv_bytes([CODES, row(1), row(2, submitdate=nothing)]))
    assert extract.system["submitdate"].notna().tolist() == [True, False]
    assert not extract.misread


def test_a_submission_date_that_is_none_is_told(tmp_path):
    extract = read(tmp_path, csv_bytes([CODES, row(1), row(2, submitdate="hier")]))
    assert extract.system["submitdate"].notna().tolist() == [True, True]
    assert [(m.column, m.count) for m in extract.misread] == [("submitdate", 1)]


@pytest.mark.parametrize(
    "title", ["Export du 3 mars, 12:00", "Baromètre 2030, vague 1, provisoire", "Essai; suite"]
)
def test_a_title_that_holds_a_separator_is_passed_like_another(tmp_path, title):
    data = f"{title}\n".encode() + csv_bytes([CODES, row(1), row(2)]).removeprefix(b"\xef\xbb\xbf")
    extract = read(tmp_path, data)
    assert extract.values["Q1"].tolist() == ["A1", "A1"] and extract.rows.tolist() == [3, 4]


@pytest.mark.parametrize(
    ("identifier", "cause"),
    [("1,23E+05", "notation scientifique"), ("1 000", "milliers"), ("id", "bout à bout")],
)
def test_a_refused_identifier_tells_what_most_likely_made_it(tmp_path, identifier, cause):
    with pytest.raises(InputError, match=cause):
        read(tmp_path, csv_bytes([CODES, row(1), [identifier, *ROW[1:]], row(2)]))
