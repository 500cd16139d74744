"""A tiny invented survey for the reader's tests: its structure in two formats, and rows to write."""

import csv
import io
from pathlib import Path

import pytest

from barometre_pipeline.sources.limesurvey import read_extract, read_structure
from barometre_pipeline.sources.limesurvey.model import Extract, Questionnaire

SHARED = Path(__file__).parents[5] / "shared"
LSS = Path(__file__).parents[3] / "data/limesurvey/mini.lss"
TXT = Path(__file__).parents[3] / "data/limesurvey/mini.txt"

# A list, a yes/no, a multiple choice under condition with an exclusive option, two texts of one wording.
CODES = [
    *(
        "id",
        "submitdate",
        "lastpage",
        "startlanguage",
        "Q1",
        "Q2",
        "Q3[SQ1]",
        "Q3[SQ2]",
        "Q3[SQ9]",
        "Q3[other]",
    ),
    *("Q4", "Q5", "Q6"),
]
ROW = ["1", "2026-01-05 10:00:00", "2", "fr", "A1", "Y", "Y", "", "", "", "texte", "", "12.5"]


def mini() -> Questionnaire:
    return read_structure(LSS, "mini.lss")


def csv_bytes(rows: list[list[str]], delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def read(tmp_path: Path, data: bytes, name: str = "reponses.csv") -> Extract:
    path = tmp_path / name
    path.write_bytes(data)
    return read_extract(path, mini(), name)


def need_shared(path: str) -> Path:
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"données de référence absentes : {path}")
    return found
