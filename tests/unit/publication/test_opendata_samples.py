"""Open data say what the samples are; shares under unequal response withhold what the shares themselves withhold."""

import json
from pathlib import Path

import pandas as pd
import pytest

from barometre_pipeline.publication.opendata import (
    open_groups,
    open_samples,
    open_sensitivity,
    samples_in_words,
    write_package,
)
from barometre_pipeline.statistics.sensitivity import RATIOS, share_if_answering
from barometre_pipeline.tables.declarations.quality import QUALITE, SENSIBILITE, TERRAIN


def statements() -> pd.DataFrame:
    row = dict.fromkeys(TERRAIN.columns) | {
        "edition": "2031", "public": "collectivites", "retenues": 20, "avec_poids": 15, "part_sans_poids": 0.25,
        "enonce": "Une.\nDeux.", "resume": "20 structures.", "source_donnees": "demonstration", "mode": "",
    }  # fmt: skip
    return pd.DataFrame([row])


def groups() -> pd.DataFrame:
    row = dict.fromkeys(QUALITE.columns) | {
        "edition": "2031", "public": "collectivites", "ventilation": "", "modalite": "", "retenues": 20,
        "avec_poids": 15, "part_echantillon": 1.0, "source_donnees": "demonstration",
    }  # fmt: skip
    return pd.DataFrame([row, row | {"ventilation": "groupe", "modalite": "epci", "retenues": 12}])


def moved(*traces: str, share: float = 0.5) -> pd.DataFrame:
    row = dict.fromkeys(SENSIBILITE.columns) | {
        "edition": "2031", "indicateur": "projets", "population": "ensemble", "ventilation": "", "modalite": "",
        "part_publiable": share, "source_donnees": "demonstration",
        **{name: share_if_answering(share, ratio) for name, ratio in RATIOS.items()},
    }  # fmt: skip
    return pd.DataFrame([row | {"trace_id": t, "categorie": f"c{t}"} for t in traces])


def test_a_share_that_may_not_be_told_is_left_out() -> None:
    printed = pd.DataFrame({"trace_id": ["a", "b"]})
    assert list(open_sensitivity(moved("a", "b"), printed, {"b"}).frame["categorie"]) == ["cb"]


def test_only_printed_shares_are_given_once_and_rounded() -> None:
    printed = pd.DataFrame(
        {"trace_id": ["a", "a", ""], "n": [200, 200, None], "base": [400, 400, None]}
    ).astype({"n": "Int64", "base": "Int64"})
    frame = open_sensitivity(moved("a", "b"), printed, {"a", "b"}).frame
    assert list(frame["categorie"]) == ["ca"]
    assert frame["si_2_fois_plus"].iloc[0] == 0.33


def test_what_is_told_of_a_share_tells_no_more_than_the_share_as_printed() -> None:
    printed = pd.DataFrame({"trace_id": ["a"], "n": [121], "base": [240]})
    given = [open_sensitivity(moved("a", share=s), printed, {"a"}).frame[[*RATIOS]] for s in (0.5043, 0.5)]
    pd.testing.assert_frame_equal(*given)


def test_the_statement_is_on_one_line_and_every_column_is_described(tmp_path: Path) -> None:
    tables = [open_samples(statements()), open_groups(groups())]
    words = samples_in_words(statements())
    path = write_package(tables, tmp_path, "Titre", "Source", words)
    assert "Une. Deux." in (tmp_path / "echantillons.csv").read_text("utf-8")
    package = json.loads(path.read_text("utf-8"))
    assert "2031, collectivités : 20 structures." in package["description"]
    assert "quotas" in package["description"]
    for resource in package["resources"]:
        for field in resource["schema"]["fields"]:
            assert field["title"] and field["description"].endswith("."), field["name"]


def test_the_package_of_samples_passes_frictionless_validation(tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    printed = pd.DataFrame({"trace_id": ["a"], "n": [20], "base": [40]})
    tables = [open_samples(statements()), open_groups(groups()), open_sensitivity(moved("a"), printed, {"a"})]
    path = write_package(tables, tmp_path, "Titre", "Source")
    report = frictionless.validate(str(path))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
