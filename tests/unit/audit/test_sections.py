"""What the card of an indicator says in words, section by section, from the same as data."""

from typing import Any

import pytest

from barometre_pipeline.audit.sections import headline, notices, of_indicator

NBSP = "\u00a0"


def details(figure: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    shown = {
        "indicateur": "projets", "libelle": "Projets data", "categorie": "oui", "categorie_libelle": "Au moins un",
        "population": "epci", "population_libelle": "EPCI", "ventilation_libelle": "", "modalite_libelle": "",
        "edition": "2031", "mesure": "part", "n": 3, "base": 12, "part": 0.25, "part_ponderee": 0.5,
        "part_publiable": 0.5, "ic_bas": 0.125, "ic_haut": 0.875, "ic_de": "part_ponderee",
        "base_faible": True, "imprime": True,
        "base_ponderee": 11, "effectif_efficace": 7.25, "redressement_faible": False,
        "source_donnees": "reelles", "source_donnees_libelle": "Données réelles",
    } | (figure or {})  # fmt: skip
    return {
        "chiffre": shown,
        "definition": {
            "definition": "La définition.", "numerateur": "Le numérateur.", "remarque": "", "condition": "",
            "population": "", "base": "La base.", "exclusions": "Les exclusions.", "sans_reponse": "Les vides.",
        },
        "questions": [], "membres": [], "membre": "", "microdonnees": True, "intervalle": "bêta",
        "comparabilite": [],
    } | more  # fmt: skip


def said(data: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {section.title: dict(section.rows) for section in of_indicator(data)}


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ({}, (f"50{NBSP}%", "n = 3 sur 12 (EPCI, édition 2031)")),
        ({"modalite_libelle": "Rural"}, (f"50{NBSP}%", "n = 3 sur 12 (Rural, édition 2031)")),
        ({"mesure": "mentions"}, (f"50{NBSP}%", "n = 3 sur 12 mentions (EPCI, édition 2031)")),
        ({"mesure": "effectif"}, ("3", "n = 3 sur 12 répondants (EPCI, édition 2031)")),
    ],
)
def test_the_headline_is_the_figure_and_what_was_counted_on_whom(
    figure: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert headline(details(figure)["chiffre"]) == expected


def test_made_up_data_and_missing_microdata_are_said_first() -> None:
    invented = {"source_donnees": "demonstration", "source_donnees_libelle": "Données inventées"}
    tables = (
        f"Aucune microdonnée n’existe pour cette édition{NBSP}: les comptes sont ceux des tableaux publiés."
    )
    assert notices(details()) == ()
    assert notices(details(invented)) == ("Données inventées",)
    assert notices(details(microdonnees=False)) == (tables,)
    assert notices(details(invented, microdonnees=False)) == ("Données inventées", tables)


def test_the_card_says_what_is_counted_on_whom_and_how_sure_it_is() -> None:
    assert said(details()) == {
        "L’indicateur": {
            "Indicateur": "projets — Projets data",
            "Définition": "La définition.",
            "Catégorie": "oui — Au moins un",
            "Numérateur": "Le numérateur.",
            "Données": "Données réelles",
        },
        "La base": {
            "Population": "epci — EPCI",
            "Définition": "La base.",
            "Hors de la base": "Les exclusions.",
            "Sans réponse": "Les vides.",
            "Base": "12",
        },
        "La précision": {
            "Part brute": f"0,250000 (25{NBSP}%)",
            "Part redressée": f"0,500000 (50{NBSP}%)",
            "Sa base": f"11{NBSP}; elle vaut 7,2{NBSP}réponses de même poids (effectif efficace de Kish)",
            f"Intervalle à 95{NBSP}%": f"de 12{NBSP}% à 88{NBSP}%, pour la part redressée (bêta)",
            "Attention": f"base faible{NBSP}: 12, à ne pas commenter seule",
        },
    }


def test_a_share_without_weights_is_not_given_any_and_a_large_base_is_no_warning() -> None:
    bare = details(
        {
            "part_ponderee": None,
            "ic_bas": None,
            "ic_haut": None,
            "effectif_efficace": None,
            "base_faible": False,
        }
    )
    assert said(bare)["La précision"] == {"Part brute": f"0,250000 (25{NBSP}%)"}


def test_a_weighted_share_that_few_responses_carry_and_a_base_of_series_are_told_as_such() -> None:
    few = said(details({"redressement_faible": True, "base_faible": False, "imprime": False}))
    assert "effectif efficace de moins de 30" in few["La précision"]["Attention"]
    assert not {"Part redressée", f"Intervalle à 95{NBSP}%"} & set(few["La précision"])
    assert "7,2" in few["La précision"]["Sa base"]
    assert "ce n’est pas celle du chiffre imprimé" in few["La base"]["Règle"]
    assert "Règle" not in said(details())["La base"]


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (0.5, "pour la part redressée"),
        (
            0.1,
            f"pour la part redressée{NBSP}; la part publiée, non redressée, est en dehors{NBSP}: 10{NBSP}%",
        ),
    ],
)
def test_an_interval_says_whose_it_is_and_that_the_published_share_is_outside(
    published: float, expected: str
) -> None:
    shown = said(details({"part_publiable": published}))["La précision"][f"Intervalle à 95{NBSP}%"]
    assert shown == f"de 12{NBSP}% à 88{NBSP}%, {expected} (bêta)"


