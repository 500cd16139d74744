"""What sentences say beside their numbers is judged by gold/evolutions: up, down, stable, first, the same three."""

import pandas as pd
import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.printed_figures import load_figures
from barometre_pipeline.printed.documents.checked import check_document
from barometre_pipeline.printed.documents.judged import Computed
from barometre_pipeline.printed.documents.model import Statement
from barometre_pipeline.sources.documents.model import DocumentText

SHARES = {
    ("2025", "manque_temps"): 0.62, ("2025", "manque_competences"): 0.60, ("2025", "recrutement"): 0.30,
    ("2025", "peu_de_formations"): 0.10, ("2024", "manque_temps"): 0.70, ("2024", "manque_competences"): 0.63,
    ("2024", "recrutement"): 0.20, ("2024", "peu_de_formations"): 0.25,
}  # fmt: skip
INDICATORS = pd.DataFrame(
    [
        (edition, "obstacle_data", category, "ensemble", "", True, 1, 1, share, "reelles", "t")
        for (edition, category), share in SHARES.items()
    ],
    columns=["edition", "indicateur", "categorie", "population", "modalite", "imprime", "n", "base",
             "part_publiable", "source_donnees", "trace_id"],
)  # fmt: skip
CHANGES = pd.DataFrame(
    [
        ("2025", "2024", "obstacle_data", "manque_temps", "ensemble", "", -8.0, "baisse_etablie", ""),
        ("2025", "2024", "obstacle_data", "manque_competences", "ensemble", "", -1.0, "non_etablie", "intervalle"),
        ("2025", "2024", "obstacle_data", "recrutement", "ensemble", "", 10.0, "non_etablie", "intervalle"),
    ],
    columns=["edition", "edition_reference", "indicateur", "categorie", "population", "modalite", "ecart_points",
             "verdict", "raison"],
)  # fmt: skip


def said(*lines: str) -> list[Statement]:
    text = DocumentText("essai", lines, ("",) * len(lines))
    computed = Computed.of(INDICATORS, CHANGES, load_figures())
    return list(check_document(text, load_catalogue(), computed, "2025").affirmations)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Parmi les obstacles à la gestion des données, le manque de temps (62 %) recule.", "vrai"),
        ("Parmi les obstacles à la gestion des données, le manque de temps (62 %) progresse.", "faux"),
        (
            "Parmi les obstacles à la gestion des données, les difficultés de recrutement (30 %) progressent.",
            "non_etabli",
        ),
        (
            "Parmi les obstacles à la gestion des données, le manque de compétences (60 %) reste stable.",
            "vrai",
        ),
        ("Parmi les obstacles à la gestion des données, le manque de temps (62 %) reste stable.", "faux"),
        (
            "Parmi les obstacles à la gestion des données, le peu de formations disponibles (10 %) recule.",
            "non_verifiable",
        ),
    ],
)
def test_a_direction_is_true_false_or_not_established(text: str, verdict: str) -> None:
    [one] = said(text)
    assert one.verdict == verdict


def test_what_is_said_to_come_first_is_ranked() -> None:
    [first] = said("Le manque de temps (62 %) arrive en tête des obstacles à la gestion des données.")
    [other] = said("Le recrutement (30 %) arrive en tête des obstacles à la gestion des données.")
    assert (first.genre, first.verdict, other.verdict) == ("rang", "vrai", "faux")
    assert "3e rang" in other.constat


def test_an_unchanged_trio_is_held_against_the_earlier_edition() -> None:
    [one] = said(
        "Les obstacles à la gestion des données : le manque de temps (62 %) et de compétences (60 %). "
        "Le trio de tête des obstacles à la gestion des données, manque de temps en tête, est inchangé depuis 2024."
    )[-1:]
    assert one.verdict == "faux"


def test_a_sentence_that_moves_nothing_states_nothing() -> None:
    assert (
        said("Le manque de temps est un obstacle à la gestion des données pour 62 % des collectivités.") == []
    )


@pytest.mark.parametrize(
    ("text", "share", "verdict"),
    [
        ("Toutes les régions ont engagé un projet d’IA.", 1.0, "vrai"),
        ("Toutes les régions ont engagé un projet d’IA.", 0.85, "faux"),
        ("Aucune région n’a engagé de projet d’IA.", 0.0, "vrai"),
        ("Aucune région n’a engagé de projet d’IA.", 0.15, "faux"),
    ],
)
def test_all_or_none_of_a_group_is_judged_by_its_share(text: str, share: float, verdict: str) -> None:
    row = {"indicateur": "projet_ia", "categorie": "engage", "population": "regions", "part_publiable": share}
    frame = INDICATORS.head(1).assign(edition="2025", **row)
    document = DocumentText("essai", (text,), ("",))
    found = check_document(document, load_catalogue(), Computed.of(frame, CHANGES, load_figures()), "2025")
    assert [(s.genre, s.verdict) for s in found.affirmations] == [("total", verdict)]


def test_nearly_all_is_not_all() -> None:
    assert said("Presque toutes les régions ont engagé un projet d’IA.") == []


def test_a_rank_is_held_against_the_place_that_it_says() -> None:
    def of(text: str) -> list[str]:
        return [s.verdict for s in said(text)]

    two = (
        "Le manque de temps (62 %) et le manque de compétences (60 %) sont les deux premiers obstacles à la "
        "gestion des données."
    )
    assert of(two) == ["vrai"]
    assert of(two.replace("deux premiers", "premiers")) == ["vrai"]
    second = "Le {} ({} %) est le deuxième obstacle à la gestion des données."
    assert of(second.format("manque de compétences", 60)) == ["vrai"]
    assert of(second.format("manque de temps", 62)) == ["faux"]


def test_a_title_that_ranks_nothing_states_nothing() -> None:
    assert said("Les principaux obstacles à la gestion des données, dont le manque de temps") == []


def test_what_all_do_is_said_of_an_indicator_that_has_several_answers() -> None:
    rows = [("mobilite", 14.0, "hausse_etablie"), ("environnement", -3.0, "baisse_etablie")]
    changes = pd.concat(
        CHANGES.head(1).assign(
            indicateur="projet_data_domaine", population="hors_moins_3500", categorie=category, ecart_points=points,
            verdict=verdict,
        )
        for category, points, verdict in rows
    )  # fmt: skip
    document = DocumentText("essai", ("Tous les domaines de projets data progressent depuis 2024.",), ("",))
    computed = Computed.of(INDICATORS, changes, load_figures())
    [one] = check_document(document, load_catalogue(), computed, "2025").affirmations
    assert one.verdict == "faux"
    assert "Politiques environnementales\u00a0: −3" in one.constat


def test_a_direction_without_number_is_judged_where_the_sentence_names_one_thing_only() -> None:
    change = {"indicateur": "projet_data_au_moins_un", "categorie": "oui", "ecart_points": 9.0}
    changes = CHANGES.head(1).assign(verdict="hausse_etablie", **change)
    told = (
        "La maturité est jugée avancée par 26 % des collectivités. La part des collectivités ayant mené au moins un "
        "projet data est en {} par rapport à 2024."
    )
    for way, verdict in (("recul", "faux"), ("hausse", "vrai")):
        document = DocumentText("essai", (told.format(way),), ("",))
        computed = Computed.of(INDICATORS, changes, load_figures())
        found = check_document(document, load_catalogue(), computed, "2025")
        assert [s.verdict for s in found.affirmations] == [verdict]
