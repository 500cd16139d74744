"""The cells of the report: which groups and lines a question shows, how each kind of value is written."""

import numpy as np
import pandas as pd
import pytest

from barometre_pipeline.publication.site import EditionReport, ReportSection
from barometre_pipeline.publication.site.tables import (
    anchor,
    audit_command,
    chart_files,
    question_blocks,
    section_cells,
    section_headings,
)

NBSP = "\u00a0"


def answer(question, sub, label, group, n, size, item="", whole=None, absence=""):
    share = n / size if size else np.nan
    return {
        "question": question, "sous_question": sub, "sous_question_libelle": item, "modalite": label,
        "groupe": group, "n": n, "base": size,
        "dans_base": absence != "non_posee", "concernees": size, "effectif": whole or size, "part_publiable": share,
        "absence": absence, "publiable": True,
    }  # fmt: skip


def chart(question):
    return {
        "question": question, "titre": f"Titre {question}", "description": f"Description {question}",
        **{k: f"ailleurs/{question}.{k}" for k in ("svg", "svg_etroit", "png", "json")},
        "fichier_csv": f"ailleurs/{question}.csv",
    }  # fmt: skip


def blocks(rows, charted):
    report = EditionReport(
        edition="2031", titre="T", source="S", source_donnees="reelles", tris=pd.DataFrame(rows),
        graphiques=pd.DataFrame([chart(q) for q in charted]), dossier_graphiques="../graphiques/",
    )  # fmt: skip
    return list(question_blocks(report))


def test_a_question_shows_its_lines_for_the_groups_somebody_belongs_to():
    rows = [
        answer("Q1", "", "Oui", "epci", 0, 29),
        answer("Q1", "", "Oui", "ensemble", 1, 1200),
        answer("Q1", "", "Oui", "regions", 0, 0),
        answer("Q1", "", "Non ?", "ensemble", 900, 1200),
    ]
    (block,) = blocks(rows, ["Q1"])
    assert (block.code, block.titre, block.description) == ("Q1", "Titre Q1", "Description Q1")
    assert [(c.titre, c.effectif, c.base) for c in block.colonnes] == [
        ("Ensemble", 1200, f"n{NBSP}={NBSP}1\u202f200"),
        ("EPCI (hors métropoles)", 29, f"n{NBSP}={NBSP}29*"),
    ]
    assert [(x.ancre, x.item, x.modalite, x.cellules) for x in block.lignes] == [
        ("q1-oui", "", "Oui", (f"<{NBSP}1{NBSP}%", f"0{NBSP}%")),
        ("q1-non", "", f"Non{NBSP}?", (f"75{NBSP}%", "–")),
    ]
    assert block.lignes[0].commande == (
        "barometre audit --edition 2031 --question Q1 --modalite Oui --groupe ensemble"
    )
    assert (block.avec_items, block.base_faible) == (False, True)
    assert block.fichiers == {
        "svg": "../graphiques/Q1.svg", "svg_etroit": "../graphiques/Q1.svg_etroit",
        "png": "../graphiques/Q1.png", "json": "../graphiques/Q1.json",
        "fichier_csv": "../graphiques/Q1.csv",
    }  # fmt: skip


def test_items_of_a_question_are_told_apart_and_thirty_is_no_small_base():
    rows = [
        answer("Q2", "1", "Oui", "ensemble", 15, 30, "Eau : oui"),
        answer("Q2", "2", "Oui", "ensemble", 3, 30, "Air"),
        answer("Q2", "", "Sans réponse", "ensemble", 0, 30, "inutile"),
    ]
    (block,) = blocks(rows, ["Q2"])
    assert [(x.ancre, x.item, x.cellules) for x in block.lignes] == [
        ("q2-1-oui", f"Eau{NBSP}: oui", (f"50{NBSP}%",)),
        ("q2-2-oui", "Air", (f"10{NBSP}%",)),
        ("q2-sans-reponse", "", (f"0{NBSP}%",)),
    ]
    assert "--sous-question 1 " in block.lignes[0].commande
    assert (block.avec_items, block.base_faible) == (True, False)
    assert [c.base for c in block.colonnes] == [f"n{NBSP}={NBSP}30"]


