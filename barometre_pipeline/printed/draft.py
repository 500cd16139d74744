"""Rows of the list of printed figures drafted from a checked document, for a person to confirm.

What is sure or probable is drafted, and said to be; what is already in the list, somebody else's, or to be decided is
not. Nothing is added to the list here.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

import pandas as pd

from barometre_pipeline.catalogue.printed_places import PAGES
from barometre_pipeline.french.spaces import NBSP, spaced
from barometre_pipeline.printed.documents.judged import statistic
from barometre_pipeline.printed.documents.model import (
    BAROMETRE,
    CONTREDIT,
    ECART,
    EFFECTIF,
    FRACTION,
    LIENS,
    PART,
    PROBABLE,
    SUR,
    Checked,
    Occurrence,
)
from barometre_pipeline.sources.documents.model import DocumentText

_DRAFTED: Final = (PART, FRACTION, ECART, EFFECTIF)
# The list has no statistic for an upper bound: such a share is not an exact one.
_UPPER_BOUNDS: Final = ("moins_de", "jusqu_a")
_ABOUT: Final = "part_environ"
_IDENTITY: Final = (
    "indicateur", "categorie", "population", "edition", "statistique", "valeur", "edition_reference",
)  # fmt: skip
_PAGE: Final = re.compile(r"page (\d+)")
_TWICE: Final = "une autre ligne a la même case et une autre valeur"
Row = dict[str, str]


@dataclass(frozen=True)
class Draft:
    """Rows to confirm, in the order of the document, and how many were left out because the list has them."""

    rows: tuple[Row, ...]
    listed: int


def draft(text: DocumentText, checked: Checked, figures: pd.DataFrame) -> Draft:
    """Return the rows that a document adds to the list of printed figures, with its columns."""
    document = document_name(text.nom)
    mine = figures[figures["document"] == document]
    in_list = {_identity({c: str(r[c]) for c in mine.columns}) for r in mine.to_dict("records")}
    number = max((int(str(c).rpartition("-")[2]) for c in mine["chiffre"]), default=0)
    found = {_identity(row): row for row in (_row(text, o, document) for o in reversed(_drafted(checked)))}
    new = [row for identity, row in reversed(found.items()) if identity not in in_list]
    cells = Counter(_cell(row) for row in new)
    new = [
        {**row, "remarque": f"{row['remarque']}{NBSP}; {_TWICE}"} if cells[_cell(row)] > 1 else row
        for row in new
    ]
    numbered = ({**row, "chiffre": f"{document}-{rank:03d}"} for rank, row in enumerate(new, number + 1))
    rows = tuple({c: row.get(c, "") for c in figures.columns} for row in numbered)
    return Draft(rows, len(found) - len(new))


def document_name(file: str) -> str:
    """Return the name of a document in the list: that of its file, in small letters and without accents."""
    plain = unicodedata.normalize("NFKD", PurePath(file).stem).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "document"


def _drafted(checked: Checked) -> list[Occurrence]:
    return [
        o
        for o in checked.occurrences
        if o.statut == BAROMETRE and o.lien in (SUR, PROBABLE) and o.indicateur
        if o.genre in _DRAFTED and not o.redite_de
    ]


def _row(text: DocumentText, found: Occurrence, document: str) -> Row:
    bounded = found.genre in (PART, FRACTION) and found.borne in _UPPER_BOUNDS
    value = float(round(found.valeur)) if found.genre == FRACTION else found.valeur
    context = spaced(found.contexte)
    told = [
        f"à confirmer{NBSP}: lien {LIENS[found.lien]}",
        text.place(found.ligne),
        f"«{NBSP}{context}{NBSP}»" if context else "",
        "contredit par les données" if found.verdict == CONTREDIT else "",
    ]
    return {
        "document": document,
        "rubrique": _heading(text, found.ligne),
        "indicateur": found.indicateur,
        "categorie": found.categorie,
        "population": found.population,
        "edition": found.edition,
        "statistique": _ABOUT if bounded else statistic(found),
        "valeur": _written(value),
        "edition_reference": found.edition_reference,
        "remarque": f"{NBSP}; ".join(filter(None, told)),
    }


def _heading(text: DocumentText, line: int) -> str:
    """Return the heading above a line and its page, in the form in which the list has them."""
    above = (row for row in reversed(text.lignes[:line]) if row.lstrip().startswith("#"))
    heading = spaced(next(above, "").lstrip("# \u00a0"))
    page = _PAGE.fullmatch(text.lieux[line - 1] if line <= len(text.lieux) else "")
    where = f"(p. {page[1]})" if page else ""
    return " ".join(filter(None, (PAGES.sub("", heading).strip(), where)))


def _identity(row: Row) -> tuple[str, ...]:
    return tuple(_written(float(row[c])) if c == "valeur" else row[c] for c in _IDENTITY)


def _cell(row: Row) -> tuple[str, ...]:
    return tuple(row[c] for c in _IDENTITY if c != "valeur")


def _written(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)
