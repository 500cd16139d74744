"""Structure files: French wordings without HTML, questionnaire order, every column in LimeSurvey's order."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader_survey import LSS, TXT, need_shared

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey import read_structure
from barometre_pipeline.sources.limesurvey.model import Question, SubQuestion
from barometre_pipeline.sources.limesurvey.structure.columns import columns_of
from barometre_pipeline.sources.limesurvey.wording import clean, key
from barometre_pipeline.vocabulary import ColumnKind

STRUCTURES = [
    *(f"edition_a/structure/survey_482026.{suffix}" for suffix in ("lss", "lsa", "txt")),
    *(f"edition_b/structure/survey_482025.{suffix}" for suffix in ("lss", "lsa", "txt")),
]


def test_both_formats_of_one_survey_give_the_same_questionnaire():
    xml, text = read_structure(LSS, "mini.lss"), read_structure(TXT, "mini.txt")
    assert (xml.survey_id, xml.title) == ("777", "Mini-enquête inventée") == (text.survey_id, text.title)
    assert list(xml.columns) == list(text.columns)
    for one, other in zip(xml.questions, text.questions, strict=True):
        assert (one.text, one.type, one.group, one.page) == (other.text, other.type, other.group, other.page)
        assert (one.answers, one.relevance, one.other) == (other.answers, other.relevance, other.other)


def test_french_wording_is_chosen_and_free_of_html_where_english_comes_first():
    survey = read_structure(LSS, "mini.lss")
    assert survey.language == "fr"
    assert survey.by_code["Q1"].text == "Votre structure a-t-elle une stratégie ?"
    assert [answer.text for answer in survey.by_code["Q1"].answers] == ["Oui, & suivie", "Non"]
    assert survey.translations[0].by_code["Q1"].answers[0].text == "Yes, & followed"


def test_order_is_that_of_the_questionnaire_not_of_the_file():
    survey = read_structure(LSS, "mini.lss")
    assert [question.code for question in survey.questions] == ["Q1", "Q2", "Q3", "Q4", "Q5", "Q6"]
    assert [sub.code for sub in survey.by_code["Q3"].sub_questions] == ["SQ1", "SQ2", "SQ9"]


def test_type_without_a_reader_is_named_and_has_no_column(tmp_path):
    text = TXT.read_text("utf-8").replace("\tS\tQ5\t", "\tZ\tQ5\t")
    path = tmp_path / "s.txt"
    path.write_text(text, "utf-8")
    survey = read_structure(path, "s.txt")
    assert survey.unsupported == ("Q5 (type Z)",)
    assert "Q5" in survey.by_code
    assert "Q5" not in survey.columns


@pytest.mark.parametrize("name", STRUCTURES)
def test_columns_are_those_of_the_server_s_code_headings(name):
    path = need_shared(f"limesurvey/642/{name}")
    export = path.parents[1] / "rpc/code_short_all.csv"
    with export.open(encoding="utf-8-sig", newline="") as stream:
        headings = next(csv.reader(stream, delimiter=";"))
    survey = read_structure(path, path.name)
    assert [name for name in headings if name in survey.columns] == list(survey.columns)
    assert not {name for name in headings if name.startswith("G")} - set(survey.columns)


def test_every_question_type_of_the_reference_survey_has_its_kind():
    survey = read_structure(need_shared("limesurvey/642/edition_a/structure/survey_482026.lss"), "a.lss")
    assert survey.unsupported == ()
    kinds = {code: column.kind for code, column in survey.columns.items()}
    assert kinds["G02Q04[SQ099]"] is ColumnKind.MULTIPLE
    assert kinds["G02Q05[SQ001comment]"] is ColumnKind.COMMENT
    assert kinds["G03Q02[5]"] is ColumnKind.RANK
    assert kinds["G04Q03[SQ001_A2024]"] is ColumnKind.NUMERIC
    assert kinds["G04Q04[SQ001_NOM]"] is ColumnKind.TEXT
    assert kinds["G04Q07[SQ001_PARE]"] is ColumnKind.MULTIPLE
    assert kinds["G02Q08[filecount]"] is ColumnKind.FILE_COUNT
    dual = survey.columns["G03Q03[SQ001][2]"]
    assert (dual.scale, [answer.code for answer in dual.answers]) == (2, ["N0", "N1", "N2"])
    assert [a.code for a in survey.columns["G01Q03"].answers][-1] == "-oth-"
    assert survey.by_code["G01Q03"].other_text == "Autre, à préciser"
    assert [a.text for a in survey.columns["G03Q06[SQ001]"].answers] == [
        "Augmenter",
        "Sans changement",
        "Diminuer",
    ]


def test_conditions_of_groups_and_hidden_questions_are_kept():
    survey = read_structure(need_shared("limesurvey/642/edition_a/structure/survey_482026.lss"), "a.lss")
    assert survey.by_code["G06Q01"].group_relevance == '(G02Q01.NAOK == "Y")'
    assert survey.by_code["G03Q04"].relevance == '(G03Q01_SQ001.NAOK == "Y")'
    assert survey.by_code["G01Q11"].hidden
    assert not survey.by_code["G01Q01"].hidden


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("<p>Une <em>liste</em></p>", "Une liste"),
        ("ligne 1<br />ligne 2", "ligne 1 ligne 2"),
        ("&Eacute;nergie &amp; eau", "Énergie & eau"),
        ("moins de 3500 si a < 3 ?", "moins de 3500 si a < 3 ?"),
        ("Publiez-vous\u00a0?", "Publiez-vous\u00a0?"),
        ("  deux   espaces \n", "deux espaces"),
        ("<script>alert('x')</script>Texte", "Texte"),
    ],
)
def test_wording_is_what_a_person_reads(raw, read):
    assert clean(raw) == read


@given(st.text())
def test_cleaning_a_key_again_changes_nothing(text):
    once = key(text.replace("<", "").replace("&", ""))
    assert key(once) == once


@given(st.text(alphabet="abé '’-", min_size=1), st.text(alphabet=" \u00a0\t\u200b", max_size=3))
def test_spaces_and_apostrophes_do_not_separate_two_spellings(text, spaces):
    assert key(text.replace("’", "'") + spaces) == key(spaces + text)


def test_a_file_that_is_no_structure_is_refused_in_french(tmp_path):
    path = tmp_path / "autre.txt"
    path.write_text("rien de tel", "utf-8")
    with pytest.raises(InputError, match="structure LimeSurvey"):
        read_structure(path, "autre.txt")


@pytest.mark.parametrize(
    "name", ["group_G02.lsg", "question_G02Q04.lsq", "survey_482026_quexml.xml", "resources.zip"]
)
def test_parts_of_a_survey_are_refused_in_french(name):
    path: Path = need_shared(f"limesurvey/642/edition_a/structure/{name}")
    with pytest.raises(InputError, match="Constat"):
        read_structure(path, name)


@pytest.mark.parametrize(
    ("headings", "labels"),
    [
        ({"dualscale_headerA": "<b>Importance</b>", "dualscale_headerB": "Niveau"}, ["Importance", "Niveau"]),
        ({"dualscale_headerA": "Importance"}, ["Importance", "échelle 2"]),
    ],
)
def test_the_two_scales_of_one_row_read_differently(headings, labels):
    row = SubQuestion("SQ1", "Accueil", 1)
    question = Question("Q1", "1", "Vos usages", "G", 1, sub_questions=(row,), attributes=headings)
    wordings = [c.sub_question_text for c in columns_of(question, "fr")]
    assert wordings == [f"Accueil – {label}" for label in labels]


def test_two_questions_of_one_code_are_refused_with_where_both_are_and_the_remedy(tmp_path):
    path = tmp_path / "ancien.lss"
    written = LSS.read_text("utf-8")
    path.write_text(
        written.replace("<title><![CDATA[Q5]]></title>", "<title><![CDATA[Q2]]></title>"), "utf-8"
    )
    groups = {q.code: q.group for q in read_structure(LSS, "mini.lss").questions}
    with pytest.raises(InputError) as refused:
        read_structure(path, "ancien.lss")
    error = refused.value
    assert (error.fichier, error.lieu) == ("ancien.lss", "question Q2")
    assert error.constat.startswith("2 questions portent le code Q2")
    assert all(f"«\u00a0{groups[code]}\u00a0»" in error.constat for code in ("Q2", "Q5"))
    assert "changer l’un des codes dans LimeSurvey" in error.remede
