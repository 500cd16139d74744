"""Several processes that compute at the same time: same bytes, one history, failures told, nothing left behind."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import active_children, get_context
from pathlib import Path

import dagster as dg
import pytest
from support import Computed, barometre, snapshot
from tiny_edition import EDITION, write_edition

from barometre_pipeline.dagster.instance import open_instance
from barometre_pipeline.running.settings import Settings
from barometre_pipeline.running.tasks import Task
from barometre_pipeline.running.team import Processes

NEXT, BROKEN = "2032", "2033"


@pytest.fixture(scope="module")
def two_editions(tmp_path_factory: pytest.TempPathFactory) -> Computed:
    """Two editions and one whose extract is empty, computed by two processes with a history of their own."""
    base = tmp_path_factory.mktemp("processus")
    for edition in (EDITION, NEXT, BROKEN):
        write_edition(base / "raw", edition=edition)
    for extract in (base / "raw" / BROKEN / "limesurvey").glob("*.csv"):
        extract.write_bytes(b"")
    done = _command(base, "lac", "2").communicate(timeout=240)
    return Computed(base / "raw", base / "lac", "".join(done), base / "dagster_lac")


def _command(base: Path, lake: str, processes: str) -> "subprocess.Popen[str]":
    command = [
        Path(sys.executable).with_name("barometre"),
        "run",
        "--raw",
        base / "raw",
        "--lake",
        base / lake,
    ]
    return subprocess.Popen(
        [*map(str, command), "--sans-gx", "--processus", processes],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "DAGSTER_HOME": str(base / f"dagster_{lake}"), "COLUMNS": "200"},
    )


def test_the_lake_has_the_same_bytes_however_many_processes_compute(two_editions: Computed) -> None:
    base = two_editions.raw.parent
    barometre("run", "--raw", two_editions.raw, "--lake", base / "seul", "--sans-gx", "--processus", "0")
    assert snapshot(base / "seul") == snapshot(two_editions.lake)


def test_a_broken_edition_stops_no_other_and_its_message_reaches_the_terminal(two_editions: Computed) -> None:
    assert (two_editions.lake / f"gold/tris/edition={NEXT}").is_dir()
    assert (two_editions.lake / "gold/indicateurs").is_dir()
    said = two_editions.output
    assert f"Édition {BROKEN}" in said and "limesurvey" in said.split(f"Édition {BROKEN}")[1]
    assert "Traceback" not in said


def test_each_line_of_progress_names_its_edition(two_editions: Computed) -> None:
    told = [line.split() for line in two_editions.output.splitlines() if line.strip().startswith(("✓", "✗"))]
    assert {line[1] for line in told} == {EDITION, NEXT, BROKEN, "Toutes"}
    assert all(line[0] == "✗" for line in told if line[1] == BROKEN)


def test_the_runs_of_all_processes_are_in_one_history(two_editions: Computed) -> None:
    with open_instance(two_editions.home) as instance:
        key = dg.AssetKey(["gold", "tris"])
        assert set(instance.get_materialized_partitions(key)) == {EDITION, NEXT}
        statuses = sorted(r.status.value for r in instance.get_runs())
    # Three editions, the codebooks, two branches of what looks across editions, what joins these, printed figures,
    # the charts that codebooks declare, the documents to check.
    assert statuses == ["FAILURE", *["SUCCESS"] * 9]


@pytest.mark.usefixtures("interruptible")
def test_an_interruption_ends_every_process_and_keeps_what_is_whole(two_editions: Computed) -> None:
    base = two_editions.raw.parent
    leader = _command(base, "interrompu", "2")
    assert leader.stderr is not None
    while "Lecture de l’extrait" not in (line := leader.stderr.readline()):
        assert line, "ended before anything was computed"
    children = _descendants(leader.pid)
    assert len(children) >= 2
    leader.send_signal(signal.SIGINT)
    _, said = leader.communicate(timeout=60)
    assert leader.returncode == 130
    assert "Interrompu." in said and "Traceback" not in said
    deadline = time.monotonic() + 10
    while [p for p in children if Path(f"/proc/{p}").exists()] and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not [p for p in children if Path(f"/proc/{p}").exists()]
    assert not list((base / "interrompu").glob("gold/tris/edition=*/.*")), "no half-written table"


def _descendants(pid: int) -> list[int]:
    try:
        own = [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        pytest.skip("sans /proc, les processus d’un autre ne se voient pas")
    return own + [p for child in own for p in _descendants(child)]


def test_work_that_wants_a_process_of_its_own_gets_one_and_keeps_it(tmp_path: Path) -> None:
    settings = Settings(str(tmp_path / "raw"), str(tmp_path / "lac"), str(tmp_path / "dagster"))
    tasks = [
        Task("2031", "limesurvey"), Task("2031", "derive", apart=True), Task("2032", "derive", apart=True),
    ]  # fmt: skip
    who = []
    with Processes(settings, lambda *_: None, 1) as team:
        for task in tasks:
            team.start(task)
            assert [done for done, _ in team.finished()] == [task]
            who.append({child.pid for child in active_children()})
    assert who[0] != who[1] and who[1] == who[2]
    assert not active_children()


@dg.asset
def _one() -> int:
    return 1


def _write_history(home: Path) -> int:
    """Open the instance, new or not, and run a job four times."""
    job = dg.Definitions(assets=[_one], jobs=[dg.define_asset_job("essai")]).resolve_job_def("essai")
    with open_instance(home) as instance:
        return sum(job.execute_in_process(instance=instance).success for _ in range(4))


def test_two_processes_open_a_new_history_and_write_to_it_at_the_same_time(tmp_path: Path) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("forkserver")) as pool:
        done = list(pool.map(_write_history, [tmp_path / "dagster"] * 2, timeout=240))
    assert done == [4, 4]
    with open_instance(tmp_path / "dagster") as instance:
        assert len(instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.SUCCESS]))) == 8
        assert len(instance.fetch_materializations(dg.AssetKey(["_one"]), limit=20).records) == 8
