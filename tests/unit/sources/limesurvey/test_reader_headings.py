"""Headings: every style and language; equal headings are told apart by their place, not their number."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader_survey import CODES, ROW, TXT, csv_bytes, mini, need_shared, read

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey import read_extract, read_structure
from barometre_pipeline.sources.limesurvey.headings import match_headings
from barometre_pipeline.sources.limesurvey.structure.build import build_questionnaire
from barometre_pipeline.sources.limesurvey.structure.txt import parse_txt

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


# --- All headings together ---


def codes_of(headings: list[str], *questions: tuple[str, str], **options: bool) -> list[str]:
    """Return what each heading is in a survey of short texts, given as (code, text)."""
    structure = TXT.read_text("utf-8").split("\n")[0]
    columns = structure.split("\t")
    lines = [structure, line(columns, "S", name="language", text="fr"), line(columns, "G", name="G")]
    lines += [line(columns, "Q", name=code, text=text, **{"type/scale": "S"}) for code, text in questions]
    found = match_headings(
        headings, build_questionnaire(parse_txt("\n".join(lines), "s.txt"), "s.txt"), "x.csv", **options
    )
    return [found.entries[i].name if i in found.entries else "?" for i in range(len(headings))]


def line(columns: list[str], kind: str, **cells: str) -> str:
    given = {"class": kind, "language": "fr", "relevance": "1"} | cells
    return "\t".join(given.get(column, "") for column in columns)


IN_ORDER = [
    ("A", "Un"),
    ("P", "Précisez :"),
    ("B", "Deux"),
    ("C", "Trois"),
    ("R", "Précisez :"),
    ("D", "Quatre"),
]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["Un", "Précisez :", "Deux", "Trois", "Précisez :", "Quatre"], "APBCRD"),
        (["Un", "Précisez :", "Deux", "Trois", "Quatre"], "APBCD"),
        (["Un", "Deux", "Trois", "Précisez :", "Quatre"], "ABCRD"),
        (["Un", "Deux", "Trois", "Précisez :", "Quatre", "Précisez :"], "ABCRDP"),  # the other one is taken
        (["Trois", "Précisez :", "Quatre", "Un", "Précisez :", "Deux"], "CRDAPB"),  # two blocks, moved whole
        (["Un", "Précisez :", "Trois", "Précisez :", "Quatre", "Deux"], "APCRDB"),  # one column moved
        (["Un", "Précisez :", "Deux", "Ajoutée", "Trois", "Précisez :", "Quatre"], "APB?CRD"),
    ],
)
def test_equal_headings_are_told_apart_by_all_the_others(headings, expected):
    assert codes_of(headings, *IN_ORDER) == list(expected)


@pytest.mark.parametrize(
    "headings",
    [
        ["Précisez :", "Un", "Deux"],
        ["Un", "Quatre", "Précisez :", "Précisez :", "Deux", "Trois"],
        ["Quatre", "Précisez :", "Trois", "Deux", "Précisez :", "Un"],
        ["Un", "Précisez :", "Précisez :", "Précisez :", "Deux"],
    ],
)
def test_equal_headings_that_nothing_tells_apart_are_refused_by_name(headings):
    with pytest.raises(InputError) as error:
        codes_of(headings, *IN_ORDER)
    assert "P, R" in error.value.constat


def test_three_equal_headings_are_told_apart_where_one_is_missing_between_others():
    questions = [
        ("A", "Un"),
        ("P", "Précisez :"),
        ("B", "Deux"),
        ("Q", "Précisez :"),
        ("C", "Trois"),
        ("R", "Précisez :"),
    ]
    assert codes_of(["Un", "Deux", "Précisez :", "Trois", "Précisez :"], *questions) == list("ABQCR")


def test_codes_that_differ_by_case_are_two_columns():
    assert codes_of(["q1", "Q1", "Q2"], ("Q1", "Un"), ("q1", "Deux"), ("Q2", "Trois")) == ["q1", "Q1", "Q2"]


@pytest.mark.parametrize("headings", [["Q1", "Q1", "Q2"], ["q1", "q1", "q2"]])
def test_codes_that_a_tool_put_in_one_case_are_told_by_their_place(headings):
    questions = [("Q1", "Un"), ("q1", "Deux"), ("Q2", "Trois")]
    assert codes_of(headings, *questions) == ["Q1", "q1", "Q2"]
    assert codes_of([*headings, "Colonne ajoutée"], *questions) == ["Q1", "q1", "Q2", "?"]


def test_a_code_in_another_case_is_read_unless_another_heading_has_it_to_the_letter():
    questions = [("Q1", "Un"), ("Q2", "Deux")]
    assert codes_of(["q1", "Q2"], *questions) == ["Q1", "Q2"]
    assert codes_of(["Q1", "q1", "Q2"], *questions) == ["Q1", "?", "Q2"]


def test_two_columns_of_the_same_code_are_refused():
    with pytest.raises(InputError, match="deux colonnes portent"):
        codes_of(["Q1", "Q1", "q2"], ("Q1", "Un"), ("q2", "Deux"))


@pytest.mark.parametrize("heading", ["Total...", "Total... ", "total...", "TOTAL..."])
def test_wordings_that_differ_by_case_or_spaces_are_one(heading):
    assert codes_of(["Un", heading], ("A", "Un"), ("B", "Total...")) == ["A", "B"]


@pytest.mark.parametrize("heading", ["= total", "'= total"])
def test_a_wording_that_opens_with_an_equal_sign_is_read_masked_or_not(heading):
    assert codes_of(["Un", heading], ("A", "Un"), ("B", "= total")) == ["A", "B"]


def test_a_cut_wording_may_hold_brackets_and_end_in_dots():
    questions = [
        ("A", "Et ensuite..."),
        ("B", "Budget (k€) [facultatif] du service"),
        ("C", "Budget (k€) [total]"),
    ]
    headings = ["Et ensuite...", "Budget (k€) [fac.. ", "Budget (k€) [total]"]
    assert codes_of(headings, *questions) == ["A", "B", "C"]


def test_a_heading_in_codes_among_wordings_is_read_and_told():
    found = match_headings([*FULL[:-1], "Q6"], mini(), "x.csv")
    assert found.entries[len(FULL) - 1].name == "Q6"
    assert any("Q6" in remark for remark in found.remarks)


def test_a_form_that_keeps_one_of_equal_headings_keeps_the_last_value():
    assert codes_of(["Un", "Précisez :", "Deux"], *IN_ORDER, last_of_repeated=True) == ["A", "R", "B"]


def test_a_question_may_have_the_code_of_a_system_column():
    assert codes_of(["token", "Q1", "token"], ("Q1", "Un"), ("token", "Deux")) == ["token", "Q1", "token"]


# --- What pandas and R make of headings ---


def test_equal_headings_numbered_by_pandas_are_placed():
    assert names([*FULL[:11], "Précisez :.1", FULL[12]]) == CODES


def test_equal_headings_numbered_by_readr_are_placed():
    assert names([*FULL[:10], "Précisez :...11", "Précisez :...12", FULL[12]]) == CODES


def test_a_number_that_belongs_to_the_wording_is_kept():
    assert codes_of(["Part.1", "Part.2"], ("A", "Part.1"), ("B", "Part.2")) == ["A", "B"]


def test_names_of_r_without_brackets_are_read():
    assert names([name.replace("[", ".").replace("]", ".") for name in CODES]) == CODES


def test_wordings_of_r_with_a_dot_for_every_other_sign_are_read():
    headings = [re.sub(r"\W", ".", text) for text in FULL]
    assert names([*headings[:10], headings[10], headings[11], headings[12]]) == CODES
