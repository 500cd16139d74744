"""What a workbook of tables is made of, before it is drawn: sheets, tables, banners, lines, cells.

Shapes only: ``tables`` fills them from the rows of indicators, ``drawing`` puts them in a spreadsheet.
"""

from dataclasses import dataclass
from typing import Final

# Where the rows of a column are: population, breakdown, part of it.
Place = tuple[str, str, str]
LOW_BASE: Final = "*"


@dataclass(frozen=True)
class Column:
    """One column of a banner; ``letter`` names it in its group, "" where it is not compared."""

    place: Place
    label: str
    letter: str = ""


@dataclass(frozen=True)
class Group:
    """Columns of a banner that are read, and compared, together."""

    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Cell:
    """What is told of a category in a column.

    Attributes:
        share: published share, a fraction.
        count: responses counted, unweighted.
        base: responses it is a share of, unweighted.
        weighted: weighted share, None where it is not told beside the published one.
        letters: letters of the columns of its group whose share is significantly lower.
        low: its base is too small to be commented alone.
    """

    share: float | None
    count: int
    base: int
    weighted: float | None = None
    letters: str = ""
    low: bool = False


@dataclass(frozen=True)
class Line:
    """One category of a question: one cell per column of the banner, None where nothing is told."""

    label: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class TableOfShares:
    """One question.

    Attributes:
        name: name of the indicator.
        title, question, base: its label, the wording asked, and who is in the base, in words.
        groups: the banner.
        lines: its categories.
        counted: what a base counts (« Base »).
        notes: what is not told, and why.
    """

    name: str
    title: str
    question: str
    base: str
    groups: tuple[Group, ...]
    lines: tuple[Line, ...]
    counted: str
    notes: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """Every column of the banner, in order."""
        return tuple(c for g in self.groups for c in g.columns)


@dataclass(frozen=True)
class Sheet:
    """The tables of one theme."""

    title: str
    tables: tuple[TableOfShares, ...]


@dataclass(frozen=True)
class Workbook:
    """The tables of an edition, with the notes that say how to read them."""

    edition: str
    title: str
    warning: str
    sheets: tuple[Sheet, ...]
    notes: tuple[tuple[str, str], ...]
