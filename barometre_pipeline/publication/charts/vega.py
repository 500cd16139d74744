"""A plot as a stand-alone Vega-Lite specification: bars, segments, dumb-bells, their texts and their legend.

Plain dictionaries (importing Altair takes longer than drawing all the charts). Texts are placed as marks at positions
worked out in ``layout``, not left to Vega's axes and legends: wrapping is under control, and drawing takes a tenth of
the time, most of which Vega spends measuring axis labels.
"""

from collections.abc import Sequence
from typing import Any, Final

from barometre_pipeline.publication.charts import palette
from barometre_pipeline.publication.charts.key_figures import key_figures
from barometre_pipeline.publication.charts.layout import (
    ABOVE,
    HEADING,
    OUTSIDE,
    Layout,
    layout,
    lefts_of,
    levels,
    wide,
)
from barometre_pipeline.publication.charts.plot import DONT_KNOW, MISSING, REST, Mark, Plot
from barometre_pipeline.publication.charts.sheet import WIDE, Caption, Format, framed, pixels, text_layer
from barometre_pipeline.publication.charts.text import text_width, wrap

_VALUE: Final = 64  # room for « 100 % * » after the longest bar
_INSIDE: Final = 13  # size of a text inside a segment
_SWATCH: Final = 13
_HEADING_LINE: Final = 14
_POINT: Final = 150  # area of a point of a dumb-bell


def specification(plot: Plot, caption: Caption | None, fmt: Format = WIDE) -> dict[str, Any]:
    """Return the Vega-Lite specification of a plot, valid against the v6 schema, data included.

    Args:
        plot: what is drawn.
        caption: the texts around it; None where they stand elsewhere, on the page that has it.
        fmt: on which sheet.
    """
    if plot.shape == "nombres":
        layers, height = key_figures(plot, fmt)
        return framed(layers, caption, fmt.content, height, fmt=fmt)
    colours = series_colours(plot)
    # Whether a text fits depends on the width of the bars, which lines written above do not change.
    axis = _Axis(plot, layout(plot, fmt, ()).width)
    outside = [m for m in plot.marks if plot.shape == "empilees" and not _fits(m, axis)]
    places = layout(plot, fmt, outside)
    draw = {"barres": _bars, "empilees": _stacks, "halteres": _dumbbells}[plot.shape]
    legend, above = _legend(plot, colours, places.left, fmt)
    totals, heading = _totals(plot, places)
    legend = [_raised(layer, heading) for layer in legend]
    layers = [*draw(plot, places, axis, colours), *totals, *_labels(plot, places, fmt), *legend]
    width = fmt.content - places.left
    return framed(layers, caption, width, places.height, places.left, above + heading, fmt)


def _raised(layer: dict[str, Any], by: int) -> dict[str, Any]:
    values = [{**v, "y": v["y"] - by} for v in layer["data"]["values"]]
    return {**layer, "data": {"values": values}}


def _totals(plot: Plot, places: Layout) -> tuple[list[dict[str, Any]], int]:
    """The totals in their columns, and the height of their headings above the drawing."""
    if not plot.totals:
        return [], 0
    texts = [
        {"x": places.totals[t.column], "y": places.centres[t.row], "t": t.text, "part": t.share}
        for t in plot.totals
    ]
    tallest = max(map(len, places.headings))
    headings = [
        {"x": x, "y": (i - len(lines)) * _HEADING_LINE + 6, "t": line}
        for x, lines in zip(places.totals, places.headings, strict=True)
        for i, line in enumerate(lines)
    ]
    layers = [
        text_layer(texts, 14, palette.NAVY, bold=True, baseline="middle"),
        text_layer(headings, HEADING, palette.MUTED, bold=True),
    ]
    return layers, tallest * _HEADING_LINE + 4


class _Axis:
    """From values to pixels."""

    def __init__(self, plot: Plot, width: float) -> None:
        room = 0 if plot.shape == "empilees" else _VALUE
        self._low, self._high = plot.low, plot.top
        self._left = room if plot.shape == "halteres" else 0  # for the value that stands before its point
        self._width = width - room - self._left

    def __call__(self, value: float) -> float:
        span = (self._high - self._low) or 1.0
        return round(self._left + (value - self._low) / span * self._width, 2)


def _fits(mark: Mark, axis: _Axis) -> bool:
    return not (mark.share and mark.text) or text_width(mark.text, _INSIDE, bold=True) + 6 <= axis(
        mark.end
    ) - axis(mark.start)


def series_colours(plot: Plot) -> list[str]:
    """Return the colour of each answer of a stack, of each year of dumb-bells, or of each bar."""
    if plot.shape == "halteres":
        return [palette.TEAL] * (len(plot.series) - 1) + [palette.NAVY]
    if plot.series:
        return _answers(plot)
    years = max(plot.ages, *(r.age + 1 for r in plot.rows))
    ages, totals = palette.ages(years), palette.totals(years)
    return [
        palette.RESIDUAL_BAR if r.residual and not r.age else (totals if r.total else ages)[r.age]
        for r in plot.rows
    ]


