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
    tris = tris.assign(question="Q1", sous_question="", sous_question_libelle="")
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


def test_an_unknown_group_is_refused_with_the_list(lake: Lake) -> None:
    with pytest.raises(InputError, match="metropoles"):
        find_tabulated(lake, "2031", "Q1", None, "Oui", "villages")


def test_answers_of_a_question_without_sub_question_are_listed_bare(lake: Lake) -> None:
    with pytest.raises(InputError) as refused:
        find_tabulated(lake, "2031", "Q1", None, None, "metropoles")
    assert refused.value.attendu == "un seul ; il y a : Oui ; Non, mais bientôt"
