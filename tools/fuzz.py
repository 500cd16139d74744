"""Throw broken files at every reader of extracts and count what comes back: read, refused in French, or a traceback.

    python -m tools.fuzz [--files 10000] [--seed 1]

Files are small invented extracts and structures of every form, damaged byte by byte and cell by cell. Exits 1 where a
reader raised anything but an ``InputError``, and prints what reproduces it.
"""

import argparse
import csv
import io
import json
import random
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import openpyxl
import pandas as pd
import pyreadstat

from barometre_pipeline.errors import BarometreError
from barometre_pipeline.sources.ipsos import PollConfig, read_sav, read_workbook
from barometre_pipeline.sources.limesurvey import read_extract, read_structure

MINI: Final = Path(__file__).parents[1] / "tests" / "data" / "limesurvey"
HEADINGS: Final = [
    *("id", "submitdate", "lastpage", "startlanguage", "Q1", "Q2", "Q3[SQ1]", "Q3[SQ2]", "Q3[SQ9]", "Q3[other]"),
    *("Q4", "Q5", "Q6"),
]  # fmt: skip
ROWS: Final = [
    ["1", "2026-01-05 10:00:00", "2", "fr", "A1", "Y", "Y", "", "", "", "texte", "", "12.5"],
    ["2", "", "1", "fr", "A2", "N", "", "", "", "", 'deux "mots"', "", ""],
]
ODD: Final = [
    *("", " ", "N/A", "=1+1", '"', "'", ";", "\t", "\r\n", "\x00", "é", "Ã©", "1e400", "-", "NaN", "9" * 30),
    *("2030-13-45", "12,5", "28/03/2030"),
    *("A1", "Y", "-oth-", "[", "]", "..", "<b>", "&amp;", "\ud7ff", "🙂", "x" * 5000),
]  # fmt: skip
WORDS: Final = ("Quoi ? – A", "Quoi - B", "Quoi (C)", "Q2_1. Quoi : D", "Oui", "Homme", "Ensemble", "Base")
Damage = Callable[[random.Random], bytes]


