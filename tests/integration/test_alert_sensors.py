"""What the service says when nobody looks, by real mail and webhook: a run fails, is killed, leaves a red check."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from dagster._core.definitions.job_base import InMemoryJob
from dagster._core.execution.api import execute_run
from dagster._core.remote_origin import RegisteredCodeLocationOrigin, RemoteJobOrigin, RemoteRepositoryOrigin
from support import Computed, run
from tiny_edition import EDITION, write_edition

from barometre_pipeline.dagster.alerts import dead_runs, failed_run, red_checks
from barometre_pipeline.dagster.assembly import build
from barometre_pipeline.dagster.instance import open_instance
from barometre_pipeline.dagster.live_runs import place

LOCATION = RegisteredCodeLocationOrigin("barometre")


class Service:
    """An instance, and the alert sensors as the daemon ticks them: from where each had come to."""

    def __init__(self, base: Path, instance: dg.DagsterInstance) -> None:
        self.raw, self.lake, self.home, self.instance = base / "raw", base / "lac", base / "dagster", instance
        self.repository = build(str(self.raw), str(self.lake)).get_repository_def()
        self.cursors = {s: self.tick(s) for s in (failed_run, red_checks)}

    def tick(self, sensor: dg.SensorDefinition, cursor: str | None = None) -> str | None:
        with dg.SensorEvaluationContext(
            None, instance=self.instance, cursor=cursor, repository_def=self.repository, sensor_name=sensor.name,
            repository_name=self.repository.name, code_location_origin=LOCATION,
        ) as context:  # fmt: skip
            return sensor.evaluate_tick(context).cursor

    def watch(self) -> None:
        """Tick what marks dead runs, then what tells of runs, from where each had come to."""
        self.tick(dead_runs)
        self.cursors = {s: self.tick(s, c) for s, c in self.cursors.items()}

    def launched(self, job: str, edition: str = "") -> dg.DagsterRun:
        """Do what the process of a run launched by the service does."""
        if edition:
            self.instance.add_dynamic_partitions("editions", [edition])
        where = RemoteRepositoryOrigin(LOCATION, self.repository.name)
        definition = self.repository.get_job(job)
        run = self.instance.create_run_for_job(
            definition, tags={"dagster/partition": edition} if edition else {},
            remote_job_origin=RemoteJobOrigin(where, job),
        )  # fmt: skip
        execute_run(InMemoryJob(definition), run, self.instance)
        return run


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "dagster"))
    with open_instance(tmp_path / "dagster") as instance:
        yield Service(tmp_path, instance)


def _heard(mail: Any, hook: Any) -> list[tuple[str, str]]:
    """Return the alerts received, title and message; mail and webhook say the same."""
    by_mail = [(m["Subject"], m.get_content().replace("\r\n", "\n").strip()) for m in mail.mails]
    assert by_mail == [(c["titre"], c["message"].strip()) for _, c in hook.received]
    return by_mail


def test_a_run_launched_by_the_service_that_fails_is_told_once_with_the_words_of_the_command_line(
    service: Service, mail: Any, hook: Any
) -> None:
    write_edition(service.raw)
    (extract,) = (service.raw / EDITION / "limesurvey").glob("results*.csv")
    extract.write_bytes(b"")
    failed = service.launched("edition", EDITION)
    service.watch()
    service.watch()
    ((title, message),) = _heard(mail, hook)
    assert title == f"Baromètre : le calcul de l’édition {EDITION} a échoué"
    at_a_terminal = run(service.raw, service.lake).stderr
    finding = next(line for line in at_a_terminal.splitlines() if extract.name in line)
    assert finding.strip() in message and "À faire" in message
    assert title in "\n".join(e.message for e in service.instance.all_logs(failed.run_id))
    service.watch()
    assert len(mail.mails) == 1, "a person at a terminal has been told there"


def test_a_killed_run_is_marked_and_told(service: Service, mail: Any, hook: Any) -> None:
    job = service.repository.get_job("edition")
    lost = service.instance.create_run_for_job(
        job, run_id=(number := "00000000-0000-0000-0000-000000000001"), status=dg.DagsterRunStatus.STARTED,
        tags={**place(service.home, number), "dagster/partition": EDITION},
    )  # fmt: skip
    service.watch()
    ((title, message),) = _heard(mail, hook)
    assert title == f"Baromètre : le calcul de l’édition {EDITION} s’est arrêté sans finir"
    assert "relancez le calcul" in message and lost.run_id in message


def test_a_red_check_of_a_finished_run_is_told_with_the_words_of_the_command_line(
    tiny_copy: Computed, service: Service, mail: Any, hook: Any
) -> None:
    service.launched("ensemble")  # no question of the invented edition is mapped
    service.watch()
    ((title, message),) = _heard(mail, hook)
    assert title == "Baromètre : 1 contrôle à compléter pour l’ensemble des éditions"
    (told,) = [line for line in tiny_copy.output.splitlines() if line.startswith("À compléter")]
    assert told.split(" : ", 1)[1] in message
    assert "a échoué" not in message
