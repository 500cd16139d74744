"""Who answered, counted by hand; and the statement, which never says what no file tells."""

import math
from typing import Any

import pandas as pd
import pytest

from barometre_pipeline.indicators.quality import (
    fieldwork_row,
    fieldwork_table,
    poll_groups,
    poll_weights,
    printed_groups,
    quality_table,
    survey_groups,
)
from barometre_pipeline.statistics.weights import WeightSpread, weight_spread
from barometre_pipeline.tables.declarations.quality import QUALITE, TERRAIN
from barometre_pipeline.tables.schema import validate
from tests.oracles.designs import plan_of

NBSP, NARROW = "\u00a0", "\u202f"
PLAN = plan_of(["epci"] * 12 + ["regions"] * 3 + ["autres"] * 5, {"epci": 1200, "regions": 18})
NAMED = {"edition": "2031", "public": "collectivites", "source_donnees": "reelles"}
TOLD: dict[str, Any] = {
    **NAMED, "debut": "2031-06-03", "fin": "2031-07-31", "premiere_reponse": "2031-06-04",
    "derniere_reponse": "2031-07-30", "mode": "en ligne", "sollicitation": "appel public", "invitations": None,
    "reponses_recues": 30, "vides": 6, "incompletes": 0, "douteuses": 1, "doublons": 3,
}  # fmt: skip
POLL: dict[str, Any] = {
    "edition": "2031", "public": "francais", "source_donnees": "reelles", "institut": "", "debut": "", "fin": "",
    "mode": "", "population_visee": "", "quotas": "",
}  # fmt: skip
PEOPLE = pd.DataFrame(
    {"poids": [1.0, 1.0, 2.0, 2.0], "sexe": pd.Categorical(["femme", "femme", "homme", "femme"])}
)
TABLES = pd.DataFrame(
    [
        ("Q1", "ensemble", "ensemble", 3, 4.0, 1.2),
        ("Q1", "sexe", "homme", 1, 2.0, 1.0),
        ("Q1", "sexe", "femme", 2, 2.0, 1.0),
        ("Q2", "ensemble", "ensemble", 4, 6.0, 1.1),
        ("Q2", "sexe", "homme", 1, 2.0, 1.0),
        ("Q2", "sexe", "femme", 3, 4.0, 1.1),
    ],
    columns=["question", "ventilation", "modalite_ventilation", "base", "base_ponderee", "deff"],
)


def statement_of(groups: pd.DataFrame, spread: WeightSpread, **told: Any) -> str:
    text = fieldwork_row(groups, spread, told)["enonce"]
    assert isinstance(text, str)
    return text


def survey(**changes: Any) -> str:
    return statement_of(
        survey_groups(PLAN), weight_spread(PLAN["poids"], PLAN["repondants"]), **TOLD | changes
    )


def test_rates_and_shares_of_each_group_are_those_counted_by_hand() -> None:
    groups = survey_groups(PLAN).set_index("modalite")
    assert groups["retenues"][""] == 20
    assert groups["avec_poids"][""] == 15
    assert groups["taux_de_reponse"][""] == pytest.approx(15 / 1218)
    assert groups["taux_de_reponse"]["epci"] == pytest.approx(12 / 1200)
    assert groups["part_echantillon"]["regions"] == pytest.approx(3 / 20)
    assert groups["part_population"]["regions"] == pytest.approx(18 / 1218)
    assert groups["poids"]["regions"] == pytest.approx(6)
    assert math.isnan(groups["taux_de_reponse"]["autres"])
    assert groups["avec_poids"]["autres"] == 0


def test_people_of_a_poll_are_counted_one_by_one_where_they_were_delivered() -> None:
    groups = poll_groups(TABLES.iloc[:3], PEOPLE).set_index("modalite")
    assert list(groups["retenues"]) == [4, 1, 3]
    assert groups["part_population"]["homme"] == pytest.approx(2 / 6)


def test_of_tables_alone_the_question_that_most_people_answered_counts_them() -> None:
    groups = poll_groups(TABLES, PEOPLE.head(0))
    assert list(groups["modalite"]) == ["", "homme", "femme"]
    assert list(groups["retenues"]) == [4, 1, 3]
    assert poll_weights(PEOPLE.head(0), TABLES).effect == pytest.approx(1.1)
    assert poll_weights(PEOPLE, TABLES).highest == 2.0


