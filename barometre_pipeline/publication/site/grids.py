"""Tables of shares: answers down, years or groups across, each cell a percentage already written.

What is in a frame may be told; what is not told stands as « s », and a group of which nothing is told is left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from barometre_pipeline.french.numbers import NONE, number, percent
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.vocabulary import BASE_MINIMALE, RAISONS_RETENUE

WITHHELD: Final = "s"  # as official statistics write a withheld cell

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Cell:
    """A cell: what is read first, and what stands under it in small."""

    texte: str
    dessous: str = ""


@dataclass(frozen=True)
class Grid:
    """A table with a caption, the first column naming its lines.

    Attributes:
        titre: what the table is, as its caption.
        note: how to read it, after the title; "" where nothing has to be said.
        entetes: headings, that of the lines first.
        lignes: name of the line, then its cells.
    """

    titre: str
    note: str
    entetes: tuple[Cell, ...]
    lignes: tuple[tuple[str, tuple[Cell, ...]], ...]


def value(row: Row) -> str:
    """Write the value of a row of ``gold/indicateurs``: a percentage, or a count where it is one."""
    count = int(row["n"])
    if pd.isna(row["part_publiable"]):
        return number(count)
    return percent(float(row["part_publiable"]), exists=count > 0)


def counted(row: Row) -> str:
    """Say what the value is made of: « 121 sur 289 », marked where the base is small; "" for a count."""
    if pd.isna(row["part_publiable"]):
        return ""
    return f"{number(int(row['n']))} sur {base(int(row['base']))}"


def base(size: int) -> str:
    """Write a base, marked where it is small."""
    return f"{number(size)}{'*' if size < BASE_MINIMALE else ''}"


def crossed(
    rows: Sequence[Row],
    across: str,
    columns: Mapping[str, str],
    answers: Mapping[str, str],
    withheld: AbstractSet[tuple[str, str]],
    titre: str,
) -> Grid | None:
    """Return answers by what is in a column of the rows, or None where there is nothing to tell.

    Args:
        rows: one per answer and value of ``across``; all may be told.
        across: the column, ``edition`` or ``modalite``.
        columns: its values, in order, with their words.
        answers: category -> words, in order.
        withheld: (category, value of ``across``) of what exists and may not be told.
        titre: caption.
    """
    cells = {(str(r["categorie"]), str(r[across])): r for r in rows}
    told = [c for c in columns if any(key[1] == c for key in cells)]
    if not told:
        return None
    known = {key[0] for key in cells} | {category for category, c in withheld if c in told}
    lines, holes, small = [], False, False
    for category, words in answers.items():
        if category not in known:
            continue
        line = []
        for c in told:
            row = cells.get((category, c))
            hidden = row is None and (category, c) in withheld
            line.append(Cell(value(row), counted(row)) if row else Cell(WITHHELD if hidden else NONE))
            holes |= hidden
            small |= row is not None and "*" in counted(row)
        lines.append((words, tuple(line)))
    absent = [words for c, words in columns.items() if c not in told and any(w[1] == c for w in withheld)]
    heads = (Cell("Réponse"), *(Cell(columns[c]) for c in told))
    return Grid(titre, _note(absent, holes, small), heads, tuple(lines))


def _note(absent: Iterable[str], holes: bool, small: bool) -> str:
    notes = [f"*{NBSP}Base de moins de {BASE_MINIMALE}."] if small else []
    if left_out := ", ".join(absent):
        notes.append(f"Non publiés{NBSP}: {left_out} ({RAISONS_RETENUE['ventilation']}).")
    if holes:
        notes.append(f"{WITHHELD}{NBSP}: non publié ({RAISONS_RETENUE['reponse_rare']}).")
    return " ".join(notes)
