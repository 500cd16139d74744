"""How long and how much memory a whole edition takes, cold, as one command; and a second run with nothing changed.

    python benchmarks/bench_run.py [--raw ../shared/data_raw_reel] [--edition 2023] [--repetitions 3]

Each measure starts `barometre run` in an empty lake and an empty Dagster instance. Memory is the peak, sampled every
100 ms, of the resident memory of the process and of its children together (shared pages counted once each).
Ratios are to importing Dagster alone, in the same run.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--raw", default=str(ROOT.parent / "shared" / "data_raw_reel"))
    parser.add_argument("--edition", default="2023")
    parser.add_argument("--repetitions", type=int, default=3)
    arguments = parser.parse_args()
    unit = min(measure([sys.executable, "-c", "import dagster"], {})[0] for _ in range(arguments.repetitions))
    print(f"Édition {arguments.edition}, {os.cpu_count()} cœurs, charge {os.getloadavg()[0]:.1f} au départ.")
    print(f"Le meilleur de {arguments.repetitions}. Unité de rapport : `import dagster`, {unit:.1f} s.\n")
    print("| commande | durée | rapport | mémoire | objectif |")
    print("|---|---:|---:|---:|---|")
    for label, options, goal in (
        ("run --sans-gx, à froid", ["--sans-gx"], "15 s, 600 Mo"),
        ("run, à froid", [], "28 s, 900 Mo"),
    ):
        cold, again = zip(*(both(arguments, options) for _ in range(arguments.repetitions)), strict=True)
        show(label, min(cold), unit, goal)
        show(label.replace("à froid", "rien n’a changé"), min(again), unit, "6 s")


def both(arguments: argparse.Namespace, options: list[str]) -> tuple[tuple[float, int], tuple[float, int]]:
    """Run cold, then again."""
    folder = Path(tempfile.mkdtemp())
    command = [
        str(Path(sys.executable).with_name("barometre")), "run", "--raw", arguments.raw,
        "--edition", arguments.edition, "--lake", str(folder / "lac"), *options,
    ]  # fmt: skip
    try:
        home = {"DAGSTER_HOME": str(folder / "dagster")}
        return measure(command, home), measure(command, home)
    finally:
        shutil.rmtree(folder)


def measure(command: list[str], environment: dict[str, str]) -> tuple[float, int]:
    """Return elapsed seconds and peak resident bytes of a command and its children."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    peak = 0
    while process.poll() is None:
        peak = max(peak, resident(process.pid))
        time.sleep(0.1)
    if process.returncode:
        raise SystemExit(f"la commande a échoué ({process.returncode}) : {' '.join(command)}")
    return time.perf_counter() - start, peak


def resident(pid: int) -> int:
    """Return the proportional resident memory of a process and its descendants, in bytes."""
    total = 0
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (OSError, ProcessLookupError):
        return total
    return total + sum(resident(int(child)) for child in children)


def show(label: str, result: tuple[float, int], unit: float, goal: str) -> None:
    seconds, peak = result
    print(f"| {label} | {seconds:.1f} s | ×{seconds / unit:.1f} | {peak / 1e6:.0f} Mo | {goal} |", flush=True)


if __name__ == "__main__":
    main()
