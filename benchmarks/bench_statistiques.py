"""Times shares with standard errors and intervals of 187 questions in 12 groups, against R, svy and samplics.

Data are synthetic: drawn with a fixed seed in the shape of silver `reponses` (dictionary-encoded Parquet).

    python benchmarks/bench_statistiques.py --autre-python ENV/bin/python > benchmarks/bench_statistiques.md

Each measure runs in a fresh process: time is the best of the repetitions, reading the Parquet file and
building the design included; memory is the peak of the whole process, interpreter and libraries included.
What is not installed is said to be absent.
"""

import argparse
import itertools
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve()
N_QUESTIONS = 187
SIZES = (10_000, 100_000, 1_000_000)
REFERENCE_SIZE = 20_000
OWN_TRIES = 20  # a try lasts a tenth of a second
STRATES = {  # strate -> share of the responses, national count per response
    "communes_moins_3500": (0.30, 40),
    "communes_3500_10000": (0.20, 12),
    "communes_10000_100000": (0.13, 6),
    "communes_plus_100000": (0.05, 3),
    "epci": (0.15, 8),
    "metropoles": (0.03, 2),
    "departements": (0.06, 3),
    "regions": (0.03, 2),
    "autres": (0.05, 0),
}


def write_sample(folder: Path, n: int, csv_questions: int = 0) -> Path:
    """Write a synthetic silver file, and for R, svy and samplics the responses that carry weight."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng = np.random.default_rng(n)
    names = list(STRATES)
    strate = rng.choice(len(names), n, p=[share for share, _ in STRATES.values()]).astype(np.int8)
    columns = {"strate": pa.DictionaryArray.from_arrays(pa.array(strate), pa.array(names))}
    for q in range(N_QUESTIONS):
        # Two thirds of the questionnaire are boxes, as in 2023; the rest lists of three to seven answers.
        codes = ["Y", "N"] if q % 3 else [f"AO{i + 1:02d}" for i in range(3 + q % 5)]
        codes = [*codes, "@sans_reponse", "@non_posee"]
        drawn = rng.choice(len(codes), n, p=rng.dirichlet([2.0] * len(codes))).astype(np.int8)
        columns[f"Q{q:03d}"] = pa.DictionaryArray.from_arrays(pa.array(drawn), pa.array(codes))
    table = pa.table(columns)
    path = folder / f"reponses_{n}.parquet"
    pq.write_table(table, path, row_group_size=100_000)
    if csv_questions:
        frame = table.select(["strate", *(f"Q{q:03d}" for q in range(csv_questions))]).to_pandas()
        frame = frame[frame["strate"] != "autres"]
        counts = frame["strate"].value_counts()
        frame["population"] = [population(s, int(counts[s])) for s in frame["strate"]]
        frame["poids"] = frame["population"] / frame["strate"].map(counts).astype(float)
        frame.to_csv(folder / f"reponses_{n}.csv", index=False)
    return path


class Stopwatch:
    """Best elapsed and processor times of several tries; the second does not depend on others' work."""

    def __init__(self) -> None:
        self.tries: list[tuple[float, float]] = []
        self.begun = (0.0, 0.0)

    def start(self) -> None:
        """Begin a try."""
        self.begun = (time.perf_counter(), time.process_time())

    def stop(self) -> None:
        """End it."""
        self.tries.append((time.perf_counter() - self.begun[0], time.process_time() - self.begun[1]))

    def best(self) -> dict[str, float]:
        """Return the lowest elapsed and processor times, seconds."""
        return {"duree": min(t for t, _ in self.tries), "processeur": min(c for _, c in self.tries)}


def population(strate: str, n: int) -> int:
    return n * STRATES[strate][1]


def measure_ours(path: str, repetitions: int) -> dict[str, object]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from barometre_pipeline.statistics.engine import coded_column, estimate_columns
    from tests.oracles.designs import stratified

    # Pages are freed as soon as a column is counted, so that the peak is what the work needs.
    pa.set_memory_pool(pa.system_memory_pool())
    watch = Stopwatch()
    for _ in range(repetitions):
        watch.start()
        source = pq.ParquetFile(path)
        strates = source.read(["strate"]).column("strate").to_pandas()
        counts = strates.value_counts()
        totals = {s: population(s, int(counts[s])) for s in STRATES if s != "autres"}
        design = stratified(strates, totals)
        questions = [c for c in source.schema_arrow.names if c != "strate"]
        columns = (coded_column(q, source.read([q])[q]) for q in questions)
        table = estimate_columns(columns, design)
        watch.stop()
    first = table[(table["colonne"] == "Q000") & (table["groupe"] == "ensemble")].sort_values("code")
    return {
        **watch.best(),
        "lignes": len(table),
        "part": first["part_ponderee"].tolist(),
        "erreur": first["erreur_type"].tolist(),
    }


