"""How long what is published of one edition takes, from gold: charts in all their forms, document, workbook, site.

python -m benchmarks.bench_publication LAKE RAW > benchmarks/bench_publication.md

The lake is read; what is made goes into a copy of it.
"""

import importlib
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from barometre_pipeline.catalogue.extension import catalogue_of
from barometre_pipeline.editions.loader import discover_editions
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance.code_version import step_module
from barometre_pipeline.publication.charts import write_charts
from barometre_pipeline.publication.charts.declared import build_declared
from barometre_pipeline.publication.told import told_changes
from barometre_pipeline.tables.reading import DeclaredTables
from barometre_pipeline.tables.registry import ASSETS

_STEPS = {"document": "supports", "workbook": "tableaux", "site": "pages"}


def _charts(lake: Lake, key: str, folder: Path) -> list[Path]:
    rows = lake.read("gold/indicateurs")
    changes = told_changes(lake.read("gold/evolutions"), rows)
    write_charts((spec for _, spec in build_declared(rows, changes, catalogue_of(lake), [key])), folder)
    return [*folder.iterdir()]


def _made(lake: Lake, table: str, edition: Edition) -> list[Path]:
    (asset,) = [a for a in ASSETS.values() if f"gold/{table}" in {t.name for t in a.tables}]
    step = importlib.import_module(step_module(asset))
    index = step.run({edition.key: edition}, DeclaredTables(lake, asset))[f"gold/{table}"]
    return [lake.root / name for name in index["fichier"]]


def _timed(lake: Lake, what: str, edition: Edition) -> tuple[str, float, list[int]]:
    start = time.perf_counter()
    files = (
        _charts(lake, edition.key, Path(str(lake.root)) / "dessins")
        if what == "charts"
        else _made(lake, _STEPS[what], edition)
    )
    return what, time.perf_counter() - start, [p.stat().st_size for p in files]


def _ready(lake: Lake) -> None:
    """Load what the steps need; a second so that each process takes its own."""
    for asset in ASSETS.values():
        importlib.import_module(step_module(asset))
    catalogue_of(lake)
    time.sleep(1)


def main(folder: str, raw: str) -> None:
    edition = sorted(discover_editions(Path(raw)).items())[-1][1]
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "lac"
        shutil.copytree(folder, copy, copy_function=os.link)
        lake = Lake.at(copy)
        print(f"# What is published of one edition ({edition.key})\n")
        print(
            f"`python -m benchmarks.bench_publication data_lake data_raw`, {os.cpu_count()} cores, libraries"
        )
        print(
            "loaded, nothing drawn before. Charts are drawn by two processes; then the document is made beside the"
        )
        print("workbook and the site, as a run does.\n")
        print("| from gold to | seconds | files | MB |\n|---|---|---|---|")
        with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
            list(pool.map(_ready, [lake] * 2))
            start = time.perf_counter()
            done = [_timed(lake, "charts", edition)]
            done += pool.map(_timed, [lake] * len(_STEPS), _STEPS, [edition] * len(_STEPS))
            total = time.perf_counter() - start
        for what, seconds, sizes in done:
            print(f"| {what} | {seconds:.1f} | {len(sizes)} | {sum(sizes) / 1e6:.1f} |")
        print(f"| all, start to end | {total:.1f} | | |")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