def _answers(plot: Plot) -> list[str]:
    plain = [s for s in plot.series if not s.residual]
    against = sum(s.opposite for s in plain)
    right = iter(
        palette.ordered_scale(len(plain) - against)
        if not against
        else palette.favourable(len(plain) - against)
    )
    left = iter(palette.opposed(against))
    grey = {DONT_KNOW: palette.DONT_KNOW, MISSING: palette.NO_ANSWER, REST: palette.REST}
    return [grey.get(s.residual) or next(left if s.opposite else right) for s in plot.series]


def _box(mark: Mark, places: Layout, axis: _Axis) -> dict[str, Any]:
    half = places.bars[mark.row] / 2
    middle = places.centres[mark.row]
    return {"x": axis(mark.start), "x2": axis(mark.end), "y": middle - half, "y2": middle + half}


def _rectangles(values: Sequence[dict[str, Any]]) -> dict[str, Any]:
    colour = {"field": "couleur", "type": "nominal", "scale": None}
    stroke = {"field": "contour", "type": "nominal", "scale": None}
    return {
        "data": {"values": list(values)},
        "mark": {"type": "rect", "strokeWidth": 1},
        "encoding": {
            **pixels(),
            "x2": {"field": "x2"},
            "y2": {"field": "y2"},
            "fill": colour,
            "stroke": stroke,
        },
    }


def _told(mark: Mark, plot: Plot) -> dict[str, Any]:
    """What a mark stands for, beside its place: for who opens the file in an editor."""
    row = plot.rows[mark.row]
    rest = bool(plot.series) and plot.series[mark.series].residual == REST
    value = {"reste": mark.share} if rest else {"part": mark.share, "texte": mark.text}
    told = {"libelle": row.label, **value}
    told |= {"annee": row.detail} if row.detail else {}
    return told | ({"reponse": plot.series[mark.series].label} if plot.series else {})


def _bars(plot: Plot, places: Layout, axis: _Axis, colours: Sequence[str]) -> list[dict[str, Any]]:
    """Plain bars, each with its value after it."""
    values = [
        {**_told(m, plot), **_box(m, places, axis), "couleur": colours[m.row], "contour": colours[m.row]}
        for m in plot.marks
    ]
    texts = [{"x": axis(m.end) + 7, "y": places.centres[m.row], "t": m.text} for m in plot.marks]
    return [
        _rectangles(values),
        text_layer(texts, 14, palette.INK, bold=True, baseline="middle"),
        _upright(axis(0), places, places.groups, 3),
    ]


def _upright(x: float, places: Layout, groups: Sequence[tuple[int, int]], beyond: int) -> dict[str, Any]:
    """The axis: a stroke along the bars of each group of lines."""
    strokes = []
    for first, last in groups:
        top, bottom = (
            places.centres[first] - places.bars[first] / 2,
            places.centres[last] + places.bars[last] / 2,
        )
        strokes.append({"x": x, "x2": x, "y": top - beyond, "y2": bottom + beyond})
    return {
        "data": {"values": strokes},
        "mark": {"type": "rule", "stroke": palette.OUTLINE, "strokeWidth": 1},
        "encoding": {**pixels(), "x2": {"field": "x2"}, "y2": {"field": "y2"}},
    }


def _stacks(plot: Plot, places: Layout, axis: _Axis, colours: Sequence[str]) -> list[dict[str, Any]]:
    """Answers end to end; a percentage that does not fit in its segment stands above it."""
    values: list[dict[str, Any]] = []
    above: list[dict[str, Any]] = []
    inside: dict[str, list[dict[str, Any]]] = {"#ffffff": [], "#000000": []}
    for mark in plot.marks:
        colour = colours[mark.series]
        pale = palette.contrast(colour, "#ffffff") < 1.9
        values.append(
            {**_told(mark, plot), **_box(mark, places, axis), "couleur": colour}
            | {"contour": palette.OUTLINE if pale else "#ffffff"}
        )
        middle = (axis(mark.start) + axis(mark.end)) / 2
        if not (mark.share and mark.text):
            continue
        if _fits(mark, axis):
            text = {"x": middle, "y": places.centres[mark.row], "t": mark.text}
            inside[palette.text_on(colour)].append(text)
        else:
            top = places.centres[mark.row] - places.bars[mark.row] / 2
            above.append({"x": middle, "y": top - 3, "t": mark.text, "_row": mark.row})
    layers = [_rectangles(values)]
    layers += [
        text_layer(texts, _INSIDE, colour, bold=True, baseline="middle", align="center")
        for colour, texts in inside.items()
        if texts
    ]
    if above:
        layers.append(text_layer(_apart(above, places.width), OUTSIDE, palette.INK, align="center"))
    each = [(row, row) for row in range(len(plot.rows))]  # a stroke between them would cross the texts above
    return layers + ([_upright(axis(0), places, each, 0)] if plot.low < 0 else [])


