"""What several tests need: the command line in this process, and the content of a folder as hashes."""

import fcntl
import hashlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import pandas as pd
import pytest
from click.testing import Result
from typer.testing import CliRunner

from barometre_pipeline.cli import app
from barometre_pipeline.editions.loader import discover_editions
from barometre_pipeline.folders import dagster_home
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance.freshness import Freshness
from barometre_pipeline.provenance.update import update_of

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED = REPOSITORY.parent / "shared"


@dataclass(frozen=True)
class Computed:
    """A raw folder, the lake computed from it, what the command line said, and Dagster's home of that run."""

    raw: Path
    lake: Path
    output: str
    home: Path


@dg.op
def _nothing() -> None:
    pass


@dg.job(name="_job")
def idle_job() -> None:
    """Do nothing, in a history that is looked at."""
    _nothing()


def barometre(*arguments: str | Path) -> Result:
    """Run ``barometre`` in this process; an exception that is no exit code fails the test."""
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def run(raw: Path, lake: Path, *more: str) -> Result:
    """Compute every edition without Great Expectations."""
    return barometre("run", "--raw", raw, "--lake", lake, "--sans-gx", *more)


def once(factory: pytest.TempPathFactory, name: str, compute: Callable[[Path], None]) -> Path:
    """Return a folder that ``compute`` filled, once for all the processes of a test run: the others wait for it."""
    own = factory.getbasetemp()
    common = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder, done = common / name, common / f"{name}.fait"
    with (common / f"{name}.verrou").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            compute(folder)
            done.touch()
    return folder


def copy_of_lake(lake: Path, copy: Path, history: Path) -> None:
    """Copy what ``run`` without Great Expectations would have made of a lake, and the history of its computation."""
    aside = {lake: {"LISEZMOI.md", "data_docs", "sous_embargo"}, lake / "publication": {"versions"}}
    shutil.copytree(lake, copy, ignore=lambda folder, names: aside.get(Path(folder), set()) & set(names))
    shutil.copytree(dagster_home(lake), history)


def out_of_date(raw: Path, lake: Path) -> dict[str, list[str]]:
    """Return what a run without Great Expectations would compute: steps by edition.

    Each file that a step read or wrote is looked at by its content: what is absent is out of date too.
    """
    editions = discover_editions(raw)
    todo = update_of(Freshness(Lake.at(lake), editions), editions, drift=False)
    return {edition: steps for edition, steps in todo.assets.items() if steps}


def exported(table: str, edition: str, lake: Path) -> pd.DataFrame:
    """Return what ``barometre export`` prints, every cell as text."""
    result = barometre("export", table, "--edition", edition, "--lake", lake)
    assert result.exit_code == 0, result.stderr
    return pd.read_csv(io.StringIO(result.stdout), dtype=str, keep_default_na=False)


def peak(program: str, *arguments: str | Path) -> int:
    """Run a Python program in a process of its own and return the most memory that it held, in Mio."""
    # Not getrusage: a child starts there with the peak of the process that started it.
    measuring = (
        "\nfrom pathlib import Path\nstatus = Path('/proc/self/status').read_text()\n"
        "print(int(status.split('VmHWM:')[1].split()[0]) // 1024)\n"
    )
    command = [sys.executable, "-c", program + measuring, *map(str, arguments)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def snapshot(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a folder, by relative path."""
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }
