"""The report says who answered each edition, and what unequal response would do to printed shares."""

from pathlib import Path

import pandas as pd
from invented_site import content

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.publication.site import write_site
from barometre_pipeline.publication.site.quality_sections import (
    every_sample,
    unequal_response,
    who_answered,
)
from barometre_pipeline.publication.site.tables import section_cells, section_headings

NBSP, NARROW = "\u00a0", "\u202f"
GROUPS = pd.DataFrame(
    {
        "ventilation": ["", "groupe"], "modalite": ["", "epci"], "retenues": [50, 41],
        "effectif_national": pd.array([36242, 1233], dtype="Int64"), "taux_de_reponse": [0.0014, 0.033],
        "part_echantillon": [1.0, 0.82], "part_population": [1.0, 0.034], "poids": [float("nan"), 30.07],
    }
)  # fmt: skip
BANNER = pd.DataFrame(
    {
        "ventilation": ["", "sexe", "sexe"], "modalite": ["", "homme", "inconnue"], "retenues": [10, 4, 6],
        "effectif_national": pd.array([None, None, None], dtype="Int64"), "taux_de_reponse": [float("nan")] * 3,
        "part_echantillon": [1.0, 0.4, 0.6], "part_population": [1.0, 0.48, 0.52], "poids": [float("nan")] * 3,
    }
)  # fmt: skip


def test_an_edition_says_its_statement_sentence_by_sentence_over_each_group() -> None:
    statement = pd.Series({"public": "collectivites", "enonce": "Une.\nDeux."})
    section = who_answered(statement, GROUPS, load_catalogue())
    assert section.phrases == ("Une.", "Deux.")
    assert section_cells(section)[1][:4] == ["EPCI (hors métropoles)", "41", f"1{NARROW}233", f"3,3{NBSP}%"]
    assert len(section_headings(section)) == 7


def test_the_people_of_a_poll_are_named_by_the_codebook_and_have_no_rate() -> None:
    section = who_answered(pd.Series({"public": "francais", "enonce": "Une."}), BANNER, load_catalogue())
    named = [row[0] for row in section_cells(section)]
    assert named[0] == "Ensemble"
    assert named[1].endswith(f"{NBSP}: Homme")
    assert named[2] == "inconnue", "an answer that the codebook does not know keeps its name"
    assert section_headings(section) == [
        "Groupe", "Réponses retenues", "Part de l’échantillon", "Part une fois redressé",
    ]  # fmt: skip


def test_every_edition_has_a_line_even_without_a_page() -> None:
    table = pd.DataFrame(
        {
            "edition": ["2022"], "public": ["collectivites"], "retenues": [297], "taux_de_reponse": [float("nan")],
            "part_sans_poids": [1.0], "resume": ["297 structures."],
        }
    )  # fmt: skip
    (row,) = section_cells(every_sample(table, load_catalogue()))
    assert row == ["2022", "Collectivités", "297", "–", f"100{NBSP}%", "297 structures."]


def test_printed_shares_of_headline_populations_are_shown_with_what_unequal_response_would_do() -> None:
    moved = pd.DataFrame(
        {
            "indicateur": "Projets", "categorie": "Oui", "population": ["Ensemble", "EPCI", "Ensemble"],
            "nom_population": ["ensemble", "epci", "ensemble"], "part_publiable": 0.5, "si_2_fois_plus": 1 / 3,
            "si_1_5_fois_plus": 0.4, "si_1_5_fois_moins": 0.6, "si_2_fois_moins": 2 / 3,
            "trace_id": ["a", "b", "c"],
        }
    )  # fmt: skip
    section = unequal_response(moved, pd.DataFrame({"trace_id": ["a", "b", ""]}))
    assert section_cells(section) == [
        ["Projets", "Oui", "Ensemble", *(f"{p}{NBSP}%" for p in (50, 33, 40, 60, 67))]
    ]


def test_sentences_of_a_section_stand_one_by_one_before_its_table(tmp_path: Path) -> None:
    section = who_answered(
        pd.Series({"public": "collectivites", "enonce": "Une <b>.\nDeux."}), GROUPS, load_catalogue()
    )
    write_site(content(qualite=(section,)), tmp_path)
    page = (tmp_path / "methode.html").read_text("utf-8")
    assert "<li>Une &lt;b&gt;.</li>\n<li>Deux.</li>" in page
    assert page.index("Deux.") < page.index("Structures qui existent")
