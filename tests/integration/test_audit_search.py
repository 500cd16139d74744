"""``barometre audit`` finds a printed figure by what an auditor holds: a value, words, a document, a page."""

import json

import pandas as pd
import pytest
from click.testing import Result
from support import Computed, barometre

from barometre_pipeline.catalogue.printed_figures import load_figures

NBSP = "\u00a0"


def audit(demo: Computed, *named: str) -> Result:
    return barometre("audit", "--raw", demo.raw, "--lake", demo.lake, *named)


def found(demo: Computed, *named: str) -> set[str]:
    result = audit(demo, *named, "--json")
    assert result.exit_code == 0, result.stderr
    data = json.loads(result.stdout)
    return (
        {each["figure"] for each in data} if isinstance(data, list) else {data["chiffre_publie"]["chiffre"]}
    )


@pytest.fixture(scope="module")
def figures() -> pd.DataFrame:
    return load_figures()


@pytest.mark.parametrize("written", ["77 %", "77%", f"77{NBSP}%", "77"])
def test_a_value_is_found_however_its_number_is_written(
    demo: Computed, figures: pd.DataFrame, written: str
) -> None:
    wanted = figures[(figures["valeur"] == 77) & (figures["document"] == "support_2025")]
    if written != "77":
        wanted = wanted[wanted["statistique"].str.startswith("part")]
    assert found(demo, written, "--document", "support_2025") == set(wanted["chiffre"])


def test_the_unit_tells_a_change_from_a_level(demo: Computed, figures: pd.DataFrame) -> None:
    changes = figures[(figures["statistique"] == "ecart_points") & (figures["valeur"] == 14)]
    assert found(demo, "+14 points") == set(changes["chiffre"])
    assert found(demo, "14 %").isdisjoint(changes["chiffre"])


def test_a_page_keeps_the_figures_of_its_section(demo: Computed, figures: pd.DataFrame) -> None:
    inside = figures[figures["rubrique"].isin(["IA (p. 36-38)", "introduction de la partie 2 (p. 36)"])]
    assert found(demo, "--document", "note_2025", "--page", "36") == set(inside["chiffre"])
    only = figures[figures["rubrique"] == "IA (p. 36-38)"]
    assert found(demo, "--document", "note_2025", "--page", "37") == set(only["chiffre"])


def test_a_document_without_pages_says_so(demo: Computed) -> None:
    result = audit(demo, "77 %", "--document", "support_2025", "--page", "12")
    assert result.exit_code == 1
    assert "pages" in result.stderr and "sans --page" in result.stderr


def test_words_need_neither_accents_nor_case_nor_endings(demo: Computed) -> None:
    said = found(demo, "souveraineté")
    assert said and said == found(demo, "SOUVERAINETE") == found(demo, "souverainetés")


def test_a_document_may_be_named_by_words_of_its_title(demo: Computed, figures: pd.DataFrame) -> None:
    wanted = figures[(figures["document"] == "support_2025") & (figures["valeur"] == 77)]
    assert found(demo, "77", "--document", "hub des territoires") == set(wanted["chiffre"])


def test_several_answers_are_listed_with_what_names_each_and_none_is_verified(demo: Computed) -> None:
    result = audit(demo, "77 %")
    assert result.exit_code == 0
    for words in ("Chiffre", "Document", "Endroit", "Valeur", "barometre audit "):
        assert words in result.stdout
    refused = audit(demo, "77 %", "--verify")
    assert refused.exit_code == 1 and "Rien n’est vérifié" in refused.stderr


def test_one_answer_is_its_card_by_its_name_or_by_the_identifier_of_a_value(demo: Computed) -> None:
    printed = json.loads(audit(demo, "support_2025-010", "--json").stdout)
    assert printed["chiffre_publie"]["chiffre"] == "support_2025-010"
    trace = printed["rapprochement"]["trace_id"]
    assert json.loads(audit(demo, trace, "--json").stdout)["trace_id"] == trace
    named = (
        "--edition",
        "2025",
        "--question",
        "GOUV01",
        "--modalite",
        "Oui, nous l’avons déjà adopté",
        "--json",
    )
    card = json.loads(audit(demo, *named).stdout)
    assert json.loads(audit(demo, card["trace_id"], "--json").stdout)["trace_id"] == card["trace_id"]


@pytest.mark.parametrize(
    ("named", "words"),
    [
        (("77,4 %", "--document", "support_2025"), ("77,4", "les plus proches", f"77{NBSP}%")),
        (("licorne",), ("licorne", "--indicateur")),
        (("77 %", "--document", "rapport_1999"), ("rapport_1999", "support_2025")),
    ],
)
def test_what_is_not_found_is_answered_with_what_comes_near(
    demo: Computed, named: tuple[str, ...], words: tuple[str, ...]
) -> None:
    result = audit(demo, *named)
    assert (result.exit_code, result.stdout) == (1, "")
    for word in words:
        assert word in result.stderr


@pytest.mark.parametrize(
    "named",
    [
        ("77 %", "--edition", "2025", "--question", "G1"),
        ("77 %", "--indicateur", "maturite_data"),
        ("--page", "3", "--question", "G1"),
    ],
)
def test_a_search_takes_no_option_of_another_way(demo: Computed, named: tuple[str, ...]) -> None:
    assert audit(demo, *named).exit_code == 2
