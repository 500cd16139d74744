"""After a step that fails, each check that could not be made says in French what kept it from it."""

import os
from pathlib import Path

import dagster as dg
import pytest
from dagster import DagsterEventType as Kind
from tiny_edition import EDITION, write_edition

from barometre_pipeline.dagster.assembly import build
from barometre_pipeline.dagster.instance import open_instance
from barometre_pipeline.dagster.jobs import PRINTED_CHECK, UPDATE
from barometre_pipeline.dagster.live_runs import bury_dead, place, taken_on

UNMADE = "Ce contrôle n’a pas été fait"


def update() -> dg.JobDefinition:
    """Return the job that the interface launches."""
    return build(os.environ["BAROMETRE_RAW"], os.environ["BAROMETRE_LAKE"]).resolve_job_def(UPDATE)


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write an edition whose extract cannot be read; return Dagster's home."""
    write_edition(tmp_path / "raw")
    for extract in (tmp_path / "raw" / EDITION / "limesurvey").glob("*.csv"):
        extract.write_bytes(b"")
    monkeypatch.setenv("BAROMETRE_RAW", str(tmp_path / "raw"))
    monkeypatch.setenv("BAROMETRE_LAKE", str(tmp_path / "lac"))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def planned(instance: dg.DagsterInstance, run_id: str) -> list[dg.AssetCheckKey]:
    logged = instance.all_logs(run_id, of_type=Kind.ASSET_CHECK_EVALUATION_PLANNED)
    return [e.dagster_event.asset_check_planned_data.asset_check_key for e in logged if e.dagster_event]


def said(instance: dg.DagsterInstance, key: dg.AssetCheckKey) -> tuple[str, dg.AssetCheckEvaluation | None]:
    """Return what the interface shows last of a check: its status, and its result."""
    (last,) = instance.event_log_storage.get_asset_check_execution_history(key, limit=1)
    return last.status.value, last.evaluation


def test_checks_of_a_run_that_failed_say_which_step_kept_them_from_it_and_what_mends_it(broken: Path) -> None:
    with open_instance(broken) as instance:
        instance.add_dynamic_partitions("editions", [EDITION])
        with dg.execute_job(
            dg.reconstructable(update), instance, tags={"dagster/partition": EDITION}
        ) as result:
            assert not result.success
        checks = planned(instance, result.run_id)
        assert {k.name for k in checks} >= {PRINTED_CHECK, "schema_pandera", "questions_rattachees"}
        for key in checks:
            status, evaluation = said(instance, key)
            assert status in ("SUCCEEDED", "FAILED")  # planned and not made: « Execution failed »
            assert evaluation is not None
            if not evaluation.passed:
                assert evaluation.severity is dg.AssetCheckSeverity.WARN
                assert (evaluation.description or "").startswith(UNMADE)
        printed = [said(instance, k)[1] for k in checks if k.name == PRINTED_CHECK]
    assert printed and all(printed)
    for evaluation in filter(None, printed):
        told = evaluation.description or ""
        assert "«\u00a0Lecture de l’extrait LimeSurvey\u00a0»" in told and "Constat" in told
        assert "relancez le calcul" in told


def test_checks_of_a_run_whose_process_died_say_so(broken: Path) -> None:
    run_id = "00000000-0000-0000-0000-000000000001"
    with open_instance(broken) as instance:
        with taken_on(broken, run_id):
            instance.create_run_for_job(
                update(),
                run_id=run_id,
                status=dg.DagsterRunStatus.STARTED,
                tags={**place(broken, run_id), "dagster/partition": EDITION},
            )
        assert [run.run_id for run in bury_dead(instance, broken)] == [run_id]
        checks = planned(instance, run_id)
        told = [said(instance, key)[1] for key in checks]
    assert checks
    for evaluation in told:
        assert evaluation is not None and (evaluation.description or "").startswith(UNMADE)
        assert "s’est arrêté sans finir" in (evaluation.description or "")