def measure_svy(path: str, questions: int, repetitions: int) -> dict[str, object]:
    import polars as pl
    import svy

    data = pl.read_csv(path)
    names = [f"Q{q:03d}" for q in range(questions)]
    watch = Stopwatch()
    for _ in range(repetitions):
        watch.start()
        for name in names:
            design = svy.Design(stratum="strate", wgt="poids", pop_size="population")
            sample = svy.Sample(data, design)
            sample.estimation.prop(name)
            sample.estimation.prop(name, by="strate")
        watch.stop()
    return {**watch.best(), "version": svy.__version__}


def measure_svy_once(path: str, questions: int, repetitions: int) -> dict[str, object]:
    """As svy's manual advises: one design, all questions in one call."""
    import polars as pl
    import svy

    data = pl.read_csv(path)
    names = [f"Q{q:03d}" for q in range(questions)]
    watch = Stopwatch()
    for _ in range(repetitions):
        watch.start()
        sample = svy.Sample(data, svy.Design(stratum="strate", wgt="poids", pop_size="population"))
        sample.estimation.prop(names)
        sample.estimation.prop(names, by="strate")
        watch.stop()
    return {**watch.best(), "version": svy.__version__}


def measure_samplics(path: str, questions: int, repetitions: int) -> dict[str, object]:
    import importlib.metadata

    import pandas as pd
    from samplics.estimation import TaylorEstimator
    from samplics.utils.types import PopParam

    data = pd.read_csv(path)
    strate, weight = data["strate"].to_numpy(), data["poids"].to_numpy()
    sizes = data["strate"].value_counts()
    fpc = {s: 1 - sizes[s] / g["population"].iloc[0] for s, g in data.groupby("strate")}
    watch = Stopwatch()
    for _ in range(repetitions):
        watch.start()
        for q in range(questions):
            y = data[f"Q{q:03d}"].to_numpy()
            for domain in (None, strate):
                estimator = TaylorEstimator(PopParam.prop)
                estimator.estimate(y=y, samp_weight=weight, stratum=strate, domain=domain, fpc=fpc)
        watch.stop()
    return {**watch.best(), "version": importlib.metadata.version("samplics")}


def worker(kind: str, path: str, questions: int, repetitions: int) -> None:
    if kind == "nous":
        found = measure_ours(path, repetitions)
    else:
        measures = {"svy": measure_svy, "svy_une_fois": measure_svy_once, "samplics": measure_samplics}
        found = measures[kind](path, questions, repetitions)
    # Linux counts in kibibytes, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    found["memoire"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    print(json.dumps(found))


