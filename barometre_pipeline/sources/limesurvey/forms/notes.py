"""Lines that a tool or a person wrote after the last response (« Exporté le … »), told from responses that are damaged.

Only what is certainly a note is one; anything else stays, for the reading of the file to refuse.
"""

import re
from typing import Final

import pyarrow as pa

from barometre_pipeline.french.numbers import count
from barometre_pipeline.sources.limesurvey.forms.table import TextTable
from barometre_pipeline.sources.limesurvey.misreadings import examples
from barometre_pipeline.sources.limesurvey.records import records

_MOST: Final = 5  # lines
_LETTER: Final = re.compile(r"[^\W\d_]")
_WORDS: Final = re.compile(
    r"\W*(?:export|extra[ci]t|g[ée]n[ée]r|fichier|source|note|fin\b|end\b|total|nombre|number|downloaded|t[ée]l[ée]charg"
    r"|erstellt|quelle|ende\b|fuente|fonte|esporta)",
    re.IGNORECASE,
)


def without_notes(data: bytes, delimiter: str, width: int, quoted: bool, shown: str) -> tuple[int, list[str]]:
    """Return the length of a delimited text without the notes at its end, and the notes.

    A note is a last line with one cell where the headings have several; it is certain where it opens with a word of
    such notes, where a blank line stands before it, or where all the file is quoted and it is not.

    Args:
        data: the end of the file.
        delimiter: between cells.
        width: number of headings.
        quoted: whether the headings are quoted.
        shown: how messages name the file.
    """
    notes: list[str] = []
    end = len(data)
    while len(notes) < _MOST:
        body = data[:end].rstrip(b"\r\n")
        start = body.rfind(b"\n") + 1
        line = body[start:]
        if not start or not line or line.count(b'"') % 2:
            break
        text = line.decode("utf-8", errors="replace")
        filled = [cell for cell in next(records(text, delimiter, shown)) if cell.strip()]
        alone = width > 1 and len(filled) == 1 and text.count(delimiter) < width - 1
        apart = data[:start].endswith((b"\n\n", b"\n\r\n")) or (quoted and b'"' not in line)
        if not alone or not _LETTER.search(filled[0]) or not (apart or _WORDS.match(filled[0])):
            break
        notes.append(filled[0])
        end = start
    return end, notes[::-1]


def set_aside(table: TextTable, identifier: int) -> list[str]:
    """Take off a table the last records that hold one text and no identifier, or nothing, and return those texts.

    Args:
        table: of the file.
        identifier: position of the identifier of the response.
    """
    size = len(table.rows)
    last = max(0, size - _MOST)
    cells = [column.slice(last).cast(pa.string()).to_pylist() for column in table.columns]
    notes: list[str] = []
    passed = 0
    for row in zip(*(reversed(column) for column in cells), strict=True):
        filled = [cell for cell in row if cell and cell.strip()]
        own = (row[identifier] or "").strip()
        if filled and (len(filled) > 1 or own.isdecimal() or not _LETTER.search(filled[0])):
            break
        notes += filled
        passed += 1
    if notes and passed < size:
        table.columns[:] = [column.slice(0, size - passed) for column in table.columns]
        table.rows = table.rows[: size - passed]
        return notes[::-1]
    return []


def told(notes: list[str], shown: str) -> list[str]:
    """Return the remark about the notes of a file, their words cut: a note may name somebody."""
    if not notes:
        return []
    said = ", ".join(f"«\u00a0{text}\u00a0»" for text in examples(notes))
    lines = count(len(notes), "ligne laissée de côté", "lignes laissées de côté")
    return [f"{shown}\u00a0: {lines} après la dernière réponse, comme une note ({said})"]
