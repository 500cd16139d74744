"""Practices beside expectations, on rows written by hand."""

import pandas as pd

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.indicators.crossings import compute_crossings
from barometre_pipeline.tables.declarations.indicators import CROISEMENTS
from barometre_pipeline.tables.schema import validate

PRACTICE, EXPECTED = "projet_data_domaine", "opinion_impact_donnees_ameliorer"
NAN = float("nan")


def row(indicator: str, category: str, share: float, population: str, **more: object) -> dict[str, object]:
    return {
        "edition": "2025", "indicateur": indicator, "categorie": category, "population": population,
        "ventilation": "" if population == "francais" else "reunion", "modalite": "", "imprime": True,
        "n": 10, "base": 100, "part_publiable": share, "part_ponderee": share / 2, "base_ponderee": 60,
        "effectif_efficace": 45.5, "redressement_faible": False, "ic_bas": share / 4, "ic_haut": share,
        "source_donnees": "demonstration",
    } | more  # fmt: skip


def crossings(*rows: dict[str, object]) -> pd.DataFrame:
    table = compute_crossings(load_catalogue(), pd.DataFrame(list(rows)))
    return table[table["croisement"] == "projets_data_et_attentes"].set_index("domaine")


ROWS = (
    row(PRACTICE, "mobilite", 0.2, "hors_moins_3500", n=16, base=80),
    row(PRACTICE, "dechets", 0.5, "hors_moins_3500"),
    row(PRACTICE, "eau", 0.4, "hors_moins_3500"),
    row(
        EXPECTED,
        "transports",
        0.65,
        "francais",
        n=640,
        base=1000,
        source_donnees="agregats",
        part_ponderee=0.65,
    ),
    row(EXPECTED, "dechets", 0.3, "francais"),
    row(EXPECTED, "eau_energie", 0.7, "francais"),
)


def test_each_field_has_its_two_shares_with_counts_bases_and_populations() -> None:
    found = crossings(*ROWS).loc["Mobilité et transports"]
    assert (found["pratique_part"], found["attente_part"]) == (0.2, 0.65)
    assert (found["pratique_n"], found["pratique_base"]) == (16, 80)
    assert (found["attente_n"], found["attente_base"]) == (640, 1000)
    assert (found["pratique_categorie"], found["attente_categorie"]) == ("mobilite", "transports")
    assert (found["pratique_indicateur"], found["attente_indicateur"]) == (PRACTICE, EXPECTED)
    assert (found["pratique_population"], found["attente_population"]) == ("hors_moins_3500", "francais")
    assert (found["source_donnees"], found["source_attente"]) == ("demonstration", "agregats")


def test_no_practice_is_subtracted_from_an_expectation() -> None:
    table = compute_crossings(load_catalogue(), pd.DataFrame(list(ROWS)))
    validate(CROISEMENTS, table, "à l’écriture")
    assert not [c for c in table.columns if "ecart" in c or "points" in c]
    assert table["mise_en_garde"].str.contains("ne se soustraient pas").all()


def test_the_interval_of_practices_is_that_of_the_weighted_share_beside_the_published_one() -> None:
    found = crossings(*ROWS).loc["Déchets"]
    assert (found["pratique_part"], found["pratique_part_ponderee"]) == (0.5, 0.25)
    assert (found["pratique_ic_bas"], found["pratique_ic_haut"]) == (0.125, 0.5)
    assert (found["pratique_base_ponderee"], found["pratique_effectif_efficace"]) == (60, 45.5)
    assert (found["attente_ic_bas"], found["attente_ic_haut"]) == (0.075, 0.3)


def test_a_weighted_share_that_few_answers_carry_goes_with_its_interval() -> None:
    few = row(PRACTICE, "dechets", 0.5, "hors_moins_3500", redressement_faible=True, effectif_efficace=11.7)
    found = crossings(few, *ROWS[3:]).loc["Déchets"]
    assert found[["pratique_part_ponderee", "pratique_ic_bas", "pratique_ic_haut"]].isna().all()
    assert (found["pratique_part"], found["pratique_effectif_efficace"]) == (0.5, 11.7)


def test_without_weights_the_interval_stays_with_the_share() -> None:
    tables = row(PRACTICE, "dechets", 0.5, "hors_moins_3500", part_ponderee=NAN, effectif_efficace=NAN)
    found = crossings(tables, *ROWS[3:]).loc["Déchets"]
    assert (found["pratique_ic_bas"], found["pratique_ic_haut"]) == (0.125, 0.5)


def test_fields_are_ranked_from_the_largest_share_on_each_side() -> None:
    table = crossings(*ROWS)
    assert table["rang_pratique"].to_dict() == {"Mobilité et transports": 3, "Déchets": 1, "Eau": 2}
    assert table["rang_attente"].to_dict() == {"Mobilité et transports": 2, "Déchets": 3, "Eau": 1}


def test_an_answer_that_two_fields_share_is_ranked_once() -> None:
    table = crossings(row(PRACTICE, "energie_eclairage", 0.1, "hors_moins_3500"), *ROWS)
    assert table["rang_attente"].to_dict() == {
        "Eau et énergie": 1, "Eau": 1, "Mobilité et transports": 2, "Déchets": 3,
    }  # fmt: skip


def test_each_edition_is_ranked_apart() -> None:
    table = crossings(*ROWS, *(r | {"edition": "2024"} for r in ROWS[1:]))
    assert table[table["edition"] == "2024"]["rang_pratique"].to_dict() == {"Déchets": 1, "Eau": 2}
    assert table[table["edition"] == "2025"]["rang_pratique"].to_dict() == {
        "Déchets": 1, "Eau": 2, "Mobilité et transports": 3,
    }  # fmt: skip


def test_what_two_fields_do_not_share_is_said() -> None:
    table = crossings(*ROWS)
    assert "l’eau et l’énergie" in table.loc["Eau", "note"]
    assert table.loc["Déchets", "note"] == ""


def test_another_population_indicator_or_base_is_not_taken_for_a_side() -> None:
    others = (
        row(PRACTICE, "mobilite", 0.9, "epci", ventilation="type"),
        row("projet_data_engage_autre", "mobilite", 0.9, "hors_moins_3500"),
        row(EXPECTED, "transports", 0.9, "francais", ventilation="age", modalite="a18_24"),
        row(PRACTICE, "mobilite", 0.9, "hors_moins_3500", imprime=False),
    )
    found = crossings(*ROWS, *others)
    assert len(found) == 3
    assert found.loc["Mobilité et transports", "pratique_part"] == 0.2


def test_a_field_known_on_one_side_only_is_not_shown() -> None:
    assert crossings(*ROWS[:3]).empty
    assert list(crossings(ROWS[0], ROWS[1], ROWS[4]).index) == ["Déchets"]
    assert crossings(row(PRACTICE, "dechets", NAN, "hors_moins_3500"), ROWS[4]).empty
