"""The value that an auditor names, and the answer where there is none, on a lake of five rows."""

import numpy as np
import pandas as pd
import pytest

from barometre_pipeline.audit.find_indicator import find_indicator
from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.errors import InputError
from barometre_pipeline.lake import Lake

PROJECT, MATURITY = "projet_data_au_moins_un", "maturite_data"
NBSP = "\u00a0"


def row(population: str, ventilation: str, modalite: str, **more: object) -> dict[str, object]:
    return {
        "edition": "2025", "indicateur": PROJECT, "categorie": "oui", "population": population,
        "ventilation": ventilation, "modalite": modalite, "imprime": True,
        "regle_base": "sans_reponse_exclues", "n": 3, "base": 10, "part": 0.3, "part_ponderee": np.nan,
        "part_publiable": 0.3, "ic_bas": np.nan, "ic_haut": np.nan, "ic_de": "", "base_faible": True,
        "source_donnees": "demonstration",
    } | more  # fmt: skip


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    found = Lake.at(tmp_path_factory.mktemp("lac"))
    rows = [
        row("hors_moins_3500", "reunion", "hors_moins_3500"),
        row("epci", "type", "epci", n=4),
        row("ensemble", "", "", n=5, edition="2024"),
        row("ensemble", "", "", n=6),
        row("ensemble", "taille", "grand", n=7),
        row("ensemble", "autre", "grand", n=8),
    ]
    found.write("gold/indicateurs", pd.DataFrame(rows).assign(trace_id=[f"t{k}" for k in range(len(rows))]))
    reasons = [
        ("2024", MATURITY, "avancee", "", "raison d’une autre année"),
        ("2025", MATURITY, "moyenne", "", "raison d’une autre catégorie"),
        ("2025", MATURITY, "avancee", "", "raison de la catégorie"),
        ("2025", PROJECT, "", "metropoles", "raison de la population"),
        ("2025", "", "", "regions", "raison de toutes"),
    ]
    columns = ["edition", "indicateur", "categorie", "population", "raison"]
    found.write("gold/non_calculables", pd.DataFrame(reasons, columns=columns))
    return found


def find(lake: Lake, category: str | None = "oui", population: str | None = None, **more: str) -> pd.Series:
    asked = {"edition": "2025", "indicator": PROJECT, "modalite": None} | more
    return find_indicator(
        lake, load_catalogue(), asked["edition"], asked["indicator"], category, population, asked["modalite"]
    )


def refusal(lake: Lake, category: str | None = "oui", population: str | None = None, **more: str) -> str:
    with pytest.raises(InputError) as caught:
        find(lake, category, population, **more)
    return str(caught.value)


@pytest.mark.parametrize(
    ("population", "edition", "n"),
    [("epci", "2025", 4), ("EPCI (hors métropoles)", "2025", 4), ("epci hors metropoles", "2025", 4),
     ("ensemble", "2025", 6), ("ensemble", "2024", 5)],
)  # fmt: skip
def test_a_population_is_named_by_its_name_or_its_label(
    lake: Lake, population: str, edition: str, n: int
) -> None:
    assert find(lake, population=population, edition=edition)["n"] == n


def test_without_a_population_it_is_that_of_the_indicator(lake: Lake) -> None:
    assert find(lake)["population"] == load_catalogue().indicateurs[PROJECT].population


def test_a_part_is_named_by_its_answer_with_its_question_where_two_share_it(lake: Lake) -> None:
    assert find(lake, population="ensemble", modalite="taille=grand")["n"] == 7
    assert find(lake, population="ensemble", modalite="autre=grand")["n"] == 8
    said = refusal(lake, population="ensemble", modalite="grand")
    assert "désigne plusieurs ventilations" in said and "taille=grand ; autre=grand" in said
    assert "n’y est pas" in refusal(lake, population="ensemble", modalite="petit")


@pytest.mark.parametrize(
    ("indicator", "category", "population", "reason"),
    [
        (MATURITY, "avancee", "ensemble", "raison de la catégorie"),
        (PROJECT, "oui", "metropoles", "raison de la population"),
        (PROJECT, "oui", "regions", "raison de toutes"),
        (PROJECT, "oui", "departements", "cette population n’est pas calculée pour cet indicateur"),
    ],
)
def test_what_is_not_computed_is_answered_with_its_own_reason(
    lake: Lake, indicator: str, category: str, population: str, reason: str
) -> None:
    said = refusal(lake, category, population, indicator=indicator)
    assert reason in said
    assert f"édition 2025, {indicator} / {category} / {population}" in said
    assert "changez --edition, --categorie ou --population" in said


def test_what_exists_is_listed_beside_the_reason(lake: Lake) -> None:
    said = refusal(lake, "oui", "departements").replace(NBSP, " ")
    assert "éditions : 2024, 2025 ; populations en 2025 : hors_moins_3500, epci, ensemble" in said
    assert "éditions : aucune" in refusal(lake, "avancee", "ensemble", indicator=MATURITY).replace(NBSP, " ")


def test_an_edition_without_indicators_says_so(lake: Lake) -> None:
    assert "cette édition n’a pas d’indicateurs dans ce lac" in refusal(lake, edition="2031")


def test_a_category_is_named_by_its_label_too(lake: Lake) -> None:
    label = load_catalogue().categories[PROJECT]["oui"].libelle
    assert find(lake, label.upper(), "epci")["n"] == 4


def test_a_population_without_parts_says_there_is_none(lake: Lake) -> None:
    said = refusal(lake, population="ensemble", edition="2024", modalite="x").replace(NBSP, " ")
    assert "« x » n’y est pas" in said and "modalité parmi : aucune" in said and "corrigez --modalite" in said
    assert f"édition 2024, {PROJECT} / oui / ensemble" in said
