"""Quality on the labelled names of 2023, where they are: the targets, never the names."""

from pathlib import Path

import pandas as pd
import pytest

from barometre_pipeline.matching import match_structures
from barometre_pipeline.sources.territories import ReferenceList


@pytest.fixture(scope="module")
def labelled(shared: Path, referentiel: ReferenceList) -> pd.DataFrame:
    path = shared / "observatoire_2023" / "noms_etiquetes.csv"
    labels = pd.read_csv(path, dtype=str, keep_default_na=False)
    found = match_structures(labels["nom_saisi"].tolist(), labels["siret_saisi"].tolist(), referentiel)
    known = set(referentiel.territoires["siren"]) - {""}
    usable = labels["siren_2023"].isin(known)
    frame = pd.DataFrame(
        {
            "scope": labels["categorie_2023"] != "",
            "statut": found["statut"],
            "wrong": usable & (found["siren"] != labels["siren_2023"]),
        }
    )
    frame["wrong"] |= ~frame["scope"]
    return frame


def precision(frame: pd.DataFrame) -> float:
    return float((~frame["wrong"]).mean())


def test_certain_is_right_995_times_in_a_thousand(labelled: pd.DataFrame) -> None:
    assert precision(labelled[labelled["statut"] == "certain"]) >= 0.995


def test_certain_and_probable_are_right_98_times_in_a_hundred(labelled: pd.DataFrame) -> None:
    assert precision(labelled[labelled["statut"].isin(["certain", "probable"])]) >= 0.98


def test_95_local_authorities_in_a_hundred_are_recognised(labelled: pd.DataFrame) -> None:
    scope = labelled[labelled["scope"]]
    assert scope["statut"].isin(["certain", "probable"]).mean() >= 0.95


def test_hardly_anything_is_left_to_a_person(labelled: pd.DataFrame) -> None:
    assert (labelled["statut"] == "a_revoir").mean() <= 0.05
