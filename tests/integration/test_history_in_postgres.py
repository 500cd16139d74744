"""Two machines keep one history in a real PostgreSQL, as ``deploy/dagster.yaml`` says."""

import json
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from barometre_pipeline.dagster import live_runs
from barometre_pipeline.dagster.instance import open_instance
from barometre_pipeline.dagster.kept_connections import keep_connections
from barometre_pipeline.dagster.live_runs import bury_dead, place
from tests.postgres_server import postgres_server, programs
from tests.support import REPOSITORY, idle_job


@pytest.fixture(scope="module", autouse=True)
def server() -> Iterator[None]:
    if programs() is None:
        pytest.skip("PostgreSQL n’est pas installé sur cette machine (paquet postgresql de Debian)")
    with pytest.MonkeyPatch.context() as patch, postgres_server() as server:
        for name, value in server.environment().items():
            patch.setenv(name, value)
        patch.setenv("BAROMETRE_INSTANCE", str(REPOSITORY / "deploy" / "dagster.yaml"))
        yield


def test_what_one_machine_runs_another_reads_and_leaves_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_runs, "_LAUNCH_SECONDS", 0.0)
    monkeypatch.setattr(live_runs, "_FOREIGN_SECONDS", 0.0)
    keep_connections()
    here, there = tmp_path / "ici", tmp_path / "ailleurs"
    with open_instance(here) as mine, open_instance(there) as theirs:
        done = idle_job.execute_in_process(instance=theirs).run_id
        started = "00000000-0000-0000-0000-000000000001"
        for run_id, status, tags in [
            (started, dg.DagsterRunStatus.STARTED, place(there, started)),
            (None, dg.DagsterRunStatus.STARTING, {".dagster/grpc_info": json.dumps({"socket": "/absente"})}),
        ]:
            theirs.create_run_for_job(idle_job, run_id=run_id, status=status, tags=tags)
        assert bury_dead(mine, here) == []
        assert {r.status.value for r in mine.get_runs()} == {"SUCCESS", "STARTED", "STARTING"}
        assert len(mine.all_logs(done, of_type=dg.DagsterEventType.STEP_SUCCESS)) == 1
        assert [run.run_id for run in bury_dead(theirs, there)] == [started]
        assert mine.get_run_by_id(started).status is dg.DagsterRunStatus.FAILURE


def test_the_limits_of_the_file_are_those_of_the_queue(tmp_path: Path) -> None:
    with open_instance(tmp_path / "ici") as instance:
        limits = instance.get_concurrency_config()
        assert limits.run_queue_config.max_concurrent_runs == 4
        assert [limit["key"] for limit in limits.run_queue_config.tag_concurrency_limits] == [
            "dagster/partition",
            "barometre/reunit",
        ]
        assert limits.pool_config.default_pool_limit == 1
        assert instance.run_monitoring_enabled and instance.run_retries_enabled
