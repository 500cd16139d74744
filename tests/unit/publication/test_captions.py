"""The words around a chart: who is shown, on which base, from which source, and the figures in words."""

import dataclasses

import pandas as pd
import pytest

from barometre_pipeline.publication.charts import ChartContext
from barometre_pipeline.publication.charts.captions import (
    base,
    description,
    footer,
    notes,
    source,
    subtitle,
    warning,
)
from barometre_pipeline.publication.charts.model import Nature
from barometre_pipeline.publication.charts.plot import Mark, Plot, Row, Series
from barometre_pipeline.publication.charts.prepare import Blank, PlotTable

NBSP = "\u00a0"
REAL = ChartContext("2031", "L’enquête", "reelles")
MADE_UP = ChartContext("2031", "L’enquête", "demonstration")
BARS = Plot(
    (Row("Oui"), Row("Non"), Row("Peut-être")),
    (Mark(0, 0, 0.75, f"75{NBSP}%"), Mark(1, 0, 0.25, f"25{NBSP}%"), Mark(2, 0, 0.001, f"<{NBSP}1{NBSP}%")),
)


def table(
    nature=Nature.SINGLE, asked=(40, 40), size=40, plot=BARS, blanks=(), base=None, unanswered=0, excluded=()
):
    bases = base or asked, asked
    return PlotTable(
        "Q1", nature, "La question", pd.DataFrame(), plot, *bases, unanswered, size, blanks, excluded
    )


@pytest.mark.parametrize(
    ("nature", "how"),
    [
        (Nature.SINGLE, f"en{NBSP}% des structures"),
        (Nature.MULTIPLE, f"en{NBSP}% des structures, plusieurs réponses possibles"),
        (Nature.RANKING, f"en{NBSP}% des structures, par rang donné à chaque réponse"),
        (Nature.ARRAY, f"en{NBSP}% des structures"),
    ],
)
def test_the_sub_title_says_who_and_how_to_read_the_percentages(nature, how):
    assert subtitle(table(nature), REAL) == f"Ensemble des structures, {how}"


@pytest.mark.parametrize(
    ("measure", "told"),
    [
        ("part_publiable", ""),
        ("part_publiable_ponderee", ", résultats redressés"),
    ],
)
def test_the_sub_title_says_where_results_are_weighted(measure, told):
    weighted = dataclasses.replace(REAL, mesure=measure, population="Les EPCI")
    assert subtitle(table(), weighted) == f"Les EPCI, en{NBSP}% des structures{told}"


@pytest.mark.parametrize(
    ("asked", "size", "expected"),
    [
        ((40, 40), 40, f"Base{NBSP}: 40{NBSP}structures répondantes."),
        ((1, 1), 1, f"Base{NBSP}: 1{NBSP}structure répondante."),
        ((82, 82), 292,
         f"Base{NBSP}: 82{NBSP}structures concernées sur 292, la question n’a pas été posée aux 210 autres."),
        ((1, 1), 2, f"Base{NBSP}: 1{NBSP}structure concernée sur 2, la question n’a pas été posée à l’autre."),
        ((60, 82), 1292,
         f"Base{NBSP}: de 60 à 82 concernées sur 1\u202f292 selon la ligne, celles à qui chacune a été posée."),
        ((60, 82), 82, f"Base{NBSP}: de 60 à 82 concernées sur 82 selon la ligne, celles à qui chacune a été posée."),
    ],
)  # fmt: skip
def test_the_base_says_who_is_in_the_denominator(asked, size, expected):
    assert base(table(Nature.ARRAY, asked, size)) == expected


@pytest.mark.parametrize(
    ("base_of", "asked", "size", "unanswered", "expected"),
    [
        ((245, 245), (292, 292), 292, 47, "245 structures qui ont répondu à la question, 47 n’y ont pas répondu"),
        ((291, 291), (292, 292), 292, 1, "291 structures qui ont répondu à la question, 1 n’y a pas répondu"),
        ((80, 80), (82, 82), 292, 2, "80 structures qui ont répondu à la question, 2 n’y ont pas répondu et elle "
         "n’a pas été posée aux 210 autres"),
        ((240, 250), (292, 292), 292, 52, "de 240 à 250 structures selon la ligne, celles qui ont répondu à chacune, "
         "sur 292"),
        ((70, 80), (82, 82), 292, 12, "de 70 à 80 structures selon la ligne, celles qui ont répondu à chacune "
         "(82 concernées sur 292)"),
        ((60, 60), (60, 82), 292, 22, "60 structures qui ont répondu à la question (de 60 à 82 concernées sur 292 "
         "selon la ligne)"),
    ],
)  # fmt: skip
def test_where_empty_answers_are_out_the_base_says_who_answered_and_how_many_did_not(
    base_of, asked, size, unanswered, expected
):
    shown = table(Nature.ARRAY, asked, size, base=base_of, unanswered=unanswered)
    assert base(shown) == f"Base{NBSP}: {expected}."
    assert f"en{NBSP}% des structures qui ont répondu" in subtitle(shown, REAL)


