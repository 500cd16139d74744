"""A real ``dagster-daemon`` for the tools that need one: started, asked for runs, killed, started again."""

import json
import os
import re
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Self

import dagster as dg
from dagster_shared.record import copy

_BIN = Path(sys.executable).parent
_MODULE = ["-m", "barometre_pipeline.definitions"]
_ALIVE = [dg.DagsterRunStatus.STARTED]


def _environment(raw: Path, lake: Path, home: Path) -> dict[str, str]:
    folders = {"DAGSTER_HOME": str(home), "BAROMETRE_RAW": str(raw), "BAROMETRE_LAKE": str(lake)}
    return {**os.environ, **folders}


class Daemon:
    """The daemon, within a ``with`` block."""

    def __init__(self, raw: Path, lake: Path, home: Path) -> None:
        self._environment = _environment(raw, lake, home)
        self._log = home / "daemon.log"

    def __enter__(self) -> Self:
        self.restart()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(60)

    def restart(self) -> None:
        """Start it, or start it again once it is dead."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(_BIN / "dagster-daemon"), "run", *_MODULE],
                env=self._environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    @property
    def pid(self) -> int:
        """Return its process."""
        return self._process.pid


def launched(raw: Path, lake: Path, home: Path, job: str, edition: str) -> None:
    """Put a run of an edition in the daemon's queue."""
    tags = json.dumps({"dagster/partition": edition})
    subprocess.run(
        [str(_BIN / "dagster"), "job", "launch", *_MODULE, "-j", job, "--tags", tags],
        env=_environment(raw, lake, home), check=True, capture_output=True,
    )  # fmt: skip


def queue(instance: dg.DagsterInstance, model: dg.DagsterRun, length: int) -> None:
    """Fill the queue with copies of a run."""
    waiting = instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.QUEUED]))
    for _ in range(length - len(waiting)):
        own = {k: v for k, v in model.tags.items() if not k.startswith((".dagster", "barometre/"))}
        run = copy(model, run_id=str(uuid.uuid4()), status=dg.DagsterRunStatus.NOT_STARTED, tags=own)
        instance.add_run(run)
        instance.report_dagster_event(dg.DagsterEvent.job_enqueue(run), run_id=run.run_id)


def process_of(instance: dg.DagsterInstance, run_id: str) -> int:
    """Return the process that executes a run, as its log says."""
    told = " ".join(entry.message for entry in instance.all_logs(run_id))
    found = re.search(r"Started process for run \(pid: (\d+)\)", told)
    return int(found[1]) if found else 0


def parent(pid: int) -> int:
    """Return the process that started another: of a run's, the code server."""
    status = Path(f"/proc/{pid}/status")
    found = re.search(r"PPid:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) if found else 0


def started(instance: dg.DagsterInstance, seconds: float, but: str | None = None) -> str | None:
    """Wait until a run has started, another than one; return its identifier."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for run in instance.get_runs(dg.RunsFilter(statuses=_ALIVE)):
            if run.run_id != but:
                return run.run_id
        time.sleep(0.5)
    return None
