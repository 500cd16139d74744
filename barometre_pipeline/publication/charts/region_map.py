"""A map of the régions coloured by class of value: outlines, labels, overseas régions in insets, legend.

Marks and their places only, for ``sheet.framed``; which values are told and what the texts around say is the caller's.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any, Final

from barometre_pipeline.french.numbers import number, whole_percent
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.publication.charts import palette
from barometre_pipeline.publication.charts.sheet import WIDE, pixels, text_layer

CREDIT: Final = f"Fond de carte{NBSP}: svg-maps (V. Cazanave, MapSVG), CC BY 4.0"
PERCENT: Final = "%"
UNTOLD: Final = "non publié"

_OUTLINES: Final = Path(__file__).parent / "contours" / "regions.csv"
_PLANE: Final = (613.0, 585.0)  # of the outlines
_CLASSES: Final = 5
_NAME, _VALUE, _LINE = 12, 15, 14
_TILE, _ROW, _GAP, _SIDE = 30, 38, 10, 230
_NARROW: Final = 600  # a width under which names do not fit in the régions
_NARROW_VALUE: Final = 13

Point = tuple[float, float]
Values = Mapping[str, float | int]


@dataclass(frozen=True)
class Region:
    """One région: official code, name, its lines on the map, where they stand, its outlines (none overseas)."""

    code: str
    name: str
    lines: tuple[str, ...]
    centre: Point
    outlines: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True)
class Shade:
    """One class of the legend: whole numbers (or whole percentages) from ``low`` to ``high``, both in it."""

    low: int
    high: int
    colour: str


@cache
def regions() -> tuple[Region, ...]:
    """Return the eighteen régions, overseas last."""
    with _OUTLINES.open(encoding="utf-8", newline="") as file:
        return tuple(_region(row) for row in csv.DictReader(file))


def region_layers(
    values: Values, labels: Mapping[str, str], *, unit: str, width: float = WIDE.content
) -> tuple[list[dict[str, Any]], float, int]:
    """Return the layers of a map, in pixels from its top left corner, its width and its height.

    Args:
        values: by official code of région, what is told: a count, or a share where ``unit`` is ``PERCENT``; a région
            that is not there is said to be untold.
        labels: by code, the value as it is written.
        unit: what is counted, after the numbers of the legend (« réponses »), or ``PERCENT``.
        width: of the drawing; under ``_NARROW``, values alone stand in the régions, the legend under the map.

    Raises:
        ValueError: a code that is no région.
    """
    unknown = sorted(values.keys() - {r.code for r in regions()})
    if unknown:
        raise ValueError(f"ce n’est pas un code de région : {unknown[0]}")
    shades = _shades([_whole(v, unit) for v in values.values()])
    told = {r.code: _told(r, values, labels, unit, shades) for r in regions()}
    narrow = width < _NARROW
    left = 0.0 if narrow else float(_SIDE)
    scale = (width - left) / _PLANE[0]
    height = ceil(_PLANE[1] * scale)
    mainland = [r for r in regions() if r.outlines]
    layers = [_shapes(mainland, told, scale, left), *_names(mainland, told, scale, left, narrow=narrow)]
    legend = _legend(shades, unit, len(values) < len(regions()))
    overseas = [r for r in regions() if not r.outlines]
    if narrow:
        top = height + _GAP
        tiles, bottom = _tiles(overseas, told, 0, top, columns=2, room=width / 2)
        squares, bottom = _swatches(legend, 0, bottom + _GAP, columns=2, room=width / 2)
        return [*layers, *tiles, *squares], width, ceil(bottom)
    squares, _ = _swatches(legend, 0, 20, columns=1, room=_SIDE)
    tiles, bottom = _tiles(overseas, told, 0, height - _ROW * len(overseas), columns=1, room=_SIDE)
    return [*layers, *squares, *tiles], width, max(height, ceil(bottom))


def _region(row: Mapping[str, str]) -> Region:
    rings = (ring.split(" ") for ring in row["contours"].split(";") if ring)
    outlines = tuple(tuple(_point(*p.split(",")) for p in ring) for ring in rings)
    centre = _point(row["x"], row["y"]) if outlines else (0.0, 0.0)
    return Region(row["code"], row["nom"], tuple(row["lignes"].split("|")), centre, outlines)


def _point(x: str, y: str) -> Point:
    return float(x), float(y)


def _whole(value: float, unit: str) -> int:
    return whole_percent(value) if unit == PERCENT else int(value)


def _shades(numbers: Sequence[int]) -> list[Shade]:
    """Cut whole numbers into at most ``_CLASSES`` classes of one width, the palest for the smallest."""
    if not numbers:
        return []
    low, high = min(numbers), max(numbers)
    step = ceil((high - low + 1) / _CLASSES)
    starts = range(low, high + 1, step)
    colours = palette.ordered_scale(len(starts))[::-1]
    return [Shade(s, min(s + step - 1, high), c) for s, c in zip(starts, colours, strict=True)]


def _told(
    region: Region, values: Values, labels: Mapping[str, str], unit: str, shades: Sequence[Shade]
) -> dict[str, Any]:
    """Return what a mark stands for, its colour, and that of a text on it."""
    told: dict[str, Any]
    if region.code not in values:
        told = {"valeur": None, "texte": "", "couleur": palette.NO_ANSWER, "encre": palette.MUTED}
    else:
        value = values[region.code]
        colour = next(s.colour for s in shades if s.low <= _whole(value, unit) <= s.high)
        told = {"valeur": value, "texte": labels.get(region.code, ""), "couleur": colour}
        told["encre"] = palette.text_on(colour)
    return {"region": region.name, "code": region.code, **told}


def _shapes(
    mainland: Sequence[Region], told: Mapping[str, dict[str, Any]], scale: float, left: float
) -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            **told[r.code],
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [[_ring(outline, scale, left)] for outline in r.outlines],
            },
        }
        for r in mainland
    ]
    return {
        "data": {"values": features},
        "projection": {"type": "identity", "scale": 1, "translate": [0, 0]},
        "mark": {
            "type": "geoshape",
            "clip": False,
            "stroke": "#ffffff",
            "strokeWidth": 1.5,
            "strokeJoin": "round",
        },
        "encoding": {
            "fill": {"field": "couleur", "type": "nominal", "scale": None},
            "stroke": {
                "condition": {"test": f"datum.couleur === '{palette.NO_ANSWER}'", "value": palette.OUTLINE},
                "value": "#ffffff",
            },
        },
    }


def _ring(outline: Sequence[Point], scale: float, left: float) -> list[list[float]]:
    points = [[round(left + x * scale, 1), round(y * scale, 1)] for x, y in outline]
    return [*points, points[0]]


def _names(
    mainland: Sequence[Region],
    told: Mapping[str, dict[str, Any]],
    scale: float,
    left: float,
    *,
    narrow: bool,
) -> list[dict[str, Any]]:
    """The name and the value in each région, centred where there is most room."""
    names: list[dict[str, Any]] = []
    values: list[dict[str, Any]] = []
    for region in mainland:
        mark = told[region.code]
        lines = () if narrow else region.lines
        x, y = left + region.centre[0] * scale, region.centre[1] * scale
        first = y - (len(lines) * _LINE + (_VALUE + 2 if mark["texte"] else 0)) / 2
        for i, line in enumerate(lines):
            names.append(_written(x, first + (i + 0.5) * _LINE, line, mark["encre"]))
        if mark["texte"]:
            at = first + len(lines) * _LINE + (_VALUE + 2) / 2
            values.append(_written(x, at, mark["texte"], mark["encre"]))
    size = _NARROW_VALUE if narrow else _VALUE
    return [_centred(names, _NAME), _centred(values, size, bold=True)]


def _tiles(
    overseas: Sequence[Region],
    told: Mapping[str, dict[str, Any]],
    x: float,
    y: float,
    *,
    columns: int,
    room: float,
) -> tuple[list[dict[str, Any]], float]:
    """The régions that have no outline here, as named squares; and where they end."""
    squares, texts, names = [], [], []
    for i, region in enumerate(overseas):
        mark = told[region.code]
        at = {"x": x + (i % columns) * room, "y": y + (i // columns) * _ROW}
        edge = palette.OUTLINE if mark["valeur"] is None else mark["couleur"]
        squares.append({**mark, **at, "x2": at["x"] + _TILE + 18, "y2": at["y"] + _TILE, "contour": edge})
        middle = at["y"] + _TILE / 2
        texts.append(_written(at["x"] + (_TILE + 18) / 2, middle, mark["texte"], mark["encre"]))
        names.append({"x": at["x"] + _TILE + 26, "y": middle, "t": region.name})
    layers = [
        _rectangles(squares),
        _centred(texts, _NARROW_VALUE, bold=True),
        text_layer(names, _NAME, palette.INK, baseline="middle"),
    ]
    return layers, y + ceil(len(overseas) / columns) * _ROW


def _legend(shades: Sequence[Shade], unit: str, untold: bool) -> list[tuple[str, str]]:
    """Return the classes in words with their colours, the highest first."""
    after = f"{NBSP}{unit}" if unit else ""
    found = [
        (
            f"{number(s.low)} à {number(s.high)}{after}" if s.high > s.low else f"{number(s.low)}{after}",
            s.colour,
        )
        for s in reversed(shades)
    ]
    return [*found, (UNTOLD, palette.NO_ANSWER)] if untold else found


def _swatches(
    legend: Sequence[tuple[str, str]], x: float, y: float, *, columns: int, room: float
) -> tuple[list[dict[str, Any]], float]:
    squares, names = [], []
    for i, (text, colour) in enumerate(legend):
        left, top = x + (i % columns) * room, y + (i // columns) * 24
        corners = {"x": left, "y": top, "x2": left + 22, "y2": top + 15}
        squares.append({**corners, "couleur": colour, "contour": palette.OUTLINE})
        names.append({"x": left + 30, "y": top + 7.5, "t": text})
    layers = [_rectangles(squares), text_layer(names, _NARROW_VALUE, palette.INK, baseline="middle")]
    return layers, y + ceil(len(legend) / columns) * 24


def _written(x: float, y: float, text: str, colour: str) -> dict[str, Any]:
    return {"x": round(x, 1), "y": round(y, 1), "t": text, "encre": colour}


def _centred(texts: list[dict[str, Any]], size: int, bold: bool = False) -> dict[str, Any]:
    mark = {"type": "text", "align": "center", "baseline": "middle", "fontSize": size}
    return {
        "data": {"values": texts},
        "mark": {**mark, "fontWeight": "bold"} if bold else mark,
        "encoding": {
            **pixels(),
            "text": {"field": "t"},
            "color": {"field": "encre", "type": "nominal", "scale": None},
        },
    }


def _rectangles(boxes: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "data": {"values": boxes},
        "mark": {"type": "rect", "strokeWidth": 1},
        "encoding": {
            **pixels(),
            "x2": {"field": "x2"},
            "y2": {"field": "y2"},
            "fill": {"field": "couleur", "type": "nominal", "scale": None},
            "stroke": {"field": "contour", "type": "nominal", "scale": None},
        },
    }
