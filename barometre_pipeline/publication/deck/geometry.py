"""Where everything stands on a slide, in points from its top left corner, and how large a text may be to fit.

Measures only, in the widths of the charts' font, which are those of Arial and Liberation Sans.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from barometre_pipeline.publication.charts.text import line_count

WIDTH, HEIGHT = 960.0, 540.0
MARGIN: Final = 40.0
CONTENT: Final = WIDTH - 2 * MARGIN
TITLE_TOP, FOOT_TOP = 44.0, 512.0
COMMENT: Final = 200.0  # width of the author's box
GAP: Final = 10.0
CHART_WIDTH: Final = CONTENT - COMMENT - 2 * GAP
LEADING: Final = 1.2
MOST_LINES: Final = 12  # lines of values on a page
MOST_BARS: Final = 24
_TITLE_SIZES: Final = (24, 22, 20, 18, 16, 14)
_TITLE_LINES: Final = {24: 1, 22: 2, 20: 2, 18: 2}  # three where it is smaller
_NOTE_SIZES: Final = (10, 9, 8)
_MOST_NOTES: Final = 96.0  # height
SUBTITLE: Final = 13
TOTAL: Final = 74.0  # width of a column of totals
WIDEST_LABELS: Final = 0.46  # most that labels take of a chart
LABEL_GAP: Final = 12.0
_READABLE: Final = 9  # least size of a label
_LINE, _BAR, _BETWEEN = 21.0, 12.5, 8.0  # least height of a line, of one bar of several, between lines


@dataclass(frozen=True)
class Box:
    """A rectangle, in points."""

    x: float
    y: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Return where it ends."""
        return self.y + self.height


@dataclass(frozen=True)
class Sizes:
    """The texts around a chart: sizes in points, and the boxes that they and the chart stand in."""

    title_size: int
    title: Box
    subtitle: Box
    chart: Box
    comment: Box
    note_size: int
    notes: Box


def fitted(text: str, width: float, sizes: Sequence[int], most: int, bold: bool = False) -> int:
    """Return the first size at which a text takes at most ``most`` lines, the last where none does."""
    return next((s for s in sizes if line_count(text, width, s, bold) <= most), sizes[-1])


def height_of(texts: Iterable[str], width: float, size: float, bold: bool = False) -> float:
    """Return the height of paragraphs."""
    return sum(max(1, line_count(t, width, size, bold)) for t in texts) * size * LEADING


def title_size(text: str) -> int:
    """Return the largest size at which a title keeps to two lines, or to three of a small size."""
    width = CONTENT - 4
    return next(
        (s for s in _TITLE_SIZES if line_count(text, width, s, True) <= _TITLE_LINES.get(s, 3)),
        _TITLE_SIZES[-1],
    )


def sizes_of(title: str, finding: str, subtitle: str, notes: Sequence[str]) -> Sizes:
    """Place the texts around a chart; the chart has what is left."""
    size, inner = title_size(title), CONTENT - 4
    head = Box(MARGIN, TITLE_TOP, CONTENT, height_of([title], inner, size, True) + 4)
    lines = [t for t in (finding, subtitle) if t]
    under = Box(MARGIN, head.bottom, CONTENT, height_of(lines, inner, SUBTITLE, True) + 4)
    small = next((s for s in _NOTE_SIZES if height_of(notes, inner, s) <= _MOST_NOTES), _NOTE_SIZES[-1])
    tall = height_of(notes, inner, small) + 4
    foot = Box(MARGIN, FOOT_TOP - 6 - tall, CONTENT, tall)
    top = under.bottom + GAP
    chart = Box(MARGIN, top, CHART_WIDTH, foot.y - GAP - top)
    beside = Box(MARGIN + CHART_WIDTH + 2 * GAP, top, COMMENT, chart.height)
    return Sizes(size, head, under, chart, beside, small, foot)


def least_line(labels: Iterable[str], columns: int) -> float:
    """Return how high a line must be for its label to be read, in a chart with columns of totals."""
    width = (CHART_WIDTH - columns * TOTAL) * WIDEST_LABELS - LABEL_GAP
    most = max(line_count(t, width, _READABLE) for t in labels)
    return max(_LINE, most * _READABLE * LEADING)


def cut(bars: Sequence[int], height: float, stacked: bool, line: float = _LINE) -> list[tuple[int, int]]:
    """Share lines of values out over as few pages as they fit, as evenly as can be.

    Args:
        bars: how many bars each line has.
        height: of the chart on a page.
        stacked: bars are labelled one by one, not line by line.
        line: least height of a label.

    Returns:
        First and last line of each page, both in it.
    """
    pages = max(1, ceil(len(bars) / MOST_LINES))
    while True:
        most = ceil(len(bars) / pages)
        found = [(i, min(i + most, len(bars)) - 1) for i in range(0, len(bars), most)]
        if most == 1 or all(_fits(bars[a : b + 1], height, stacked, line) for a, b in found):
            return found
        pages += 1


def _fits(bars: Sequence[int], height: float, stacked: bool, line: float) -> bool:
    if stacked:
        return sum(bars) <= MOST_LINES and sum(bars) * line <= height
    tall = sum(line if n == 1 else max(n * _BAR + _BETWEEN, line) for n in bars)
    return sum(bars) <= MOST_BARS and tall <= height
