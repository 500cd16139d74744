"""Where the lines of a chart stand: their labels wrapped, their bars placed, in pixels.

Measuring only; colours and marks are ``vega``'s.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from barometre_pipeline.publication.charts.plot import Mark, Plot, Row
from barometre_pipeline.publication.charts.sheet import Format
from barometre_pipeline.publication.charts.text import line_count, text_width, wrap

GAP: Final = 14  # between the label column and the bars
_DETAIL: Final = 12  # size of years
_BETWEEN, _WITHIN = 12, 4  # between two labels, between two lines of one label
ABOVE: Final = 15  # room above a line for percentages that do not fit in their segment
_WIDEST_LABEL: Final = 420
_TOTAL_GAP: Final = 10
HEADING: Final = 12  # size of the labels of totals
OUTSIDE: Final = 12  # size of percentages that stand above their line
APART: Final = 8  # between two of them


@dataclass(frozen=True)
class Label:
    """A label, its lines already placed: ``y`` is the middle of the first."""

    lines: tuple[str, ...]
    y: float


@dataclass(frozen=True)
class Layout:
    """Where everything stands; x is counted from the left end of the bars, y from the top of the drawing.

    Attributes:
        left: room at the left of the bars.
        centres: middle of each line of the plot.
        bars: height of each bar.
        groups: first and last line of each group that shares a label.
        labels: those of groups of lines.
        height: of the drawing.
        width: of the bars.
        totals: left end of each column of totals.
        headings: the labels of these columns, wrapped.
    """

    left: float
    centres: tuple[float, ...]
    bars: tuple[int, ...]
    groups: tuple[tuple[int, int], ...]
    labels: tuple[Label, ...]
    height: int
    width: float
    totals: tuple[float, ...] = ()
    headings: tuple[tuple[str, ...], ...] = ()


def layout(plot: Plot, fmt: Format, outside: Sequence[Mark]) -> Layout:
    """Place the lines of a plot.

    Args:
        plot: what is drawn.
        fmt: on which sheet.
        outside: marks whose text stands above their line.
    """
    groups = _groups(plot.rows)
    widest = max(text_width(r.detail, _DETAIL) for r in (*plot.rows, *plot.others))
    details = round(widest) + 12 if widest else 0
    above_of: dict[int, list[Mark]] = {}
    for mark in sorted(outside, key=lambda m: m.start + m.end):
        above_of.setdefault(mark.row, []).append(mark)
    if fmt.labels_above:
        wrapped = [wrap(g[0].label, fmt.content, fmt.label.text) if g[0].label else [] for _, g in groups]
        left = float(details)
    else:
        wrapped, column = _column(groups, plot.others, fmt)
        left = column + GAP + details
    column = fmt.total + _TOTAL_GAP
    width = fmt.content - left - column * len(plot.columns)
    scale = width / ((plot.top - plot.low) or 1.0)
    above = {
        row: levels(
            [((m.start + m.end) / 2 - plot.low) * scale for m in of], [wide(m.text) for m in of], width
        )
        for row, of in above_of.items()
    }
    centres, bars, labels = [], [], []
    y = 0.0
    for (first, rows), lines in zip(groups, wrapped, strict=True):
        y += _BETWEEN if first and plot.rows[first - 1].total and not rows[0].total else 0
        bar = fmt.thin_bar if len(rows) > 1 else fmt.bar
        heights = [bar + (ABOVE * above.get(first + i, 0)) for i in range(len(rows))]
        content = sum(heights) + _WITHIN * (len(rows) - 1)
        text = len(lines) * fmt.label.line
        block = content if fmt.labels_above else max(content, text)
        if fmt.labels_above:
            labels.append(Label(tuple(lines), y + fmt.label.line / 2))
            y += text + (2 if lines else 0)
        else:
            labels.append(Label(tuple(lines), y + block / 2 - (len(lines) - 1) * fmt.label.line / 2))
        at = y + (block - content) / 2
        for height in heights:
            centres.append(at + height - bar / 2)
            bars.append(bar)
            at += height + _WITHIN
        y += block + _BETWEEN
    spans = tuple((first, first + len(rows) - 1) for first, rows in groups)
    height = round(y - _BETWEEN)
    totals = tuple(width + _TOTAL_GAP + column * i for i in range(len(plot.columns)))
    headings = tuple(tuple(wrap(c, fmt.total, HEADING, bold=True)) for c in plot.columns)
    return Layout(left, tuple(centres), tuple(bars), spans, tuple(labels), height, width, totals, headings)


def levels(middles: Sequence[float], widths: Sequence[float], width: float) -> int:
    """Return on how many levels texts above a line stand, taken in turn, for each to stay over what it is of.

    Args:
        middles: where they would stand, in order.
        widths: of the texts, with what sets them apart.
        width: that they may take.
    """

    def kept(several: int) -> bool:
        lefts = lefts_of(middles, widths, several, width)
        places = zip(lefts, widths, middles, strict=True)
        return min(lefts) >= 0 and all(
            abs(left + room / 2 - middle) <= room / 2 for left, room, middle in places
        )

    return next((n for n in range(1, len(widths)) if kept(n)), max(1, len(widths)))


def wide(text: str) -> float:
    """Return the width of a text above a line, with what sets it apart."""
    return text_width(text, OUTSIDE) + APART


def lefts_of(middles: Sequence[float], widths: Sequence[float], several: int, width: float) -> list[float]:
    """Return left ends in order, apart on each of ``several`` levels, which texts take in turn."""
    lefts: list[float] = []
    for i, middle in enumerate(middles):
        low = lefts[i - 1] + 1 if i else 0.0
        if i >= several:
            low = max(low, lefts[i - several] + widths[i - several])
        lefts.append(max(middle - widths[i] / 2, low))
    for i in reversed(range(len(lefts))):
        high = min(width - widths[i], lefts[i + 1] - 1 if i + 1 < len(lefts) else width)
        if i + several < len(lefts):
            high = min(high, lefts[i + several] - widths[i])
        lefts[i] = min(lefts[i], high)
    return lefts


def _groups(rows: Sequence[Row]) -> list[tuple[int, list[Row]]]:
    found: list[tuple[int, list[Row]]] = []
    for i, row in enumerate(rows):
        if row.continues and found:
            found[-1][1].append(row)
        else:
            found.append((i, [row]))
    return found


def _column(
    groups: Sequence[tuple[int, list[Row]]], others: Sequence[Row], fmt: Format
) -> tuple[list[list[str]], float]:
    """Choose the narrowest label column that keeps labels to two lines, then to three, then the widest."""
    labels = [*(rows[0].label for _, rows in groups), *(r.label for r in others)]
    size = fmt.label.text
    longest_word = max(text_width(w, size) for t in labels for w in t.split(" "))
    columns = [c for c in range(140, _WIDEST_LABEL + 1, 20) if c >= longest_word]
    lines = {c: max(line_count(t, c, size) for t in labels) for c in columns}
    column = next((c for most in (2, 3) for c in columns if lines[c] <= most), _WIDEST_LABEL)
    wrapped = [wrap(t, column, size) for t in labels]
    widest = max((text_width(line, size) for label in wrapped for line in label), default=0)
    return wrapped[: len(groups)], round(max(widest, 60))
