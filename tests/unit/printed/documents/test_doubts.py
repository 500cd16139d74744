"""What takes certainty from a tie: a negation, two numbers on one cell, another public, a target, a year of its own."""

import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.printed.documents.checked import tie_document
from barometre_pipeline.printed.documents.model import A_TRANCHER, AUTRE_SOURCE, SUR, Occurrence
from barometre_pipeline.sources.documents.model import DocumentText

HEADING = "## Au moins un projet data, selon le type de collectivité"


def tied(*lines: str) -> list[Occurrence]:
    return tie_document(DocumentText("essai", lines, ("",) * len(lines)), load_catalogue(), "2025")


@pytest.mark.parametrize(
    "text",
    [
        "33 % des collectivités n’ont mené aucun projet data.",
        "33 % des collectivités n'ont pas mené de projet data.",
        "Un tiers des collectivités n’a jamais mené de projet data.",
    ],
)
def test_a_share_of_those_who_did_not_is_never_surely_that_of_those_who_did(text: str) -> None:
    (one,) = tied(text)
    assert one.lien == A_TRANCHER or one.categorie != "oui"


def test_a_negation_is_that_of_the_answer_that_denies() -> None:
    (one,) = tied(
        "33 % déclarent que la direction générale n’est pas du tout impliquée dans la stratégie data."
    )
    assert (one.indicateur, one.categorie) == ("implication_direction_generale", "pas_du_tout")


def test_a_negation_after_another_number_leaves_the_first_alone() -> None:
    one, _ = tied("33 % des communes ont mené un projet data ; 44 % n’ont aucun projet d’IA.")
    assert (one.indicateur, one.categorie, one.lien) == ("projet_data_au_moins_un", "oui", SUR)


def test_two_numbers_of_a_sentence_are_not_both_surely_of_one_cell() -> None:
    text = "Les obstacles : le manque de moyens humains (33 %), le manque de budget (22 %), le manque de temps (11 %)."
    ties = [(o.indicateur, o.categorie, o.population) for o in tied(text) if o.lien == SUR]
    assert len(ties) == len(set(ties))


@pytest.mark.parametrize(
    "text",
    [
        "33 % des entreprises ont un projet d’IA.",
        "33 % des PME ont engagé un projet data.",
        "Un tiers des petites entreprises a mené un projet data.",
        "L’objectif est de 33 % de communes ayant mené un projet data.",
        "D’ici 2030, 33 % des communes auront engagé un projet d’IA.",
    ],
)
def test_a_share_of_others_a_target_and_a_forecast_are_not_the_barometer_s(text: str) -> None:
    assert [o.statut for o in tied(text)] == [AUTRE_SOURCE]


@pytest.mark.parametrize(
    "rows",
    [
        ("Type de collectivité\t2022\t2025", "Communes\t11 %\t33 %", "Régions\t22 %\t44 %"),
        ("Type de collectivité\t2022\t2025", "Communes\t11\t33", "Régions\t22\t44"),
        ("| | 2022 | 2025 |", "|---|:---|---:|", "| Communes | 11 % | 33 % |", "| Régions | 22 % | 44 % |"),
        (
            "| Type | 2022 (%) | 2025 (%) |",
            "|---|---|---|",
            "| Communes | 11 | 33 |",
            "| Régions | 22 | 44 |",
        ),
    ],
)
def test_the_cells_of_a_table_have_the_group_of_their_row_and_the_year_of_their_column(
    rows: tuple[str, ...],
) -> None:
    found = tied(HEADING, "", *rows)
    assert [(o.valeur, o.population, o.edition) for o in found] == [
        (11, "communes", "2022"), (33, "communes", "2025"), (22, "regions", "2022"), (44, "regions", "2025"),
    ]  # fmt: skip
    assert {o.indicateur for o in found} == {"projet_data_au_moins_un"}


def test_the_rows_of_a_table_are_of_the_question_of_most_of_them() -> None:
    found = tied(
        "## Les domaines des projets data", "", "| Domaine | 2025 |", "|---|---|", "| Gestion interne | 33 |",
        "| Environnement | 22 |", "| Mobilité | 11 |", "| Énergie | 44 |",
    )  # fmt: skip
    assert {o.indicateur for o in found} == {"projet_data_domaine"}


def test_the_ends_of_a_range_are_of_one_group() -> None:
    low, high = tied("33 à 44 % des métropoles utilisent l’IA générative.")
    assert low.population == high.population


@pytest.mark.parametrize(
    ("text", "editions"),
    [
        (
            "L’an dernier, 33 % des communes avaient un projet data ; elles sont 44 % cette année.",
            ["2024", "2025"],
        ),
        ("Dans le baromètre 2023, 33 % des communes avaient mené un projet data.", ["2023"]),
    ],
)
def test_a_number_is_of_the_year_that_its_own_words_say(text: str, editions: list[str]) -> None:
    assert [o.edition for o in tied(text)] == editions


def test_the_first_priority_of_all_is_not_surely_what_is_put_first() -> None:
    rank = tied(
        "## Les priorités dans l’utilisation des données",
        "La qualité du service public demeure la première priorité des collectivités (83 %).",
    )
    choice = tied(
        "## Les priorités dans l’utilisation des données",
        "39 % des collectivités citent la qualité du service public en première priorité.",
    )
    assert rank[-1].lien != SUR
    assert (choice[-1].indicateur, choice[-1].lien) == ("priorite_data_rang1", SUR)


def test_no_number_of_a_document_in_another_language_is_tied() -> None:
    english = (
        "The 2025 barometer shows that 74% of local authorities have carried out at least one data project, "
        "compared with 65% in 2024, and that the use of AI is growing."
    )
    assert {o.lien for o in tied(english)} == {A_TRANCHER}


def test_the_words_quoted_around_a_number_are_whole() -> None:
    before, after = "collectivités " * 9, " territoires" * 9
    (one,) = tied(f"Parmi les {before}74 %{after}.")
    words = one.contexte.split()
    assert (words[0], words[-1]) == ("…", "…")
    assert set(words) == {"…", "collectivités", "74", "%", "territoires"}