def _apart(texts: list[dict[str, Any]], width: float) -> list[dict[str, Any]]:
    """Move the texts of a line sideways, on several levels where one is too short, until none stands on another."""
    placed: list[dict[str, Any]] = []
    for row in sorted({t["_row"] for t in texts}):
        line = sorted((dict(t) for t in texts if t["_row"] == row), key=lambda t: float(t["x"]))
        widths = [wide(t["t"]) for t in line]
        middles = [float(t["x"]) for t in line]
        several = levels(middles, widths, width)
        for i, (text, left) in enumerate(zip(line, lefts_of(middles, widths, several, width), strict=True)):
            moved = {"x": round(left + widths[i] / 2, 2), "y": text["y"] - ABOVE * (i % several)}
            placed.append({k: v for k, v in text.items() if k != "_row"} | moved)
    return placed


def _dumbbells(plot: Plot, places: Layout, axis: _Axis, colours: Sequence[str]) -> list[dict[str, Any]]:
    """The years of each line as points on one stroke; the first value stands before it, the last after it."""
    strokes, points, texts = [], [], []
    for row, middle in enumerate(places.centres):
        marks = [m for m in plot.marks if m.row == row]
        at = [axis(m.end) for m in marks]
        strokes.append({"x": min(at), "x2": max(at), "y": middle, "y2": middle})
        for mark, x in zip(marks, at, strict=True):
            points.append({**_told(mark, plot), "x": x, "y": middle, "couleur": colours[mark.series]})
            last = x == max(at) and (len(at) == 1 or mark.series == len(plot.series) - 1 or min(at) < x)
            side = 12 if last else -12 - text_width(mark.text, 14, bold=True)
            texts.append({"x": round(x + side, 2), "y": middle, "t": mark.text})
    stroke = {"type": "rule", "stroke": palette.OUTLINE, "strokeWidth": 3}
    fill = {"field": "couleur", "type": "nominal", "scale": None}
    return [
        {
            "data": {"values": strokes},
            "mark": stroke,
            "encoding": {**pixels(), "x2": {"field": "x2"}, "y2": {"field": "y2"}},
        },
        {
            "data": {"values": points},
            "mark": {
                "type": "circle",
                "size": _POINT,
                "opacity": 1,
                "stroke": palette.NAVY,
                "strokeWidth": 1.5,
            },
            "encoding": {**pixels(), "fill": fill},
        },
        text_layer(texts, 14, palette.INK, bold=True, baseline="middle"),
    ]


def _labels(plot: Plot, places: Layout, fmt: Format) -> list[dict[str, Any]]:
    """The labels of lines, and their years."""
    texts = [
        {"x": -places.left, "y": label.y + i * fmt.label.line, "t": line}
        for label in places.labels
        for i, line in enumerate(label.lines)
    ]
    details = [
        {"x": -6, "y": y, "t": row.detail}
        for row, y in zip(plot.rows, places.centres, strict=True)
        if row.detail
    ]
    layers = [text_layer(texts, fmt.label.text, palette.INK, baseline="middle")]
    if details:
        layers.append(text_layer(details, 12, palette.MUTED, baseline="middle", align="right"))
    return layers


def _legend(plot: Plot, colours: Sequence[str], left: float, fmt: Format) -> tuple[list[dict[str, Any]], int]:
    """Flow the answers' names above the plot like words of a paragraph, each with its colour."""
    if not plot.series:
        return [], 0
    size, line_height = fmt.legend.text, fmt.legend.line
    entries: list[dict[str, Any]] = []
    x, y = 0.0, 0
    for series, colour in zip(plot.series, colours, strict=True):
        lines = wrap(series.label, fmt.content - _SWATCH - 8, size)
        length = _SWATCH + 7 + max(text_width(line, size) for line in lines)
        if x and x + length > fmt.content:
            x, y = 0.0, y + line_height
        entries += [
            {"x": x, "y": y + k * line_height, "t": line, "c": "" if k else colour}
            for k, line in enumerate(lines)
        ]
        x, y = x + length + 20, y + (len(lines) - 1) * line_height
    height = y + line_height + 8
    placed = [{**e, "x": round(e["x"] - left, 2), "y": e["y"] - height + line_height / 2} for e in entries]
    squares = [{**e, "x": e["x"] + _SWATCH / 2} for e in placed if e["c"]]
    names = [{"x": e["x"] + _SWATCH + 7, "y": e["y"], "t": e["t"]} for e in placed]
    shape = "circle" if plot.shape == "halteres" else "square"
    square = {
        "data": {"values": squares},
        "mark": {
            "type": shape,
            "size": _SWATCH**2,
            "opacity": 1,
            "stroke": palette.OUTLINE,
            "strokeWidth": 1,
        },
        "encoding": {**pixels(), "fill": {"field": "c", "type": "nominal", "scale": None}},
    }
    return [square, text_layer(names, size, palette.INK, baseline="middle")], height
