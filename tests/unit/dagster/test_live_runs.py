"""A run whose process is dead is marked so; a live one, or one of another machine, is never touched."""

import json
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from barometre_pipeline.dagster import live_runs
from barometre_pipeline.dagster.instance import open_instance
from barometre_pipeline.dagster.live_runs import DEAD, bury_dead, place, take_on, taken_on
from tests.support import idle_job

STARTED, STARTING = dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.STARTING


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    with open_instance(tmp_path) as instance:
        yield instance


def _run(
    instance: dg.DagsterInstance, status: dg.DagsterRunStatus, tags: dict[str, str], run_id: str | None = None
) -> str:
    return instance.create_run_for_job(idle_job, run_id=run_id, status=status, tags=tags).run_id


def _status(instance: dg.DagsterInstance, run_id: str) -> dg.DagsterRunStatus:
    run = instance.get_run_by_id(run_id)
    assert run is not None
    return run.status


def _own(home: Path, number: int) -> tuple[str, dict[str, str]]:
    run_id = f"00000000-0000-0000-0000-{number:012d}"
    return run_id, place(home, run_id)


def test_a_run_is_dead_once_its_process_lets_go_and_says_so(
    instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    run_id, tags = _own(tmp_path, 1)
    with taken_on(tmp_path, run_id):
        _run(instance, STARTED, tags, run_id)
        assert bury_dead(instance, tmp_path) == []
        assert _status(instance, run_id) is STARTED
    assert [run.run_id for run in bury_dead(instance, tmp_path)] == [run_id]
    assert _status(instance, run_id) is dg.DagsterRunStatus.FAILURE
    assert DEAD in [e.message for e in instance.all_logs(run_id)]
    assert bury_dead(instance, tmp_path) == []


def test_opening_the_instance_is_enough(tmp_path: Path) -> None:
    run_id, tags = _own(tmp_path, 2)
    with open_instance(tmp_path) as instance:
        _run(instance, STARTED, tags, run_id)
    with open_instance(tmp_path) as instance:
        assert _status(instance, run_id) is dg.DagsterRunStatus.FAILURE


def test_a_run_that_was_being_cancelled_ends_cancelled(instance: dg.DagsterInstance, tmp_path: Path) -> None:
    run_id, tags = _own(tmp_path, 3)
    _run(instance, dg.DagsterRunStatus.CANCELING, tags, run_id)
    bury_dead(instance, tmp_path)
    assert _status(instance, run_id) is dg.DagsterRunStatus.CANCELED


def test_runs_of_another_folder_and_runs_executed_again_are_left_alone(
    instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    elsewhere, tags = _own(tmp_path / "ailleurs", 4)
    _run(instance, STARTED, tags, elsewhere)
    _first, tags = _own(tmp_path, 5)
    again = _run(instance, STARTING, tags)  # who executes a run again copies its tags
    assert bury_dead(instance, tmp_path) == []
    assert {_status(instance, elsewhere), _status(instance, again)} == {STARTED, STARTING}


def test_a_run_being_launched_is_dead_only_once_the_server_that_launches_it_is_gone(
    instance: dg.DagsterInstance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_runs, "_LAUNCH_SECONDS", 0.0)
    with socket.create_server(("127.0.0.1", 0)) as server:
        info = {"host": "127.0.0.1", "port": server.getsockname()[1]}
        run_id = _run(instance, STARTING, {".dagster/grpc_info": json.dumps(info)})
        time.sleep(0.1)
        assert bury_dead(instance, tmp_path) == []
    assert [run.run_id for run in bury_dead(instance, tmp_path)] == [run_id]


def test_a_run_just_launched_is_given_time(instance: dg.DagsterInstance, tmp_path: Path) -> None:
    gone = {"host": "localhost", "socket": str(tmp_path / "absente")}
    _run(instance, STARTING, {".dagster/grpc_info": json.dumps(gone)})
    _run(instance, STARTED, {})
    assert bury_dead(instance, tmp_path) == []


def test_the_files_of_finished_runs_do_not_pile_up(instance: dg.DagsterInstance, tmp_path: Path) -> None:
    run_id, tags = _own(tmp_path, 6)
    descriptor = take_on(tmp_path, run_id)
    run = instance.create_run_for_job(idle_job, run_id=run_id, status=STARTED, tags=tags)
    instance.report_run_canceled(run)
    file = tmp_path / "executions_en_cours" / run_id
    bury_dead(instance, tmp_path)
    assert file.exists(), "its process still holds it"
    os.close(descriptor)
    bury_dead(instance, tmp_path)
    assert not file.exists()


def test_what_another_machine_launches_in_a_common_history_is_left_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    common = tmp_path / "commun.yaml"
    common.write_text(f"storage: {{sqlite: {{base_dir: {tmp_path / 'historique'}}}}}\n", encoding="utf-8")
    monkeypatch.setenv("BAROMETRE_INSTANCE", str(common))
    monkeypatch.setattr(live_runs, "_LAUNCH_SECONDS", 0.0)
    monkeypatch.setattr(live_runs, "_FOREIGN_SECONDS", 0.0)
    socket_of_another = {"host": "localhost", "socket": str(tmp_path / "absente")}
    with open_instance(tmp_path / "a") as mine, open_instance(tmp_path / "b") as theirs:
        launching = _run(theirs, STARTING, {".dagster/grpc_info": json.dumps(socket_of_another)})
        taking_on = _run(theirs, STARTED, {})
        own, tags = _own(tmp_path / "b", 7)
        _run(theirs, STARTED, tags, own)
        time.sleep(0.1)
        assert bury_dead(mine, tmp_path / "a") == []
        assert [run.run_id for run in bury_dead(theirs, tmp_path / "b")] == [own]
        assert {_status(mine, launching), _status(mine, taking_on)} == {STARTING, STARTED}
