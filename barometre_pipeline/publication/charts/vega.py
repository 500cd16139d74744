"""A plot as a stand-alone Vega-Lite specification: positions, colours, fonts.

Plain dictionaries (importing Altair takes longer than drawing all the charts). Texts are placed as marks at
positions worked out here, not left to Vega's axes and legends: wrapping is under control, and drawing
takes a tenth of the time, most of which Vega spends measuring axis labels. What is drawn and in which
order comes from ``prepare``, the sentences from ``captions``.
"""

from dataclasses import dataclass
from typing import Any, Final

from barometre_pipeline.french.numbers import percent
from barometre_pipeline.publication.charts import palette
from barometre_pipeline.publication.charts.prepare import DONT_KNOW, MISSING, Mark, Plot
from barometre_pipeline.publication.charts.text import FONT_FAMILY, line_count, text_width, wrap

SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"

WIDTH: Final = 960
MARGIN: Final = 32
CONTENT: Final = WIDTH - 2 * MARGIN
_GAP = 14  # between the label column and the bars
_VALUE = 54  # room for « 100 % » after the longest bar
_LABEL, _LABEL_LINE = 14, 18
_WIDEST_LABEL = 420
_TITLE, _TITLE_LINE = 20, 26
_SUBTITLE, _SUBTITLE_LINE = 14, 19
_FOOT, _FOOT_LINE = 12, 16
_LEGEND, _LEGEND_LINE, _SWATCH = 13, 22, 13
_BAR = 24
_ACCENT = 18  # gold rule above the title
_ONE_MARK: Final[dict[str, Any]] = {"values": [{}]}


@dataclass(frozen=True)
class Caption:
    """Texts of a chart, each a full sentence, not yet wrapped."""

    title: str
    subtitle: str
    warning: str
    footer: tuple[str, ...]
    description: str


@dataclass(frozen=True)
class _Geometry:
    labels: tuple[tuple[str, ...], ...]
    label_column: float
    step: int

    @property
    def width(self) -> float:
        return CONTENT - self.label_column - _GAP

    @property
    def height(self) -> int:
        return self.step * len(self.labels)


def specification(plot: Plot, caption: Caption) -> dict[str, Any]:
    """Return the Vega-Lite specification of a plot, valid against the v6 schema, data included."""
    geometry = _geometry(plot)
    colours = series_colours(plot)
    left = geometry.label_column + _GAP
    legend, legend_height = _legend(plot, colours, left)
    bars = _stacked(plot, geometry, colours) if plot.series else _bars(plot, geometry, colours)
    layers = [*bars, _row_labels(geometry), *legend]
    return framed(layers, caption, geometry.width, geometry.height, left, legend_height)


def framed(
    layers: list[dict[str, Any]],
    caption: Caption,
    width: float,
    height: int,
    left: float = 0,
    above: int = 0,
) -> dict[str, Any]:
    """Put the title, sub-title and footer every chart has around what is drawn.

    Args:
        layers: the drawing, in pixels from its top left corner.
        caption: the texts.
        width: of the drawing, in pixels; with ``left`` it makes ``CONTENT``.
        height: of the drawing.
        left: room the layers use at the left of the drawing.
        above: room they use above it.
    """
    title_size = _TITLE if len(caption.title) <= 160 else 17
    title = wrap(caption.title, CONTENT, title_size, bold=True)
    subtitle = wrap(caption.subtitle, CONTENT, _SUBTITLE)
    if caption.warning:
        subtitle = [*subtitle, caption.warning.upper()]
    title_line = _TITLE_LINE if title_size == _TITLE else 23
    head = len(title) * title_line + 6 + len(subtitle) * _SUBTITLE_LINE
    feet = [line for text in caption.footer for line in wrap(text, CONTENT, _FOOT)]
    top = MARGIN + _ACCENT + head + 16 + above
    bottom = 22 + len(feet) * _FOOT_LINE + MARGIN - 8
    texts = [
        {"x": -left, "y": -top + MARGIN + _ACCENT + i * title_line + title_size, "t": line}
        for i, line in enumerate(title)
    ]
    return {
        "$schema": SCHEMA,
        "description": caption.description,
        "width": width,
        "height": height,
        "padding": {"left": MARGIN + left, "right": MARGIN, "top": top, "bottom": bottom},
        "autosize": {"type": "none"},
        "background": "#ffffff",
        "layer": [
            *layers,
            _accent(-left, -top + MARGIN),
            text_layer(texts, title_size, palette.NAVY, bold=True),
            *_subtitle(
                subtitle, caption.warning, -left, -top + MARGIN + _ACCENT + len(title) * title_line + 6
            ),
            _rule(-left, height + 12),
            text_layer(
                [
                    {"x": -left, "y": height + 22 + (i + 1) * _FOOT_LINE - 4, "t": line}
                    for i, line in enumerate(feet)
                ],
                _FOOT,
                palette.MUTED,
            ),
        ],
        "config": {"font": FONT_FAMILY, "aria": False, "view": {"stroke": None}, "text": {"lineBreak": "\n"}},
    }


