"""Invented deliveries of an institute, never twice the same: a small .sav, a workbook of tables, ``tableaux.yaml``.

How a file is broken afterwards is ``damage``'s.
"""

import io
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import openpyxl
import pandas as pd
import pyreadstat

from barometre_pipeline.sources.ipsos import PollConfig
from tools.fuzz.damage import ODD

CONFIG: Final = PollConfig.model_validate(
    {"fichiers": ["a.sav"], "effectif": 6, "poids": "POIDS", "identifiant": "ID",
     "banniere": {"sexe": {"variable": "SEXE", "titre": "Sexe", "modalites": {"h": "Homme", "f": "Femme"}}}}
)  # fmt: skip
WORDS: Final = ("Quoi ? – A", "Quoi - B", "Quoi (C)", "Q2_1. Quoi : D", "Quoi : E", "Oui", "Homme", "Base")
_SIZE: Final = 6
_NAN: Final = float("nan")
_CODES: Final = (
    *((0.0, 1.0), (1.0, _NAN), (1.0, 2.0), (1.0,), (2.0,)),
    (0.0, 1.0, 2.0, 7.0, 98.0, 1.5, _NAN, -1.0),
)
Value = str | float | None


def sav(dice: random.Random, folder: Path) -> bytes:
    """Return a .sav of six people whose variables are boxes, scales, texts or nothing one knows."""
    frame: dict[str, list[float] | list[str]] = {
        "ID": [float(i) for i in range(_SIZE)],
        "POIDS": [dice.choice([1.0, 1.0, 1.0, 0.0, 99.0]) for _ in range(_SIZE)],
        "SEXE": [1.0, 2.0] * 3,
    }
    odd_name = dice.choice(("poids_", "sexe_", "id_repondant", "Q2"))
    for name in ("Q1", "Q2_1", "Q2_2", "Q2_3", "Q_9", "Q_10", odd_name):
        codes = dice.choice(_CODES)
        frame[name] = [dice.choice(codes) for _ in range(_SIZE)]
    frame["T_1"] = [dice.choice(["Oui", "", "x", "é" * 300]) for _ in range(_SIZE)]
    labels: dict[str, dict[int | float, str]] = {}
    for name in (n for n in frame if n.startswith("Q") and dice.random() < 0.6):
        values = dice.sample([0, 1, 2, 10, 98], dice.randint(1, 3))
        labels[name] = {value: dice.choice(["Oui", "Non", " ", "é", "Aucun"]) for value in values}
    path = folder / "seed.sav"
    pyreadstat.write_sav(
        pd.DataFrame(frame), str(path), column_labels={n: dice.choice([n, "", *WORDS]) for n in frame},
        variable_value_labels={**labels, "SEXE": {1: "Homme", 2: "Femme"}},
        missing_ranges={"Q1": [98], "POIDS": [99]} if dice.random() < 0.5 else {},
    )  # fmt: skip
    return path.read_bytes()


def tables(dice: random.Random) -> bytes:
    """Return a workbook of one or two tables, its rows moved and its cells replaced."""
    rows: list[list[Value]] = []
    for number in range(dice.randint(1, 2)):
        rows += [
            [f"Q{number + 1}. {dice.choice(WORDS)} ?"], [None, "Ensemble", "Homme", "Femme"],
            [dice.choice(("Base brute", "Base", "n=", "Base non redressée")), 6, 3, 3],
            [dice.choice(("Base redressée", "Effectif pondéré", "Moyenne")), 6.0, 3.1, 2.9],
            ["Oui", *dice.choice(((4, 3, 1), (0.67, 1, 0.33), ("67 %", "100 % B", "33")))],
            ["Non", *dice.choice(((2, 0, 2), (0.33, 0, 0.67), ("33 %", "-", "67 A")))],
            [dice.choice(("ST Oui", "Total", "Note : *", "Ne sait pas")), 6, None, "*"], [],
        ]  # fmt: skip
    for _ in range(dice.randint(0, 5)):
        row = dice.choice(rows)
        if row and dice.random() < 0.6:
            row[dice.randrange(len(row))] = dice.choice([*ODD, *WORDS, None, 0, -1, 1e12, 0.5, "inf"])
        elif dice.random() < 0.5:
            rows.insert(dice.randrange(len(rows)), list(dice.choice(rows)))
        elif len(rows) > 1:
            rows.remove(row)
    return workbook(rows)


def workbook(rows: Sequence[Sequence[Value]]) -> bytes:
    """Return a workbook of one full sheet, and one that is empty."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.create_sheet("Données", 0)
    for row in rows:
        sheet.append([_cell(cell) for cell in row])
    book.save(out)
    return out.getvalue()


def _cell(cell: Value) -> Value:
    return openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", cell)[:3000] if isinstance(cell, str) else cell
