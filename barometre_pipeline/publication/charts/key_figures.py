"""Key figures: big numbers in columns, each with what it is and of whom under it.

Positions only; which numbers is ``forms``'.
"""

from typing import Any, Final

from barometre_pipeline.publication.charts import palette
from barometre_pipeline.publication.charts.plot import Plot
from barometre_pipeline.publication.charts.sheet import Format, Size, text_layer
from barometre_pipeline.publication.charts.text import wrap

_NUMBER: Final = Size(40, 46)
_PEOPLE: Final = Size(12, 16)
_GUTTER, _BETWEEN, _NARROWEST = 28, 22, 200


def key_figures(plot: Plot, fmt: Format) -> tuple[list[dict[str, Any]], int]:
    """Return the layers of the numbers of a plot, and their height in pixels."""
    columns = max(1, min(4, (fmt.content + _GUTTER) // (_NARROWEST + _GUTTER)))
    width = (fmt.content - _GUTTER * (columns - 1)) / columns
    numbers: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    people: list[dict[str, Any]] = []
    y = 0
    for start in range(0, len(plot.marks), columns):
        bottom = y
        for column, mark in enumerate(plot.marks[start : start + columns]):
            x, row = round(column * (width + _GUTTER), 2), plot.rows[mark.row]
            numbers.append({"x": x, "y": y + _NUMBER.text, "t": mark.text, "part": mark.share})
            at = y + _NUMBER.line
            for size, text, found in ((fmt.label, row.label, words), (_PEOPLE, row.detail, people)):
                lines = wrap(text, width, size.text)
                found += [{"x": x, "y": at + (i + 1) * size.line - 4, "t": t} for i, t in enumerate(lines)]
                at += len(lines) * size.line + 2
            bottom = max(bottom, at)
        y = bottom + _BETWEEN
    layers = [
        text_layer(numbers, _NUMBER.text, palette.NAVY, bold=True),
        text_layer(words, fmt.label.text, palette.INK),
        text_layer(people, _PEOPLE.text, palette.MUTED),
    ]
    return layers, y - _BETWEEN
