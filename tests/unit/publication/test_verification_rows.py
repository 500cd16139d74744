"""The CSV and the JSON of a checked document: names of the list of printed figures, nothing that computes."""

import csv
import io
import json
from dataclasses import replace

from invented_check import CATEGORY, CHECKED, INDICATOR, TEXT, at

from barometre_pipeline.publication.verification.rows import COLUMNS, as_csv, as_json

MEASURED = ("ligne", "colonne", "texte", "statut", "indicateur", "categorie", "population", "edition", "lien")


def rows(checked=CHECKED):
    return list(csv.DictReader(io.StringIO(as_csv(TEXT, checked))))


def test_a_row_has_the_columns_that_measure_it_first_and_its_place() -> None:
    assert COLUMNS[: len(MEASURED)] == MEASURED
    first = rows()[0]
    assert [first[c] for c in MEASURED] == [
        "3", "9", "69 %", "barometre", INDICATOR, CATEGORY, "ensemble", "2031", "sur",
    ]  # fmt: skip
    assert (first["valeur"], first["valeur_calculee"], first["verdict"]) == ("69", "61", "contredit")
    assert first["lieu"] == "page 2, ligne 3"
    assert first["chiffres"] == "support_2025-002; inconnu-001"
    assert first["fiche"] == "0123456789abcdef"


def test_a_count_has_no_category_and_a_number_of_another_source_no_tie() -> None:
    by_text = {r["texte"]: r for r in rows()}
    assert by_text["292"]["categorie"] == ""
    other = by_text["34 945"]
    assert (other["statut"], other["source"], other["lien"], other["indicateur"]) == (
        "autre_source",
        "INSEE",
        "",
        "",
    )
    assert by_text["15"]["candidats"] == f"{INDICATOR}/{CATEGORY} ensemble 2031 (5)"


def test_what_the_catalogue_renamed_keeps_the_names_under_which_it_was_printed() -> None:
    projects = at(4, "12", indicateur="projet_ia_domaine_projets", population="engage_ia")
    users = at(
        4,
        "15",
        indicateur="source_donnees_ouvertes",
        population="utilisateurs_donnees_ouvertes",
        categorie="x",
    )
    found = rows(replace(CHECKED, occurrences=(projects, users)))
    assert [(r["indicateur"], r["population"]) for r in found] == [
        ("projet_ia_domaine", "engage_ia"),
        ("source_donnees_ouvertes", "hors_moins_3500"),
    ]


def test_a_text_of_the_document_is_never_a_formula() -> None:
    risky = replace(
        CHECKED.occurrences[0], texte="+ 22 points", contexte='=HYPERLINK("x")', constat="@SUM(A1)"
    )
    (row,) = rows(replace(CHECKED, occurrences=(risky,)))
    assert [row[c] for c in ("texte", "contexte", "constat")] == [
        "'+ 22 points", "'=HYPERLINK(\"x\")", "'@SUM(A1)",
    ]  # fmt: skip
    (row,) = rows(replace(CHECKED, occurrences=(replace(risky, valeur=-3.5),)))
    assert row["valeur"] == "-3.5", "a number stays one"


def test_the_json_says_the_same_with_lists_and_the_statements() -> None:
    data = json.loads(as_json(TEXT, CHECKED))
    assert (data["document"], data["edition"], data["sha256"]) == ("note.txt", "2031", "0" * 64)
    assert [n["texte"] for n in data["nombres"]] == [r["texte"] for r in rows()]
    assert data["nombres"][0]["chiffres"] == ["support_2025-002", "inconnu-001"]
    assert data["nombres"][3]["candidats"][0]["categorie"] == CATEGORY
    assert data["affirmations"] == [
        {
            "ligne": 5, "colonne": 32, "texte": "en hausse", "genre": "direction", "verdict": "faux",
            "constat": "La part baisse.", "lieu": "page 2, ligne 5",
        }
    ]  # fmt: skip
