import pandas as pd

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.publication.report.sections import section, with_labels


def _evolution(**values: object) -> dict[str, object]:
    return {
        "edition": "2025", "edition_reference": "2022", "indicateur": "projet_data_au_moins_un", "categorie": "oui",
        "population": "hors_moins_3500", "ventilation": "", "modalite": "", "part": 0.53, "part_reference": 0.36,
        "ecart_points": 17.0, "ecart_estime": 12.0, "significatif": True, "base_faible": False, "note": "",
    } | values  # fmt: skip


def test_a_change_is_written_in_points_of_the_percentages_beside_it() -> None:
    shown = section("gold/evolutions", pd.DataFrame([_evolution()]))
    row = shown.table.iloc[0]
    assert round(row["part"] - row["part_reference"], 12) == round(row["ecart_points"], 12) == 0.17


def test_what_chance_may_explain_or_a_small_base_is_left_out() -> None:
    rows = [
        _evolution(),
        _evolution(significatif=False),
        _evolution(base_faible=True),
        _evolution(edition="2024"),
    ]
    assert len(section("gold/evolutions", pd.DataFrame(rows)).table) == 1


def test_the_reader_sees_the_catalogues_words() -> None:
    labels = with_labels(pd.DataFrame([_evolution()]), load_catalogue()).iloc[0]
    assert labels["indicateur"] == "Au moins un projet data en deux ans"
    assert labels["population"] != "hors_moins_3500"


def test_a_change_that_weighting_turns_round_is_left_out() -> None:
    rows = [_evolution(), _evolution(categorie="non", ecart_estime=-3.0)]
    assert list(section("gold/evolutions", pd.DataFrame(rows)).table["part"]) == [0.53]
