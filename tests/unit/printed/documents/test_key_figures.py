"""Lists of key figures as slides and first pages have them: lines that open with a number, bars with bullets."""

import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.printed.documents.checked import tie_document
from barometre_pipeline.printed.documents.layout import LISTE, passages
from barometre_pipeline.printed.documents.model import Occurrence
from barometre_pipeline.sources.documents.model import DocumentText


def tied(*lines: str) -> list[Occurrence]:
    return tie_document(DocumentText("essai", lines, ("",) * len(lines)), load_catalogue(), "2025")


def test_lines_that_open_with_a_number_are_a_list_however_long() -> None:
    lines = (
        "33 % des Français s’estiment bien informés de l’usage de leurs données (- 11 points depuis 2022, à nouveau)",
        "22 % des collectivités se préoccupent de souveraineté numérique",
        "44 % des collectivités ont engagé ou prévoient un projet d’IA (11 % en 2024)",
    )
    assert [(p.genre, p.texte) for p in passages(lines)] == [(LISTE, line) for line in lines]


def test_a_paragraph_whose_lines_happen_to_open_with_a_number_stays_one() -> None:
    (only,) = passages(
        (
            "Selon le baromètre, la part des collectivités qui ont engagé un projet d’IA s’élève à",
            "33 % en 2025, et celle des collectivités qui l’ont programmé pour l’an prochain à",
            "22 %, soit davantage que l’an dernier, où elle ne concernait encore que",
            "quelques pionnières parmi les métropoles et les régions.",
        )
    )
    assert only.genre != LISTE


@pytest.mark.parametrize("opening", ["Un quart", "Près d’un tiers", "Une collectivité sur quatre"])
def test_a_fraction_in_words_opens_a_slide_as_a_number_does(opening: str) -> None:
    people = "" if "sur" in opening else " des collectivités"
    first, second = tied(
        "Cybersécurité",
        "",
        f"{opening}{people} ont subi une cyberattaque sévère",
        "33 % se sentent exposées de façon continue",
    )
    assert first.indicateur == "cyberattaque_severe"
    assert (second.indicateur, second.categorie) == ("exposition_cyber", "continue")


@pytest.mark.parametrize(("bullet", "colon"), [("■ ", " :"), ("• ", ""), ("", " :"), ("", "")])
def test_bars_of_a_chart_may_have_a_bullet_and_a_colon(bullet: str, colon: str) -> None:
    found = tied(
        "Les priorités dans l’utilisation des données",
        "% de collectivités ayant placé chaque objectif en rang 1, 2 ou 3",
        "",
        f"{bullet}Qualité du service public{colon} 33",
        f"{bullet}Évaluation et pilotage{colon} 22",
        f"{bullet}Économies budgétaires{colon} 11",
    )
    assert [(o.valeur, o.indicateur, o.categorie) for o in found] == [
        (33, "priorite_data", "qualite_service_public"),
        (22, "priorite_data", "evaluation_pilotage"),
        (11, "priorite_data", "economies_budgetaires"),
    ]


def test_items_whose_number_has_no_unit_are_no_bars_without_words_of_percent_above() -> None:
    assert (
        tied("Au programme", "", "■ Atelier données : 3", "■ Atelier réseaux : 4", "■ Séance plénière : 5")
        == []
    )
