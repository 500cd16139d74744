"""Kills runs at random moments and looks at what is left: ``python -m tools.kills RAW WORK --kills 100``.

RAW is a raw folder (a small edition is enough), WORK a new folder. Linux only; not part of the test suite.
"""

import argparse
import contextlib
import hashlib
import os
import pty
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import dagster as dg
from typer.testing import CliRunner

from barometre_pipeline.cli import app
from barometre_pipeline.dagster.instance import open_instance
from barometre_pipeline.lake import Lake
from barometre_pipeline.tables.reading import forget, read_valid
from barometre_pipeline.tables.registry import TABLES
from barometre_pipeline.writer import COMMAND_LINE, writing
from tools.kills_daemon import Daemon, launched, parent, process_of, queue, started

_BIN = Path(sys.executable).parent
_GOING_ON = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]
_WHOLE_EVERY = 10  # one run in so many is left alone, and its bytes compared


@dataclass(frozen=True)
class Place:
    """Where a campaign happens."""

    raw: Path
    lake: Path
    home: Path
    gx: bool

    def command(self) -> list[str]:
        """Return the command line of a run that computes everything."""
        wanted = [] if self.gx else ["--sans-gx"]
        where = ["--raw", str(self.raw), "--lake", str(self.lake)]
        return [str(_BIN / "barometre"), "run", *where, "--processus", "2", "--tout-recalculer", *wanted]


def tree(pid: int) -> list[int]:
    """Return a process and all its descendants."""
    try:
        own = [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        own = []
    return [pid, *(p for child in own for p in tree(child))]


def _command_of(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    return ""


def kill(*pids: int) -> None:
    """Kill processes that may have ended by themselves."""
    for pid in pids:
        if pid > 1:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


class Run:
    """A run of the command line in a terminal of its own."""

    def __init__(self, place: Place) -> None:
        self.log = place.home / "kills.log"
        self._master, terminal = pty.openpty()
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-c", _IN_TERMINAL, *place.command()],
                stdin=terminal, stdout=out, stderr=out, start_new_session=True,
            )  # fmt: skip
        os.close(terminal)

    def close_terminal(self) -> None:
        """Do what closing a window or an ssh does."""
        with contextlib.suppress(OSError):
            os.close(self._master)

    def finish(self, kind: str) -> None:
        """Kill, in one of the ways."""
        family = tree(self.process.pid)
        if kind == "leader":
            kill(self.process.pid)
        elif kind == "worker" and (workers := [p for p in family if "forkserver" in _command_of(p)][1:]):
            kill(random.choice(workers))  # the first is the server that forks
        elif kind == "terminal":
            self.close_terminal()
        else:
            kill(*family)

    def wait(self, seconds: float) -> int:
        """Return the exit code."""
        code = self.process.wait(seconds)
        self.close_terminal()
        return code

    def going(self) -> bool:
        """Tell whether something was computed, or all is done."""
        return "✓" in self.log.read_text(errors="replace") or self.process.poll() == 0


_IN_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "os.execv(sys.argv[1], sys.argv[1:])"
)


