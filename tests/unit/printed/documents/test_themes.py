"""The theme of a number where the same is asked of data and of AI: its sentence, else its section, says it."""

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.printed.documents.checked import tie_document
from barometre_pipeline.printed.documents.model import SUR, Occurrence
from barometre_pipeline.sources.documents.model import DocumentText

DOMAINS = (
    "L’administration et la gestion interne arrivent en première position (33 %), devant la mobilité (22 %)."
)


def tied(*lines: str) -> list[Occurrence]:
    return tie_document(DocumentText("essai", lines, ("",) * len(lines)), load_catalogue(), "2025")


def test_a_section_keeps_the_theme_that_it_named_last() -> None:
    *_, first, second = tied(
        "# Des usages qui s’installent",
        "",
        "11 % des collectivités ont mené au moins un projet data.",
        "",
        "Le mouvement touche toutes les régions et chaque type de territoire à son rythme.",
        "",
        DOMAINS,
    )
    assert (first.indicateur, first.categorie, first.lien) == (
        "projet_data_domaine",
        "administration_gestion_interne",
        SUR,
    )
    assert (second.indicateur, second.categorie, second.lien) == ("projet_data_domaine", "mobilite", SUR)


def test_a_theme_that_a_text_never_names_makes_no_tie_sure() -> None:
    found = tied("Le mouvement touche toutes les régions.", "", DOMAINS)
    assert SUR not in {o.lien for o in found}


def test_a_sentence_that_names_data_at_large_is_of_data_under_a_heading_of_another_theme() -> None:
    (one,) = tied(
        "# L’intelligence artificielle territoriale",
        "",
        "Pour la donnée en général, le manque de compétences est un obstacle pour 33 % des collectivités.",
    )
    assert (one.indicateur, one.categorie) == ("obstacle_data", "manque_competences")


def test_the_same_obstacle_is_of_ai_where_its_sentence_names_ai() -> None:
    (one,) = tied(
        "# La donnée dans les territoires",
        "",
        "Pour l’IA, le manque de compétences est un obstacle pour 33 % des collectivités.",
    )
    assert (one.indicateur, one.categorie) == ("obstacle_ia", "manque_competences")
