"""A run whose lake is at an address that nobody answers for fails with the words that a terminal shows."""

import dagster as dg
import pytest

from barometre_pipeline.dagster.failures import run_failure_told
from barometre_pipeline.dagster.one_writer import one_writer
from barometre_pipeline.shared_lake import bucket


@dg.op
def anything() -> None:
    """Never begin."""


@dg.job(executor_def=one_writer(dg.in_process_executor, "s3://observatoire/lac"))
def away() -> None:
    """Write in a lake that cannot be reached."""
    anything()


def _away() -> dg.JobDefinition:
    return away


@pytest.fixture
def nobody_answers(tmp_path, monkeypatch):
    monkeypatch.setattr(bucket, "_CONFIG", {"retries": {"max_attempts": 0}, "connect_timeout": 2})
    for name, value in {
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_ACCESS_KEY_ID": "cle",
        "AWS_SECRET_ACCESS_KEY": "secret-invente",
        "BAROMETRE_COPIES": str(tmp_path / "copies"),
    }.items():
        monkeypatch.setenv(name, value)


def test_the_finding_and_the_remedy_are_what_the_run_says(nobody_answers, tmp_path):
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        result = dg.execute_job(dg.reconstructable(_away), instance=instance, raise_on_error=False)
        (failure,) = [e for e in result.all_events if e.is_job_event and e.is_failure]
        logged = [e.user_message for e in instance.all_logs(result.run_id)]
    told = run_failure_told(failure)
    assert told.startswith("Fichier : s3://observatoire/lac") and "À faire : vérifiez le réseau" in told
    assert any("le service ne répond pas" in line for line in logged)
    assert "secret-invente" not in "".join(logged) + told
