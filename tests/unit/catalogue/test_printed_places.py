"""Where a printed figure is said to be: the page that was noted, else no page and the chart it stands by."""

import pandas as pd
import pytest

from barometre_pipeline.catalogue.printed_figures import load_charts, load_documents, load_figures
from barometre_pipeline.catalogue.printed_places import NOT_NOTED, load_plan, page_in_words


def _place(document: str, heading: str, indicator: str, population: str = "ensemble") -> str:
    return page_in_words(document, heading, indicator, population).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("heading", "expected"), [("usages (p. 15)", "p. 15"), ("IA (p. 36-38)", "p. 36 à 38")]
)
def test_a_page_that_was_noted_is_given(heading: str, expected: str) -> None:
    assert _place("note_2025", heading, "projet_ia") == expected


def test_without_a_page_the_card_says_so_and_names_the_chart_in_the_order_of_the_document() -> None:
    found = _place("support_2025", "IA : projets", "projet_ia", "hors_moins_3500")
    (order,) = load_plan().query("document == 'support_2025' and graphiques == '13'")["ordre"]
    assert found == (
        f"{NOT_NOTED} ; dans l’ordre du document : {order}e page ou partie (« Projets engagés ou prévus », "
        "graphique 13)"
    )


def test_a_figure_stands_by_the_chart_of_its_question() -> None:
    """No chart shows the first priority alone: the one of the priorities asks the same question."""
    assert "(« Priorités », graphique 5)" in _place("support_2025", "priorités", "priorite_data_rang1")


def test_a_document_without_charts_has_neither_page_nor_place() -> None:
    assert _place("article_2025", "IA", "systeme_ia") == NOT_NOTED
    assert _place("inconnu", "x", "inconnu") == NOT_NOTED


def test_the_plan_names_each_printed_chart_once_and_documents_that_exist() -> None:
    plan = load_plan()
    assert set(plan["document"]) <= set(load_documents())
    named = plan.assign(graphique=plan["graphiques"].str.split()).explode("graphique").dropna()
    names = [f"{d}-g{int(g):02d}" for d, g in zip(named["document"], named["graphique"], strict=True)]
    assert sorted(names) == sorted(load_charts()["graphique"])
    assert all(
        list(map(int, orders)) == list(range(1, len(orders) + 1))
        for _, orders in plan.groupby("document")["ordre"]
    )


def test_every_figure_of_the_support_has_a_place() -> None:
    figures = load_figures().query("document == 'support_2025'")
    for row in figures.to_dict("records"):
        place = page_in_words(*(str(row[c]) for c in ("document", "rubrique", "indicateur", "population")))
        assert "page ou partie" in place, row["chiffre"]


def test_the_import_keeps_the_order_and_the_charts_of_each_document() -> None:
    from tools.import_printed_figures import plan

    source = pd.DataFrame(
        [{"document": "d", "ordre": "4", "partie": "p", "titre_court": "l'ordre", "contenu": "notice ; graphique 1"},
         {"document": "d", "ordre": "5", "partie": "p", "titre_court": "rien", "contenu": "texte"}]
    )  # fmt: skip
    assert plan(source).to_dict("records") == [
        {"document": "d", "ordre": "4", "titre": "l’ordre", "graphiques": "1"},
        {"document": "d", "ordre": "5", "titre": "rien", "graphiques": ""},
    ]