def _csv(rows: list[list[str]], delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue().encode("utf-8", "surrogatepass")


def _cells(dice: random.Random) -> list[list[str]]:
    rows = [list(HEADINGS), *map(list, ROWS)]
    for _ in range(dice.randint(1, 4)):
        row = dice.choice(rows)
        row[dice.randrange(len(row))] = dice.choice(ODD)
    if dice.random() < 0.3:
        dice.choice(rows).append(dice.choice(ODD))
    if dice.random() < 0.2:
        rows.insert(0, [dice.choice(ODD)])
    return rows


def _bytes(content: bytes, dice: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(dice.randint(1, 8)):
        place = dice.randrange(len(data)) if data else 0
        what = dice.random()
        if what < 0.4 and data:
            data[place] = dice.randrange(256)
        elif what < 0.7:
            data[place:place] = bytes(dice.randrange(256) for _ in range(dice.randint(1, 12)))
        else:
            del data[place : place + dice.randint(1, 200)]
    return bytes(data)


def _workbook(rows: Sequence[Sequence[str | float | None]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.create_sheet("Données", 0)
    for row in rows:
        sheet.append([_cell(cell) for cell in row])
    book.save(out)
    return out.getvalue()


def _cell(cell: str | float | None) -> str | float | None:
    return openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", cell)[:3000] if isinstance(cell, str) else cell


def _tables(dice: random.Random) -> bytes:
    """An institute's workbook of one or two tables, its rows moved and its cells replaced."""
    rows: list[list[str | float | None]] = []
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
            row[dice.randrange(len(row))] = dice.choice([*ODD, *WORDS, None, 0, -1, 1e12, 0.5, float("inf")])
        elif dice.random() < 0.5:
            rows.insert(dice.randrange(len(rows)), list(dice.choice(rows)))
        else:
            rows.remove(row)
    return _workbook([[c if c != float("inf") else "inf" for c in row] for row in rows or [["x"]]])


def _archive(structure: bytes, fields_of: dict[str, str], rows: list[list[str]]) -> bytes:
    def clean(text: str) -> str:
        return "".join(c for c in text if c.isprintable() and c not in "<>&]")

    names = [fields_of.get(heading, "vide") for heading in rows[0]]
    fields = "".join(f"<fieldname>{name}</fieldname>" for name in names)
    lines = "".join(
        "<row>" + "".join(f"<_{n}>{clean(c)}</_{n}>" for n, c in zip(names, row, strict=False)) + "</row>"
        for row in rows[1:]
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("s.lss", structure)
        body = f"<responses><fields>{fields}</fields><rows>{lines}</rows></responses>"
        archive.writestr(
            "s.lsr", f"<document><LimeSurveyDocType>Responses</LimeSurveyDocType>{body}</document>"
        )
    return out.getvalue()


def _poll(dice: random.Random, folder: Path) -> bytes:
    size = 6
    frame: dict[str, list[float] | list[str]] = {
        "ID": [float(i) for i in range(size)],
        "POIDS": [dice.choice([1.0, 1.0, 1.0, 0.0, 99.0]) for _ in range(size)],
        "SEXE": [1.0, 2.0] * 3,
    }
    for name in ("Q1", "Q2_1", "Q2_2", "Q_9", "Q_10", dice.choice(("poids_", "sexe_", "id_repondant", "Q2"))):
        codes = dice.choice(
            [(0.0, 1.0), (1.0, float("nan")), (0.0, 1.0, 2.0, 7.0, 98.0, 1.5, float("nan"), -1.0)]
        )
        frame[name] = [dice.choice(codes) for _ in range(size)]
    frame["T_1"] = [dice.choice(["Oui", "", "x", "é" * 300]) for _ in range(size)]
    labels: dict[str, dict[int | float, str]] = {}
    for name in (n for n in frame if n.startswith("Q") and dice.random() < 0.8):
        values = dice.sample([0, 1, 2, 10, 98], dice.randint(1, 3))
        labels[name] = {value: dice.choice(["Oui", "Non", " ", "é", "Aucun"]) for value in values}
    path = folder / "seed.sav"
    pyreadstat.write_sav(
        pd.DataFrame(frame), str(path), column_labels={n: dice.choice([n, "", *WORDS]) for n in frame},
        variable_value_labels={**labels, "SEXE": {1: "Homme", 2: "Femme"}},
        missing_ranges={"Q1": [98], "POIDS": [99]} if dice.random() < 0.5 else {},
    )  # fmt: skip
    return path.read_bytes()


def main() -> None:
    """Damage files and print the counts by form."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    dice = random.Random(asked.seed)
    lss, txt = (MINI / "mini.lss").read_bytes(), (MINI / "mini.txt").read_bytes()
    questionnaire = read_structure(MINI / "mini.lss", "mini.lss")
    fields = {h: h for h in HEADINGS[:4]} | {c.code: c.sgqa for c in questionnaire.columns.values()}
    config = PollConfig.model_validate(
        {"fichiers": ["a.sav"], "effectif": 6, "poids": "POIDS", "identifiant": "ID",
         "banniere": {"sexe": {"variable": "SEXE", "titre": "Sexe", "modalites": {"h": "Homme", "f": "Femme"}}}}
    )  # fmt: skip
    counts: Counter[tuple[str, str]] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "fichier"

        def responses() -> None:
            read_extract(path, questionnaire, "fichier")

        vv = (
            "\t".join(HEADINGS)
            + "\r\n"
            + "\t".join(HEADINGS)
            + "\r\n"
            + "\r\n".join(map("\t".join, ROWS))
            + "\r\n"
        )
        forms: dict[str, tuple[Damage, Callable[[], object]]] = {
            "csv, cells": (lambda d: _csv(_cells(d), d.choice(",;\t|")), responses),
            "csv, bytes": (lambda d: _bytes(_csv([HEADINGS, *ROWS], d.choice(",;\t")), d), responses),
            "json, bytes": (
                lambda d: _bytes(
                    json.dumps({"responses": [dict(zip(HEADINGS, r, strict=True)) for r in ROWS]}).encode(), d
                ),
                responses,
            ),
            "vv, bytes": (lambda d: _bytes(vv.encode(), d), responses),
            "xlsx, cells": (lambda d: _workbook(_cells(d)), responses),
            "xlsx, bytes": (lambda d: _bytes(_workbook([HEADINGS, *ROWS]), d), responses),
            "lsa, cells": (lambda d: _archive(lss, fields, _cells(d)), responses),
            "lsa, bytes": (lambda d: _bytes(_archive(lss, fields, [HEADINGS, *ROWS]), d), responses),
            "structure lss": (lambda d: _bytes(lss, d), lambda: read_structure(path, "fichier")),
            "structure txt": (lambda d: _bytes(txt, d), lambda: read_structure(path, "fichier")),
            "poll sav, cells": (lambda d: _poll(d, folder), lambda: read_sav(path, "fichier", config)),
            "poll xlsx": (lambda d: _workbook(_cells(d)), lambda: read_workbook(path, "fichier", config)),
            "poll tables": (_tables, lambda: read_workbook(path, "fichier", config)),
        }
        weights = [40, 30, 10, 10, 2, 1, 4, 4, 6, 6, 0.3, 1, 6]
        for _ in range(asked.files):
            form = dice.choices(list(forms), weights)[0]
            make, read = forms[form]
            path.write_bytes(make(dice) or b"\n")
            try:
                read()
                counts[form, "read"] += 1
            except BarometreError:
                counts[form, "refused"] += 1
            except Exception as error:
                counts[form, "TRACEBACK"] += 1
                kept = Path(tempfile.gettempdir()) / f"fuzz-{asked.seed}-{sum(counts.values())}"
                kept.write_bytes(path.read_bytes())
                wrong.append(f"{form}: {type(error).__name__}: {str(error)[:200]} ({kept.name})")
    for form in forms:
        print(
            f"{form:>16}",
            *(f"{what} {counts[form, what]}" for what in ("read", "refused", "TRACEBACK")),
            sep="  ",
        )
    print(f"{sum(counts.values())} files, {len(wrong)} tracebacks")
    print(*wrong[:20], sep="\n")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
