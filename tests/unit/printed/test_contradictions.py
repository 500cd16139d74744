"""Contradictions found by rule among printed figures."""

import pandas as pd
import pytest

from barometre_pipeline.catalogue.catalogue import Catalogue, load_catalogue
from barometre_pipeline.printed.contradictions import find_contradictions
from barometre_pipeline.printed.matter import Printed
from barometre_pipeline.printed.statements import cases, dimensions
from barometre_pipeline.tables.declarations.printed import CONTRADICTIONS
from barometre_pipeline.tables.schema import validate

Row = tuple[str, str, str, str, str, float, str]
SAMPLES = pd.DataFrame(
    [("2025", "regions", 13, 13, 13, "13 : 46 % = 6/13")],
    columns=["edition", "groupe", "effectif", "plausible_min", "plausible_max", "justification"],
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def _figures(*rows: Row) -> pd.DataFrame:
    """Build figures: indicator, category, population, edition, kind, value, reference."""
    columns = [
        "indicateur",
        "categorie",
        "population",
        "edition",
        "statistique",
        "valeur",
        "edition_reference",
    ]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(
        chiffre=[f"f{i}" for i in range(1, len(rows) + 1)],
        document="doc",
        rubrique=[f"p. {i}" for i in range(1, len(rows) + 1)],
    )


def _find(catalogue: Catalogue, *rows: Row) -> pd.DataFrame:
    found = find_contradictions(Printed(catalogue, _figures(*rows), SAMPLES))
    return validate(CONTRADICTIONS, found, "à l’écriture")


def _ia(category: str, value: float, kind: str = "part", edition: str = "2025", reference: str = "") -> Row:
    return ("projet_ia", category, "hors_moins_3500", edition, kind, value, reference)


def test_the_same_share_printed_twice_with_two_values_quotes_both_places(catalogue: Catalogue) -> None:
    found = _find(catalogue, _ia("engage", 49), _ia("engage", 51))
    assert found["regle"].tolist() == ["valeurs_differentes"]
    for quoted in ("49\u00a0%", "f1", "p. 1", "51\u00a0%", "f2", "p. 2"):
        assert quoted in found.loc[0, "constat"]


def test_a_value_printed_in_three_places_against_one_is_one_contradiction(catalogue: Catalogue) -> None:
    found = _find(catalogue, _ia("engage", 49), _ia("engage", 51), _ia("engage", 51), _ia("engage", 51))
    assert len(found) == 1
    assert "f3" in found.loc[0, "constat"]
    assert "f4" in found.loc[0, "constat"]


def test_one_change_printed_with_two_values_is_found(catalogue: Catalogue) -> None:
    rows = [_ia("engage", v, "ecart_points", "2025", "2024") for v in (13, 13, -6)]
    found = _find(catalogue, *rows)
    assert found["regle"].tolist() == ["valeurs_differentes"]
    assert "du même écart" in found.loc[0, "constat"]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("part_environ", 50, 0),
        ("part_environ", 45, 1),
        ("part_plus_de", 48, 0),
        ("part_plus_de", 49, 0),
        ("part_plus_de", 50, 1),
    ],
)
def test_a_vague_printing_contradicts_only_beyond_its_vagueness(
    catalogue: Catalogue, kind: str, value: float, expected: int
) -> None:
    assert len(_find(catalogue, _ia("engage", 49), _ia("engage", value, kind))) == expected


@pytest.mark.parametrize(("change", "expected"), [(13, 0), (14, 0), (12, 0), (15, 1), (-13, 1)])
def test_a_printed_change_must_agree_with_printed_levels_within_rounding(
    catalogue: Catalogue, change: float, expected: int
) -> None:
    rows = (
        _ia("engage", 49),
        _ia("engage", 36, edition="2024"),
        _ia("engage", change, "ecart_points", "2025", "2024"),
    )
    assert len(_find(catalogue, *rows)) == expected


def test_parts_are_read_off_the_definitions(catalogue: Catalogue) -> None:
    assert _find(catalogue, _ia("engage", 49), _ia("prevu_12_mois", 28), _ia("engage_ou_prevu", 77)).empty
    found = _find(catalogue, _ia("engage", 49), _ia("prevu_12_mois", 28), _ia("engage_ou_prevu", 70))
    assert found["regle"].tolist() == ["parties_et_tout"]
    assert "dépassent le tout" in found.loc[0, "constat"]


@pytest.mark.parametrize(("bound", "expected"), [(48.0, 0), (52.0, 1)])
def test_a_bound_counts_in_a_sum_as_the_least_it_says(
    catalogue: Catalogue, bound: float, expected: int
) -> None:
    # 48 and more, 38, 10 and 4 are 100 and more as printed: rounding alone allows it. 52 and more does not.
    rows = [
        ("consigne_ia_generative", c, "ensemble", "2025", k, v, "")
        for c, k, v in (
            ("aucune", "part_plus_de", bound),
            ("recommandations_generales", "part", 38.0),
            ("consignes_precises", "part", 10.0),
            ("interdiction", "part", 4.0),
        )
    ]
    assert len(_find(catalogue, *rows)) == expected


def test_a_first_rank_cannot_exceed_the_first_three(catalogue: Catalogue) -> None:
    rows = (
        ("priorite_data_rang1", "innovation", "ensemble", "2024", "part", 40.0, ""),
        ("priorite_data", "innovation", "ensemble", "2024", "part", 30.0, ""),
    )
    assert _find(catalogue, *rows)["regle"].tolist() == ["parties_et_tout"]


def test_exclusive_answers_cannot_add_up_to_more_than_all(catalogue: Catalogue) -> None:
    rows = [
        ("consigne_ia_generative", c, "ensemble", "2025", "part", v, "")
        for c, v in (("aucune", 60.0), ("interdiction", 50.0))
    ]
    assert _find(catalogue, *rows)["regle"].tolist() == ["parties_et_tout"]


def test_boxes_of_a_multiple_choice_do_add_up_to_more_than_all(catalogue: Catalogue) -> None:
    rows = [
        ("obstacle_ia", c, "ensemble", "2025", "part", 90.0, "")
        for c in ("manque_competences", "manque_confiance")
    ]
    assert _find(catalogue, *rows).empty


def test_a_percentage_no_whole_count_gives_is_set_against_the_deduced_base(catalogue: Catalogue) -> None:
    rows = [
        ("souverainete_numerique", "integree_aux_choix", "regions", "2025", "part", v, "") for v in (39.0,)
    ]
    found = _find(
        catalogue, *rows, ("regles_gouvernance_data", "en_place", "regions", "2025", "part", 46.0, "")
    )
    assert found["regle"].tolist() == ["effectif_impossible"]
    assert "6/13" in found.loc[0, "rubrique_b"]


def test_planned_only_and_engaged_exclude_each_other_as_sets(catalogue: Catalogue) -> None:
    categories = catalogue.categories["projet_ia"]
    space = {}
    for category in categories.values():
        space |= dimensions(category.si, catalogue.codebook) or {}
    sets = {name: cases(c.si, space) or frozenset() for name, c in categories.items()}
    assert not sets["engage"] & sets["prevu_12_mois"]
    assert sets["engage"] | sets["prevu_12_mois"] == sets["engage_ou_prevu"]
