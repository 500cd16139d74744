"""Which rows of a tabulation a chart shows, in which order, and what its CSV holds."""

import dataclasses

import pandas as pd
import pytest
from samples import ABSENCES

from barometre_pipeline.publication.charts import ChartContext
from barometre_pipeline.publication.charts.model import Nature
from barometre_pipeline.publication.charts.plot import (
    DONT_KNOW,
    MISSING,
    SUBSTANTIVE,
    Mark,
    Row,
    Series,
)
from barometre_pipeline.publication.charts.prepare import Blank, is_other, natures, residual_level, tables

NBSP = "\u00a0"
CONTEXT = ChartContext("2031", "Observatoire", "reelles")


def row(answer, n, sub="", item="", question="Q1", size=40, **changes):
    values = {
        "edition": "2031", "question": question, "sous_question": sub, "question_libelle": "Que faites-vous ?",
        "sous_question_libelle": item, "modalite": answer, "absence": ABSENCES.get(answer, ""), "groupe": "ensemble",
        "n": n, "base": size, "dans_base": answer != "Non posée",
        "regle_base": "sans_reponse_incluses",
        "repondants": size - 4, "concernees": size, "effectif": size + 10, "part": n / (size + 10),
        "part_publiable": n / size, "part_ponderee_historique": 0.25, "part_ponderee": n / size / 3,
        "part_publiable_ponderee": n / size / 2, "source_donnees": "reelles",
    }  # fmt: skip
    return values | changes


def table(*rows, kind="choix_unique", context=CONTEXT):
    questions = pd.DataFrame({"question": ["Q1"], "nature": [kind]})
    (only,) = tables(pd.DataFrame(list(rows)), questions, context)
    return only


def mark(row, series, share, count, start=0.0):
    """A mark of ``count`` structures; those here are whole percentages, or written as what they round to."""
    rounded = {0.725: 72, 0.025: 2, 0.375: 38, 0.125: 12}.get(share, round(100 * share))
    assert (count > 0) == (share > 0)
    return Mark(row, series, share, f"{rounded}{NBSP}%", start)


def labels(plot):
    return [line.label for line in plot.rows]


@pytest.mark.parametrize(
    ("answer", "absence", "level"),
    [
        ("Oui", "", SUBSTANTIVE), ("Autre", "", SUBSTANTIVE), ("Vous ne savez pas", "", SUBSTANTIVE),
        ("", "", SUBSTANTIVE), ("Sans réponse", "", SUBSTANTIVE), ("Non posée", "", SUBSTANTIVE),
        ("Je ne sais pas", "", DONT_KNOW), ("Nous ne savons pas", "", DONT_KNOW), ("Ne sait pas", "", DONT_KNOW),
        ("NSP", "", DONT_KNOW), ("Sans opinion", "", DONT_KNOW), ("ne se prononcent pas", "", DONT_KNOW),
        ("Je ne sais pas", "sans_reponse", MISSING), ("Sans réponse ou non posée", "indetermine", MISSING),
    ],
)  # fmt: skip
def test_dont_know_and_no_answer_are_told_from_answers_whatever_the_wording(answer, absence, level):
    assert residual_level(answer, absence) == level


def test_the_kind_of_a_question_comes_from_its_columns_and_from_its_rows():
    asked = {"Q1": "", "Q2": "SQ1", "Q3": "SQ1", "Q4": "1", "Q5": "SQ1"}
    tris = pd.DataFrame({"question": list(asked), "sous_question": list(asked.values())})
    both = pd.DataFrame({"question": ["Q5", "Q5", "Q4"], "sous_question": ["", "SQ2", ""]})
    questions = pd.DataFrame(
        {
            "question": ["Q1", "Q2", "Q3", "Q3", "Q4", "Q6"],
            "nature": ["choix_unique", "choix_unique", "case", "autre_texte", "rang", "rang"],
        }
    )
    assert natures(pd.concat([tris, both]), questions) == {
        "Q1": Nature.SINGLE, "Q2": Nature.ARRAY, "Q3": Nature.MULTIPLE, "Q4": Nature.RANKING, "Q5": Nature.ARRAY,
    }  # fmt: skip


def test_a_single_choice_keeps_the_order_of_answers_and_draws_no_absence():
    shown = table(
        row("Sans réponse", 3), row("Je ne sais pas", 0), row("Non !", 10), row("Oui", 26),
        row("Sans réponse ou non posée", 1), row("Non posée", 10, part_publiable=float("nan")),
    )  # fmt: skip
    assert (shown.question, shown.nature, shown.title) == ("Q1", Nature.SINGLE, f"Que faites-vous{NBSP}?")
    assert shown.plot.rows == (
        Row(f"Non{NBSP}!"), Row("Oui"), Row("Je ne sais pas", True),
    )  # fmt: skip
    assert shown.plot.marks == (mark(0, 0, 0.25, 10), mark(1, 0, 0.65, 26), mark(2, 0, 0.0, 0))
    assert shown.blanks == (Blank("Sans réponse", 3, 0.075), Blank("Sans réponse ou non posée", 1, 0.025))
    assert (shown.plot.series, shown.plot.shape) == ((), "barres")
    assert shown.data["modalite"].tolist() == [
        "Non !",
        "Oui",
        "Je ne sais pas",
        "Sans réponse",
        "Sans réponse ou non posée",
    ]


