"""Where the headings of a delimited text stand and what separates its cells, found by cutting it into records.

Lines that a tool or a person put before the headings (``sep=;``, a title) are passed; reading rows is ``delimited``'s.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from barometre_pipeline.errors import InputError, record_place

DELIMITERS: Final = (",", ";", "\t", "|")
REMEDY: Final = (
    "exporter de nouveau les réponses depuis LimeSurvey, "
    "sans ouvrir ni enregistrer le fichier dans un tableur"
)
_LOOKED_AT: Final = 40  # records
_BEFORE: Final = 12  # lines that may stand before the headings
_ANNOUNCED: Final = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
_BLANK: Final = re.compile(
    rb'(?:[;,\t| \x1a]|""|\xc2\xa0|\xe2\x80\xaf|\xef\xbb\xbf)*'
)  # \x1a: how DOS ends a text


@dataclass(frozen=True)
class Layout:
    """How a file is cut.

    Attributes:
        delimiter: between cells.
        before: records that stand before the headings.
        headings: the cells of the heading record.
    """

    delimiter: str
    before: int
    headings: tuple[str, ...]


def find_layout(head: str, shown: str) -> Layout:
    """Return how the beginning of a file is cut.

    The delimiter is the one under which quotes stand around whole cells and most records have as many cells as the
    headings; among those, the one that makes most cells.

    Args:
        head: the first records, whole or cut at the end.
        shown: how messages name the file.

    Raises:
        InputError: no delimiter makes columns.
    """
    first = head.split("\n", 1)[0].strip("\r\n \ufeff")
    announced = _ANNOUNCED.fullmatch(first)
    found = [cut] if announced and (cut := _cut(head, announced[1], announced=True)) else []
    if not found:  # a line that announces another separator than that of the file is but a line to pass
        found = [cut for d in DELIMITERS if (cut := _cut(head, d, bool(announced)))]
    if not found:
        raise InputError(
            shown,
            record_place(1),
            "aucun séparateur connu ne découpe l’en-tête",
            "des colonnes séparées par une virgule, un point-virgule ou une tabulation",
            REMEDY,
        )
    return max(found, key=lambda cut: cut[0])[1]


def without_blank_end(tail: bytes) -> int:
    """Return the length of the end of a file without its empty records, which spreadsheets add.

    Args:
        tail: from anywhere in a record on: its first line is kept whatever it holds.
    """
    first, *lines = re.split(rb"[\r\n]", tail)
    while lines and _BLANK.fullmatch(lines[-1]):
        lines.pop()
    return len(first) + sum(len(line) + 1 for line in lines)


def _cut(head: str, delimiter: str, announced: bool) -> tuple[tuple[bool, float, int], Layout] | None:
    strict = _records(head, delimiter, strict=True)
    records = strict or _records(head, delimiter, strict=False)
    start = 1 if announced else 0
    widths = Counter(len(r) for r in records[start:] if len(r) > 1)
    if not widths:
        return None
    usual = max(widths, key=lambda width: (widths[width], width))
    at = _heading_record(records, start, usual) if strict else start
    headings = records[at]
    if len(headings) < 2:  # an extract has an id and at least one column
        return None
    rows = [r for r in records[at + 1 :] if any(r)]
    alike = sum(len(r) == len(headings) for r in rows) / len(rows) if rows else 1.0
    return (bool(strict), round(alike, 1), len(headings)), Layout(delimiter, at, tuple(headings))


def _heading_record(records: Sequence[Sequence[str]], start: int, usual: int) -> int:
    """Return the first record as wide as the others, where those before are titles: one cell, or few beside them."""
    for at, record in enumerate(records[start : start + _BEFORE], start=start):
        if len(record) == usual and sum(bool(cell.strip()) for cell in record) > 1:
            return at
        if sum(bool(cell.strip()) for cell in record) > 1 and 2 * len(record) > usual:
            break
    return start


def _records(head: str, delimiter: str, strict: bool) -> list[list[str]]:
    """Return the first records, all but the last one where the text is cut; nothing where quotes are misplaced."""
    csv.field_size_limit(2**31 - 1)
    found: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter, strict=strict):
            found.append(record)
            if len(found) > _LOOKED_AT:
                break
    except csv.Error as error:
        if not strict or "unexpected end" not in str(error) or not found:
            return []
    return found