def series_colours(plot: Plot) -> list[str]:
    """Return the colour of each answer of a stack, or of each bar."""
    if plot.series:
        levels = [s.residual for s in plot.series]
        scale = iter(palette.ordered_scale(sum(not level for level in levels)))
        grey = {DONT_KNOW: palette.DONT_KNOW, MISSING: palette.NO_ANSWER}
        return [grey.get(level) or next(scale) for level in levels]
    scale = iter(palette.ordered_scale(sum(not r.residual for r in plot.rows)))
    return [
        palette.RESIDUAL_BAR if r.residual else next(scale) if plot.ordinal else palette.NAVY
        for r in plot.rows
    ]


def _geometry(plot: Plot) -> _Geometry:
    """Choose the narrowest label column that keeps labels to two lines, then to three, then the widest."""
    labels = [r.label for r in plot.rows]
    longest_word = max(text_width(w, _LABEL) for t in labels for w in t.split(" "))
    columns = [c for c in range(140, _WIDEST_LABEL + 1, 20) if c >= longest_word]
    lines = {c: max(line_count(t, c, _LABEL) for t in labels) for c in columns}
    column = next((c for most in (2, 3) for c in columns if lines[c] <= most), _WIDEST_LABEL)
    wrapped = tuple(tuple(wrap(t, column, _LABEL)) for t in labels)
    widest = max(text_width(line, _LABEL) for label in wrapped for line in label)
    height = max(map(len, wrapped)) * _LABEL_LINE
    return _Geometry(wrapped, round(max(widest, 60)), max(height, _BAR) + 12)


def _row_scale(plot: Plot) -> dict[str, Any]:
    return {
        "field": "ligne",
        "type": "ordinal",
        "axis": None,
        "scale": {"domain": list(range(len(plot.rows))), "paddingInner": 0, "paddingOuter": 0},
    }