def test_the_csv_has_the_columns_of_the_tabulation_in_their_order_and_the_percentage_shown():
    rows = [
        row("Oui", 5, intrus="x", ic_bas=0.1, ic_haut=0.2),
        row("Non", 35, intrus="x", ic_bas=0.8, ic_haut=0.9),
    ]
    assert list(table(*rows).data.columns) == [
        "edition", "question", "sous_question", "question_libelle", "sous_question_libelle", "modalite", "absence",
        "groupe", "n", "base", "regle_base", "repondants", "concernees", "effectif", "part_publiable", "pourcentage",
        "source_donnees",
    ]  # fmt: skip
    data = table(*rows).data
    assert data["pourcentage"].tolist() == [12, 88]  # 12.5 and 87.5: to the even
    assert data.index.tolist() == [0, 1]
    weighted = table(*rows, context=dataclasses.replace(CONTEXT, mesure="part_publiable_ponderee"))
    assert weighted.data["pourcentage"].tolist() == [6, 44]
    assert weighted.data["part_publiable_ponderee"].tolist() == [0.0625, 0.4375], (
        "told where it is what is drawn"
    )
    assert [m.share for m in weighted.plot.marks] == [0.0625, 0.4375]


def test_a_question_is_shown_for_the_group_asked_where_its_share_is_known():
    rows = [
        row("Oui", 10), row("Non", 30, part_publiable=float("nan")),
        row("Oui", 2, groupe="epci", size=4), row("Oui", 1, question="Q0", part_publiable=float("nan")),
    ]  # fmt: skip
    assert labels(table(*rows).plot) == ["Oui"]
    epci = table(*rows, context=dataclasses.replace(CONTEXT, groupe="epci"))
    assert (epci.plot.marks, epci.base, epci.effectif) == ((mark(0, 0, 0.5, 2),), (4, 4), 14)


def test_the_base_goes_from_the_line_least_asked_to_the_most():
    shown = table(row("Oui", 5, "a", size=30), row("Oui", 5, "b", size=50), row("Oui", 5, "c", size=40))
    assert (shown.base, shown.asked, shown.unanswered, shown.effectif) == ((30, 50), (30, 50), 0, 60)


def test_who_left_the_question_empty_and_is_not_in_the_base_is_counted_and_is_no_row():
    out = {"base": 36, "regle_base": "sans_reponse_exclues"}
    shown = table(
        row("Oui", 27, part_publiable=0.75, **out), row("Non", 9, part_publiable=0.25, **out),
        row("Sans réponse", 4, dans_base=False, part_publiable=float("nan"), **out),
    )  # fmt: skip
    assert (shown.base, shown.asked, shown.unanswered, shown.blanks) == ((36, 36), (40, 40), 4, ())
    assert [m.share for m in shown.plot.marks] == [0.75, 0.25]
    assert shown.data["modalite"].tolist() == ["Oui", "Non"]


@pytest.mark.parametrize(
    ("label", "other"),
    [
        ("Autre", True), ("Autres", True), (" Autres ", True), ("Autre :", True), ("Autre chose", True),
        ("Autre type de structure", False), ("Une autre", False), ("Autrement", False), ("", False),
    ],
)  # fmt: skip
def test_other_is_told_from_answers_that_begin_with_the_word(label, other):
    assert is_other(label) == other


def test_boxes_go_from_the_most_ticked_to_the_least_then_other_then_dont_know_and_no_absence_is_drawn():
    shown = table(
        row("Aucune case cochée", 4), row("Non cochée", 20, "b", "Le temps ?"), row("Non posée", 10),
        row("Oui", 39, "a", "Nous ne savons pas"), row("Oui", 12, "b", "Le temps ?"),
        row("Oui", 38, "other", "Précisez"), row("Oui", 30, "c", "Les moyens"), row("Oui", 12, "d", "L’envie"),
        row("Oui", 37, "e", " Autres "), row("Oui", 0, "f", "Autre chose"), row("Oui", 36, "-oth-", "Précisez"),
        kind="case",
    )  # fmt: skip
    assert shown.nature is Nature.MULTIPLE
    assert shown.plot.rows == (
        Row("Les moyens"), Row(f"Le temps{NBSP}?"), Row("L’envie"),
        Row("Précisez"), Row("Autres"), Row("Précisez"), Row("Autre chose"),
        Row("Nous ne savons pas", True),
    )  # fmt: skip
    assert [(m.row, m.series, round(m.share * 40)) for m in shown.plot.marks] == [
        (0, 0, 30), (1, 0, 12), (2, 0, 12), (3, 0, 38), (4, 0, 37), (5, 0, 36), (6, 0, 0), (7, 0, 39),
    ]  # fmt: skip
    assert shown.blanks == (Blank("Aucune case cochée", 4, 0.1),)
    assert shown.data["sous_question"].tolist() == ["c", "b", "d", "other", "e", "-oth-", "f", "a", ""]


