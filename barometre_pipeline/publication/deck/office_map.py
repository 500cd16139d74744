"""A map as shapes of the office suite: each région an outline that can be recoloured, its texts beside.

Reads the layers that the charts draw maps with (``charts.region_map``); nothing is coloured or placed again.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.shapes.shapetree import GroupShapes, SlideShapes
from pptx.util import Pt

from barometre_pipeline.publication.charts import palette
from barometre_pipeline.publication.charts.text import text_width
from barometre_pipeline.publication.deck.geometry import LEADING, Box
from barometre_pipeline.publication.deck.office_chart import rgb

_FINE = 100  # units in a point, for outlines
_SMALLEST = 7.0


def add_map(
    shapes: SlideShapes,
    layers: Sequence[Mapping[str, Any]],
    size: tuple[float, float],
    box: Box,
    description: str,
) -> None:
    """Add a map to a slide, as large as its box allows.

    Args:
        shapes: of the slide.
        layers: of the map, in pixels.
        size: of the map, in pixels.
        box: where it may stand.
        description: what it shows, in words.
    """
    scale = min(box.width / size[0], box.height / size[1])
    left = box.x + (box.width - size[0] * scale) / 2
    group = shapes.add_group_shape()
    group.name = "Carte"
    group._element.nvGrpSpPr.cNvPr.set("descr", description)
    place = _Place(group.shapes, left, box.y, scale)
    for layer in layers:
        place.add(layer)


class _Place:
    """From pixels of a map to shapes of a group."""

    def __init__(self, shapes: GroupShapes, left: float, top: float, scale: float) -> None:
        self._shapes, self._left, self._top, self._scale = shapes, left, top, scale

    def add(self, layer: Mapping[str, Any]) -> None:
        values = layer["data"]["values"]
        kind = layer["mark"]["type"]
        if kind == "geoshape":
            for feature in values:
                self._outline(feature)
        elif kind == "rect":
            for value in values:
                self._rectangle(value)
        else:
            for value in values:
                self._text(value, layer["mark"])

    def _x(self, x: float) -> float:
        return self._left + x * self._scale

    def _y(self, y: float) -> float:
        return self._top + y * self._scale

    def _outline(self, feature: Mapping[str, Any]) -> None:
        """Draw the outline of a région as one shape; python-pptx builds them point by point, in seconds."""
        rings = [
            [(self._x(x), self._y(y)) for x, y in ring]
            for polygon in feature["geometry"]["coordinates"]
            for ring in polygon
        ]
        xs, ys = ([p[axis] for ring in rings for p in ring] for axis in (0, 1))
        left, top, width, height = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
        shape = self._shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(left), Pt(top), Pt(width), Pt(height))
        shape.name = str(feature["region"])
        paths = "".join(_path([(x - left, y - top) for x, y in ring]) for ring in rings)
        around = f'<a:path w="{round(width * _FINE)}" h="{round(height * _FINE)}">{paths}</a:path>'
        form = f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>{around}</a:pathLst>'
        plain = shape._element.spPr.find("{*}prstGeom")
        plain.addnext(parse_xml(f"<a:custGeom {nsdecls('a')}>{form}</a:custGeom>"))
        plain.getparent().remove(plain)
        self._painted(shape, str(feature["couleur"]), "#ffffff" if feature["texte"] else palette.OUTLINE)

    def _rectangle(self, value: Mapping[str, Any]) -> None:
        x, y = self._x(value["x"]), self._y(value["y"])
        width, height = ((value[f"{a}2"] - value[a]) * self._scale for a in "xy")
        shape = self._shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(x), Pt(y), Pt(width), Pt(height))
        shape.name = str(value.get("region", "Légende"))
        self._painted(shape, str(value["couleur"]), str(value["contour"]))

    def _painted(self, shape: Any, colour: str, edge: str) -> None:
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(colour)
        shape.line.color.rgb = rgb(edge)
        shape.line.width = Pt(0.75)
        style = shape._element.find("{*}style")  # it casts a shadow
        if style is not None:
            shape._element.remove(style)

    def _text(self, value: Mapping[str, Any], mark: Mapping[str, Any]) -> None:
        if not value["t"]:
            return
        size = max(mark["fontSize"] * self._scale, _SMALLEST)
        bold, centred = mark.get("fontWeight") == "bold", mark["align"] == "center"
        width = text_width(value["t"], size, bold) + 6
        x, y = self._x(value["x"]) - (width / 2 if centred else 0), self._y(value["y"])
        box = self._shapes.add_textbox(Pt(x), Pt(y - size * LEADING / 2), Pt(width), Pt(size * LEADING))
        frame = box.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.word_wrap, frame.vertical_anchor = False, MSO_ANCHOR.MIDDLE
        paragraph = frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.CENTER if centred else PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = value["t"]
        run.font.size, run.font.bold, run.font.name = Pt(round(size, 1)), bold, "Arial"
        colour = str(value.get("encre") or mark.get("color", palette.INK))
        run.font.color.rgb = rgb(colour)


def _path(points: Sequence[tuple[float, float]]) -> str:
    """Return a closed outline in units of a path."""
    told = [f'<a:pt x="{round(x * _FINE)}" y="{round(y * _FINE)}"/>' for x, y in points]
    return f"<a:moveTo>{told[0]}</a:moveTo>{''.join(f'<a:lnTo>{t}</a:lnTo>' for t in told[1:])}<a:close/>"
