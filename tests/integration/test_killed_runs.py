"""A run that is killed, or whose terminal closes, blocks nobody: what follows it goes on, and says what happened."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import dagster as dg
import pytest
from support import Computed, run, snapshot
from tiny_edition import EDITION, write_edition

from barometre_pipeline.dagster.instance import open_instance
from barometre_pipeline.dagster.live_runs import DEAD
from barometre_pipeline.writer import COMMAND_LINE, writing

_GOING_ON = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.QUEUED]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "dagster"))
    write_edition(tmp_path / "raw")
    return tmp_path / "dagster"


def _command(name: str, *words: str | Path) -> "subprocess.Popen[str]":
    program = Path(sys.executable).with_name(name)
    return subprocess.Popen(
        [str(program), *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        umask=0,
    )


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize(("number", "processes"), [(signal.SIGKILL, 0), (signal.SIGHUP, 1)])
def test_the_run_after_a_killed_one_computes_everything_and_says_what_happened(
    home: Path, tiny: Computed, number: signal.Signals, processes: int
) -> None:
    base = home.parent
    where = ("--raw", base / "raw", "--lake", base / "lac")
    killed = _command("barometre", "run", *where, "--sans-gx", "--processus", str(processes))
    assert killed.stdout is not None
    while "Nettoyage" not in (line := killed.stdout.readline()):
        assert line, "ended before anything was computed"
    killed.send_signal(number)
    killed.communicate(timeout=60)
    after = run(base / "raw", base / "lac")
    assert after.exit_code == 0
    assert ("s’est arrêté sans finir" in after.stderr) == (number == signal.SIGKILL)
    assert snapshot(base / "lac") == snapshot(tiny.lake)
    with open_instance(home) as instance:
        assert not instance.get_runs(dg.RunsFilter(statuses=_GOING_ON))
        (lost,) = instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.FAILURE]))
        told = [e.message for e in instance.all_logs(lost.run_id)]
    # A process beside the one that leads outlives it just long enough to say itself that it is interrupted.
    assert (DEAD in told) == (processes == 0)


def test_a_run_of_dagster_waits_for_the_lake_and_says_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = home.parent
    monkeypatch.setenv("BAROMETRE_RAW", str(base / "raw"))
    monkeypatch.setenv("BAROMETRE_LAKE", str(base / "lac"))
    with open_instance(home) as instance:
        instance.add_dynamic_partitions("editions", [EDITION])
        home.chmod(0o777)
        job = ("-m", "barometre_pipeline.definitions", "-j", "edition")
        with writing(base / "lac", home, COMMAND_LINE, print):
            waiting = _command(
                "dagster", "job", "execute", *job, "--tags", f'{{"dagster/partition": "{EDITION}"}}'
            )
            while not (said := _said(instance)):
                assert waiting.poll() is None
                time.sleep(0.2)
            assert f"{COMMAND_LINE} (processus {os.getpid()}" in said[0]
            assert not (base / "lac" / "bronze").exists()
        waiting.communicate(timeout=120)
        assert [r.status for r in instance.get_runs()] == [dg.DagsterRunStatus.SUCCESS]
        assert (base / "lac" / "gold" / "tris").is_dir()
        assert not [p for p in (base / "lac").rglob("*") if p.stat().st_mode & 0o002], (
            "nobody else writes there"
        )
        assert stat.S_IMODE(home.stat().st_mode) == 0o700, "nor enters where Dagster's own programs write"


def _said(instance: dg.DagsterInstance) -> list[str]:
    return [
        e.message
        for r in instance.get_runs()
        for e in instance.all_logs(r.run_id)
        if "En attente" in e.message
    ]