def test_an_interval_without_weights_is_that_of_the_share_itself() -> None:
    figure = {"part_ponderee": None, "effectif_efficace": None, "ic_de": "part", "part_publiable": 0.25}
    shown = said(details(figure))["La précision"][f"Intervalle à 95{NBSP}%"]
    assert shown == f"de 12{NBSP}% à 88{NBSP}%, pour la part non redressée (bêta)"


def test_a_size_has_no_precision() -> None:
    assert "La précision" not in said(details({"part": None}))


def test_conditions_parts_and_mentions_are_told_where_there_are_any() -> None:
    cut = {"ventilation_libelle": "Taille", "modalite_libelle": "Rural", "mesure": "mentions"}
    definition = details()["definition"] | {"condition": "Si projet.", "population": "Les EPCI."}
    definition |= {"remarque": "La note dit autrement."}
    found = said(details(cut, definition=definition))
    assert found["L’indicateur"]["Condition"] == "Si projet."
    assert found["L’indicateur"]["Imprimé autrement"] == "La note dit autrement."
    assert found["La base"]["Condition"] == "Les EPCI."
    assert found["La base"]["Ventilation"] == f"Taille{NBSP}: Rural"
    assert found["La base"]["Base"] == "12 mentions"


def test_each_member_of_an_extreme_is_told_and_the_smallest_marked() -> None:
    members = [
        {"population": "epci", "libelle": "EPCI", "n": 1, "base": 4},
        {"population": "regions", "libelle": "Régions", "n": 2, "base": 8},
    ]
    base = next(s for s in of_indicator(details(membres=members, membre="regions")) if s.title == "La base")
    assert [text for name, text in base.rows if name == "Dont"] == [
        f"EPCI{NBSP}: 1 sur 4",
        f"Régions{NBSP}: 2 sur 8 (la plus petite part)",
    ]


def test_a_question_is_told_with_its_columns_answers_and_condition() -> None:
    question = {
        "role": "numérateur", "question": "G1", "libelle": "Combien ?", "condition": "Si oui.",
        "formulation": "codebook",
        "colonnes": [{"colonne": "G1[a]", "libelle": "Eau"}, {"colonne": "b", "libelle": ""}],
        "reponses": [{"code": "A1", "libelle": "Un"}],
    }  # fmt: skip
    asked = question | {"role": "population", "formulation": "questionnaire", "condition": ""}
    found = said(details(questions=[question, asked]))
    assert found["La question (numérateur)"] == {
        "Question": "G1 — Combien ?",
        "Colonne": "G1[a] — Eau",
        "Réponse": "A1 — Un",
        "Posée si": "Si oui.",
        "Formulation": "celle du codebook commun",
    }
    assert set(found["La question (population)"]) == {"Question", "Colonne", "Réponse"}


def test_what_limits_comparison_comes_last_and_only_where_it_exists() -> None:
    assert "La comparabilité" not in said(details())
    last = list(of_indicator(details(comparabilite=["Question changée.", "Base changée."])))[-1]
    assert (last.title, last.rows) == (
        "La comparabilité",
        (("Note", "Question changée."), ("Note", "Base changée.")),
    )
