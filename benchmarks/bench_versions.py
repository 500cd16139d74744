"""Compare whole cold runs of two versions of the project, in turn on one machine, so that both meet the same noise.

    python benchmarks/bench_versions.py BEFORE AFTER [--rounds 3]

BEFORE and AFTER are two working trees, each with its ``.venv``. Each round computes the demonstration of each tree into
an empty lake with an empty history; what counts is the ratio of the medians. On a machine that does other work too,
the seconds of processor that a run used tell more than those of the clock. Linux only.
"""

import argparse
import contextlib
import ctypes
import os
import resource
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

_ADOPT = 36  # PR_SET_CHILD_SUBREAPER: what outlives its parent becomes a child of this process


def cold_run(tree: Path) -> tuple[float, float]:
    """Return the seconds, of the clock and of processor, of a whole run of a tree, Great Expectations included."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "dagster")
        home.mkdir()
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("BAROMETRE_", "DAGSTER_"))}
        command = [tree / ".venv" / "bin" / "barometre", "run", "--lake", Path(folder, "lac")]
        start, used = time.perf_counter(), _processor()
        subprocess.run(
            command, cwd=tree, env=environment | {"DAGSTER_HOME": str(home)}, check=True, capture_output=True
        )
        return time.perf_counter() - start, _processor() - used


def _processor() -> float:
    """Return what all that was started has used, the processes left behind by those that ended included."""
    with contextlib.suppress(ChildProcessError):
        while os.wait():
            pass
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Run each version in turn and print both medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    ctypes.CDLL(None).prctl(_ADOPT, 1, 0, 0, 0)
    taken: dict[str, list[tuple[float, float]]] = {"before": [], "after": []}
    for _ in range(asked.rounds):
        for name, times in taken.items():
            times.append(cold_run(getattr(asked, name).resolve()))
            print(f"{name:>6} {times[-1][0]:6.1f} s, {times[-1][1]:6.1f} s of processor", flush=True)
    for i, what in enumerate(("clock", "processor")):
        before, after = (statistics.median(t[i] for t in taken[name]) for name in taken)
        print(f"{what:>9}: before {before:.1f} s, after {after:.1f} s, ratio of medians {after / before:.2f}")


if __name__ == "__main__":
    main()
