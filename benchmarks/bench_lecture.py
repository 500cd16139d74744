"""Time and memory: a full-text CSV to answer codes, against ``pandas.read_csv(dtype=str)`` of the file.

The survey and its answers are synthetic (drawn with a fixed seed); each measure runs in a process of its own.
Run: ``python -m benchmarks.bench_lecture > benchmarks/bench_lecture.md``
"""

import csv
import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from barometre_pipeline.sources.limesurvey.model import SourceFile

if TYPE_CHECKING:
    import pandas as pd

    from barometre_pipeline.sources.limesurvey.model import Extract

RESPONSES = 100_000
GROUPS = 10
ANSWERS = (
    "Oui, tout à fait",
    "Oui, mais seulement pour certaines directions",
    "Non, mais c’est prévu dans les 12 prochains mois",
    "Non, et ce n’est pas prévu dans les 12 prochains mois",
    "Je ne sais pas",
)
SYSTEM = (
    *("ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ", "Tête de série"),
    *("Date de lancement", "Date de la dernière action"),
)
REPEATS = 3


def structure_lines() -> list[list[str]]:
    """Return the lines of a slim structure file: 84 lists, 15 multiple choices of 8 boxes, 9 free texts."""
    lines = [["S", "", "sid", "", "999999"], ["S", "", "language", "", "fr"], ["S", "", "format", "", "G"]]
    for group in range(1, GROUPS + 1):
        lines.append(["G", "", f"Thème {group}", "1", ""])
        number = 0
        for _ in range(9 if group <= 4 else 8):
            number += 1
            code = f"G{group:02}Q{number:02}"
            text = f"Question {code} : votre structure a-t-elle engagé cette démarche au cours de l’année ?"
            lines.append(["Q", "L", code, "1", text])
            lines += [["A", "0", f"AO{n:02}", "1", answer] for n, answer in enumerate(ANSWERS, start=1)]
        for _ in range(2 if group <= 5 else 1):
            number += 1
            code = f"G{group:02}Q{number:02}"
            lines.append(["Q", "M", code, "1", f"Question {code} : quels domaines sont concernés ?"])
            lines += [["SQ", "0", f"SQ{n:03}", "1", f"Domaine d’action n° {n}"] for n in range(1, 9)]
        if group < GROUPS:
            code = f"G{group:02}Q{number + 1:02}"
            lines.append(["Q", "T", code, "1", f"Question {code} : pouvez-vous préciser ?"])
    return lines


def write_survey(folder: Path) -> tuple[Path, Path]:
    """Write the synthetic structure and its full-text extract; return both paths."""
    structure, responses = folder / "structure.txt", folder / "reponses.csv"
    heading = ["id", "related_id", "class", "type/scale", "name", "relevance", "text", "help", "language"]
    lines = structure_lines()
    with structure.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter="\t")
        writer.writerow([*heading, "mandatory", "other"])
        for number, (kind, scale, name, relevance, text) in enumerate(lines, start=1):
            writer.writerow([number, "", kind, scale, name, relevance, text, "", "fr", "N", "N"])
    headings, pools = list(SYSTEM), []
    question = ("", "")
    for kind, scale, _, _, text in lines:
        if kind == "Q":
            question = (scale, text)
        if kind == "Q" and scale != "M":
            headings.append(text)
            pools.append(
                [*ANSWERS, ""] if scale == "L" else ["", "", "", "Réponse libre inventée, un peu longue"]
            )
        if kind == "SQ":
            headings.append(f"{question[1]} [{text}]")
            pools.append(["Oui", "Non"])
    random = np.random.default_rng(2023)
    draws = [random.integers(0, len(pool), RESPONSES) for pool in pools]
    with responses.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
        writer.writerow(headings)
        stamp = "2023-07-01 10:00:00"
        for row in range(RESPONSES):
            answers = [pool[draw[row]] for pool, draw in zip(pools, draws, strict=True)]
            writer.writerow([row + 1, stamp, GROUPS, "fr", 1_000_000 + row, stamp, stamp, *answers])
    return structure, responses


def measure(what: str, structure: str, responses: str) -> None:
    """Read the file one way and print seconds and the growth of peak memory in MiB."""
    import pandas as pd

    from barometre_pipeline.sources.limesurvey import read_extract, read_structure

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    if what == "pandas":
        read = pd.read_csv(responses, dtype=str)
    else:
        questionnaire = read_structure(Path(structure), "structure.txt")
        extract = read_extract(Path(responses), questionnaire, "reponses.csv")
        read = extract.values if what == "codes" else to_silver(extract)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"s": seconds, "mib": (peak - before) / 1024, "colonnes": read.shape[1]}))


def to_silver(extract: "Extract") -> "pd.DataFrame":
    """Take an extract to silver as the pipeline does: bronze, choice of the responses, Parquet written."""
    import pandas as pd

    from barometre_pipeline.cleaning.bronze import bronze_tables
    from barometre_pipeline.cleaning.selection import select_responses
    from barometre_pipeline.cleaning.silver import silver_responses
    from barometre_pipeline.editions.model import EditionConfig
    from barometre_pipeline.lake import Lake

    shape = extract.values.shape
    bronze = bronze_tables(
        replace(extract, files=(SourceFile("reponses.csv", "0" * 64, 0, "reponses"),)), "2031"
    )
    del extract
    raw, questions = bronze["reponses_brutes"], bronze["questions"]
    kept = select_responses(raw, questions, EditionConfig(edition="2031", titre="Synthétique")).kept
    silver = silver_responses(raw, questions, bronze["modalites"], pd.Index(kept))
    with tempfile.TemporaryDirectory() as folder:
        Lake.at(folder).write("silver/reponses", silver, "2031")
    return pd.DataFrame(index=range(shape[0]), columns=range(shape[1]))


def run(what: str, *paths: str) -> dict[str, float]:
    """Return the median of the measures of one way of reading, each in a new process."""
    command = [sys.executable, "-m", "benchmarks.bench_lecture", what, *paths]
    done = [
        json.loads(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(REPEATS)
    ]
    return {name: float(np.median([one[name] for one in done])) for name in done[0]}


def main() -> None:
    """Print the comparison as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        paths = write_survey(Path(folder))
        size = paths[1].stat().st_size / 1024**2
        texts = [str(path) for path in paths]
        pandas, ours, silver = (run(what, *texts) for what in ("pandas", "codes", "silver"))
    print("# Lecture d'un CSV en texte intégral (données synthétiques)\n")
    print(
        f"{RESPONSES:,} réponses".replace(",", "\u202f")
        + f" × {int(pandas['colonnes'])} colonnes, {size:.0f} Mio ; ",
        end="",
    )
    print(f"médiane de {REPEATS} mesures ; Python {platform.python_version()}.\n")
    print("| lecture | secondes | mémoire (Mio) |\n| --- | ---: | ---: |")
    print(f"| `pandas.read_csv(dtype=str)` | {pandas['s']:.2f} | {pandas['mib']:.0f} |")
    print(f"| `read_extract` (codes, états d'affichage) | {ours['s']:.2f} | {ours['mib']:.0f} |")
    print(f"| rapport | {ours['s'] / pandas['s']:.2f} | {ours['mib'] / pandas['mib']:.2f} |")
    print(f"| jusqu’à `silver/reponses` écrit | {silver['s']:.2f} | {silver['mib']:.0f} |")
    print(f"| **rapport** | **{silver['s'] / pandas['s']:.2f}** | **{silver['mib'] / pandas['mib']:.2f}** |")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(*sys.argv[1:])
    else:
        main()