def test_a_box_nobody_ticked_is_drawn_and_an_absence_of_nobody_is_in_the_csv_only():
    shown = table(
        row("Oui", 0, "a", "Eau"), row("Aucune case cochée", 0), row("Oui", 1, "b", "Air"), kind="case"
    )
    assert labels(shown.plot) == ["Air", "Eau"]
    assert shown.data["modalite"].tolist() == ["Oui", "Oui", "Aucune case cochée"]
    assert shown.blanks == ()


def test_an_array_goes_by_its_first_answer_and_leaves_out_residual_answers_nobody_gave():
    shown = table(
        row("Sans réponse", 0, "a", "Eau ?"), row("Oui", 10, "a", "Eau ?"), row("Je ne sais pas", 1, "a", "Eau ?"),
        row("Bof : non", 0, "a", "Eau ?"), row("Non", 29, "a", "Eau ?"),
        row("Oui", 20, "b", "Air"), row("Non", 20, "b", "Air"),
        row("Oui", 30, "other", "Précisez"), row("Non", 10, "other", "Précisez"),
        row("Non", 40, "d", "Sol"),
        row("Oui", 10, "e", "Feu"), row("Non", 30, "e", "Feu"),
    )  # fmt: skip
    assert shown.nature is Nature.ARRAY
    assert labels(shown.plot) == ["Air", f"Eau{NBSP}?", "Feu", "Sol", "Précisez"]
    assert not any(line.residual for line in shown.plot.rows)
    assert shown.plot.series == (
        Series("Oui"), Series(f"Bof{NBSP}: non"), Series("Non"), Series("Je ne sais pas", DONT_KNOW),
    )  # fmt: skip
    assert shown.plot.marks == (
        mark(0, 0, 0.5, 20, 0.0), mark(0, 2, 0.5, 20, 0.5),
        mark(1, 0, 0.25, 10, 0.0), mark(1, 1, 0.0, 0, 0.25), mark(1, 2, 0.725, 29, 0.25), mark(1, 3, 0.025, 1, 0.975),
        mark(2, 0, 0.25, 10, 0.0), mark(2, 2, 0.75, 30, 0.25),
        mark(3, 2, 1.0, 40, 0.0),
        mark(4, 0, 0.75, 30, 0.0), mark(4, 2, 0.25, 10, 0.75),
    )  # fmt: skip
    assert shown.data[["sous_question", "modalite"]].values.tolist() == [
        ["b", "Oui"], ["b", "Non"],
        ["a", "Oui"], ["a", "Bof : non"], ["a", "Non"], ["a", "Je ne sais pas"], ["a", "Sans réponse"],
        ["e", "Oui"], ["e", "Non"], ["d", "Non"], ["other", "Oui"], ["other", "Non"],
    ]  # fmt: skip


def test_a_ranking_goes_by_first_places_with_a_segment_for_each_rank():
    shown = table(
        row("Coûts", 10, "1"), row("Qualité : oui", 15, "1"), row("Délais", 10, "1"), row("Sans réponse", 5, "1"),
        row("Coûts", 5, "2"), row("Qualité : oui", 15, "2"), row("Délais", 0, "2"), row("Sans réponse", 20, "2"),
        kind="rang",
    )  # fmt: skip
    assert shown.nature is Nature.RANKING
    assert shown.blanks == (Blank("Sans réponse", 5, 0.125),), "no first rank, no rank"
    assert labels(shown.plot) == [f"Qualité{NBSP}: oui", "Coûts", "Délais"]
    assert shown.plot.series == (Series("1er rang"), Series("2e rang"))
    assert shown.plot.marks == (
        mark(0, 0, 0.375, 15, 0.0), mark(0, 1, 0.375, 15, 0.375),
        mark(1, 0, 0.25, 10, 0.0), mark(1, 1, 0.125, 5, 0.25),
        mark(2, 0, 0.25, 10, 0.0), mark(2, 1, 0.0, 0, 0.25),
    )  # fmt: skip
    assert shown.data[["modalite", "sous_question"]].values.tolist() == [
        ["Qualité : oui", "1"], ["Qualité : oui", "2"], ["Coûts", "1"], ["Coûts", "2"],
        ["Délais", "1"], ["Délais", "2"], ["Sans réponse", "1"], ["Sans réponse", "2"],
    ]  # fmt: skip
