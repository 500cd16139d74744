import pandas as pd

from barometre_pipeline.cleaning.silver import closed_columns, without_identity
from barometre_pipeline.editions.model import EditionConfig

QUESTIONS = pd.DataFrame(
    {
        "colonne": ["G01Q09", "G02Q01", "G02Q02"],
        "question": ["G01Q09", "G02Q01", "G02Q02"],
        "nature": ["choix_unique", "choix_unique", "texte"],
        "presente": True,
    }
)


def test_a_closed_question_the_yaml_calls_identity_does_not_go_to_silver() -> None:
    config = EditionConfig.model_validate(
        {"edition": "2031", "titre": "t", "limesurvey": {"questions_identite": ["G01Q09"]}}
    )
    assert list(without_identity(QUESTIONS, config)["colonne"]) == ["G02Q01", "G02Q02"]


def test_only_what_is_in_silver_is_tabulated() -> None:
    silver = pd.DataFrame({"id_reponse": [1], "G02Q01": ["AO01"]})
    assert list(closed_columns(QUESTIONS, silver)["colonne"]) == ["G02Q01"]
