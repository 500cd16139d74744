"""A doubtful name has one verdict and one text, at the command line and in Dagster, and the text lets one decide."""

import shutil
from pathlib import Path

import dagster as dg
import pytest
from support import REPOSITORY, run
from tiny_edition import EDITION, YAML, edited, write_edition

from barometre_pipeline.dagster.instance import open_instance

CORRESPONDANCES = "structures: {correspondances: correspondances.csv}"


@pytest.fixture
def doubtful(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An edition matched against the official lists, one of whose names is misspelt."""
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "dagster"))
    yaml = YAML.replace(CORRESPONDANCES, "structures: {annee_referentiel: 2023}")
    assert yaml != YAML
    write_edition(tmp_path / "raw", responses=edited(16, structure="CD du Tran"), yaml=yaml, strates=None)
    shutil.copytree(
        REPOSITORY / "data_raw" / "referentiels" / "2023", tmp_path / "raw" / "referentiels" / "2023"
    )
    return tmp_path


def test_a_doubtful_name_is_told_alike_and_decided_from_what_is_shown(doubtful: Path) -> None:
    result = run(doubtful / "raw", doubtful / "lac")
    assert result.exit_code == 0, result.stderr
    assert f"À compléter, édition {EDITION} : silver/structures : structures_reconnues" in result.stderr
    with open_instance(doubtful / "dagster") as instance:
        runs = instance.get_runs()
        assert {r.status for r in runs} == {dg.DagsterRunStatus.SUCCESS}
        checks = [
            e.dagster_event.asset_check_evaluation_data
            for r in runs
            for e in instance.all_logs(r.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION)
            if e.dagster_event
        ]
    (shown,) = [c for c in checks if c.check_name == "structures_reconnues"]
    assert not shown.passed and shown.description
    assert shown.description in result.stderr
    assert "« CD du Tran »" in shown.description and "Département du Tarn" in shown.description
