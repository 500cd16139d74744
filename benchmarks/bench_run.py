"""How long and how much memory commands take: editions computed cold, again with nothing changed, help, an audit.

    python benchmarks/bench_run.py [--raw data_raw] [--repetitions 3]

Each run starts in an empty lake and an empty Dagster instance. Memory is the peak, sampled every 100 ms, of what
the process and its children hold together in two samples running (while a process starts another, both are seen to
hold the same memory); a page that several share is divided among them, so that it counts once.
Ratios are to importing Dagster alone, in the same run of this script.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


BAROMETRE = str(Path(sys.executable).with_name("barometre"))
FIGURE = ("--edition", "2025", "--question", "GOUV01", "--modalite", "Oui, nous l’avons déjà adopté")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--raw", default=str(ROOT / "data_raw"))
    parser.add_argument("--repetitions", type=int, default=3)
    asked = parser.parse_args()
    unit = min(measure([sys.executable, "-c", "import dagster"], {})[0] for _ in range(asked.repetitions))
    editions = [e.name for e in sorted(Path(asked.raw).iterdir()) if (e / "edition.yaml").is_file()]
    print(f"# Ce que coûtent les commandes : éditions {', '.join(editions)}\n")
    print(
        f"{os.cpu_count()} cœurs, charge {os.getloadavg()[0]:.1f} au départ. Le meilleur de {asked.repetitions}."
    )
    print(f"Unité de rapport : `import dagster`, {unit:.1f} s.\n")
    print("| commande | durée | rapport | mémoire | objectif |")
    print("|---|---:|---:|---:|---|")
    for label, options, goal in (
        ("run --sans-gx, à froid", ("--sans-gx",), "28 s, 900 Mo"),
        ("run, à froid", (), "40 s, 900 Mo"),
    ):
        with tempfile.TemporaryDirectory() as folder:
            tried = [both(asked.raw, Path(folder) / str(k), options) for k in range(asked.repetitions)]
            show(label, min(cold for cold, _ in tried), unit, goal)
            show(label.replace("à froid", "rien n’a changé"), min(again for _, again in tried), unit, "6 s")
            if not options:
                audit = [BAROMETRE, "audit", *FIGURE, "--raw", asked.raw, "--lake", f"{folder}/0/lac"]
                show("audit", min(measure(audit, {}) for _ in tried), unit, "1,2 s")
    show("--help", min(measure([BAROMETRE, "--help"], {}) for _ in range(asked.repetitions)), unit, "0,4 s")


def both(raw: str, folder: Path, options: tuple[str, ...]) -> tuple[tuple[float, int], tuple[float, int]]:
    """Run cold, then again."""
    command = [BAROMETRE, "run", "--raw", raw, "--lake", str(folder / "lac"), *options]
    home = {"DAGSTER_HOME": str(folder / "dagster")}
    return measure(command, home), measure(command, home)


def measure(command: list[str], environment: dict[str, str]) -> tuple[float, int]:
    """Return elapsed seconds and peak bytes held by a command and its children."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    peak = before = 0
    while process.poll() is None:
        now = resident(process.pid)
        peak, before = max(peak, min(before, now)), now
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
    told = f"{seconds:.2f}" if seconds < 2 else f"{seconds:.1f}"
    print(f"| {label} | {told} s | ×{seconds / unit:.1f} | {peak / 1e6:.0f} Mo | {goal} |", flush=True)


if __name__ == "__main__":
    main()