def _bars(plot: Plot, geometry: _Geometry, colours: list[str]) -> list[dict[str, Any]]:
    """Plain bars with their percentage, and interval whiskers where there are any."""
    top = max([0.5, *(m.share for m in plot.marks), *(m.high or 0 for m in plot.marks)])
    scale = {"domain": [0, top], "range": [0, geometry.width - _VALUE], "nice": False}
    x: dict[str, Any] = {"field": "part", "type": "quantitative", "axis": None, "scale": scale}
    intervals = any(m.low is not None for m in plot.marks)
    values = []
    for mark in plot.marks:
        row = {"ligne": mark.row, "reponse": plot.rows[mark.row].label, "part": mark.share}
        row |= {"pourcentage": percent(mark.share, exists=mark.count > 0), "couleur": colours[mark.row]}
        row["fin"] = max(mark.share, mark.high or 0)
        if intervals:
            row |= {"ic_bas": mark.low, "ic_haut": mark.high}
        values.append(row)
    y = _row_scale(plot)
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "bar", "height": _BAR},
            "encoding": {"y": y, "x": x, "color": {"field": "couleur", "type": "nominal", "scale": None}},
        }
    ]
    if intervals:
        whisker = {"y": y, "x": {**x, "field": "ic_bas"}, "x2": {"field": "ic_haut"}}
        layers += [
            {"mark": {"type": "rule", "stroke": "#ffffff", "strokeWidth": 3.5}, "encoding": whisker},
            {"mark": {"type": "rule", "stroke": palette.MUTED, "strokeWidth": 1.5}, "encoding": whisker},
        ]
    layers.append(
        {
            "mark": {
                "type": "text", "align": "left", "baseline": "middle", "dx": 7, "fontSize": _LABEL,
                "fontWeight": "bold", "color": palette.INK,
            },
            "encoding": {"y": y, "x": {**x, "field": "fin"}, "text": {"field": "pourcentage"}},
        }
    )  # fmt: skip
    baseline = {
        "data": _ONE_MARK,
        "mark": {"type": "rule", "stroke": palette.OUTLINE, "strokeWidth": 1},
        "encoding": {"x": {"value": 0}, "y": {"value": 0}, "y2": {"value": geometry.height}},
    }
    return [{"data": {"values": values}, "layer": layers}, baseline]


def _stacked(plot: Plot, geometry: _Geometry, colours: list[str]) -> list[dict[str, Any]]:
    """One 100 % line per row; percentages are written where they fit."""
    values = [_segment(m, plot, geometry) for m in plot.marks]
    x = {
        "field": "debut", "type": "quantitative", "axis": None,
        "scale": {"domain": [0, 1], "range": [0, geometry.width], "nice": False},
    }  # fmt: skip
    names = [s.label for s in plot.series]
    colour = {
        "field": "reponse",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": names, "range": colours},
    }
    missing = [s.label for s in plot.series if s.residual == MISSING]
    pale = [n for n, c in zip(names, colours, strict=True) if palette.contrast(c, "#ffffff") < 1.9]
    light = [n for n, c in zip(names, colours, strict=True) if palette.text_on(c) == "#ffffff"]
    y = _row_scale(plot)
    return [
        {
            "data": {"values": values},
            "layer": [
                {
                    "mark": {"type": "bar", "height": _BAR, "strokeWidth": 1},
                    "encoding": {
                        "y": y, "x": x, "x2": {"field": "fin"}, "color": colour,
                        "stroke": {
                            "condition": {"test": _among(pale), "value": palette.OUTLINE},
                            "value": "#ffffff",
                        },
                    },
                },
                {
                    "transform": [{"filter": "datum.pourcentage != ''"}],
                    "mark": {"type": "text", "baseline": "middle", "fontSize": 13, "fontWeight": "bold"},
                    "encoding": {
                        "y": y, "x": {**x, "field": "milieu"}, "text": {"field": "pourcentage"},
                        "color": {
                            "condition": [
                                {"test": _among(light), "value": "#ffffff"},
                                {"test": _among(missing), "value": palette.MUTED},
                            ],
                            "value": "#000000",
                        },
                    },
                },
            ],
        }
    ]  # fmt: skip


def _among(names: list[str]) -> dict[str, Any]:
    return {"field": "reponse", "oneOf": names}


def _segment(mark: Mark, plot: Plot, geometry: _Geometry) -> dict[str, Any]:
    text = percent(mark.share, exists=mark.count > 0)
    fits = text_width(text, 13, bold=True) + 6 <= mark.share * geometry.width
    return {
        "ligne": mark.row,
        "libelle": plot.rows[mark.row].label,
        "reponse": plot.series[mark.series].label,
        "part": mark.share,
        "debut": mark.start,
        "milieu": mark.start + mark.share / 2,
        "fin": mark.start + mark.share,
        "pourcentage": text if fits else "",
    }


