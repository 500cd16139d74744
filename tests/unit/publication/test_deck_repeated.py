"""The document has one page for a figure: a chart whose every value stands on others is left out of it."""

import pandas as pd
from deck_files import NAME, deck_of
from declared_rows import CHANGES, declared, row, scale

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.publication.charts.declared import told_charts
from barometre_pipeline.publication.deck.model import ChartPage
from barometre_pipeline.publication.deck.repeated import without_repeats

YEARS = {"forme": "barres_empilees", "ventilation": ["ensemble", "epci"]}


def shown(deck):
    return {p.chart for p in deck.pages if isinstance(p, ChartPage)}


def test_a_chart_of_the_whole_alone_is_left_out_where_another_shows_the_whole_and_its_parts():
    assert shown(deck_of([*scale(), *scale("epci", 50)], other())) == {"maturite_data"}
    assert shown(deck_of(scale(), other())) == {"maturite_data"}, "of two alike, the first declared stays"


def test_a_chart_that_an_edition_declares_stays_even_where_another_shows_its_values():
    all_answers, one = declared(**YEARS), declared(nom="seule", categories=["avancee"])
    assert shown(deck_of([*scale(), *scale("epci", 50)], all_answers, one)) == {NAME, "seule"}


def test_the_share_of_one_answer_is_left_out_where_another_indicator_of_the_question_stacks_all_answers():
    """« Usage … susceptible de détériorer »: the same column and code under another name."""
    one = "opinion_impact_donnees_deteriorer"
    rows = [
        row(
            f"sante.{a}", n, "francais", edition="2025", indicator="opinion_impact_donnees", public="francais"
        )
        for a, n in (("ameliorer", 40), ("ni_ni", 35), ("deteriorer", 25))
    ]
    rows.append(row("sante", 25, "francais", 100, "2025", one, public="francais"))
    catalogue, moved = load_catalogue(), pd.DataFrame(columns=list(CHANGES))
    charts = list(told_charts(pd.DataFrame(rows), moved, catalogue, ["2025"]))
    assert f"reponses_{one}" in {t.cells.chart.nom for t in charts}
    left = {t.cells.chart.nom for t in without_repeats(charts, catalogue)}
    assert left == {"reponses_opinion_impact_donnees"}
    assert f"reponses_{one}" in {
        t.cells.chart.nom for t in without_repeats(charts, catalogue, [f"reponses_{one}"])
    }


def other():
    """A chart that draws nothing of these rows."""
    return declared(indicateur="projet_ia", categories=["engage"])
