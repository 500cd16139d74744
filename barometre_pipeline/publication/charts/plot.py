"""What a chart draws, before it has colours and pixels: lines, marks on them, answers.

Plain records, made by ``prepare`` and ``declared`` and drawn by ``vega``.
"""

from dataclasses import dataclass, field, replace
from typing import Final, Literal

SUBSTANTIVE, DONT_KNOW, MISSING, REST = 0, 1, 2, 3
UNTOLD: Final = "Non publié"
BLANK: Final = "Sans réponse"
RESTS: Final = (UNTOLD, BLANK, "Non publié ou sans réponse")
"""What a stack lacks to make 100 %, in words."""

Shape = Literal["barres", "empilees", "halteres", "nombres"]


@dataclass(frozen=True)
class Row:
    """One line of the chart.

    Attributes:
        label: its wording.
        residual: whether it is drawn in grey.
        detail: what tells it from the other lines of its label (a year).
        continues: it has the label of the line before, written once for both.
        age: 0 for the year of the chart, 1 for the one before it, and so on.
        total: it unites other lines, and stands apart from them.
        line: rank of the line of values that it shows, or is a year of: what a page may not cut.
    """

    label: str
    residual: bool = False
    detail: str = ""
    continues: bool = False
    age: int = 0
    line: int = field(default=0, compare=False)
    total: bool = False


@dataclass(frozen=True)
class Mark:
    """One bar, segment or point: ``row`` and ``series`` are ranks, ``share`` and ``start`` in the unit of the axis."""

    row: int
    series: int
    share: float
    text: str
    start: float = 0.0

    @property
    def end(self) -> float:
        """Return where it ends on the axis."""
        return self.start + self.share


@dataclass(frozen=True)
class Total:
    """A value written at the end of a line, in the column of its label."""

    row: int
    column: int
    share: float
    text: str


@dataclass(frozen=True)
class Series:
    """One answer of a stack, or one year of dumb-bells.

    ``residual`` is SUBSTANTIVE, DONT_KNOW, MISSING, or REST, which has no value of its own;
    ``opposite`` answers stand on the left of the axis.
    """

    label: str
    residual: int = SUBSTANTIVE
    opposite: bool = False


@dataclass(frozen=True)
class Plot:
    """What is drawn; no series means plain bars.

    Attributes:
        totals: written at the end of lines, in columns named ``columns``.
        whole: end of the axis, where it is known beforehand (1 for a stack of 100 %); by default the longest line's.
        ages: how many years have a colour, where more than its own lines show.
        others: lines that other pages show, whose labels have the same room.
    """

    rows: tuple[Row, ...]
    marks: tuple[Mark, ...]
    series: tuple[Series, ...] = ()
    shape: Shape = "barres"
    whole: float = 0.0
    totals: tuple[Total, ...] = ()
    columns: tuple[str, ...] = ()
    ages: int = 0
    others: tuple[Row, ...] = ()

    @property
    def low(self) -> float:
        """Return the left end of the axis."""
        return min(0.0, *(m.start for m in self.marks))

    @property
    def top(self) -> float:
        """Return the right end of the axis."""
        return max(self.whole, *(m.end for m in self.marks))

    def part(self, first: int, last: int) -> "Plot":
        """Return the lines from ``first`` to ``last``, both in it, on the same axis and in the same colours."""

        def kept(row: int) -> bool:
            return first <= row <= last

        return replace(
            self,
            rows=self.rows[first : last + 1],
            marks=tuple(replace(m, row=m.row - first) for m in self.marks if kept(m.row)),
            totals=tuple(replace(t, row=t.row - first) for t in self.totals if kept(t.row)),
            whole=self.top,
            ages=max(r.age for r in self.rows) + 1,
            others=tuple(r for i, r in enumerate(self.rows) if not kept(i)),
        )
