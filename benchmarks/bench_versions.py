"""What a change costs: two versions of the project compute the same editions, in turn, each in an empty lake.

    python benchmarks/bench_versions.py BEFORE AFTER [--raw data_raw] [--repetitions 3] [-- --sans-gx]

BEFORE and AFTER are the « barometre » commands of two checkouts. The ratio is that of the medians; alternating the runs
shares a busy machine between both.
"""

import argparse
import os
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("before")
    parser.add_argument("after")
    parser.add_argument("--raw", default=str(ROOT / "data_raw"))
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("options", nargs="*", default=[])
    asked = parser.parse_args()
    took: dict[str, list[float]] = {asked.before: [], asked.after: []}
    for _ in range(asked.repetitions):
        for command, durations in took.items():
            durations.append(cold(command, asked.raw, asked.options))
            print(f"{'avant' if command == asked.before else 'après'} : {durations[-1]:.1f} s", flush=True)
    before, after = (median(took[c]) for c in (asked.before, asked.after))
    print(f"médianes : {before:.1f} s avant, {after:.1f} s après, rapport {after / before:.2f}")


def cold(command: str, raw: str, options: list[str]) -> float:
    """Return the seconds of a run in an empty lake."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        subprocess.run(
            [command, "run", "--raw", raw, "--lake", f"{folder}/lac", *options],
            env={**os.environ, "DAGSTER_HOME": f"{folder}/dagster"},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
        )  # fmt: skip
        return time.perf_counter() - start


if __name__ == "__main__":
    main()
