"""Runs that are killed: of the command line, on another raw folder and back, launched by a real daemon."""

import contextlib
import os
import pty
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from barometre_pipeline.dagster.instance import open_instance
from barometre_pipeline.lake import Lake
from tools.kills.daemon import Daemon, launched, parent, process_of, queue, started
from tools.kills.place import BIN, GOING_ON, WHOLE_EVERY, Killed, Place, faults, snapshot, unreadable
from tools.kills.processes import command_of, kill, tree, until


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
        elif kind == "worker" and (workers := [p for p in family if "forkserver" in command_of(p)][1:]):
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


def command_line(place: Place, kills: int) -> Iterator[Killed]:
    """Kill runs of the command line; each is the run after the one killed before."""
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
        found += faults(place)
        if number % WHOLE_EVERY == 0:
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


def other_raw(place: Place, kills: int, other: Path) -> Iterator[Killed]:
    """Kill runs of another raw folder; the run of the first one must then give its bytes, whatever was left."""
    plain = [str(BIN / "barometre"), "run", "--raw", str(place.raw), "--lake", str(place.lake), "--sans-gx"]
    Run(place).wait(900)
    reference = snapshot(place.lake)
    elsewhere = replace(place, raw=other)
    _, lasts = _left_alone(elsewhere)
    for _ in range(kills):
        moment, found = random.uniform(lasts / 4, lasts), []
        run = Run(elsewhere)
        time.sleep(moment)
        run.finish(random.choice(["leader", "group"]))
        run.wait(300)
        if code := subprocess.run(plain, check=False, capture_output=True).returncode:
            found.append(f"the next run ends with {code}")
        if wrong := _others(snapshot(place.lake), reference):
            found.append(f"other bytes: {wrong[:3]}")
        yield "another raw folder, then back", moment, found


def daemon(place: Place, kills: int) -> Iterator[Killed]:
    """Kill runs launched by a real daemon, or the daemon with them; the next in its queue must start."""
    job = "mise_a_jour" if place.gx else "edition"
    with open_instance(place.home) as instance, Daemon(place.raw, place.lake, place.home) as service:
        launched(place.raw, place.lake, place.home, job, place.edition)
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
            if number % WHOLE_EVERY == 0:
                found += unreadable(Lake.at(place.lake))
            yield f"daemon, {kind} (next after {took:.0f} s)", moment, found


def both(place: Place, kills: int, other: Path) -> Iterator[Killed]:
    """Run a daemon and a command line on one lake, of two raw folders, and kill one; what follows is of the first."""
    plain = [str(BIN / "barometre"), "run", "--raw", str(place.raw), "--lake", str(place.lake), "--sans-gx"]
    _, lasts = _left_alone(place)
    reference = snapshot(place.lake)
    with open_instance(place.home) as instance, Daemon(place.raw, place.lake, place.home):
        launched(place.raw, place.lake, place.home, "edition", place.edition)
        model = instance.get_runs()[0]
        for _ in range(kills):
            found: list[str] = []
            queue(instance, model, 1)
            beside = Run(replace(place, raw=other))
            current = started(instance, 90)
            moment = random.uniform(0, 2 * lasts)  # one waits for the other
            time.sleep(moment)
            kind = random.choice(["the command line", "the daemon’s run"])
            if kind == "the command line":
                beside.finish(random.choice(["leader", "group"]))
            elif current:
                kill(process_of(instance, current))
            beside.wait(600)
            if until(lambda: not instance.get_runs(GOING_ON), 600) is None:
                found.append("a run goes on without end")
            if code := subprocess.run(plain, check=False, capture_output=True).returncode:
                found.append(f"the next run ends with {code}")
            if wrong := _others(snapshot(place.lake), reference):
                found.append(f"other bytes: {wrong[:3]}")
            yield f"both at once, {kind}", moment, found


def _others(now: dict[str, str], reference: dict[str, str]) -> list[str]:
    """Return the names of files that differ, or are not in both."""
    return sorted(n for n in {*now, *reference} if now.get(n) != reference.get(n))
