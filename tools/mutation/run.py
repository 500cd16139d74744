"""Runs mutmut over a seeded sample of each room's mutants; what is said of the result is ``report``'s business.

mutmut changes functions one place at a time and runs the tests that reach them in a forked process. It works in
a copy of the repository under ``build/mutation``, so that nothing here is ever written in the source.
"""

import argparse
import fnmatch
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.mutation.report import JUDGEMENTS, Mutant, RoomScore, judgements, write

REPOSITORY = Path(__file__).resolve().parents[2]
WORK = REPOSITORY / "build" / "mutation"
TOOLS = WORK / "outils"
PACKAGE = "barometre_pipeline"
# The tests each room answers to, without the shared data, so that a bare clone gives the same.
ROOMS = {
    "statistics": ["tests/unit/statistics"],
    "indicators": ["tests/unit/indicators", "tests/unit/catalogue/test_catalogue.py"],
    "audit": ["tests/unit/audit"],
    "publication": ["tests/unit/publication"],
}
# Mutants of one call of mutmut, which takes those with the quickest tests first: only a batch that ends is counted,
# so that what was tried is a random sample however early time runs out.
BATCH = 20
# What runs in a process of its own, where no mutant can be chosen.
APART = [f"{PACKAGE}/publication/charts/rasterise.py"]
# A timeout may be a loop without end or a busy machine: it is no kill.
STATUS: dict[int | None, str] = {
    0: "survived",
    5: "no test",
    33: "no test",
    None: "not tried",
    -24: "timeout",
    24: "timeout",
    36: "timeout",
    152: "timeout",
    255: "timeout",
}


def main() -> int:
    """Draw, try and report; 1 where a room is under the asked score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--room", action="append", choices=sorted(ROOMS), help="only this room (repeatable)")
    parser.add_argument(
        "--module", default="*", help="only modules whose dotted name in the room matches this"
    )
    parser.add_argument("--sample", type=int, default=200, help="mutants a room; 0 for all of them")
    parser.add_argument("--seed", type=int, default=9, help="of the draw")
    parser.add_argument(
        "--minutes",
        type=float,
        default=60,
        help="after which a room is left as far as it is, timing included",
    )
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--least", type=float, default=85.0, help="score in percent below which this fails")
    parser.add_argument(
        "--report",
        type=Path,
        default=None,
        help="put the rooms tried in this page; what it says of others stays",
    )
    asked = parser.parse_args()
    install()
    enough = True
    for room in asked.room or ROOMS:
        score = run_room(room, asked.module, asked.sample, asked.seed, asked.minutes, asked.workers)
        if asked.report:
            write(asked.report, score)
        print(score.line())
        for mutant in score.unjudged:
            print(f"\n{mutant.name}\n{mutant.change}")
        enough &= score.percent >= asked.least
    return int(not enough)


def install() -> None:
    """Put mutmut and what it needs, hashed, in a folder of its own: the project's environment stays as locked."""
    lock = Path(__file__).parent / "requirements.lock"
    if not (TOOLS / "mutmut").is_dir():
        target = ["--target", str(TOOLS), "--no-deps", "--require-hashes", "--requirement", str(lock)]
        command = [
            sys.executable,
            "-m",
            "uv",
            "pip",
            "install",
            "--quiet",
            "--python",
            sys.executable,
            *target,
        ]
        subprocess.run(command, check=True)


