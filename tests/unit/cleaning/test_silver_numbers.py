"""Numbers and dates reach silver, unless they are a person's."""

import pandas as pd
import pytest

from barometre_pipeline.cleaning.silver import silver_responses
from barometre_pipeline.tables.declarations.silver import REPONSES
from barometre_pipeline.tables.schema import validate

SANS = "@sans_reponse"
ANSWERS = pd.DataFrame({"colonne": [], "code": []}, dtype="str")


def silver(nature: str, wording: str, cells: list[str], code: str = "Q1") -> pd.DataFrame:
    ids = range(1, len(cells) + 1)
    raw = pd.DataFrame({"id_reponse": ids, "ligne": [i + 1 for i in ids], "fichier": "r.csv", code: cells})
    questions = pd.DataFrame(
        [{"colonne": code, "question": code, "nature": nature, "presente": True, "question_libelle": wording,
          "sous_question_libelle": ""}]
    )  # fmt: skip
    return validate(REPONSES, silver_responses(raw, questions, ANSWERS, raw.index), "écriture")


def test_a_number_goes_through_and_a_missing_one_is_null():
    table = silver("numerique", "Combien d’agents, tel que déclaré au budget ?", ["12.5", SANS])
    assert table["Q1"].iloc[0] == 12.5
    assert table["Q1"].isna().tolist() == [False, True]


def test_a_date_goes_through_without_its_hour():
    table = silver("date", "Date d’adoption de la stratégie", ["2031-02-03 00:00:00", SANS])
    assert table["Q1"].iloc[0] == "2031-02-03"
    assert table["Q1"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("nature", "wording", "cell"),
    [
        ("numerique", "Votre numéro de téléphone", "199001234"),
        ("numerique", "Pour vous joindre", "0199001234"),
        ("date", "Votre date de naissance", "1991-02-03"),
    ],
)
def test_a_number_or_a_date_that_is_a_persons_stops_at_bronze(nature, wording, cell):
    assert list(silver(nature, wording, [cell, SANS])) == ["id_reponse", "ligne", "fichier"]
