"""Lines put together by whoever reads a format: paragraphs apart by an empty line, rows of a table one under another.

What is a paragraph or a heading is the format's to say; here only how it is written.
"""

import re
from collections.abc import Sequence
from typing import Final

from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.french.words import enumeration

_BLANKS: Final = re.compile(r"[ \t\r\n\f\v]+")
# Left by typesetting in the middle of words, and never seen by a reader.
_UNSEEN: Final = str.maketrans("", "", "\u00ad\u200b\u2060\ufeff\x00")
BULLET: Final = "• "


def heading(level: int) -> str:
    """Return what stands before a heading: « # », « ## »…"""
    return f"{'#' * max(1, level)} "


def superscript(text: str) -> str:
    """Write what is raised so that no number swallows it: « 292 » and the call of note 1 are not « 2921 »."""
    return f"^{{{text.strip()}}}" if text.strip() else text


def one_line(text: str) -> str:
    """Return a text with single spaces; no-break spaces stay."""
    return _BLANKS.sub(" ", text.translate(_UNSEEN)).strip(" ")


def unread(places: Sequence[str]) -> list[str]:
    """Say which places of a document are pictures alone; nothing where there is none."""
    if not places:
        return []
    which = "leurs nombres ne sont pas lus" if len(places) > 1 else "ses nombres ne sont pas lus"
    return [f"Sans texte, image seule{NBSP}: {enumeration(places)}{NBSP}; {which}."]


class Lines:
    """The lines of a document in the making, each with where it stands, and remarks on what could not be read."""

    def __init__(self) -> None:
        self.remarks: list[str] = []
        self.lines: list[str] = []
        self.places: list[str] = []
        self.place = ""
        self._in_table = False

    def paragraph(self, text: str, prefix: str = "") -> None:
        """Add a paragraph, an empty line before it; « \\n » in it begins a line of its own."""
        rows = [line for row in text.split("\n") if (line := _kept_tabs(row))]
        if not rows:
            return
        self._apart()
        self._add(*(f"{prefix if not at else ''}{row}" for at, row in enumerate(rows)))
        self._in_table = False

    def row(self, cells: Sequence[str]) -> None:
        """Add a row of a table, its cells between tabulations; nothing where all are empty."""
        shown = [one_line(cell) for cell in cells]
        if not any(shown):
            return
        if not self._in_table:
            self._apart()
        self._add("\t".join(shown))
        self._in_table = True

    def end_table(self) -> None:
        """Say that the next row is another table's."""
        self._in_table = False

    def verbatim(self, lines: Sequence[str]) -> None:
        """Add lines as they are, an empty line before them."""
        self._apart()
        self._add(*lines)
        self._in_table = False

    def _apart(self) -> None:
        if self.lines and self.lines[-1]:
            self._add("")

    def _add(self, *lines: str) -> None:
        self.lines += lines
        self.places += [self.place] * len(lines)


def _kept_tabs(text: str) -> str:
    """Return a line with single spaces, its tabulations kept: they may stand for columns."""
    return "\t".join(one_line(part) for part in text.strip("\t ").split("\t")).rstrip()
