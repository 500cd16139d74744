"""Practices beside expectations, on rows written by hand."""

import pandas as pd
import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.indicators.crossings import compute_crossings

PRACTICE, EXPECTED = "projet_data_domaine", "opinion_impact_donnees_ameliorer"


def row(indicator: str, category: str, share: float, population: str, **more: object) -> dict[str, object]:
    return {
        "edition": "2025", "indicateur": indicator, "categorie": category, "population": population,
        "ventilation": "" if population == "francais" else "reunion", "modalite": "", "imprime": True, "base": 100,
        "part_publiable": share, "source_donnees": "demonstration",
    } | more  # fmt: skip


def crossings(*rows: dict[str, object]) -> pd.DataFrame:
    table = compute_crossings(load_catalogue(), pd.DataFrame(list(rows)))
    return table[table["croisement"] == "projets_data_et_attentes"].set_index("domaine")


ROWS = (
    row(PRACTICE, "mobilite", 0.2, "hors_moins_3500", base=80),
    row(PRACTICE, "dechets", 0.5, "hors_moins_3500"),
    row(PRACTICE, "eau", 0.4, "hors_moins_3500"),
    row(EXPECTED, "transports", 0.65, "francais", base=1000, source_donnees="agregats"),
    row(EXPECTED, "dechets", 0.3, "francais"),
    row(EXPECTED, "eau_energie", 0.7, "francais"),
)


def test_each_field_has_its_two_shares_and_their_difference_in_points() -> None:
    found = crossings(*ROWS).loc["Mobilité et transports"]
    assert (found["pratique_part"], found["attente_part"]) == (0.2, 0.65)
    assert found["ecart_points"] == pytest.approx(-45)
    assert (found["pratique_base"], found["attente_base"]) == (80, 1000)
    assert (found["pratique_categorie"], found["attente_categorie"]) == ("mobilite", "transports")
    assert (found["pratique_indicateur"], found["attente_indicateur"]) == (PRACTICE, EXPECTED)
    assert (found["source_donnees"], found["source_attente"]) == ("demonstration", "agregats")


def test_fields_are_ranked_from_the_largest_share_on_each_side() -> None:
    table = crossings(*ROWS)
    assert table["rang_pratique"].to_dict() == {"Mobilité et transports": 3, "Déchets": 1, "Eau": 2}
    assert table["rang_attente"].to_dict() == {"Mobilité et transports": 2, "Déchets": 3, "Eau": 1}


def test_what_two_fields_do_not_share_is_said() -> None:
    table = crossings(*ROWS)
    assert "l’eau et l’énergie" in table.loc["Eau", "note"]
    assert table.loc["Déchets", "note"] == ""


def test_another_population_or_another_indicator_is_not_taken_for_a_side() -> None:
    others = (
        row(PRACTICE, "mobilite", 0.9, "epci", ventilation="type"),
        row("projet_data_engage_autre", "mobilite", 0.9, "hors_moins_3500"),
        row(EXPECTED, "transports", 0.9, "francais", ventilation="age", modalite="a18_24"),
    )
    found = crossings(*ROWS, *others)
    assert len(found) == 3
    assert found.loc["Mobilité et transports", "pratique_part"] == 0.2


def test_a_field_known_on_one_side_only_is_not_shown() -> None:
    assert crossings(*ROWS[:3]).empty
    assert list(crossings(ROWS[0], ROWS[1], ROWS[4]).index) == ["Déchets"]
    assert crossings(row(PRACTICE, "dechets", float("nan"), "hors_moins_3500"), ROWS[4]).empty
