"""Reads the real 2023 export, where it is at hand, into categories of answer texts.

A few lines of pandas rather than the project's reader: agreement with R must not depend on the reader.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

SHARED = Path(__file__).resolve().parents[4] / "shared"
EXPORT = SHARED / "data_raw_reel" / "2023" / "limesurvey"
REFERENCE = SHARED / "observatoire_2023" / "estimations_r_survey.csv"
SYSTEM_COLUMNS = 5
POPULATION = {
    "communes_moins_3500": 31762,
    "communes_3500_10000": 2160,
    "communes_10000_100000": 981,
    "communes_plus_100000": 42,
    "epci": 1233,
    "metropoles": 21,
    "departements": 101,
    "regions": 18,
}


def _survey_columns(structure: Path) -> list[tuple[str, str]]:
    """Return (question, sub-question) of each column of the export, in order."""
    with structure.open(encoding="utf-8-sig", newline="") as stream:
        rows = [r for r in csv.DictReader(stream, delimiter="\t") if r["class"] in {"Q", "SQ", "A"}]
    columns: list[tuple[str, str]] = []
    for position, row in enumerate(rows):
        if row["class"] != "Q":
            continue
        kind, code = row["type/scale"], row["name"]
        children = []
        for child in rows[position + 1 :]:
            if child["class"] == "Q":
                break
            children.append(child)
        subs = [c["name"] for c in children if c["class"] == "SQ"]
        if kind == "R":
            columns += [(code, str(k)) for k, _ in enumerate(children, start=1)]
        elif kind == "|":
            columns += [(code, "fichier"), (code, "nombre")]
        elif subs:
            columns += [(code, s) for s in subs]
            columns += [(code, "other")] if kind == "M" and row["other"] == "Y" else []
        else:
            columns.append((code, ""))
    return columns


@dataclass(frozen=True)
class Real2023:
    """Answers (categories of texts, columns "question|sub"), structures, R's estimates, national counts."""

    answers: pd.DataFrame
    structures: pd.DataFrame
    reference: pd.DataFrame
    population: dict[str, int]


@pytest.fixture(scope="session")
def real_2023() -> Real2023:
    if not REFERENCE.exists():
        pytest.skip("données réelles de 2023 absentes (../shared)")
    reference = pd.read_csv(REFERENCE, dtype={"sous_question": str}, keep_default_na=False)
    for column in reference.columns[4:]:
        reference[column] = pd.to_numeric(reference[column])
    structures = pd.read_csv(EXPORT / "correspondances.csv", dtype=str, keep_default_na=False)
    raw = pd.read_csv(EXPORT / "results-survey396597.csv", dtype=str, keep_default_na=False)
    raw = raw.set_index(raw.columns[0]).loc[structures["id_reponse"]]
    columns = _survey_columns(EXPORT / "structure_396597.txt")
    wanted = dict.fromkeys(zip(reference["question"], reference["sous_question"], strict=True))
    answers = {}
    for (question, sub), label in zip(columns, raw.columns[SYSTEM_COLUMNS - 1 :], strict=False):
        if (question, sub) in wanted:
            text = raw[label].replace({"": "Sans réponse", "N/A": "Non concerné"})
            answers[f"{question}|{sub}"] = text.astype("category")
    strate = structures["strate"].where(structures["strate"] != "", structures["type"])
    structures["strate"] = strate.astype("category")
    return Real2023(pd.DataFrame(answers).reset_index(drop=True), structures, reference, POPULATION)
