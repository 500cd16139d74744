"""Compare whole cold runs of two versions of the project, in turn on one machine, so that both meet the same noise.

    python benchmarks/bench_versions.py BEFORE AFTER [--rounds 3]

BEFORE and AFTER are two working trees, each with its ``.venv``. Each round computes the demonstration of each tree into
an empty lake with an empty history; what counts is the ratio of the medians.
"""

import argparse
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path


def cold_run(tree: Path) -> float:
    """Return the seconds that one whole run of a tree takes, Great Expectations included."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "dagster")
        home.mkdir()
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("BAROMETRE_", "DAGSTER_"))}
        command = [tree / ".venv" / "bin" / "barometre", "run", "--lake", Path(folder, "lac")]
        start = time.perf_counter()
        subprocess.run(
            command, cwd=tree, env=environment | {"DAGSTER_HOME": str(home)}, check=True, capture_output=True
        )
        return time.perf_counter() - start


def main() -> None:
    """Run each version in turn and print both medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    taken: dict[str, list[float]] = {"before": [], "after": []}
    for _ in range(asked.rounds):
        for name, times in taken.items():
            times.append(cold_run(getattr(asked, name).resolve()))
            print(f"{name:>6} {times[-1]:6.1f} s", flush=True)
    medians = {name: statistics.median(times) for name, times in taken.items()}
    print(f"medians: before {medians['before']:.1f} s, after {medians['after']:.1f} s")
    print(f"ratio: {medians['after'] / medians['before']:.2f}")


if __name__ == "__main__":
    main()
