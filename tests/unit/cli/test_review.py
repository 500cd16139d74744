"""The review command, on an invented edition and on the real one where it is."""

import json
from pathlib import Path

import pandas as pd
import pytest
import typer
from click.testing import Result
from tiny_edition import YAML, edited, write_edition
from typer.testing import CliRunner

from barometre_pipeline.cli.review import review
from barometre_pipeline.cli.typology import typology

APP = typer.Typer()
APP.command("revue")(review)
APP.command("typologie")(typology)
HEADING = "id_reponse,decision,siren,code,auteur,date,motif\n"


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(APP, [str(a) for a in arguments])


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """The invented edition, where response 11 comes from one of several communes of the same name."""
    yaml = YAML.replace("structures: {", "structures: {annee_referentiel: 2023, ")
    write_edition(tmp_path / "raw", responses=edited(11, structure="Mairie de Saint-Sauveur"), yaml=yaml)
    return tmp_path / "raw"


def review(raw: Path, *more: str) -> dict[str, object]:
    result = call("revue", "--edition", "2031", "--raw", raw, "--json", *more)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)  # type: ignore[no-any-return]


def test_homonyms_are_listed_with_three_candidates_and_the_reason(raw: Path) -> None:
    waiting = {r["id_reponse"]: r for r in review(raw)["reponses"]}  # type: ignore[attr-defined]
    assert len(waiting[11]["candidats"]) == 3
    assert "homonymes" in waiting[11]["raison"]


def test_the_command_fails_while_anything_awaits_a_decision(raw: Path) -> None:
    assert call("revue", "--edition", "2031", "--raw", raw).exit_code == 0
    assert call("revue", "--edition", "2031", "--raw", raw, "--verifier").exit_code == 1


def test_a_decision_takes_a_response_off_the_list_and_an_idle_one_is_reported(raw: Path) -> None:
    decisions = raw / "2031" / "limesurvey" / "decisions.csv"
    decisions.write_text(
        HEADING
        + "11,territoire,,05156,A. Fictif,2031-01-15,appel\n999,hors_champ,,,A. Fictif,2031-01-15,parti\n",
        encoding="utf-8",
    )
    found = review(raw)
    assert 11 not in {r["id_reponse"] for r in found["reponses"]}  # type: ignore[attr-defined]
    assert found["decisions_sans_objet"] == ["999"]
    decided = {r["id_reponse"]: r for r in review(raw, "--statut", "certain")["reponses"]}  # type: ignore[attr-defined]
    assert decided[11]["nom_officiel"] == "Saint-Sauveur"


def test_the_csv_is_ready_to_be_filled_as_decisions(raw: Path, tmp_path: Path) -> None:
    path = tmp_path / "a_decider.csv"
    assert call("revue", "--edition", "2031", "--raw", raw, "--csv", path).exit_code == 0
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert frame.columns[:7].tolist() == HEADING.strip().split(",")
    assert "11" in set(frame["id_reponse"])


def test_the_real_typology_of_2023_names_the_communautes_urbaines(shared: Path, tmp_path: Path) -> None:
    raw = shared / "data_raw_reel"
    result = call("typologie", "--edition", "2023", "--raw", raw, "--sortie", tmp_path)
    assert result.exit_code == 0, result.output
    differences = pd.read_csv(tmp_path / "typologie-2023-ecarts.csv", dtype=str, keep_default_na=False)
    moved_out = differences[(differences["ecart"] == "type") & (differences["type_main"] == "metropoles")]
    # The README of the real data names these four as known errors.
    assert sorted(moved_out["nature"]) == ["CA", "CU", "CU", "CU"]
    assert set(moved_out["type_officiel"]) == {"epci"}
