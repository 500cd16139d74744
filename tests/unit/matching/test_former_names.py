"""Names of earlier lists lead to today's territory: the same one under another name, or the one that took its place."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from barometre_pipeline.matching import match_structures
from barometre_pipeline.sources.territories import ReferenceList, load_reference_list

RAW = Path(__file__).resolve().parents[3] / "data_raw"
BELLEGARDE = "240100891"


@pytest.fixture(scope="module")
def today() -> ReferenceList:
    return load_reference_list(RAW, 2025)


@pytest.mark.parametrize(
    "typed", ["CC du Pays Bellegardien", "Communauté de communes du pays bellegardien", "CC Terre Valserhône"]
)
def test_a_renamed_intercommunalite_is_found_by_both_names(today: ReferenceList, typed: str) -> None:
    found = match_structures([typed], [""], today).iloc[0]
    assert (found["siren"], found["statut"]) == (BELLEGARDE, "certain")
    assert found["nom_officiel"] == "CC Terre Valserhône (CCTV)"


def test_a_former_name_is_said_to_be_one(today: ReferenceList) -> None:
    assert "ancien nom" in match_structures(["CC du Pays Bellegardien"], [""], today).iloc[0]["preuve"]


def test_every_former_name_leads_to_one_territory_and_never_to_another_that_bears_it_now(
    today: ReferenceList,
) -> None:
    renamed = today.anciens_noms[today.anciens_noms["siren"].isin(today.territoires["siren"])]
    found = match_structures(renamed["nom"].tolist(), [""] * len(renamed), today)
    certain = found["statut"].eq("certain").to_numpy()
    same = found["siren"].to_numpy() == renamed["siren"].to_numpy()
    assert certain.sum() > 0.5 * len(renamed)
    bearers = today.territoires.set_index("siren")["nom"]
    wrong = [
        (n, bearers[s])
        for n, s, c, ok in zip(renamed["nom"], found["siren"], certain, same, strict=True)
        if c and not ok
    ]
    assert not wrong


def test_an_intercommunalite_that_was_merged_waits_for_a_person_with_its_successor_as_candidate(
    today: ReferenceList,
) -> None:
    merged = pd.DataFrame([{"siren": "299999999", "nom": "CC du Vieux Canton d’Essai", "commune": "01033"}])
    found = match_structures(["CC du Vieux Canton d’Essai"], [""], replace(today, anciens_noms=merged)).iloc[
        0
    ]
    assert (found["statut"], found["siren"]) == ("a_revoir", "")
    assert BELLEGARDE in found["candidats"]
    assert "ancien nom" in found["preuve"]


def test_the_first_list_has_no_former_names() -> None:
    assert load_reference_list(RAW, 2022).anciens_noms.empty