def test_the_heading_of_a_conditional_question_says_the_base_of_its_shares_and_no_line_is_for_those_not_asked():
    rows = [
        answer("Q1", "1", "Oui", "ensemble", 69, 82, "Eau", whole=292),
        answer("Q1", "1", "Non cochée", "ensemble", 13, 82, "Eau", whole=292, absence="non_cochee"),
        answer("Q1", "2", "Oui", "ensemble", 20, 40, "Air", whole=292),
        answer("Q1", "", "Aucune case cochée", "ensemble", 5, 82, whole=292, absence="sans_reponse"),
        answer("Q1", "", "Non posée", "ensemble", 210, 82, whole=292, absence="non_posee"),
        answer("Q1", "1", "Oui", "epci", 3, 20, "Eau", whole=40),
        answer("Q1", "1", "Oui", "regions", 0, 0, "Eau", whole=8),
    ]
    (block,) = blocks(rows, ["Q1"])
    assert [c.base for c in block.colonnes] == [
        f"n{NBSP}={NBSP}40 à 82 sur 292", f"n{NBSP}={NBSP}20 sur 40*",
    ]  # fmt: skip
    assert [(x.item, x.modalite, x.cellules[0]) for x in block.lignes] == [
        ("Eau", "Oui", f"84{NBSP}%"), ("Air", "Oui", f"50{NBSP}%"), ("", "Aucune case cochée", f"6{NBSP}%"),
    ]  # fmt: skip


def test_only_questions_with_a_chart_are_shown_in_the_order_of_the_tabulation():
    rows = [answer(q, "", "Oui", "ensemble", 1, 40) for q in ("Q3", "Q1", "Q2")]
    assert [b.code for b in blocks(rows, ["Q2", "Q3"])] == ["Q3", "Q2"]


def test_files_of_a_chart_are_those_of_the_folder_whatever_their_first_place():
    assert chart_files(chart("Q1"), "images")["fichier_csv"] == "images/Q1.csv"


def test_an_audit_command_is_quoted_for_a_shell():
    assert audit_command("2031", "Q1", "SQ 1", "L'eau") == (
        "barometre audit --edition 2031 --question Q1 --sous-question 'SQ 1' --modalite 'L'\"'\"'eau' "
        "--groupe ensemble"
    )


@pytest.mark.parametrize(
    ("parts", "expected"),
    [(("G3Q03", "Oui"), "g3q03-oui"), (("Q", "", "Énergie (été) !"), "q-energie-ete"), (("-a_b-",), "a-b")],
)
def test_an_anchor_is_plain_letters_digits_and_hyphens(parts, expected):
    assert anchor(*parts) == expected


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("part", 0.53, f"53{NBSP}%"),
        ("ecart", 0.17, f"+17{NBSP}pt"),
        ("ecart", -0.034, f"−3{NBSP}pt"),
        ("libre", None, "–"),
        ("libre", float("nan"), "–"),
        ("part", float("nan"), "–"),
        ("libre", True, "oui"),
        ("libre", False, "non"),
        ("libre", 1.23456, "1,235"),
        ("libre", 1200, "1\u202f200"),
        ("libre", "Combien ?", f"Combien{NBSP}?"),
        ("libre", "", ""),
    ],
)
def test_a_cell_is_written_as_its_kind_asks(column, value, expected):
    table = pd.DataFrame({column: pd.Series([value], dtype=object)})
    shown = ReportSection("a", "T", "C", table, {column: "Titre"}, frozenset({"part"}), frozenset({"ecart"}))
    assert section_cells(shown) == [[expected]]


def test_columns_come_in_the_order_declared_and_those_the_table_lacks_are_left_out():
    table = pd.DataFrame({"b": ["x", "y"], "a": ["1", "2"], "caché": ["", ""]})
    shown = ReportSection("a", "T", "C", table, {"a": "Premier", "absent": "Absent", "b": "Second"})
    assert section_headings(shown) == ["Premier", "Second"]
    assert section_cells(shown) == [["1", "x"], ["2", "y"]]


def test_a_group_that_may_not_be_told_is_no_column_and_the_caption_says_so_and_why():
    rows = [answer("Q1", "", a, g, 10, 20) for a in ("Oui", "Non") for g in ("ensemble", "regions")]
    rows = [r | {"publiable": r["groupe"] == "ensemble"} for r in rows]
    (block,) = blocks(rows, ["Q1"])
    assert [c.titre for c in block.colonnes] == ["Ensemble"]
    assert block.retenues.startswith(f"Groupes non publiés{NBSP}: Régions (ventilation trop fine")


def test_a_rare_answer_keeps_its_line_with_a_letter_in_the_place_of_its_share():
    rows = [answer("Q1", "", a, "ensemble", n, 20) for a, n in (("Oui", 10), ("Non", 7), ("NSP", 3))]
    rows = [r | {"publiable": r["modalite"] == "Oui"} for r in rows]
    (block,) = blocks(rows, ["Q1"])
    assert [line.cellules for line in block.lignes] == [(f"50{NBSP}%",), ("s",), ("s",)]
    assert f"s{NBSP}: non publié" in block.retenues
