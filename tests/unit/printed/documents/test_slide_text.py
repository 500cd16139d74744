"""Slides: pages that are counted, a chart that is lines « name value », what a slide takes from the one before."""

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.printed.documents.checked import tie_document
from barometre_pipeline.printed.documents.layout import PAGE, TABLEAU, passages
from barometre_pipeline.printed.documents.model import Occurrence
from barometre_pipeline.printed.documents.slides import page_numbers, tabulated
from barometre_pipeline.sources.documents.model import DocumentText

SLIDES = (
    "Restitution",
    "",
    "2",
    "Freins à l’IA",
    "Compétences 31 %",
    "Confiance 22 %",
    "Qualité des données 13 %",
    "",
    "3",
    "Souveraineté numérique",
    "44 % la prennent en compte dans leurs choix",
    "",
    "4",
    "Part des collectivités ayant au moins un projet data (en %)",
    "Ensemble 61",
    "Régions 99",
    "Communes 37",
)


def tied(*lines: str) -> list[Occurrence]:
    return tie_document(DocumentText("essai", lines, ("",) * len(lines)), load_catalogue(), "2025")


def test_numbers_that_count_pages_are_no_statistics_and_part_slides() -> None:
    found = [p.texte for p in passages(SLIDES) if p.genre == PAGE]
    assert found == ["2", "3", "4"]


def test_one_number_alone_on_its_line_counts_no_page() -> None:
    assert not page_numbers(["", "74", "des communes", "", "12", "des régions", ""])


def test_lines_that_are_bars_of_a_chart_are_rows_of_a_table() -> None:
    rows = [p.texte for p in passages(SLIDES) if p.genre == TABLEAU]
    assert [r.split("\t")[0] for r in rows] == [
        "Compétences", "Confiance", "Qualité des données", "Ensemble", "Régions", "Communes",
    ]  # fmt: skip


def test_tabulations_move_no_character() -> None:
    assert [len(line) for line in tabulated(SLIDES)] == [len(line) for line in SLIDES]


def test_lines_that_end_with_a_number_of_no_share_are_left_as_they_are() -> None:
    lines = ["Régions 12", "Départements 34", "Communes 56"]
    assert tabulated(["Nombre de réponses", *lines])[1:] == lines


def test_bars_are_tied_to_their_answers_or_to_their_groups() -> None:
    ties = [(o.indicateur, o.categorie, o.population) for o in tied(*SLIDES)]
    assert ties == [
        ("obstacle_ia", "manque_competences", "ensemble"),
        ("obstacle_ia", "manque_confiance", "ensemble"),
        ("obstacle_ia", "qualite_donnees", "ensemble"),
        ("souverainete_numerique", "integree_aux_choix", "hors_moins_3500"),
        ("projet_data_au_moins_un", "oui", "ensemble"),
        ("projet_data_au_moins_un", "oui", "regions"),
        ("projet_data_au_moins_un", "oui", "communes"),
    ]