def test_published_tables_say_how_many_answered_and_nothing_else() -> None:
    printed = pd.DataFrame({"groupe": ["ensemble", "ensemble", "epci"], "taille_groupe": [297, 297, 83]})
    groups = printed_groups(printed)
    assert list(groups["retenues"]) == [297, 83]
    assert groups["taux_de_reponse"].isna().all()
    nothing = WeightSpread(math.nan, math.nan, math.nan)
    told = {**NAMED, "source_donnees": "agregats"}
    said = statement_of(groups, nothing, **told)
    assert "297 structures retenues".replace(" ", NBSP, 1) in said
    assert f"Taux de réponse{NBSP}: non renseigné" in said
    assert "ne sont pas redressées" in said
    assert f"Terrain{NBSP}: non renseigné" in said


def test_the_statement_of_a_survey_says_rate_dates_mode_volunteers_exclusions_and_missing_weights() -> None:
    said = survey()
    assert f"15 sur les 1{NARROW}218 qui existent (1,2{NBSP}%)" in said
    assert (
        f"de 1,0{NBSP}% («{NBSP}EPCI (hors métropoles){NBSP}») à 16,7{NBSP}% («{NBSP}Régions{NBSP}»)" in said
    )
    assert f"du 3{NBSP}juin au 31{NBSP}juillet{NBSP}2031" in said
    assert f"du 4{NBSP}juin au 30{NBSP}juillet{NBSP}2031" in said
    assert f"Mode de collecte{NBSP}: en ligne" in said
    assert "n’est pas tiré au sort" in said
    assert f"6{NBSP}réponses vides, 1{NBSP}structure douteuse et 3{NBSP}autres réponses" in said
    assert "questionnaire" not in said
    assert f"5{NBSP}structures (25{NBSP}% de l’échantillon) sans effectif national" in said
    assert said.splitlines()[-1].startswith("Intervalles conditionnels.")


def test_what_no_file_tells_is_said_not_to_be_known() -> None:
    said = survey(debut="", fin="", premiere_reponse="", derniere_reponse="", mode="", sollicitation="")
    assert said.count("non renseigné") == 4
    poll = statement_of(poll_groups(TABLES, PEOPLE), weight_spread(PEOPLE["poids"]), **POLL)
    for words in ("Institut", "Mode de recueil", "Terrain", "Population", "Quotas", "Taux de réponse"):
        assert f"{words}{NBSP}: non renseigné" in poll, words


def test_the_statement_of_a_poll_says_institute_dates_quotas_and_that_it_is_no_random_sample() -> None:
    told = POLL | {
        "institut": "Institut inventé", "debut": "2031-07-17", "fin": "2031-07-23", "quotas": "sexe, âge",
    }  # fmt: skip
    row = fieldwork_row(poll_groups(TABLES, PEOPLE), weight_spread(PEOPLE["poids"]), told)
    for text in (row["enonce"], row["resume"]):
        assert "Institut inventé" in text
        assert f"du 17 au 23{NBSP}juillet{NBSP}2031" in text
        assert "sexe, âge" in text
    assert "n’est pas tiré au sort (quotas)" in row["enonce"]


@pytest.mark.parametrize("public", ["collectivites", "francais"])
def test_made_up_data_are_said_to_be_so_first(public: str) -> None:
    made_up = {"source_donnees": "demonstration"}
    said = (
        survey(**made_up)
        if public == "collectivites"
        else statement_of(poll_groups(TABLES, PEOPLE), weight_spread(PEOPLE["poids"]), **POLL | made_up)
    )
    assert said.startswith("Données de démonstration (synthétiques)")
    assert "synthétiques" not in survey()


def test_the_line_of_a_card_gives_volunteers_and_the_rate() -> None:
    row = fieldwork_row(survey_groups(PLAN), weight_spread(PLAN["poids"], PLAN["repondants"]), TOLD)
    assert row["resume"] == (
        f"20{NBSP}structures volontaires, dont 15 sur les 1{NARROW}218 qui existent (1,2{NBSP}%){NBSP}; "
        f"5{NBSP}autres structures sans effectif national."
    )


def test_rows_respect_their_tables() -> None:
    groups = {"collectivites": survey_groups(PLAN), "francais": poll_groups(TABLES, PEOPLE)}
    told = {"collectivites": TOLD, "francais": POLL}
    named = ({"edition": "2031", "public": p, "source_donnees": "reelles"} for p in groups)
    whole = quality_table(g.assign(**n) for g, n in zip(groups.values(), named, strict=True))
    validate(QUALITE, whole, "à l’écriture")
    spread = weight_spread(PEOPLE["poids"])
    table = fieldwork_table([fieldwork_row(groups[p], spread, told[p]) for p in groups])
    validate(TERRAIN, table, "à l’écriture")
    assert table["invitations"].isna().all()
    assert list(table["mode"]) == ["en ligne", ""]