def run_room(room: str, module: str, sample: int, seed: int, minutes: float, workers: int) -> RoomScore:
    """Return what became of a seeded sample of the mutants of one room."""
    copy, end = WORK / room, time.monotonic() + 60 * minutes
    prepare(copy, room)
    options = ["--max-children", str(workers)]
    # A pattern that nothing matches stops mutmut once every mutant is written and every test has been timed.
    ended = mutmut(copy, ["run", "aucun", *options], end) is not None
    timed = (copy / "mutants" / "mutmut-stats.json").is_file()
    pattern = f"{PACKAGE}.{room}.{module}.x*"
    names = sorted(n for n in results(copy) if fnmatch.fnmatch(n, pattern))
    if ended and not (timed and names):
        fault = "its tests fail without any mutant" if names else f"no mutant of {pattern}"
        raise SystemExit(f"{room}: {fault}, see {copy / 'journal.txt'}")
    drawn = random.Random(seed).sample(names, min(sample or len(names), len(names)))
    tried: list[str] = []
    for start in range(0, len(drawn) if ended else 0, BATCH):
        batch = drawn[start : start + BATCH]
        code = mutmut(copy, ["run", *batch, *options], end)
        if code:
            raise SystemExit(f"{room}: mutmut stopped, see {copy / 'journal.txt'}")
        if code is None:
            break
        tried += batch
    found = results(copy)
    mutants = [Mutant(n, STATUS.get(found[n], "killed"), diff(copy, n, found[n])) for n in sorted(tried)]
    return RoomScore(room, len(names), seed, len(drawn), timed and ended, mutants, judgements(JUDGEMENTS))


def prepare(copy: Path, room: str) -> None:
    """Lay a fresh copy of the repository, with mutmut's settings for this room."""
    shutil.rmtree(copy, ignore_errors=True)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
    )
    names = [n for n in listed.stdout.decode().split("\0") if n and (REPOSITORY / n).is_file()]
    for name in names:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(REPOSITORY / name, copy / name)
    beside = sorted({n.split("/", 1)[0] for n in names} - {PACKAGE, "tests", "pyproject.toml"})
    settings = {
        "source_paths": [PACKAGE],
        "only_mutate": [f"{PACKAGE}/{room}/*"],
        "do_not_mutate": APART,
        "also_copy": beside,
        "pytest_add_cli_args_test_selection": ROOMS[room],
        "track_dependencies": False,
        "use_setproctitle": False,
        # What draws the charts starts threads, and hangs in a process forked after that: mutants are forked from a
        # process that has imported the tests and run none.
        "process_isolation": "forkserver",
        "timeout_multiplier": 5.0,
        "timeout_constant": 2.0,
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    with (copy / "pyproject.toml").open("a", encoding="utf-8") as project:
        project.write("\n".join(["", "[tool.mutmut]", *lines, ""]))


def mutmut(copy: Path, arguments: Sequence[str], end: float) -> int | None:
    """Run mutmut in a copy, its output added to ``journal.txt``.

    Returns:
        Its exit code; None where it, and what it forked, had to be stopped at ``end`` (of ``time.monotonic``).
    """
    with (copy / "journal.txt").open("ab") as journal:
        process = subprocess.Popen(
            command(arguments),
            cwd=copy,
            env=environment(),
            stdout=journal,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            return process.wait(max(0.0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            return None
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def command(arguments: Sequence[str]) -> list[str]:
    """Return the command line of mutmut."""
    return [sys.executable, "-m", "mutmut", *arguments]


def environment() -> dict[str, str]:
    """Return the environment of mutmut."""
    more = {"PYTHONPATH": str(TOOLS), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200"}
    return {k: v for k, v in (os.environ | more).items() if k != "DAGSTER_HOME"}


def results(copy: Path) -> dict[str, int | None]:
    """Return the exit code of the tests of every mutant, ``None`` for those not tried."""
    found: dict[str, int | None] = {}
    for meta in sorted((copy / "mutants" / PACKAGE).rglob("*.meta")):
        found |= json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def diff(copy: Path, name: str, exit_code: int | None) -> str:
    """Return the changed lines of a mutant that lives, as in a diff."""
    if exit_code not in (0, 5, 33):
        return ""
    shown = subprocess.run(
        command(["show", name]), cwd=copy, env=environment(), capture_output=True, text=True, check=True
    )
    return "\n".join(_changed(shown.stdout))


def _changed(shown: str) -> Iterator[str]:
    for line in shown.splitlines():
        if line[:1] in "+-" and line[:3] not in ("+++", "---"):
            yield line[0] + " " + line[1:].strip()


if __name__ == "__main__":
    sys.exit(main())
