"""Who writes in a lake keeps others waiting, who is waited for is said, and a dead writer keeps nobody."""

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from threading import Thread

import pytest

from barometre_pipeline.lake import Lake
from barometre_pipeline.writer import COMMAND_LINE, INTERFACE, held_by, writing

_HOLDER = """
import sys, time
from pathlib import Path
from barometre_pipeline.writer import INTERFACE, writing
with writing(sys.argv[1], Path(sys.argv[2]), INTERFACE, print, run="0123456789", doing="mise_a_jour 2031"):
    print("tenu", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that holds the lake, until a line is written to it."""
    command = [sys.executable, "-c", _HOLDER, str(tmp_path / "lac"), str(tmp_path / "dagster")]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "tenu\n"
    yield process
    process.kill()
    process.communicate()


def _write(base: Path, said: list[str]) -> None:
    with writing(base / "lac", base / "dagster", COMMAND_LINE, said.append):
        said.append("écrit")


def test_a_second_writer_waits_and_is_told_for_whom(tmp_path: Path, holder: "subprocess.Popen[str]") -> None:
    said: list[str] = []
    second = Thread(target=_write, args=(tmp_path, said))
    second.start()
    second.join(1.5)
    assert second.is_alive()
    (told,) = said
    assert (
        f"{INTERFACE} (processus {holder.pid}, exécution 01234567, «\u00a0mise_a_jour 2031\u00a0»), depuis le "
        in told
    )
    holder.communicate("\n")
    second.join(10)
    assert said == [told, "écrit"]


def test_a_command_that_holds_the_lake_is_named_as_it_was_typed_and_only_while_it_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["/quelque/part/barometre", "run", "--edition", "2031"])
    lake, home = tmp_path / "lac", tmp_path / "dagster"
    assert held_by(lake, home) == "" and not lake.exists()
    with writing(lake, home, COMMAND_LINE, print):
        told = held_by(lake, home)
        assert told.startswith(
            f"{COMMAND_LINE} (processus {os.getpid()}, «\u00a0barometre run --edition 2031\u00a0»), "
        )
        assert f"{datetime.now():%d/%m/%Y}" in told and "/quelque" not in told
    assert held_by(lake, home) == ""


def test_two_who_ask_at_the_same_time_do_not_take_one_another_for_a_writer(tmp_path: Path) -> None:
    lake = tmp_path / "lac"
    lake.mkdir()
    asking = os.open(lake, os.O_RDONLY)
    fcntl.flock(asking, fcntl.LOCK_SH)  # what an asker holds for a moment
    try:
        assert held_by(lake, tmp_path) == ""
    finally:
        os.close(asking)


def test_a_writer_of_another_lake_with_the_same_history_is_neither_waited_for_nor_said_to_be_dead(
    tmp_path: Path, holder: "subprocess.Popen[str]"
) -> None:
    said: list[str] = []
    with writing(tmp_path / "autre", tmp_path / "dagster", COMMAND_LINE, said.append):
        assert f"processus {holder.pid}" in held_by(tmp_path / "lac", tmp_path / "dagster")
    assert said == []
    assert f"processus {holder.pid}" in held_by(tmp_path / "lac", tmp_path / "dagster")


def test_a_lake_whose_folder_is_made_again_during_the_wait_is_held_by_one_writer(
    tmp_path: Path, holder: "subprocess.Popen[str]"
) -> None:
    said: list[str] = []
    second = Thread(target=_write, args=(tmp_path, said))
    second.start()
    second.join(1.0)
    (tmp_path / "lac").rename(tmp_path / "ancien")
    with writing(tmp_path / "lac", tmp_path / "dagster", COMMAND_LINE, said.append):
        holder.communicate("\n")  # lets go of the folder that was
        second.join(1.5)
        assert "écrit" not in said
    second.join(10)
    assert said[-1] == "écrit"


def test_who_only_reads_does_not_wait(tmp_path: Path, holder: "subprocess.Popen[str]") -> None:
    assert list(Lake.at(tmp_path / "lac").files()) == []
    assert holder.poll() is None


def test_a_killed_writer_keeps_nobody_and_what_it_was_writing_is_removed(
    tmp_path: Path, holder: "subprocess.Popen[str]"
) -> None:
    unfinished = tmp_path / "lac" / "gold" / "tris" / f".tris.parquet.{holder.pid}.partiel"
    unfinished.parent.mkdir(parents=True)
    unfinished.write_bytes(b"PAR1")
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    said: list[str] = []
    _write(tmp_path, said)
    assert "s’est arrêté sans finir" in said[0] and f"processus {holder.pid}" in said[0]
    assert said[1:] == ["écrit"]
    assert not unfinished.exists()


def test_who_ended_well_leaves_nothing_to_tell_and_nothing_in_the_lake(tmp_path: Path) -> None:
    said: list[str] = []
    _write(tmp_path, said)
    _write(tmp_path, said)
    assert said == ["écrit", "écrit"]
    assert list((tmp_path / "lac").rglob("*")) == []


def test_what_a_worker_killed_alone_was_writing_is_removed_though_its_command_ended_well(
    tmp_path: Path,
) -> None:
    _write(tmp_path, [])
    unfinished = tmp_path / "lac" / "empreintes" / "toutes" / ".fiches.json.4321.partiel"
    unfinished.parent.mkdir(parents=True)
    unfinished.touch()
    said: list[str] = []
    _write(tmp_path, said)
    assert said == ["écrit"] and not unfinished.exists()


def test_a_lake_that_is_no_folder_is_held_beside_the_history(tmp_path: Path) -> None:
    said: list[str] = []

    def second() -> None:
        with writing("memory://lac", tmp_path, COMMAND_LINE, said.append):
            said.append("écrit")

    with writing("memory://lac", tmp_path, INTERFACE, said.append):
        other = Thread(target=second)
        other.start()
        other.join(1.5)
        assert len(said) == 1 and INTERFACE in said[0]
    other.join(10)
    assert said[1:] == ["écrit"]