def _row_labels(geometry: _Geometry) -> dict[str, Any]:
    left = -(geometry.label_column + _GAP)
    texts = []
    for i, lines in enumerate(geometry.labels):
        first = (i + 0.5) * geometry.step - (len(lines) - 1) * _LABEL_LINE / 2
        texts += [{"x": left, "y": first + k * _LABEL_LINE, "t": line} for k, line in enumerate(lines)]
    return text_layer(texts, _LABEL, palette.INK, baseline="middle")


def _legend(plot: Plot, colours: list[str], left: float) -> tuple[list[dict[str, Any]], int]:
    """Flow the answers' names above the plot like words of a paragraph, each with its colour."""
    if not plot.series:
        return [], 0
    entries: list[dict[str, Any]] = []
    x, y = 0.0, 0
    for series, colour in zip(plot.series, colours, strict=True):
        lines = wrap(series.label, CONTENT - _SWATCH - 8, _LEGEND)
        length = _SWATCH + 7 + max(text_width(line, _LEGEND) for line in lines)
        if x and x + length > CONTENT:
            x, y = 0.0, y + _LEGEND_LINE
        entries += [
            {"x": x, "y": y + k * _LEGEND_LINE, "t": line, "c": "" if k else colour}
            for k, line in enumerate(lines)
        ]
        x, y = x + length + 20, y + (len(lines) - 1) * _LEGEND_LINE
    height = y + _LEGEND_LINE + 8
    placed = [{**e, "x": round(e["x"] - left, 2), "y": e["y"] - height + _LEGEND_LINE / 2} for e in entries]
    squares = [{**e, "x": e["x"] + _SWATCH / 2} for e in placed if e["c"]]
    names = [{"x": e["x"] + _SWATCH + 7, "y": e["y"], "t": e["t"]} for e in placed]
    square = {
        "data": {"values": squares},
        "mark": {
            "type": "square",
            "size": _SWATCH**2,
            "opacity": 1,
            "stroke": palette.OUTLINE,
            "strokeWidth": 1,
        },
        "encoding": {**pixels(), "fill": {"field": "c", "type": "nominal", "scale": None}},
    }
    return [square, text_layer(names, _LEGEND, palette.INK, baseline="middle")], height


def _subtitle(lines: list[str], warning: str, x: float, y: float) -> list[dict[str, Any]]:
    texts = [{"x": x, "y": y + (i + 1) * _SUBTITLE_LINE - 5, "t": line} for i, line in enumerate(lines)]
    plain = texts[:-1] if warning else texts
    layers = [text_layer(plain, _SUBTITLE, palette.MUTED)]
    return [*layers, text_layer(texts[-1:], 13, palette.WARNING, bold=True)] if warning else layers


def pixels() -> dict[str, Any]:
    """Encode ``x`` and ``y`` as pixels from the top left corner of the bars."""
    return {a: {"field": a, "type": "quantitative", "scale": None, "axis": None} for a in ("x", "y")}


def text_layer(
    texts: list[dict[str, Any]], size: int, colour: str, bold: bool = False, baseline: str = "alphabetic"
) -> dict[str, Any]:
    """Draw texts at their place in pixels: ``x``, ``y`` and ``t`` of each."""
    mark = {"type": "text", "align": "left", "baseline": baseline, "fontSize": size, "color": colour}
    return {
        "data": {"values": texts},
        "mark": {**mark, "fontWeight": "bold"} if bold else mark,
        "encoding": {**pixels(), "text": {"field": "t"}},
    }


def _accent(x: float, y: float) -> dict[str, Any]:
    return {
        "data": _ONE_MARK,
        "mark": {"type": "rect", "color": palette.GOLD},
        "encoding": {"x": {"value": x}, "x2": {"value": x + 56}, "y": {"value": y}, "y2": {"value": y + 5}},
    }


def _rule(x: float, y: float) -> dict[str, Any]:
    return {
        "data": _ONE_MARK,
        "mark": {"type": "rule", "stroke": palette.RULE, "strokeWidth": 1},
        "encoding": {"x": {"value": x}, "x2": {"value": x + CONTENT}, "y": {"value": y}},
    }