def test_an_answer_that_is_not_in_the_base_is_named_where_the_base_is_said():
    shown = table(Nature.ARRAY, (292, 292), 292, base=(260, 270), unanswered=32, excluded=("Je ne sais pas",))
    without = f"«{NBSP}Je ne sais pas{NBSP}» non compris"
    assert base(shown) == f"Base{NBSP}: de 260 à 270 structures selon la ligne, {without}, sur 292."
    assert subtitle(shown, REAL) == f"Ensemble des structures, en{NBSP}% des structures, {without}"


def test_those_of_the_base_that_no_bar_shows_are_counted_after_it():
    blanks = (Blank("Aucune case cochée", 5, 5 / 82), Blank("Sans réponse ou non posée", 1, 1 / 82))
    assert base(table(Nature.MULTIPLE, (82, 82), 82, blanks=blanks)) == (
        f"Base{NBSP}: 82{NBSP}structures répondantes. «{NBSP}Aucune case cochée{NBSP}»{NBSP}: 5{NBSP}structures "
        f"(6{NBSP}%). «{NBSP}Sans réponse ou non posée{NBSP}»{NBSP}: 1{NBSP}structure (1{NBSP}%)."
    )


@pytest.mark.parametrize(
    ("asked", "size", "told"),
    [((82, 82), 292, "82 concernées sur 292"), ((1, 1), 9, "1 concernée sur 9"),
     ((60, 82), 292, "de 60 à 82 concernées sur 292 selon la ligne")],
)  # fmt: skip
def test_the_sub_title_of_a_conditional_question_says_how_many_it_was_put_to(asked, size, told):
    assert subtitle(table(asked=asked, size=size), REAL) == (
        f"Ensemble des structures, {told}, en{NBSP}% des structures concernées"
    )


@pytest.mark.parametrize(("size", "warned"), [(29, True), (30, False)])
def test_a_base_under_thirty_is_to_be_read_with_care(size, warned):
    told = f"Base faible (moins de 30 structures){NBSP}: résultats à lire avec prudence."
    assert notes(BARS, size) == ([told] if warned else [])


@pytest.mark.parametrize(
    ("shares", "told"),
    [((1 / 3, 1 / 3, 1 / 3), True), ((0.5, 0.25, 0.25), False), ((0.334, 0.333), False)],
)
def test_rounding_is_explained_for_a_whole_whose_rounded_parts_do_not_make_a_hundred(shares, told):
    marks = tuple(Mark(0, k, share, "x") for k, share in enumerate(shares))
    plot = Plot((Row("Eau"),), marks, tuple(Series(str(k)) for k in range(len(shares))))
    note = f"La somme des pourcentages arrondis peut différer de 100{NBSP}%."
    assert notes(plot, 100) == ([note] if told else [])
    assert notes(dataclasses.replace(plot, series=()), 100) == []


def test_rounding_is_looked_for_on_every_line():
    whole = (Mark(0, 0, 0.5, "x"), Mark(0, 1, 0.5, "x"))
    rounded = (Mark(1, 0, 0.346, "x"), Mark(1, 1, 0.346, "x"), Mark(1, 1, 0.308, "x"))
    lines, series = (Row("Eau"), Row("Air")), (Series("Oui"), Series("Non"))
    assert len(notes(Plot(lines, whole + rounded, series), 100)) == 1  # 35 + 35 + 31 makes 101
    assert notes(Plot(lines[:1], whole, series), 100) == []


def test_the_source_says_again_where_data_are_made_up():
    assert source(REAL) == f"Source{NBSP}: L’enquête."
    assert source(MADE_UP) == f"Source{NBSP}: L’enquête. Données de démonstration (synthétiques)."
    assert (warning(REAL), warning(MADE_UP)) == ("", "Données de démonstration (synthétiques)")


def test_the_footer_gives_base_then_notes_then_source():
    assert footer(table(asked=(20, 20), size=20), REAL) == [
        f"Base{NBSP}: 20{NBSP}structures répondantes.",
        f"Base faible (moins de 30 structures){NBSP}: résultats à lire avec prudence.",
        f"Source{NBSP}: L’enquête.",
    ]


def test_bars_are_described_one_by_one():
    assert description("Un titre.", BARS, REAL) == (
        f"Un titre. Oui, 75{NBSP}%{NBSP}; Non, 25{NBSP}%{NBSP}; Peut-être, <{NBSP}1{NBSP}%."
    )


def test_a_stack_is_described_by_the_first_answer_of_each_line_and_made_up_data_announced():
    told = {0.75: "75", 0.25: "25", 0.0: "0", 1.0: "100"}
    values = ((0, 0, 0.75), (0, 1, 0.25), (1, 0, 0.0), (1, 1, 1.0))
    marks = tuple(Mark(row, k, share, f"{told[share]}{NBSP}%") for row, k, share in values)
    plot = Plot((Row("Eau"), Row("Air")), marks, (Series("Oui"), Series("Non")))
    assert description("Un titre.", plot, MADE_UP) == (
        "Données de démonstration (synthétiques). Un titre. "
        f"Part de « Oui »{NBSP}: Eau, 75{NBSP}%{NBSP}; Air, 0{NBSP}%."
    )
