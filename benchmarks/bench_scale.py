"""How time and memory grow with the number of responses, from the CSV of LimeSurvey to the indicators.

    python benchmarks/bench_scale.py [--sizes 10000 100000 1000000] > benchmarks/bench_scale.md

The edition is that of the demonstration (synthetic), its responses told again and again under other numbers, names of
communes and free texts; up to the number of communes, every structure is another one. Each size is computed cold, in
a process of its own, by the steps as Dagster runs them, Great Expectations left out.
"""

import argparse
import csv
import io
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE, EDITION = "2025", "2031"
COLUMNS = 220
FIRST_ANSWER = 14  # after seven columns about the response and seven of identity
START = datetime(2031, 6, 1, 10)
STRATA = (
    *("communes_moins_3500", "communes_3500_10000", "communes_10000_100000", "communes_plus_100000"),
    *("epci", "metropoles", "departements", "regions"),
)
STEPS = {
    "lecture_limesurvey": "lecture du CSV, bronze",
    "nettoyage": "appariement, choix des réponses, silver",
    "tris_a_plat": "tris à plat",
    "contexte_edition": "contexte",
    "livres_de_codes": "livre de codes",
    "indicateurs": "indicateurs",
}
OTHER = "ouverture de Dagster, relecture et suivi"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    sizes = parser.parse_args().sizes
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            raw = Path(folder) / f"raw{size}"
            written = write_edition(raw, size)
            done = subprocess.run(
                [sys.executable, __file__, "--child", str(raw), f"{folder}/lake{size}"],
                stdout=subprocess.PIPE, check=True, cwd=ROOT,
            )  # fmt: skip
            found[size] = json.loads(done.stdout.splitlines()[-1]) | written
            shutil.rmtree(raw)
            shutil.rmtree(f"{folder}/lake{size}")
    print(report(found))


def write_edition(raw: Path, size: int) -> dict[str, float]:
    """Write an edition of ``size`` responses; return its number of columns and the size of the extract."""
    source = ROOT / "data_raw" / TEMPLATE
    target = raw / EDITION / "limesurvey"
    target.mkdir(parents=True)
    (raw / "referentiels").symlink_to(ROOT / "data_raw" / "referentiels")
    communes = names()
    described = yaml.safe_load((source / "edition.yaml").read_text(encoding="utf-8"))
    described |= {
        "edition": EDITION,
        "titre": "Banc d’essai (synthétique)",
        "structures": {"annee_referentiel": int(TEMPLATE)},
        "nettoyage": {"une_reponse_par_structure": size <= len(communes)},
    }
    if size > len(communes):  # no more structures than there are: the country is as many times larger
        described["redressement"] = {"population": dict.fromkeys(STRATA, 10 * size)}
    described.pop("collecte", None)
    (raw / EDITION / "edition.yaml").write_text(
        yaml.safe_dump(described, allow_unicode=True), encoding="utf-8"
    )
    heading, rows = complete_responses(next((source / "limesurvey").glob("results*.csv")))
    widen(next((source / "limesurvey").glob("*.lss")), target, heading, rows)
    tails = endings(rows)
    path = target / "results-survey.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        stream.write(line(heading))
        for number in range(1, size + 1):
            moment = str(START + timedelta(seconds=number))
            head = line([str(number), moment, "10", "fr", str(1_000_000 + number), moment, moment])
            name = line([communes[number % len(communes)], "", "", "", "", "", ""])
            stream.write(f"{head[:-1]},{name[:-1]},{tails[number % len(tails)].replace('§', str(number))}")
    return {"columns": len(heading), "mib": path.stat().st_size / 2**20}


