"""Draws broken files, gives each to its reader, and counts: read, refused in French, or anything else.

Counting only, one after the other, by reader; what is drawn is ``targets``'.
"""

import json
import random
import resource
import signal
import tempfile
import time
import traceback
import warnings
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType

from barometre_pipeline.errors import BarometreError
from tools.fuzz.targets import Target, all_targets

MEMORY_MIB = 1024  # of the whole process, at most
SECONDS = 20.0  # for one small file, at most: a reader that hangs is a fault too
_KEPT_EVERY = 500


@dataclass
class Counts:
    """What came back of the files of one reader."""

    read: int = 0
    refused: int = 0
    other: int = 0
    slowest: float = 0.0

    @property
    def files(self) -> int:
        """How many files it was given."""
        return self.read + self.refused + self.other


@dataclass
class Campaign:
    """The counts by reader, the faults, and the memory that the process took at most."""

    by_reader: dict[str, Counts] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    mib: int = 0

    @property
    def files(self) -> int:
        """How many files were tried."""
        return sum(c.files for c in self.by_reader.values())


def run(files: int, seed: int, kept: Path | None = None, only: str = "") -> Campaign:
    """Try a number of files.

    Args:
        files: how many.
        seed: of what is drawn.
        kept: where counts of earlier campaigns are, which are added to as it goes on.
        only: a word in the name of the readers to try; all of them without.
    """
    dice, found = random.Random(seed), load(kept)
    signal.signal(signal.SIGALRM, _too_long)
    with tempfile.TemporaryDirectory() as name:
        targets = [t for t in all_targets(Path(name)) if only in t.reader]
        weights = [t.weight for t in targets]
        for number in range(1, files + 1):
            target = dice.choices(targets, weights)[0]
            _try(target, dice, Path(name), found, f"{seed}-{number}")
            if kept is not None and (number % _KEPT_EVERY == 0 or number == files):
                found.mib = max(found.mib, _memory())
                kept.write_text(json.dumps(asdict(found), ensure_ascii=False), encoding="utf-8")
    found.mib = max(found.mib, _memory())
    return found


def load(kept: Path | None) -> Campaign:
    """Return the counts that earlier campaigns left."""
    if kept is None or not kept.exists():
        return Campaign()
    said = json.loads(kept.read_text(encoding="utf-8"))
    return Campaign({n: Counts(**c) for n, c in said["by_reader"].items()}, said["faults"], said["mib"])


def _try(target: Target, dice: random.Random, folder: Path, found: Campaign, number: str) -> None:
    counts = found.by_reader.setdefault(target.reader, Counts())
    path = folder / f"fichier.{target.suffix}"
    path.write_bytes(target.make(dice) or b"\n")
    begun = time.perf_counter()
    try:
        signal.setitimer(signal.ITIMER_REAL, SECONDS)
        with warnings.catch_warnings(action="ignore"):
            target.read(path)
        counts.read += 1
    except BarometreError:
        counts.refused += 1
    except Exception as error:
        counts.other += 1
        found.faults.append(f"{target.reader}, {number} : {_told(error)}{_saved(path, number)}")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    counts.slowest = max(counts.slowest, round(time.perf_counter() - begun, 2))


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"plus de {SECONDS:.0f} s")


def _told(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {str(error)[:200]} ({Path(last.filename).name}, {last.lineno})"


def _saved(path: Path, number: str) -> str:
    kept = Path(tempfile.gettempdir()) / f"fuzz-{number}{path.suffix}"
    kept.write_bytes(path.read_bytes())
    return f" [{kept.name}]"


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
