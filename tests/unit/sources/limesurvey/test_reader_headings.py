"""Headings: every style and language; equal headings are told apart by their place, not their number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader_survey import CODES, ROW, TXT, csv_bytes, mini, need_shared, read

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey import read_extract, read_structure
from barometre_pipeline.sources.limesurvey.headings import match_headings

FULL = [
    *("ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ"),
    *("Votre structure a-t-elle une stratégie ?", "Publiez-vous des données ?"),
    *("Lesquelles ? [Budgets]", "Lesquelles ? [Adresses]", "Lesquelles ? [Aucune]", "Lesquelles ? [Autre]"),
    *("Précisez :", "Précisez :", "Quel budget (k€) ?"),
]
ENGLISH = [
    *("Response ID", "Date submitted", "Last page", "Start language"),
    *("Does your body have a strategy?", "Do you publish data?"),
    *("Which? [Budgets]", "Which? [Addresses]", "Which? [None]", "Which? [Other]"),
    *("Please specify:", "Please specify:", "Which budget (k€)?"),
]


def names(headings: list[str]) -> list[str]:
    matching = match_headings(headings, mini(), "x.csv")
    return [matching.entries[i].name if i in matching.entries else "?" for i in range(len(headings))]


@pytest.mark.parametrize(
    "headings",
    [
        CODES,
        FULL,
        ENGLISH,
        [name.replace("[", "_").replace("]", "") for name in CODES],
        [text.replace(" ", "_") for text in FULL],
        [text.replace(" ?", "\u00a0? ") for text in FULL],
        [f"{code}. {text}" for code, text in zip(CODES, FULL, strict=True)],
        [f"{code}{text}" for code, text in zip(CODES, FULL, strict=True)],
        [f"{code} : {text}" for code, text in zip(CODES, ENGLISH, strict=True)],
        [text if len(text) <= 12 or "[" in text else text[:12] + ".. " for text in FULL],
    ],
    ids=[
        "code",
        "full",
        "english",
        "emcode",
        "underscores",
        "spaces",
        "codetext",
        "glued",
        "codetext-en",
        "cut",
    ],
)
def test_every_style_of_heading_finds_every_column(headings):
    assert names(headings) == CODES


def test_equal_headings_are_told_apart_by_their_neighbours():
    assert names(["ID de la réponse", "Précisez :", "Précisez :"])[1:] == ["Q4", "Q5"]


def test_one_of_two_equal_headings_alone_is_refused():
    with pytest.raises(InputError) as error:
        match_headings(["ID de la réponse", "Précisez :", "Quel budget (k€) ?"], mini(), "x.csv")
    assert "Q4, Q5" in error.value.constat


@given(st.permutations(range(len(CODES))))
def test_columns_in_any_order_are_found_by_their_codes(order):
    assert names([CODES[i] for i in order]) == [CODES[i] for i in order]


@given(st.permutations([i for i, text in enumerate(FULL) if text != "Précisez :"]))
def test_columns_in_any_order_are_found_by_their_wordings(order):
    assert names([FULL[i] for i in order]) == [CODES[i] for i in order]


def test_times_and_participants_are_recognised_beside_the_questions():
    headings = [
        *FULL,
        "Temps total :",
        "Durée pour le groupe : La structure",
        "Durée pour la question: Q1",
        "Prénom",
    ]
    assert [names(headings)[i] for i in (-4, -2, -1)] == ["interviewtime", "Q1Time", "firstname"]
    found = match_headings(headings, mini(), "x.csv").entries
    assert [found[i].kind for i in range(len(FULL), len(headings))] == [
        "timing",
        "timing",
        "timing",
        "system",
    ]


def test_full_text_and_codes_of_the_same_rows_give_the_same_values(tmp_path):
    by_code = read(tmp_path, csv_bytes([CODES, ROW]))
    row = [*ROW[:4], "Oui, & suivie", "Oui", "Oui", "Non", "Non", "", "texte", "", "12.5"]
    for headings in (FULL, CODES):
        by_text = read(tmp_path, csv_bytes([headings, row], delimiter=";"))
        assert by_text.values.equals(by_code.values)
        assert by_text.shown.equals(by_code.shown)


def test_english_answers_give_the_same_codes(tmp_path):
    row = [*ROW[:4], "Yes, & followed", "Yes", "Yes", "No", "No", "", "texte", "", "12.5"]
    extract = read(tmp_path, csv_bytes([ENGLISH, row]))
    assert extract.values.equals(read(tmp_path, csv_bytes([CODES, ROW])).values)
    assert extract.form.language == "en"


@pytest.mark.parametrize("headings", [CODES, FULL])
def test_question_of_a_type_without_reader_is_named_and_the_rest_is_read(tmp_path, headings):
    structure = tmp_path / "s.txt"
    text = TXT.read_text("utf-8").replace("\tN\tQ6\t", "\tZ\tQ6\t")
    structure.write_text(text, "utf-8")
    path = tmp_path / "r.csv"
    row = ROW if headings is CODES else [*ROW[:4], "Non", "Oui", "Oui", "Non", "Non", "", "texte", "", "12.5"]
    path.write_bytes(csv_bytes([headings, row]))
    extract = read_extract(path, read_structure(structure, "s.txt"), "r.csv")
    assert extract.unsupported == ("Q6 (type Z)",)
    assert any("question Q6" in warning for warning in extract.warnings)
    assert extract.values["Q4"].tolist() == ["texte"]


def test_the_real_extract_is_recognised_whole():
    folder = need_shared("data_raw_reel/2023/limesurvey")
    survey = read_structure(folder / "structure_396597.txt", "structure.txt")
    extract = read_extract(folder / "results-survey396597.csv", survey, "reponses.csv")
    assert len(extract.values) == 1053
    assert extract.values.shape[1] + extract.system.shape[1] + extract.timings.shape[1] == 302
    assert extract.missing == ()
    assert extract.warnings == ()
    assert extract.unsupported == ()
    assert (extract.form.headings, extract.form.answers) == ("full", "long")


def test_the_real_extract_keeps_not_asked_and_not_answered_apart():
    folder = need_shared("data_raw_reel/2023/limesurvey")
    survey = read_structure(folder / "structure_396597.txt", "structure.txt")
    extract = read_extract(folder / "results-survey396597.csv", survey, "reponses.csv")
    box = extract.values["G3Q05[SQ001]"]
    assert (extract.shown["G3Q05[SQ001]"] == 0).sum() == 880  # N/A in the file
    assert ((box == "Y").sum(), (box == "N").sum()) == (162, 11)
    assert (extract.values["G03Q01"].isna() & (extract.shown["G03Q01"] == 1)).sum() == 691
