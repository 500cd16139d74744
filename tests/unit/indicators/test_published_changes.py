"""The difference between two editions, its interval and what is said of it, on rows written by hand."""

import numpy as np
import pandas as pd
import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.indicators.published_changes import compute_changes
from barometre_pipeline.tables.registry import TABLES
from barometre_pipeline.tables.schema import validate


def row(
    edition: str, share: float, weighted: tuple[float, float, float] | None, **more: object
) -> dict[str, object]:
    """One row of « indicateurs » with a base of 100; ``weighted`` is a share and its two bounds."""
    estimate, low, high = weighted or (np.nan, np.nan, np.nan)
    return {
        "edition": edition, "indicateur": "projet_data_au_moins_un", "categorie": "oui", "population": "ensemble",
        "ventilation": "", "modalite": "", "imprime": True, "n": round(100 * share), "base": 100, "part": share,
        "part_ponderee": estimate, "part_publiable": share, "ic_bas": low, "ic_haut": high,
        "base_faible": False, "source_donnees": "demonstration",
    } | more  # fmt: skip


def changes(*rows: dict[str, object]) -> pd.DataFrame:
    table = compute_changes(load_catalogue(), pd.DataFrame(list(rows)))
    if len(table):
        validate(TABLES["gold/evolutions"], table, "à l’écriture")
    return table


def change(*rows: dict[str, object]) -> pd.Series:
    (only,) = changes(*rows).to_dict("records")
    return pd.Series(only)


def test_each_bound_of_a_change_takes_the_two_sides_of_the_years_that_pull_it_there() -> None:
    # The bound below: 3 points under the later share, 4 points over the earlier one: 5 points by Pythagoras.
    # The bound above: 12 over the later one, 5 under the earlier one: 13 points.
    found = change(row("2024", 0.45, (0.40, 0.35, 0.44)), row("2025", 0.55, (0.60, 0.57, 0.72)))
    assert found["ecart_estime"] == pytest.approx(20)
    assert found["ic_bas"] == pytest.approx(20 - 5)
    assert found["ic_haut"] == pytest.approx(20 + 13)
    assert found["methode"] == "pondérée"


def test_the_published_difference_is_that_of_the_published_shares_whatever_the_weights_say() -> None:
    found = change(row("2024", 0.45, (0.40, 0.35, 0.44)), row("2025", 0.55, (0.60, 0.57, 0.72)))
    assert (found["part"], found["part_reference"]) == (0.55, 0.45)
    assert found["ecart_points"] == pytest.approx(10)
    assert (found["edition"], found["edition_reference"]) == ("2025", "2024")


def test_without_weights_in_one_year_both_shares_are_plain_with_exact_binomial_bounds() -> None:
    # Clopper and Pearson, 95 %, by their tables: 50 of 100 gives [39.83; 60.17], 20 of 100 gives [12.67; 29.18].
    found = change(row("2024", 0.20, None, source_donnees="agregats"), row("2025", 0.50, (0.60, 0.57, 0.72)))
    assert found["methode"] == "non pondérée"
    assert found["ecart_estime"] == pytest.approx(30)
    assert found["ic_bas"] == pytest.approx(30 - np.hypot(10.17, 9.18), abs=0.02)
    assert found["ic_haut"] == pytest.approx(30 + np.hypot(10.17, 7.33), abs=0.02)
    assert (found["source_donnees"], found["source_reference"]) == ("demonstration", "agregats")


@pytest.mark.parametrize(
    ("later", "established"),
    [
        # Ten points up or down with 5 on either side by Pythagoras: 0 is out; with 13 it is in.
        ((0.50, 0.47, 0.53), True),
        ((0.30, 0.27, 0.33), True),
        ((0.50, 0.38, 0.62), False),
        ((0.30, 0.18, 0.42), False),
    ],
)
def test_a_change_is_significant_when_zero_is_out_of_its_interval_on_either_side(
    later: tuple[float, float, float], established: bool
) -> None:
    found = change(row("2024", 0.40, (0.40, 0.36, 0.44)), row("2025", later[0], later))
    assert found["significatif"] == established


@pytest.mark.parametrize("small", ["2024", "2025"])
def test_a_small_base_in_either_year_marks_the_change(small: str) -> None:
    rows = [row(e, s, None, base_faible=e == small) for e, s in (("2024", 0.4), ("2025", 0.5))]
    assert change(*rows)["base_faible"]
    rows = [row(e, s, None) for e, s in (("2024", 0.4), ("2025", 0.5))]
    assert not change(*rows)["base_faible"]


def test_every_pair_of_editions_is_compared_each_with_the_older_one() -> None:
    table = changes(*(row(e, s, None) for e, s in (("2025", 0.5), ("2022", 0.2), ("2024", 0.4))))
    pairs = dict(
        zip(
            zip(table["edition_reference"], table["edition"], strict=True), table["ecart_points"], strict=True
        )
    )
    assert pairs == pytest.approx({("2022", "2024"): 20, ("2022", "2025"): 30, ("2024", "2025"): 10})


def test_values_of_different_groups_are_never_compared() -> None:
    assert changes(row("2024", 0.4, None), row("2025", 0.5, None, population="epci", modalite="epci")).empty
    assert changes(row("2024", 0.4, None), row("2025", 0.5, None, categorie="prevu")).empty
    assert changes(row("2024", 0.4, None), row("2025", 0.5, None, part_publiable=np.nan)).empty


def test_a_change_that_weighting_turns_round_says_so_and_no_other_does() -> None:
    turned = change(row("2024", 0.45, (0.60, 0.55, 0.65)), row("2025", 0.55, (0.40, 0.35, 0.44)))
    same = change(row("2024", 0.45, (0.40, 0.35, 0.44)), row("2025", 0.55, (0.60, 0.55, 0.65)))
    assert "sens contraire" in turned["note"]
    assert "sens contraire" not in same["note"]
