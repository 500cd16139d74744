"""What may be concluded of a change: the first reason why not, one correction for a family, intervals that agree."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.indicators.verdicts import judge
from barometre_pipeline.tables.rules import forbidden_verdicts


def change(points: float = 20.0, **more: object) -> dict[str, object]:
    """A rise that everything supports, unless told otherwise."""
    return {
        "edition": "2025", "edition_reference": "2024", "public": "collectivites", "note": "", "famille": True,
        "base": 200, "base_reference": 180, "effectif_juge": 150.0, "effectif_juge_reference": 140.0,
        "ecart_points": points, "ecart_serie_points": points, "ecart_composition_egale": points,
        "ecart_pondere_points": np.nan, "panel_ecart_points": np.nan, "erreur_type": 4.0, "degres": 300.0,
        "p_valeur": 1e-6, "source_donnees": "reelles", "source_reference": "reelles",
    } | more  # fmt: skip


def judged(*rows: dict[str, object]) -> pd.DataFrame:
    return judge(pd.DataFrame(list(rows)))


def reason(**more: object) -> str:
    (found,) = judged(change(**more))["raison"]
    return str(found)


def test_a_change_that_everything_supports_is_established_in_its_direction() -> None:
    table = judged(change(), change(-20.0))
    assert list(table["verdict"]) == ["hausse_etablie", "baisse_etablie"]
    assert list(table["raison"]) == ["", ""]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"base": np.nan}, "serie_rompue"),
        ({"note": "La question a changé."}, "non_comparable"),
        ({"erreur_type": np.nan, "p_valeur": np.nan, "source_reference": "agregats"}, "sans_reponses"),
        ({"erreur_type": np.nan, "p_valeur": np.nan}, "grandeur"),
        ({"famille": False}, "hors_famille"),
        ({"base_reference": 29}, "base_faible"),
        ({"effectif_juge": 29.9}, "effectif_faible"),
        ({"ecart_points": -1.0}, "sens_contraires"),
        ({"ecart_points": 0.0}, "sens_contraires"),
        ({"ecart_serie_points": -1.0}, "sens_contraires"),
        ({"ecart_pondere_points": -0.5}, "sens_contraires"),
        ({"ecart_pondere_points": 0.0}, "sens_contraires"),
        ({"panel_ecart_points": -3.0}, "panel"),
        ({"panel_ecart_points": 0.0}, "panel"),
        ({"panel_ecart_points": 1e-99}, "panel"),
        ({"panel_ecart_points": 0.5}, ""),
        ({"panel_ecart_points": np.nan}, ""),
        ({"panel_ecart_points": 0.0, "ecart_pondere_points": -1.0}, "sens_contraires"),
        ({"p_valeur": 0.2}, "intervalle"),
        ({"base": 30, "base_reference": 30, "effectif_juge": 30.0, "effectif_juge_reference": 30.0}, ""),
    ],
)
def test_the_first_obstacle_is_the_reason_given(more: dict[str, object], expected: str) -> None:
    assert reason(**more) == expected


def test_what_could_not_be_judged_is_not_told_by_what_comes_later() -> None:
    assert reason(base=np.nan, note="x", famille=False) == "serie_rompue"
    assert reason(note="x", base_reference=3) == "non_comparable"
    assert reason(base_reference=3, ecart_points=-1.0) == "base_faible"


def test_only_what_is_judged_counts_among_the_comparisons_of_its_editions_and_public() -> None:
    rows = [change(), change(p_valeur=0.5), change(famille=False), change(note="x"), change(base=10)]
    other = [change(edition_reference="2023"), change(public="francais")]
    table = judged(*rows, *other)
    assert list(table["comparaisons"]) == [2, 2, 0, 0, 0, 1, 1]


def test_a_small_p_value_among_many_comparisons_is_not_established() -> None:
    alone = judged(change(9.0, p_valeur=0.03))
    many = judged(change(9.0, p_valeur=0.03), *(change(1.0, p_valeur=0.6) for _ in range(9)))
    assert (alone["verdict"][0], many["verdict"][0]) == ("hausse_etablie", "non_etablie")
    # Benjamini and Hochberg: 0.03 x 10 / 1.
    assert many["p_valeur_corrigee"][0] == pytest.approx(0.3)


def test_no_interval_stands_beside_a_refusal_that_it_could_contradict() -> None:
    silent = judged(
        change(note="x"), change(base=10), change(panel_ecart_points=-1.0), change(effectif_juge=3.0)
    )
    assert silent[["ic_bas", "ic_haut", "niveau"]].isna().all(axis=None)
    outside = judged(change(famille=False))
    assert outside["niveau"][0] == 0.95 and outside["ic_bas"][0] < 20 < outside["ic_haut"][0]


def row_of(data: st.DataObject) -> dict[str, object]:
    """Draw a change whose p-value is that of its difference and standard error."""
    from scipy import special

    points, error = data.draw(st.floats(-60, 60)), data.draw(st.floats(0.5, 15))
    degrees = data.draw(st.floats(1, 400))
    sizes = st.one_of(st.floats(1, 300), st.just(float("nan")))
    gap = st.one_of(st.floats(-60, 60), st.sampled_from([0.0, float("nan")]))
    return change(
        points,
        erreur_type=error,
        degres=degrees,
        p_valeur=float(2 * special.stdtr(degrees, -abs(points) / error)),
        note=data.draw(st.sampled_from(["", "", "", "x"])),
        famille=data.draw(st.booleans()),
        base=data.draw(sizes),
        effectif_juge=data.draw(sizes),
        ecart_points=data.draw(st.one_of(st.just(points), st.floats(-60, 60))),
        ecart_serie_points=data.draw(st.one_of(st.just(points), gap)),
        ecart_pondere_points=data.draw(gap),
        panel_ecart_points=data.draw(gap),
    )


@given(st.data())
def test_no_verdict_is_ever_among_the_forbidden_ones(data: st.DataObject) -> None:
    rows = [row_of(data) for _ in range(data.draw(st.integers(1, 12)))]
    table = judged(*rows)
    assert not any(forbidden_verdicts(table).values())


@pytest.mark.parametrize(
    ("planted", "case"),
    [
        ({"ecart_pondere_points": -1.0}, "établie contre une des différences"),
        ({"panel_ecart_points": 0.0}, "établie alors que le panel ne bouge pas ou va dans l’autre sens"),
        ({"panel_ecart_points": -1.0}, "établie alors que le panel ne bouge pas ou va dans l’autre sens"),
        ({"ecart_points": 0.0}, "établie sans hausse ni baisse publiée"),
        ({"base": np.nan}, "établie sur une série rompue"),
        ({"note": "x"}, "établie malgré une note de comparabilité"),
        ({"base": 29}, "établie sur une base faible"),
        ({"effectif_juge": 29.0}, "établie sur un effectif efficace faible"),
        ({"ic_bas": -1.0}, "établie alors que l’intervalle contient zéro"),
        (
            {"verdict": "non_etablie", "raison": "intervalle"},
            "non établie alors que l’intervalle exclut zéro",
        ),
        ({"verdict": "non_jugee"}, "sans verdict et sans raison"),
        ({"raison": "intervalle"}, "établie avec une raison de ne pas l’être"),
    ],
)
def test_a_forbidden_verdict_planted_in_the_table_is_counted(planted: dict[str, object], case: str) -> None:
    table = judged(change())
    assert not any(forbidden_verdicts(table).values())
    assert forbidden_verdicts(table.assign(**planted))[case] == 1
