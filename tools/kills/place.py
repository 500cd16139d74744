"""Where a campaign happens, and what is looked at after a kill: locks, histories, tables, words.

What is killed is the campaigns' own.
"""

import hashlib
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import dagster as dg
from typer.testing import CliRunner

from barometre_pipeline.cli import app
from barometre_pipeline.dagster.instance import open_instance
from barometre_pipeline.lake import Lake
from barometre_pipeline.tables.reading import forget, read_valid
from barometre_pipeline.tables.registry import TABLES
from barometre_pipeline.writer import COMMAND_LINE, writing

Killed = tuple[str, float, list[str]]
"""What was killed and how, after how many seconds, what was wrong afterwards."""
BIN: Final = Path(sys.executable).parent
WHOLE_EVERY: Final = 10  # one in so many is left alone, and its bytes compared
GOING_ON: Final = dg.RunsFilter(
    statuses=[dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]
)


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
        return [str(BIN / "barometre"), "run", *where, "--processus", "2", "--tout-recalculer", *wanted]

    @property
    def edition(self) -> str:
        """Return the first edition of the raw folder."""
        return sorted(p.name for p in self.raw.iterdir() if p.is_dir())[0]


def snapshot(lake: Path) -> dict[str, str]:
    """Return the hash of every file of the lake."""
    files = (p for p in lake.rglob("*") if p.is_file())
    return {str(p.relative_to(lake)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def faults(place: Place) -> Iterator[str]:
    """Look at what a kill left; yield what is wrong."""
    begun = time.monotonic()
    with writing(place.lake, place.home, COMMAND_LINE, lambda _: None):
        if time.monotonic() - begun > 30:
            yield f"lake held for {time.monotonic() - begun:.0f} s by nobody"
        if left := list(place.lake.rglob("*.partiel")):
            yield f"unfinished files: {left}"
    with open_instance(place.home) as instance:
        if stuck := instance.get_runs(GOING_ON):
            yield f"runs going on without a process: {[r.run_id for r in stuck]}"
    yield from unreadable(Lake.at(place.lake))
    where = ["--raw", str(place.raw), "--lake", str(place.lake)]
    for words in (
        ["editions", *where],
        ["check", *where],
        ["audit", "--edition", place.edition, "--question", "publie", *where],
    ):
        result = CliRunner().invoke(app, words)
        if result.exception and not isinstance(result.exception, SystemExit):
            yield f"barometre {words[0]} crashed: {result.exception!r}"
        elif not result.output.strip():
            yield f"barometre {words[0]} says nothing"


def unreadable(lake: Lake) -> Iterator[str]:
    """Yield the tables that their schema does not read."""
    forget()
    for name, table in TABLES.items():
        for edition in lake.editions(name) if table.by_edition else [None]:
            if lake.exists(name, edition):
                try:
                    read_valid(lake, name, edition)
                except Exception as error:
                    yield f"{name} of {edition} cannot be read: {error}"
