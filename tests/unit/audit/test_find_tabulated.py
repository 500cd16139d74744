"""A figure is found by codes or by the words a reader sees; where several fit, what exists is listed."""

import pandas as pd
import pytest

from barometre_pipeline.audit.find_tabulated import find_tabulated
from barometre_pipeline.errors import InputError
from barometre_pipeline.lake import Lake


@pytest.fixture
def lake(tmp_path) -> Lake:
    lines = [(m, g) for m in ("Oui", "Non, mais bientôt") for g in ("metropoles", "communes_3500_10000")]
    tris = pd.DataFrame(lines, columns=["modalite", "groupe"])
    tris = tris.assign(question="Q1", sous_question="", sous_question_libelle="", absence="")
    lake = Lake.at(tmp_path)
    lake.write("gold/tris", tris, "2031")
    return lake


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("metropoles", "metropoles"),
        ("Métropoles", "metropoles"),
        ("communes de 3 500 à 10 000 habitants", "communes_3500_10000"),
    ],
)
def test_a_group_is_named_by_its_code_or_by_its_label(lake: Lake, words: str, code: str) -> None:
    assert find_tabulated(lake, "2031", "q1", None, "oui", words)["groupe"] == code


@pytest.fixture
def many(tmp_path) -> Lake:
    """Q2 has twenty-six sub-questions and Q3 twenty-five, each answered by yes or no; 2030 has one question."""
    lines = [
        (question, str(k), f"Ligne n° {k}", answer, "ensemble", "")
        for question, count in (("Q2", 26), ("Q3", 25))
        for k in range(1, count + 1)
        for answer in ("Oui", "Non")
    ]
    columns = ["question", "sous_question", "sous_question_libelle", "modalite", "groupe", "absence"]
    lake = Lake.at(tmp_path)
    lake.write("gold/tris", pd.DataFrame(lines, columns=columns), "2031")
    lake.write("gold/tris", pd.DataFrame(lines[:1], columns=columns), "2030")
    return lake


def refusal(lake: Lake, edition: str, *named: str | None, group: str = "ensemble") -> InputError:
    question, sub_question, answer = named
    with pytest.raises(InputError) as refused:
        find_tabulated(lake, edition, str(question), sub_question, answer, group)
    return refused.value


def test_a_sub_question_is_named_by_its_code_or_by_its_label(many: Lake) -> None:
    assert find_tabulated(many, "2031", "Q2", "7", "non", "ensemble")["sous_question"] == "7"
    assert find_tabulated(many, "2031", "Q2", "ligne N 11", "Oui", "ensemble")["sous_question"] == "11"


def test_an_edition_that_is_not_computed_is_refused_with_those_that_are(many: Lake, tmp_path) -> None:
    assert refusal(many, "2029", "Q2", None, None) == InputError(
        "gold/tris",
        "édition 2029",
        "l’édition n’a pas été calculée dans ce lac",
        "une édition parmi : 2030, 2031",
        "lancez « barometre run --edition 2029 », avec le même --lake",
    )
    empty = Lake.at(tmp_path / "vide")
    assert refusal(empty, "2029", "Q2", None, None).attendu == "une édition parmi : aucune"


def test_an_unknown_question_is_refused_with_those_of_the_edition(many: Lake) -> None:
    assert refusal(many, "2031", "Q9", None, None) == InputError(
        "gold/tris", "édition 2031", "« Q9 » n’y est pas", "question parmi : Q2 ; Q3", "corrigez --question"
    )


def test_an_unknown_group_is_refused_with_the_list(lake: Lake) -> None:
    groups = (
        "ensemble, hors_moins_3500, communes, communes_moins_3500, communes_3500_10000, communes_10000_100000, "
        "communes_plus_100000, epci, metropoles, departements, regions, autres"
    )
    assert refusal(lake, "2031", "q1", None, "Oui", group="villages") == InputError(
        "gold/tris",
        "édition 2031, question q1",
        "le groupe « villages » n’existe pas",
        f"un groupe parmi : {groups}",
        "corrigez --groupe",
    )


def test_an_unknown_sub_question_is_refused_with_the_first_twenty_five(many: Lake) -> None:
    listed = " ; ".join(str(k) for k in range(1, 26))
    for question, cut in (("Q2", " …"), ("Q3", "")):
        assert refusal(many, "2031", question, "Culture", None) == InputError(
            "gold/tris",
            f"édition 2031, question {question}",
            "« Culture » n’y est pas",
            f"sous-question parmi : {listed}{cut}",
            "corrigez --sous-question",
        )


def test_an_unknown_answer_is_refused_with_each_answer_once(many: Lake) -> None:
    assert refusal(many, "2031", "Q3", "2", "Peut-être") == InputError(
        "gold/tris",
        "édition 2031, question Q3",
        "« Peut-être » n’y est pas",
        "modalite parmi : Oui ; Non",
        "corrigez --modalite",
    )


def test_several_figures_are_refused_with_the_first_twenty(many: Lake) -> None:
    listed = " ; ".join(f"{k} / {answer}" for k in range(1, 11) for answer in ("Oui", "Non"))
    assert refusal(many, "2031", "Q2", None, None) == InputError(
        "gold/tris",
        "édition 2031, question Q2",
        "52 chiffres répondent à cette description",
        f"un seul ; il y a : {listed}",
        "précisez --sous-question et --modalite",
    )


def test_answers_of_a_question_without_sub_question_are_listed_bare(lake: Lake) -> None:
    with pytest.raises(InputError) as refused:
        find_tabulated(lake, "2031", "Q1", None, None, "metropoles")
    assert refused.value.attendu == "un seul ; il y a : Oui ; Non, mais bientôt"


def test_a_box_without_an_answer_named_is_its_tick_and_an_absence_is_found_by_its_name(tmp_path) -> None:
    rows = [("1", "Oui", ""), ("1", "Non cochée", "non_cochee"), ("", "Non posée", "non_posee")]
    tris = pd.DataFrame(rows, columns=["sous_question", "modalite", "absence"])
    tris = tris.assign(question="Q4", sous_question_libelle="Eau", groupe="ensemble")
    lake = Lake.at(tmp_path)
    lake.write("gold/tris", tris, "2031")
    assert find_tabulated(lake, "2031", "Q4", "1", None, "ensemble")["modalite"] == "Oui"
    assert find_tabulated(lake, "2031", "Q4", "1", "non cochee", "ensemble")["absence"] == "non_cochee"
    assert find_tabulated(lake, "2031", "Q4", None, "non posée", "ensemble")["absence"] == "non_posee"
