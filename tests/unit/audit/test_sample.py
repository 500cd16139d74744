"""A card says who answered, how its interval is to be read, and how far unequal response would move the share."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from barometre_pipeline.audit.sample import (
    plain_sensitivity,
    recorded_sensitivity,
    sample_behind,
    sample_section,
    sensitivity_section,
)
from barometre_pipeline.lake import Lake

NBSP, NARROW = "\u00a0", "\u202f"
NAMES = ("si_2_fois_plus", "si_1_5_fois_plus", "si_1_5_fois_moins", "si_2_fois_moins")


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    found = Lake.at(tmp_path)
    told = {"edition": "2031", "public": "collectivites", "resume": "Qui.", "enonce": "Une.\nDeux."}
    found.write("gold/terrain", pd.DataFrame([told, told | {"public": "francais", "resume": "Eux."}]))
    group = {"edition": "2031", "public": "collectivites", "ventilation": "groupe"}
    rows = [
        group
        | {"modalite": name, "retenues": kept, "avec_poids": weighted}
        | {"effectif_national": exist, "taux_de_reponse": rate}
        for name, kept, weighted, exist, rate in (
            ("epci", 41, 41, 1233, 41 / 1233),
            ("hors_moins_3500", 250, 153, 4621, 153 / 4621),
            ("autres", 9, 0, None, None),
        )
    ]
    found.write("gold/qualite", pd.DataFrame(rows).astype({"effectif_national": "Int64"}))
    moved: dict[str, Any] = {"trace_id": "t1", "part_publiable": 0.5, "part_ponderee": 0.6}
    moved |= dict(zip(NAMES, (0.33, 0.4, 0.6, 0.67), strict=True))
    moved |= {f"redressee_{name}": share for name, share in zip(NAMES, (0.4, 0.5, 0.7, 0.8), strict=True)}
    alone = moved | {"trace_id": "t2"} | {f"redressee_{name}": None for name in NAMES}
    found.write(
        "gold/sensibilite", pd.DataFrame([moved, alone, moved | {"trace_id": "t3", "part_ponderee": 0.5}])
    )
    return found


def test_the_sample_is_told_for_the_public_and_the_group_of_the_figure(lake: Lake) -> None:
    section = dict(sample_section(sample_behind(lake, "2031", "collectivites", "epci")).rows)
    assert section["Qui a répondu"] == "Qui."
    assert section["Ce groupe"] == f"41 réponses pour 1{NARROW}233 structures qui existent (3,3{NBSP}%)"
    assert "ont choisi de répondre" in section["À lire"]
    part = dict(sample_section(sample_behind(lake, "2031", "collectivites", "hors_moins_3500")).rows)
    assert part["Ce groupe"] == (
        f"250 réponses, dont 153 sur les 4{NARROW}621 structures qui existent (3,3{NBSP}%)"
    )
    poll = dict(sample_section(sample_behind(lake, "2031", "francais", "")).rows)
    assert poll["Qui a répondu"] == "Eux."
    assert "quotas" in poll["À lire"]


@pytest.mark.parametrize("group", ["autres", "plus_50000", "ensemble"])
def test_a_group_of_which_nobody_knows_how_many_exist_has_no_rate(lake: Lake, group: str) -> None:
    assert "Ce groupe" not in dict(sample_section(sample_behind(lake, "2031", "collectivites", group)).rows)


def test_an_older_lake_says_nothing(tmp_path: Path) -> None:
    empty = Lake.at(tmp_path)
    assert sample_behind(empty, "2031", "collectivites", "epci") == {}
    assert recorded_sensitivity(empty, "t1", weighted=True) == {}


def test_an_edition_without_statement_says_nothing(lake: Lake) -> None:
    assert sample_behind(lake, "2040", "collectivites", "epci") == {}


def test_the_share_moves_as_recorded_with_the_weighted_one_beside_it_where_that_may_be_shown(
    lake: Lake,
) -> None:
    rows = dict(sensitivity_section(recorded_sensitivity(lake, "t1", weighted=True)).rows)
    assert rows["2 fois plus souvent"] == (
        f"33{NBSP}% (−17{NBSP}points) ; redressée, dans chaque strate : 40{NBSP}%"
    )
    assert rows["2 fois moins souvent"].startswith(f"67{NBSP}% (+17{NBSP}points)")
    for identifier, weighted in (("t1", False), ("t2", True), ("t3", True)):
        alone = dict(sensitivity_section(recorded_sensitivity(lake, identifier, weighted=weighted)).rows)
        assert alone["2 fois plus souvent"] == f"33{NBSP}% (−17{NBSP}points)"


def test_a_figure_that_is_no_share_does_not_move(lake: Lake) -> None:
    assert recorded_sensitivity(lake, "unknown", weighted=True) == {}
    assert plain_sensitivity(None) == {}


def test_a_plain_share_of_half_is_a_third_if_those_counted_answered_twice_as_often() -> None:
    moved = plain_sensitivity(0.5)
    assert moved["si_2_fois_plus"] == pytest.approx(1 / 3)
    assert moved["si_2_fois_moins"] == pytest.approx(2 / 3)
    assert len(dict(sensitivity_section(moved).rows)) == 5