def complete_responses(path: Path) -> tuple[list[str], list[list[str]]]:
    """Return the headings of the demonstration and its complete responses."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        heading, *rows = csv.reader(stream)
    return heading, [r for r in rows if r[1]]


def widen(structure: Path, target: Path, heading: list[str], rows: list[list[str]]) -> None:
    """Add boxes to a question that everyone was asked, in the structure and in the responses, up to ``COLUMNS``."""
    tree = ET.parse(structure)
    questions = tree.findall("questions/rows/row")
    asked = [q for q in questions if q.findtext("type") == "M" and q.findtext("relevance") == "1"]
    qid = str(asked[-1].findtext("qid"))
    boxes, texts = tree.find("subquestions/rows"), tree.find("question_l10ns/rows")
    assert boxes is not None
    assert texts is not None
    box = next(r for r in boxes if r.findtext("parent_qid") == qid)
    words = {str(r.findtext("qid")): r for r in texts}
    at = max(i for i, h in enumerate(heading) if h.startswith(f"{words[qid].findtext('question')} ["))
    for number in range(1, COLUMNS - len(heading) + 1):
        own = {"qid": str(90_000 + number), "title": f"SQ{500 + number}", "question_order": str(100 + number)}
        label = f"Domaine ajouté n° {number}"
        boxes.append(changed(box, own))
        said = {"id": own["qid"], "qid": own["qid"], "question": label}
        texts.append(changed(words[str(box.findtext("qid"))], said))
        heading.insert(at + number, f"{words[qid].findtext('question')} [{label}]")
        for i, row in enumerate(rows):
            row.insert(at + number, rows[i - number][at])
    tree.write(target / structure.name, encoding="utf-8", xml_declaration=True)


def changed(row: ET.Element, cells: dict[str, str]) -> ET.Element:
    """Return a copy of a record of the structure with other cells."""
    copied = deepcopy(row)
    for name, text in cells.items():
        found = copied.find(name)
        assert found is not None, name
        found.text = text
    return copied


def endings(rows: list[list[str]]) -> list[str]:
    """Return, of each response, what follows identity; « § » stands in each free text."""
    columns = list(zip(*rows, strict=True))
    free = {
        i for i, cells in enumerate(columns) if i >= FIRST_ANSWER and sum(len(c) > 25 for c in set(cells)) > 8
    }
    return [
        line([f"{c} §" if i in free and c else c for i, c in enumerate(r) if i >= FIRST_ANSWER]) for r in rows
    ]


def names() -> list[str]:
    """Return communes as someone types them, each name once."""
    path = ROOT / "data_raw" / "referentiels" / TEMPLATE / "communes.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        found = [(row["nom"], row["code"][:2]) for row in csv.DictReader(stream)]
    return [f"Commune de {name} ({department})" for name, department in dict.fromkeys(found)]


def line(cells: list[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow(cells)
    return stream.getvalue()


def report(found: dict[int, dict[str, Any]]) -> str:
    """Return the measures as Markdown, with ratios between one size and the next."""
    lines = [
        "# Du CSV aux indicateurs : temps et mémoire selon le nombre de réponses (données synthétiques)\n",
        f"{COLUMNS} colonnes ; à froid, un processus par taille ; {os.cpu_count()} cœurs, Python "
        f"{platform.python_version()}. Great Expectations n’est pas du calcul.\n",
        "| réponses | extrait (Mio) | gardées | secondes | µs par réponse | rapport | mémoire (Mio) |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    before: float | None = None
    for size, one in found.items():
        ratio = f"× {one['total'] / before:.1f}" if before else "–"
        before = one["total"]
        lines.append(
            f"| {size} | {one['mib']:.0f} | {one['kept']} | {one['total']:.1f} | {1e6 * one['total'] / size:.0f} | "
            f"{ratio} | {one['peak']:.0f} |"
        )
    lines += ["\nPart de chaque étape, en secondes :\n", "| étape | " + " | ".join(map(str, found)) + " |"]
    lines.append("| --- |" + " ---: |" * len(found))
    shares = {size: by_step(one["steps"], one["total"]) for size, one in found.items()}
    for step in next(iter(shares.values())):
        cells = " | ".join(
            f"{shares[size][step]:.1f} ({100 * shares[size][step] / found[size]['total']:.0f} %)"
            for size in found
        )
        lines.append(f"| {step} | {cells} |")
    return "\n".join(lines)


def by_step(steps: dict[str, float], total: float) -> dict[str, float]:
    """Add up the seconds of the steps under the names of ``STEPS``."""
    found = dict.fromkeys([*STEPS.values(), "contrôles", OTHER], 0.0)
    for step, seconds in steps.items():
        kind = next((name for key, name in STEPS.items() if step.startswith(key)), "contrôles")
        found[kind] += seconds
    found[OTHER] = total - sum(found.values())
    return found


def compute(raw: str, lake: str) -> None:
    """Compute the edition and print the seconds of each step, the peak memory and the number of responses kept."""
    from barometre_pipeline.lake import Lake
    from barometre_pipeline.running.settings import Settings
    from barometre_pipeline.running.tasks import ACROSS, BY_EDITION, Task
    from barometre_pipeline.running.worker import Worker
    from barometre_pipeline.vocabulary import ENSEMBLE

    seen: dict[str, list[float]] = {}

    def listen(_edition: str, step: str, event: str) -> None:
        seen.setdefault(step, []).append(time.perf_counter())

    with tempfile.TemporaryDirectory() as home:
        worker = Worker(Settings(raw, lake, home), listen)
        start = time.perf_counter()
        first = ("lecture_limesurvey", "nettoyage", "tris_a_plat", "contexte_edition")
        for task in (
            Task(EDITION, BY_EDITION, assets=first),
            Task(ENSEMBLE, ACROSS, assets=("livres_de_codes",)),
            Task(EDITION, BY_EDITION, assets=("indicateurs",)),
        ):
            outcome = worker.attempt(task)
            if outcome.etat != "calculee" or outcome.controles_echoues:
                raise SystemExit(f"{task.assets} : {outcome.message}{outcome.controles_echoues}")
        total = time.perf_counter() - start
        worker.close()
    kept = Lake.at(lake).read("silver/reponses", EDITION)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    steps = {step: times[-1] - times[0] for step, times in seen.items()}
    print(json.dumps({"total": total, "steps": steps, "peak": peak, "kept": len(kept)}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        compute(*sys.argv[2:4])
    else:
        main()