def run(python: str, kind: str, path: Path, questions: int, repetitions: int) -> dict[str, object] | None:
    command = [
        python,
        "-W",
        "ignore",
        str(HERE),
        "--mesure",
        kind,
        str(path),
        str(questions),
        str(repetitions),
    ]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        print(f"{kind} : {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return None
    return json.loads(done.stdout.splitlines()[-1])


def run_r(path: Path, questions: int, repetitions: int) -> dict[str, object] | None:
    rscript = shutil.which("Rscript")
    if rscript is None:
        return None
    script = str(HERE.with_suffix(".R"))
    command = [rscript, script, str(path), str(questions), str(repetitions)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"R : {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return None
    fields = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines()}
    return {
        "duree": float(fields["duree"][0]),
        "processeur": float(fields["processeur"][0]),
        "part": [float(x) for x in fields["part"]],
        "erreur": [float(x) for x in fields["erreur"]],
        "version": "{} (R {}.{})".format(*fields["version"]),
    }


def machine() -> str:
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        named = [
            x.split(":")[1].strip() for x in cpuinfo.read_text().splitlines() if x.startswith("model name")
        ]
        model = named[0] if named else model
    return f"{os.cpu_count()} cœurs, {model}, Python {platform.python_version()}"


def number(value: float, digits: int = 0) -> str:
    """Write a number in French."""
    return f"{value:,.{digits}f}".replace(",", "\u202f").replace(".", ",")


def report(folder: Path, options: argparse.Namespace) -> None:
    load = os.getloadavg()[0]
    print("# Vitesse des estimations : 187 questions, 12 groupes, erreurs types et intervalles\n")
    print("Données synthétiques, tirées avec une graine fixe ; rien ici ne décrit une enquête réelle.\n")
    print(f"Machine : {machine()}. Charge au départ : {number(load, 1)} (la machine est partagée).")
    print(
        f"Chaque durée est la meilleure de plusieurs essais : {options.repetitions} pour R, svy et samplics,"
    )
    print(f"{2 * OWN_TRIES} pour ce projet (la moitié avant les autres, la moitié après), 5 par taille.\n")
    compare(folder, options)
    scale(folder, options)


def compare(folder: Path, options: argparse.Namespace) -> None:
    n, asked, tries = REFERENCE_SIZE, options.questions, options.repetitions
    silver = write_sample(folder, n, csv_questions=asked)
    csv = silver.with_suffix(".csv")
    ours = run(sys.executable, "nous", silver, N_QUESTIONS, OWN_TRIES)
    reference = run_r(csv, asked, tries)
    others = {
        "R survey": reference,
        "svy": run(options.autre_python, "svy", csv, asked, tries),
        "svy, plan unique": run(options.autre_python, "svy_une_fois", csv, asked, tries),
        "samplics": run(options.autre_python, "samplics", csv, asked, tries),
    }
    # Again at the end: others' work comes and goes, and a tenth of a second falls on either side of it.
    again = run(sys.executable, "nous", silver, N_QUESTIONS, OWN_TRIES)
    assert ours is not None and again is not None
    scaling = "" if asked == N_QUESTIONS else f", ramenées à {N_QUESTIONS} par une règle de trois"
    print(f"## {number(n)} réponses : même machine, même exécution\n")
    print(
        f"R, svy et samplics : {asked} questions{scaling}, sans compter la lecture du fichier ; ensemble\n"
        "et 8 strates ; plan reconstruit à chaque question, sauf « svy, plan unique » (toutes les questions\n"
        "en un appel). R sans intervalle, svy et samplics avec un. Ce projet : lecture du Parquet, plan,\n"
        "12 groupes et deux intervalles par part. Le temps processeur ne dépend pas de ce que d’autres\n"
        "font tourner au même moment ; la durée, si.\n"
    )
    print("| outil | version | durée | rapport | temps processeur | rapport |\n|---|---|---:|---:|---:|---:|")
    mine = min(float(ours["duree"]), float(again["duree"]))
    busy = min(float(ours["processeur"]), float(again["processeur"]))
    print(f"| ce projet | | {number(mine, 3)} s | 1 | {number(busy, 3)} s | 1 |")
    for name, found in others.items():
        if found is None:
            print(f"| {name} | absent | | | | |")
            continue
        factor = N_QUESTIONS / asked
        took, used = factor * float(found["duree"]), factor * float(found["processeur"])
        cells = f"{number(took, 1)} s | × {took / mine:.0f} | {number(used, 1)} s | × {used / busy:.0f}"
        print(f"| {name} | {found['version']} | {cells} |")
    if reference is not None:
        pairs = [p for k in ("part", "erreur") for p in zip(ours[k], reference[k], strict=True)]
        shown = f"{max(abs(a - b) for a, b in pairs):.1e}".replace(".", ",")
        print(f"\nÉcart maximal avec R, parts et erreurs types de la première question : {shown}.")


def scale(folder: Path, options: argparse.Namespace) -> None:
    print("\n## Passage à l’échelle\n")
    print("| réponses | durée | temps processeur | mémoire maximale du processus |\n|---:|---:|---:|---:|")
    times = {}
    for n in SIZES:
        path = write_sample(folder, n)
        found = run(sys.executable, "nous", path, N_QUESTIONS, 5)
        assert found is not None
        times[n] = float(found["processeur"])
        memory = float(found["memoire"]) / 2**20
        row = [number(n), f"{number(float(found['duree']), 2)} s", f"{number(times[n], 2)} s"]
        print(f"| {' | '.join(row)} | {number(memory)} Mio |")
        path.unlink()
    steps = [(a, b, (times[b] - times[a]) / (b - a)) for a, b in itertools.pairwise(SIZES)]
    slopes = " ; ".join(f"de {number(a)} à {number(b)}, {number(1e6 * s, 2)} µs" for a, b, s in steps)
    print(f"\nTemps processeur d’une réponse de plus (constant si linéaire) : {slopes}.")
    print("Le reste est une part fixe : ouvrir 187 colonnes, calculer les intervalles de toutes les parts.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--autre-python", default=sys.executable, help="interpréteur où svy et samplics existent"
    )
    parser.add_argument(
        "--questions", type=int, default=12, help="questions chronométrées pour R, svy, samplics"
    )
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--mesure", nargs=4, metavar=("OUTIL", "FICHIER", "QUESTIONS", "ESSAIS"))
    options = parser.parse_args()
    if options.mesure:
        kind, path, questions, repetitions = options.mesure
        worker(kind, path, int(questions), int(repetitions))
        return
    with tempfile.TemporaryDirectory() as folder:
        report(Path(folder), options)


if __name__ == "__main__":
    main()
