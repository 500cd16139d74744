"""A trend as a stand-alone Vega-Lite specification: one small panel per category, the same scale for all.

Positions and colours only, placed in pixels as in ``vega``; what is drawn and the sentences come from
``trends``. One colour and shape per kind of mark, none per category: a grey print loses nothing.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil
from typing import Any

from barometre_pipeline.french.numbers import percent
from barometre_pipeline.publication.charts import palette
from barometre_pipeline.publication.charts.sheet import WIDE, Caption, Format, framed, pixels, text_layer
from barometre_pipeline.publication.charts.text import text_width, wrap

_PLOT = 160  # height of the drawing of one panel
_YEAR = 24  # under it, the years
_GUTTER, _BETWEEN = 30, 26
_LEFT = 26  # from the edge of a panel to its first year: room for half a label
_RIGHT = 36  # from its last year to the other edge: room for half a label
_SCALE = 36  # at the left of the first column: room for « 100 % »
_NARROWEST = 60  # between two years: a label, and air
_TITLE, _TITLE_LINE = 14, 18
_LABEL = 14
_ABOVE = 18  # room above 100 % for a label


@dataclass(frozen=True)
class Point:
    """One year of one category; shares are fractions.

    ``bas`` and ``haut`` bound the 95 % interval of ``part``.
    """

    annee: int
    part: float
    texte: str
    base_faible: bool = False
    bas: float | None = None
    haut: float | None = None


@dataclass(frozen=True)
class Facet:
    """One category; the line that arrives at a year of ``prudence`` is dashed, none touches one of ``rompues``."""

    titre: str
    points: tuple[Point, ...]
    prudence: frozenset[int] = frozenset()
    rompues: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Trend:
    """All panels, over all years from first to last, known or not."""

    annees: tuple[int, ...]
    panneaux: tuple[Facet, ...]


@dataclass(frozen=True)
class _Place:
    """Where a panel is and how its years and shares become pixels."""

    x: float
    y: float
    width: float
    years: tuple[int, ...]
    top: float

    def at_year(self, year: int) -> float:
        return round(self.x + _LEFT + (year - self.years[0]) * self.step, 2)

    @property
    def step(self) -> float:
        return (self.width - _LEFT - _RIGHT) / max(len(self.years) - 1, 1)

    def at_share(self, share: float) -> float:
        return round(self.y + _ABOVE + (_PLOT - _ABOVE) * (1 - share / self.top), 2)


@dataclass
class _Drawing:
    """The marks of all panels by kind: few layers, of which each costs Vega more than its marks."""

    rules: list[dict[str, Any]] = field(default_factory=list)
    years: list[dict[str, Any]] = field(default_factory=list)
    ticks: list[dict[str, Any]] = field(default_factory=list)
    titles: list[dict[str, Any]] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    dashed: list[dict[str, Any]] = field(default_factory=list)
    whiskers: list[dict[str, Any]] = field(default_factory=list)
    points: list[dict[str, Any]] = field(default_factory=list)
    labels: list[dict[str, Any]] = field(default_factory=list)

    def layers(self) -> list[dict[str, Any]]:
        """Return the layers that have marks, from back to front."""
        found = [
            (self.rules, _segments(self.rules, 1, palette.RULE)),
            (self.ticks, text_layer(self.ticks, 12, palette.MUTED, align="right")),
            (self.years, text_layer(self.years, 12, palette.MUTED, align="center")),
            (self.titles, text_layer(self.titles, _TITLE, palette.INK, bold=True)),
            (self.dashed, _segments(self.dashed, 2, palette.NAVY, dash=[5, 4])),
            (self.lines, _segments(self.lines, 2, palette.NAVY)),
            (self.whiskers, _segments(self.whiskers, 1.25, palette.MUTED)),
            (self.points, _points(self.points)),
            (self.labels, _behind(self.labels)),
            (self.labels, text_layer(self.labels, _LABEL, palette.INK, bold=True, align="center")),
        ]
        return [layer for marks, layer in found if marks]


def trend_specification(trend: Trend, caption: Caption, fmt: Format = WIDE) -> dict[str, Any]:
    """Return the Vega-Lite specification of a trend, valid against the v6 schema, data included."""
    columns = _columns(trend, fmt)
    width = (fmt.content - _SCALE - _GUTTER * (columns - 1)) / columns
    titles = [wrap(p.titre, width, _TITLE, bold=True) for p in trend.panneaux]
    top = _top(trend)
    drawing = _Drawing()
    y = 0
    for start in range(0, len(titles), columns):
        row = range(start, min(start + columns, len(titles)))
        head = max(len(titles[i]) for i in row) * _TITLE_LINE + 4
        for column, i in enumerate(row):
            x = round(column * (width + _GUTTER), 2)
            first = y + head - 8 - (len(titles[i]) - 1) * _TITLE_LINE  # the last line touches its panel
            drawing.titles += [
                {"x": x, "y": first + k * _TITLE_LINE, "t": t} for k, t in enumerate(titles[i])
            ]
            place = _Place(x, y + head, width, trend.annees, top)
            _axes(place, drawing, scale=column == 0)
            _panel(trend.panneaux[i], place, drawing)
        y += head + _PLOT + _YEAR + _BETWEEN
    return framed(drawing.layers(), caption, fmt.content - _SCALE, y - _BETWEEN, left=_SCALE, fmt=fmt)


def _columns(trend: Trend, fmt: Format) -> int:
    """Choose as many columns as leave room for the labels of a year, at most three, rows evenly filled."""
    needed = _NARROWEST * (len(trend.annees) - 1) + _LEFT + _RIGHT
    fit = max(1, int((fmt.content - _SCALE + _GUTTER) // (needed + _GUTTER)))
    rows = ceil(len(trend.panneaux) / min(3, fit))
    return ceil(len(trend.panneaux) / rows)


def _top(trend: Trend) -> float:
    """Return the end of the scale: the first quarter that holds every share and interval."""
    points = [p for panel in trend.panneaux for p in panel.points]
    highest = max(max(p.part, p.haut or 0) for p in points)
    return min(1.0, max(0.25, ceil(round(highest * 4, 9)) / 4))


def _axes(place: _Place, drawing: _Drawing, scale: bool) -> None:
    """Rules at each quarter of 100 %, and the years, known or not; the scale is written once per row."""
    right = round(place.x + place.width, 2)
    for quarter in range(round(place.top * 4) + 1):
        y = place.at_share(quarter / 4)
        drawing.rules.append({"x": place.x, "x2": right, "y": y, "y2": y})
        if scale:
            drawing.ticks.append({"x": place.x - 7, "y": y + 4, "t": percent(quarter / 4)})
    every = max(1, ceil(40 / place.step))  # in a long series, only the years that can be written
    drawing.years += [
        {"x": place.at_year(a), "y": place.y + _PLOT + 17, "t": str(a)} for a in place.years[::every]
    ]


def _panel(panel: Facet, place: _Place, drawing: _Drawing) -> None:
    for before, after in pairwise(panel.points):
        # Over a year without result, and at one of another base, the line stops.
        if after.annee == before.annee + 1 and not {before.annee, after.annee} & panel.rompues:
            line = _segment(place, before.annee, before.part, after.annee, after.part)
            (drawing.dashed if after.annee in panel.prudence else drawing.lines).append(line)
    for point in panel.points:
        x, y = place.at_year(point.annee), place.at_share(point.part)
        drawing.points.append(
            {"x": x, "y": y, "annee": point.annee, "part": point.part}
            | {"fond": "#ffffff" if point.base_faible else palette.NAVY}
        )
        drawing.labels.append(_label(point, x, y, place))
        if point.bas is None or point.haut is None:
            continue
        low, high = place.at_share(point.bas), place.at_share(point.haut)
        drawing.whiskers.append({"x": x, "x2": x, "y": low, "y2": high})
        drawing.whiskers += [{"x": x - 3, "x2": x + 3, "y": end, "y2": end} for end in (low, high)]


def _label(point: Point, x: float, y: float, place: _Place) -> dict[str, Any]:
    """Put the percentage above the point, clear of the thin line through it."""
    above = y if point.haut is None else place.at_share(point.haut)
    return {"x": x, "y": min(above - 4, y - 9), "t": point.texte}


def _segment(place: _Place, year: int, share: float, next_year: int, next_share: float) -> dict[str, Any]:
    return {
        "x": place.at_year(year),
        "x2": place.at_year(next_year),
        "y": place.at_share(share),
        "y2": place.at_share(next_share),
    }


def _segments(marks: list[dict[str, Any]], width: float, colour: str, dash: Any = None) -> dict[str, Any]:
    mark: dict[str, Any] = {"type": "rule", "stroke": colour, "strokeWidth": width}
    return {
        "data": {"values": marks},
        "mark": {**mark, "strokeDash": dash} if dash else mark,
        "encoding": {**pixels(), "x2": {"field": "x2"}, "y2": {"field": "y2"}},
    }


def _points(marks: list[dict[str, Any]]) -> dict[str, Any]:
    """Draw full points, and hollow ones where the base is small."""
    return {
        "data": {"values": marks},
        "mark": {"type": "circle", "size": 44, "opacity": 1, "stroke": palette.NAVY, "strokeWidth": 2},
        "encoding": {**pixels(), "fill": {"field": "fond", "type": "nominal", "scale": None}},
    }


def _behind(labels: list[dict[str, Any]]) -> dict[str, Any]:
    """White behind the labels, so that a line that passes there leaves them readable."""
    values = []
    for label in labels:
        half = text_width(label["t"], _LABEL, bold=True) / 2 + 1
        x, y = label["x"], label["y"]
        values.append({"x": round(x - half, 2), "x2": round(x + half, 2), "y": y - 11, "y2": y + 1})
    return {
        "data": {"values": values},
        "mark": {"type": "rect", "color": "#ffffff"},
        "encoding": {**pixels(), "x2": {"field": "x2"}, "y2": {"field": "y2"}},
    }
