import pandas as pd
import pytest

from barometre_pipeline.cleaning.silver import closed_columns, numbers_left, without_identity
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


@pytest.mark.parametrize("nature", ["numerique", "date"])
@pytest.mark.parametrize(
    ("named", "passing"), [(None, ["G02Q01"]), ([], ["G02Q01"]), (["G01Q09"], ["G01Q09", "G02Q01"])]
)
def test_a_number_or_a_date_goes_through_only_where_the_yaml_names_it(
    nature: str, named: list[str] | None, passing: list[str]
) -> None:
    questions = QUESTIONS.assign(nature=[nature, "choix_unique", "texte"])[:2]
    said = {} if named is None else {"nombres_et_dates": named}
    config = EditionConfig.model_validate({"edition": "2031", "titre": "t", "limesurvey": said})
    assert list(without_identity(questions, config)["colonne"]) == passing
    assert numbers_left(questions, config) == ([] if named else ["G01Q09"])
