"""The card of a tabulated answer, section by section, on a lake of four responses."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from barometre_pipeline.audit.card import Card
from barometre_pipeline.audit.explain_tabulated import explain_tabulated
from barometre_pipeline.audit.sections import CONCENTRATED
from barometre_pipeline.audit.verify import recount
from barometre_pipeline.lake import Lake

NBSP = "\u00a0"
KEY = {"question": "q", "sous_question": "", "modalite": "L’eau", "groupe": "epci"}
BASE = "Les structures du groupe à qui la question a été posée, « Sans réponse » comprises"
BOXES = "Les structures du groupe à qui la question a été posée, qu’elles aient coché une case ou aucune"
PRECISION = {
    "part_publiable_ponderee": 0.5, "erreur_type": 0.125, "ic_logit_bas": 0.25, "ic_logit_haut": 0.75,
    "ic_beta_bas": 0.2, "ic_beta_haut": 0.8, "deff": 1.5, "base_ponderee": 3, "effectif_efficace": 2.25,
    "base_faible": True,
}  # fmt: skip


def tabulated(**more: object) -> pd.Series:
    row = {
        "edition": "2031", **KEY, "question_libelle": "Quels projets ?", "sous_question_libelle": "", "n": 2,
        "absence": "", "dans_base": True, "effectif": 4, "concernees": 3, "base": 3, "repondants": 2,
        "part": 0.5, "part_publiable": 2 / 3,
        "part_ponderee_historique": np.nan, "part_ponderee": 0.375, "part_publiable_ponderee": 0.5,
        "source_donnees": "demonstration",
    }  # fmt: skip
    return pd.Series(row | more)


def card_of(folder: Any, row: pd.Series, base: str = BASE, **precision: object) -> Card:
    return explain_tabulated(lake_of(folder, row, base, **precision), row)


def lake_of(folder: Any, row: pd.Series, base: str = BASE, **precision: object) -> Lake:
    lake = Lake.at(folder)
    key = {k: str(row[k]) for k in KEY}
    trail = {**key, "trace_id": "t1", "condition_sql": "r.\"q\" = 'A1'", "base": base}
    trail["condition_base_sql"] = "r.\"q\" <> 'A3'"
    other = {
        **key,
        "modalite": "autre",
        "trace_id": "autre",
        "condition_sql": "true",
        "condition_base_sql": "true",
        "base": "autre",
    }
    lake.write("gold/fiches", pd.DataFrame([other, trail]), "2031")
    context = {
        "reponses_recues": 10, "vides": 1, "incompletes": 2, "douteuses": 0, "doublons": 3, "extrait": "reponses.csv",
        "version_code": "1.2.3", "empreinte_code": "abc", "configuration": "2031.yaml",
        "configuration_sha256": "def", "avertissements": "Un.\nDeux.",
    }  # fmt: skip
    lake.write("gold/contexte", pd.DataFrame([context]), "2031")
    lines = [
        {**KEY, "modalite": "L’air", **PRECISION, "part_publiable_ponderee": 0.1},
        {**key, **PRECISION, **precision},
    ]
    lake.write("gold/estimations", pd.DataFrame(lines), "2031")
    file = {"role": "reponses", "fichier": "reponses.csv", "sha256": "123", "octets": 5}
    lake.write("bronze/extraits", pd.DataFrame([file | {"autre": 1}]), "2031")
    answers = {"id_reponse": [1, 2, 3, 4, 5], "ligne": [2, 3, 5, 9, 12], "q": ["A1", "A2", "A1", "A1", "A3"]}
    lake.write("silver/reponses", pd.DataFrame(answers), "2031")
    strates = {"id_reponse": [1, 2, 3, 4, 5], "strate": ["epci", "epci", "epci", "regions", "epci"]}
    lake.write("silver/structures", pd.DataFrame(strates), "2031")
    plan = {"strate": ["epci", "regions"], "effectif_national": [10, 4], "repondants": [3, 1]}
    lake.write(
        "silver/plan_de_sondage", pd.DataFrame(plan).assign(strate_representante=plan["strate"]), "2031"
    )
    return lake


def said(card: Card) -> dict[str, dict[str, str]]:
    return {section.title: dict(section.rows) for section in card.sections}


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return lake_of(tmp_path_factory.mktemp("lac"), tabulated())


@pytest.fixture
def card(lake: Lake) -> Card:
    return explain_tabulated(lake, tabulated())


def test_the_card_says_the_figure_its_base_and_its_precision(card: Card) -> None:
    assert card.headline == (f"67{NBSP}%", "n = 2 sur 3 (EPCI (hors métropoles), édition 2031)")
    assert card.notices == ("Données de démonstration (synthétiques)",)
    moved = "Si tous n’ont pas répondu aussi souvent"
    assert [s.title for s in card.sections] == ["Le chiffre", "La base", "La précision", moved]
    assert said(card) == {
        "Le chiffre": {
            "Question": "q — Quels projets ?",
            "Réponse": "L’eau",
            "Groupe": "epci — EPCI (hors métropoles)",
            "Part": f"brute 0,666667 (67{NBSP}%) ; redressée 0,500000 (50{NBSP}%)",
            "Du groupe entier": f"brute 0,500000 (50{NBSP}%) ; redressée 0,375000 (38{NBSP}%)",
            "Données": "Données de démonstration (synthétiques)",
        },
        "La base": {
            "Définition": BASE,
            "Effectif": "question posée à 3 des 4 structures du groupe, dont 2 ont répondu",
        },
        "La précision": {
            "Part redressée": f"50{NBSP}%, erreur-type 12,5{NBSP}points",
            "Sa base": "3 structures qui ont un poids ; elle vaut 2,2 réponses de même poids "
            "(effectif efficace de Kish)",
            "Intervalle à 95 %": f"de 25{NBSP}% à 75{NBSP}% (logit) ; de 20{NBSP}% à 80{NBSP}% (bêta (Korn-Graubard))",
            "Plan": "sondage stratifié (strates du baromètre), poids N_h / n_h, correction de population finie",
            "Effet de plan": "1,50",
            "Attention": "base faible : 3 structures, à ne pas commenter seule",
        },
        moved: {
            "Hypothèse": "ceux que la part compte ont répondu plus, ou moins, souvent que les autres",
            "2 fois plus souvent": f"50{NBSP}% (−17{NBSP}points)",
            "1,5 fois plus souvent": f"57{NBSP}% (−10{NBSP}points)",
            "1,5 fois moins souvent": f"75{NBSP}% (+8{NBSP}points)",
            "2 fois moins souvent": f"80{NBSP}% (+13{NBSP}points)",
        },
    }


def test_the_card_names_the_rows_the_files_and_the_versions(lake: Lake, card: Card) -> None:
    assert (card.table, card.partition, card.n, card.base) == ("gold/tris", "2031", 2, 3)
    assert (card.records, card.extract, card.printed_rows) == ((2, 5), "reponses.csv", ())
    assert card.files == ({"role": "reponses", "fichier": "reponses.csv", "sha256": "123", "octets": 5},)
    assert card.versions == {
        "paquet": "1.2.3", "code": "abc", "configuration": "2031.yaml", "configuration_sha256": "def",
    }  # fmt: skip
    assert recount(lake, card.query) == (2, 3)


def test_each_step_says_how_many_responses_it_left(card: Card) -> None:
    assert [(s["etape"], s["ecartees"], s["restantes"]) for s in card.filters] == [
        ("Réponses de l’extrait", 0, 10),
        ("Réponses vides", 1, 9),
        ("Questionnaires non terminés (question de clôture sans réponse)", 2, 7),
        ("Structures douteuses (test, « ? », nom de personne)", 0, 7),
        ("Autres réponses de la même structure", 3, 4),
        ("Groupe : EPCI (hors métropoles)", 0, 4),
    ]


def test_the_same_is_given_as_data(card: Card) -> None:
    data = card.as_data()
    assert data["chiffre"] == {
        "edition": "2031", **KEY, "question_libelle": "Quels projets ?", "sous_question_libelle": "",
        "groupe_libelle": "EPCI (hors métropoles)", "n": 2, "base": 3, "dans_base": True, "part": 0.5,
        "part_publiable": 2 / 3,
        "part_ponderee_historique": None, "part_ponderee": 0.375, "part_publiable_ponderee": 0.5,
        "part_publiee": 2 / 3, "part_publiee_pourcent": 67,
        "source_donnees": "demonstration", "source_donnees_libelle": "Données de démonstration (synthétiques)",
    }  # fmt: skip
    assert data["base"] == {"definition": BASE, "effectif": 4, "concernees": 3, "repondants": 2}
    assert data["precision"] == {
        **{k: v for k, v in PRECISION.items() if k != "base_ponderee"},
        "base": 3,
        "plan": "sondage stratifié (strates du baromètre), poids N_h / n_h, correction de population finie",
    }
    assert data["avertissements"] == ["Un.", "Deux."]
    assert (data["lignes"], data["extrait"], data["tableaux"]) == ([2, 5], "reponses.csv", [])
    assert "execution" not in data and "verification" not in data and "a_jour" not in data["versions"]


def test_a_box_says_its_item_and_that_the_historical_weighting_counted_mentions(tmp_path: Any) -> None:
    row = tabulated(sous_question="1", sous_question_libelle="Mobilité", part_ponderee_historique=0.25)
    shown = said(card_of(tmp_path, row, BOXES))["Le chiffre"]
    assert shown["Sous-question"] == "1 — Mobilité"
    assert said(card_of(tmp_path, row, BOXES))["La base"]["Effectif"] == (
        "question posée à 3 des 4 structures du groupe"
    )
    assert shown["Du groupe entier"] == (
        f"brute 0,500000 (50{NBSP}%) ; redressement historique, part des mentions 0,250000 (25{NBSP}%) ; "
        f"redressée 0,375000 (38{NBSP}%)"
    )


def test_a_choice_says_the_historical_weighting_without_mentions(tmp_path: Any) -> None:
    shown = said(card_of(tmp_path, tabulated(part_ponderee_historique=0.25)))["Le chiffre"]
    assert f"redressement historique 0,250000 (25{NBSP}%)" in shown["Du groupe entier"]


def test_real_data_need_no_notice_and_what_is_unknown_is_left_out(tmp_path: Any) -> None:
    unknown = {k: np.nan for k in PRECISION if k.startswith("ic_")}
    row = tabulated(source_donnees="reelles")
    card = card_of(tmp_path, row, deff=np.nan, base_faible=False, **unknown)
    assert card.notices == ()
    assert set(said(card)["La précision"]) == {
        "Part redressée",
        "Sa base",
        "Intervalle à 95 %",
        "Plan",
    }
    assert said(card)["La précision"]["Intervalle à 95 %"] == "n. d."


def test_one_known_interval_is_told_alone(tmp_path: Any) -> None:
    card = card_of(tmp_path, tabulated(), ic_logit_bas=np.nan, ic_logit_haut=np.nan)
    assert (
        said(card)["La précision"]["Intervalle à 95 %"] == f"de 20{NBSP}% à 80{NBSP}% (bêta (Korn-Graubard))"
    )


def test_an_answer_without_weights_has_no_precision(tmp_path: Any) -> None:
    card = card_of(tmp_path, tabulated(part_publiable_ponderee=np.nan), part_publiable_ponderee=np.nan)
    assert "La précision" not in said(card)
    assert card.details["precision"] is None


def test_an_empty_group_says_so_instead_of_a_share(tmp_path: Any) -> None:
    card = card_of(
        tmp_path, tabulated(part_publiable=np.nan, part_publiable_ponderee=np.nan, n=0, concernees=0)
    )
    assert said(card)["Le chiffre"]["Part"] == "base vide"
    assert card.details["chiffre"]["part_publiee_pourcent"] is None


def test_what_is_outside_the_base_is_counted_among_those_asked_and_has_no_share(tmp_path: Any) -> None:
    nothing = dict.fromkeys(("part_publiable", "part_publiable_ponderee"), np.nan)
    card = card_of(tmp_path, tabulated(absence="sans_reponse", dans_base=False, n=1, base=2, **nothing))
    assert card.headline[1].startswith("n = 1 sur 3")
    assert said(card)["Le chiffre"]["Part"].startswith("aucune")
    assert "Si tous n’ont pas répondu aussi souvent" not in said(card)


def test_the_plan_says_which_strate_nobody_answered_for(tmp_path: Any) -> None:
    lake = lake_of(tmp_path, tabulated())
    plan = {"strate": ["epci", "metropoles"], "effectif_national": [10, 4], "repondants": [3, 0]}
    lake.write("silver/plan_de_sondage", pd.DataFrame(plan).assign(strate_representante="epci"), "2031")
    assert said(explain_tabulated(lake, tabulated()))["La précision"]["Plan"] == (
        "sondage stratifié (strates du baromètre), poids N_h / n_h, correction de population finie ; aucune réponse "
        "retenue de la strate « Métropoles » : dans les parts redressées, elle est représentée par la strate voisine "
        "« EPCI (hors métropoles) »"
    )


def test_a_weighted_share_that_a_few_of_many_responses_bear_says_so(tmp_path: Any) -> None:
    few = card_of(tmp_path, tabulated(), base_ponderee=30, effectif_efficace=29.9, base_faible=False)
    assert said(few)["La précision"]["Attention au poids"] == CONCENTRATED
    enough = card_of(tmp_path, tabulated(), base_ponderee=30, effectif_efficace=30.0, base_faible=False)
    assert "Attention au poids" not in said(enough)["La précision"]
