"""Typologies compared on invented structures; expected figures are counted by hand."""

import numpy as np
import pandas as pd
import pytest

from barometre_pipeline.compare.typology import (
    compare_typologies,
    moved_tabulations,
    official_typology,
    repeated_structures,
    report,
    summary,
)
from tests.oracles.designs import plan_of

HAND = pd.DataFrame(
    {
        "id_reponse": [1, 2, 3, 4, 5],
        "siren": ["200000001", "", "200000999", "", ""],
        "type": ["metropoles", "epci", "epci", "communes", "regions"],
        "strate": ["metropoles", "epci", "epci", "communes_3500_10000", "regions"],
    }
)
MATCHES = pd.DataFrame(
    {
        "id_reponse": [1, 2, 3, 4, 5],
        "territoire_id": ["200000001", "200000002", "200000002", "210000004", ""],
        "siren": ["200000001", "200000002", "200000002", "210000004", ""],
        "nom_officiel": ["CU Fictive", "CC Inventée", "CC Inventée", "Valfleuri", ""],
        "nature": ["CU", "CC", "CC", "COMMUNE", ""],
        "type": ["epci", "epci", "epci", "communes", ""],
        "strate": ["epci", "epci", "epci", "communes_moins_3500", ""],
        "statut": ["certain", "certain", "probable", "certain", "a_revoir"],
        "preuve": [""] * 5,
    }
)


def test_each_difference_has_its_kind() -> None:
    found = compare_typologies(HAND, MATCHES)
    assert sorted(zip(found["ecart"], found["id_reponse"], strict=True)) == [
        ("a_revoir", 5),
        ("siren_absent", 2),
        ("siren_absent", 4),
        ("siren_faux", 3),
        ("strate", 4),
        ("type", 1),
    ]


def test_what_awaits_a_decision_keeps_the_type_given_by_hand() -> None:
    official = official_typology(HAND, MATCHES)
    assert official["type"].tolist() == ["epci", "epci", "epci", "communes", "regions"]
    assert official["strate"].tolist() == ["epci", "epci", "epci", "communes_moins_3500", "regions"]


def test_a_structure_typed_in_two_ways_is_counted_once_too_many() -> None:
    assert repeated_structures(HAND, MATCHES)[["nom_officiel", "reponses"]].to_numpy().tolist() == [
        ["CC Inventée", 2]
    ]


@pytest.fixture
def moved() -> pd.DataFrame:
    answers = pd.Categorical(["A1", "A2", "A2", "A1", "A1"], categories=["A1", "A2", "@sans_reponse"])
    responses = pd.DataFrame({"id_reponse": HAND["id_reponse"], "q": answers})
    questions = pd.DataFrame(
        {
            "colonne": ["q"],
            "question": ["q"],
            "sous_question": [""],
            "nature": ["choix_unique"],
            "question_libelle": ["Avez-vous un plan ?"],
            "sous_question_libelle": [""],
            "type": ["L"],
            "echelle": [0],
            "ordre": [0],
        }
    )
    labels = {("q", "A1"): "Oui", ("q", "A2"): "Non"}
    strates = (HAND["strate"], official_typology(HAND, MATCHES)["strate"])
    national = {"epci": 1233, "metropoles": 21, "regions": 18}
    plans = (plan_of(strates[0], national), plan_of(strates[1], national))
    return moved_tabulations(responses, strates, plans, questions, labels)


def test_only_the_groups_that_change_are_listed_with_both_values(moved: pd.DataFrame) -> None:
    yes = moved[(moved["code"] == "A1") & (moved["groupe"] == "epci")].iloc[0]
    # By hand: two EPCI, none says yes; officially three, one says yes.
    assert (yes["effectif_avant"], yes["effectif_apres"]) == (2, 3)
    assert yes["part_avant"] == pytest.approx(0)
    assert yes["part_apres"] == pytest.approx(1 / 3)
    assert "regions" not in set(moved["groupe"])


def test_the_summary_counts_bases_and_figures(moved: pd.DataFrame) -> None:
    totals = summary(moved, (HAND["strate"], official_typology(HAND, MATCHES)["strate"])).set_index("groupe")
    assert totals.loc["metropoles", ["n_avant", "n_apres"]].tolist() == [1, 0]
    assert totals.loc["ensemble", "chiffres_deplaces"] == 0
    assert totals.loc["epci", "d_au_moins_un_point"] == 2
    assert np.isclose(totals.loc["epci", "ecart_maximal"], 1 / 3)


def test_the_report_lists_every_difference_in_french(moved: pd.DataFrame) -> None:
    totals = summary(moved, (HAND["strate"], official_typology(HAND, MATCHES)["strate"]))
    text = report(
        "2031", 2031, compare_typologies(HAND, MATCHES), repeated_structures(HAND, MATCHES), totals, moved
    )
    assert "| 1 | CU Fictive | Communauté urbaine | Métropoles | EPCI (hors métropoles) |" in text
    assert "| 3 | CC Inventée | 200000999 | 200000002 |" in text
    assert "+33,3\u00a0pt" in text
