"""A computed edition says what its sample is, and the facts of a poll come from its YAML; days only, no person."""

import pytest
from support import Computed
from tiny_edition import KEPT, PERSONAL, RESPONSES

from barometre_pipeline.editions.model import EditionConfig
from barometre_pipeline.lake import Lake
from barometre_pipeline.sources.ipsos.config import PollConfig


def test_a_computed_edition_says_who_answered_and_when(tiny: Computed) -> None:
    table = Lake.at(tiny.lake).read("gold/terrain")
    (row,) = table.to_dict("records")
    assert (row["reponses_recues"], row["retenues"]) == (len(RESPONSES), len(KEPT))
    assert row["reponses_recues"] - row["retenues"] == sum(
        row[c] for c in ("vides", "incompletes", "douteuses", "doublons")
    )
    assert (row["premiere_reponse"], row["derniere_reponse"]) == ("2031-05-12", "2031-05-12")
    assert not any(text in row["enonce"] for text in PERSONAL)


def test_what_a_yaml_may_say_of_the_method_is_checked_and_absent_by_default() -> None:
    config = EditionConfig.model_validate({"edition": "2031", "titre": "t", "methode": {"invitations": 500}})
    assert (config.methode.invitations, config.methode.mode) == (500, "")
    with pytest.raises(ValueError, match="invitations"):
        EditionConfig.model_validate({"edition": "2031", "titre": "t", "methode": {"invitations": 0}})
    least = {"fichiers": ["a.sav"], "effectif": 3, "poids": "P", "identifiant": "I", "banniere": {}}
    assert PollConfig.model_validate(least).methode.quotas == ()
    told = PollConfig.model_validate(least | {"methode": {"quotas": ["sexe"], "debut": "2031-07-17"}})
    assert told.methode.quotas == ("sexe",)