def until(true: Callable[[], bool], seconds: float) -> float | None:
    """Wait for something; return how long it took, None if it did not come."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        if true():
            return time.monotonic() - begun
        time.sleep(0.1)
    return None


def snapshot(lake: Path) -> dict[str, str]:
    """Return the hash of every file of the lake."""
    files = (p for p in lake.rglob("*") if p.is_file())
    return {str(p.relative_to(lake)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def faults(place: Place, edition: str) -> Iterator[str]:
    """Look at what a kill left; yield what is wrong."""
    begun = time.monotonic()
    with writing(place.lake, place.home, COMMAND_LINE, lambda _: None):
        if time.monotonic() - begun > 30:
            yield f"lake held for {time.monotonic() - begun:.0f} s by nobody"
        if left := list(place.lake.rglob("*.partiel")):
            yield f"unfinished files: {left}"
    with open_instance(place.home) as instance:
        if stuck := instance.get_runs(dg.RunsFilter(statuses=_GOING_ON)):
            yield f"runs going on without a process: {[r.run_id for r in stuck]}"
    yield from _unreadable(Lake.at(place.lake))
    where = ["--raw", str(place.raw), "--lake", str(place.lake)]
    for words in (
        ["editions", *where],
        ["check", *where],
        ["audit", "--edition", edition, "--question", "publie", *where],
    ):
        result = CliRunner().invoke(app, words)
        if result.exception and not isinstance(result.exception, SystemExit):
            yield f"barometre {words[0]} crashed: {result.exception!r}"
        elif not result.output.strip():
            yield f"barometre {words[0]} says nothing"


def _unreadable(lake: Lake) -> Iterator[str]:
    forget()
    for name, table in TABLES.items():
        for edition in lake.editions(name) if table.by_edition else [None]:
            if lake.exists(name, edition):
                try:
                    read_valid(lake, name, edition)
                except Exception as error:
                    yield f"{name} of {edition} cannot be read: {error}"


def command_line(place: Place, kills: int) -> Iterator[tuple[str, float, list[str]]]:
    """Kill runs of the command line; each is the run after the one killed before."""
    edition = sorted(p.name for p in place.raw.iterdir() if p.is_dir())[0]
    whole, lasts = _left_alone(place)
    reference = snapshot(place.lake)
    print(f"a whole run: {lasts:.0f} s, exit code {whole}, {len(reference)} files", flush=True)
    for number in range(1, kills + 1):
        kind = random.choice(["leader", "worker", "group", "terminal"])
        moment = random.uniform(0.2, lasts)
        run, found = Run(place), []
        time.sleep(moment)
        if until(run.going, 0.2 if moment < lasts / 3 else 90) is None and moment >= lasts / 3:
            found.append("the run after a kill does not get going")
        run.finish(kind)
        run.wait(300)
        found += faults(place, edition)
        if number % _WHOLE_EVERY == 0:
            code, lasts = _left_alone(place)  # the machine may have got busier, or less
            if code:
                found.append(f"the next run ends with {code}")
            if snapshot(place.lake) != reference:
                found.append("the lake has other bytes")
        yield f"command line, {kind}", moment, found


def _left_alone(place: Place) -> tuple[int, float]:
    """Return the exit code of a run that nobody kills, and the seconds that it lasts."""
    begun = time.monotonic()
    code = Run(place).wait(600)
    return code, time.monotonic() - begun


def other_raw(place: Place, kills: int, other: Path) -> Iterator[tuple[str, float, list[str]]]:
    """Kill runs of another raw folder; the run of the first one must then give its bytes, whatever was left."""
    plain = [str(_BIN / "barometre"), "run", "--raw", str(place.raw), "--lake", str(place.lake), "--sans-gx"]
    Run(place).wait(900)
    reference = snapshot(place.lake)
    elsewhere = replace(place, raw=other)
    _, lasts = _left_alone(elsewhere)
    for number in range(1, kills + 1):
        moment, found = random.uniform(lasts / 4, lasts), []
        if number > 1:
            run = Run(elsewhere)
            time.sleep(moment)
            run.finish(random.choice(["leader", "group"]))
            run.wait(300)
        if code := subprocess.run(plain, check=False, capture_output=True).returncode:
            found.append(f"the next run ends with {code}")
        now = snapshot(place.lake)
        if wrong := sorted(n for n in {*now, *reference} if now.get(n) != reference.get(n)):
            found.append(f"other bytes: {wrong[:3]}")
        yield "another raw folder, then back", moment, found


def daemon(place: Place, kills: int) -> Iterator[tuple[str, float, list[str]]]:
    """Kill runs launched by a real daemon, or the daemon with them; the next in its queue must start."""
    edition = sorted(p.name for p in place.raw.iterdir() if p.is_dir())[0]
    job = "mise_a_jour" if place.gx else "edition"
    with open_instance(place.home) as instance, Daemon(place.raw, place.lake, place.home) as service:
        launched(place.raw, place.lake, place.home, job, edition)
        model = instance.get_runs()[0]
        for number in range(kills):
            queue(instance, model, 3)
            current = started(instance, 90)
            found = [] if current else ["nothing starts"]
            moment = random.uniform(0, 12)
            time.sleep(moment)
            kind = random.choice(["run", "run and code server", "everything"])
            process = process_of(instance, current) if current else 0
            if kind == "everything":
                kill(*tree(service.pid), process)
                service.restart()
            elif kind == "run and code server":
                kill(parent(process), process)
            else:
                kill(process)
            begun = time.monotonic()
            followed = started(instance, 240, but=current)
            took = time.monotonic() - begun
            if not followed:
                found.append("the queue is blocked")
            if number % _WHOLE_EVERY == 0:
                found += _unreadable(Lake.at(place.lake))
            yield f"daemon, {kind} (next after {took:.0f} s)", moment, found


def main() -> None:
    """Run a campaign and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("raw", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--gx", action="store_true")
    parser.add_argument("--daemon", action="store_true")
    parser.add_argument("--other", type=Path, help="another raw folder of the same editions: kill its runs")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    random.seed(asked.seed)
    home = asked.work / "dagster"
    home.mkdir(parents=True)
    os.environ["DAGSTER_HOME"] = str(home)
    place = Place(asked.raw, asked.work / "lake", home, asked.gx)
    wrong = 0
    campaign = daemon if asked.daemon else command_line
    killed = other_raw(place, asked.kills, asked.other) if asked.other else campaign(place, asked.kills)
    for number, (what, moment, found) in enumerate(killed, start=1):
        wrong += bool(found)
        print(f"{number:4} | {what:45} | {moment:6.1f} s | {'; '.join(found) or 'well'}", flush=True)
    print(f"{asked.kills} kills, {wrong} with something wrong")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
