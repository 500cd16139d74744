"""A specification read as it is seen: its texts as boxes, its bars as lengths, its sheet as a rectangle."""

from dataclasses import dataclass
from itertools import combinations

from barometre_pipeline.publication.charts.text import text_width

NAVY, INK, MUTED, WARNING = "#323465", "#1f2030", "#5c5d6e", "#8a4b00"
PIXELS = {
    "x": {"field": "x", "type": "quantitative", "scale": None, "axis": None},
    "y": {"field": "y", "type": "quantitative", "scale": None, "axis": None},
}
_ASCENT, _DESCENT = 0.74, 0.22  # of capitals and of « q », as parts of the size


@dataclass(frozen=True)
class Text:
    """One text of a chart and the rectangle that it covers, in pixels from the corner of the drawing."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    colour: str
    bold: bool
    align: str

    @property
    def middle(self):
        return (self.left + self.right) / 2


def written(places, size, colour, bold=False, baseline="alphabetic", align="left"):
    """A layer of texts at their places: (x, y, text)."""
    weight = {"fontWeight": "bold"} if bold else {}
    return {
        "data": {"values": [{"x": x, "y": y, "t": text} for x, y, text in places]},
        "mark": {
            "type": "text", "align": align, "baseline": baseline, "fontSize": size, "color": colour, **weight,
        },
        "encoding": {**PIXELS, "text": {"field": "t"}},
    }  # fmt: skip


def _placing(spec):
    return [layer for layer in spec["layer"] if layer.get("encoding", {}).get("text") == {"field": "t"}]


def text_layers(spec):
    """The texts of each layer that places texts in pixels, from back to front."""
    return [[v["t"] for v in layer["data"]["values"]] for layer in _placing(spec)]


def texts(spec):
    """Every text placed in pixels."""
    return [text for layer in text_layers(spec) for text in layer]


def boxes(spec):
    """Every text placed in pixels, with the rectangle that it covers."""
    return [_box(v, layer["mark"]) for layer in _placing(spec) for v in layer["data"]["values"]]


def _box(value, mark):
    size, bold = mark["fontSize"], mark.get("fontWeight") == "bold"
    width = text_width(value["t"], size, bold)
    left = value["x"] - {"left": 0, "center": width / 2, "right": width}[mark["align"]]
    # Baselines: « middle » is half of the letters, « alphabetic » the foot of those without a tail.
    foot = value["y"] + (0.3 * size if mark["baseline"] == "middle" else 0)
    return Text(
        value["t"], left, left + width, foot - _ASCENT * size, foot + _DESCENT * size, size, mark["color"], bold,
        mark["align"],
    )  # fmt: skip


def covering(found, least=0.5):
    """The pairs of texts that stand on each other by more than ``least`` pixels, both ways."""
    return [
        (a.text, b.text)
        for a, b in combinations(found, 2)
        if min(a.right, b.right) - max(a.left, b.left) > least
        and min(a.bottom, b.bottom) - max(a.top, b.top) > least
    ]


def sheet(spec):
    """The left, right, top and bottom of the sheet."""
    pad = spec["padding"]
    return -pad["left"], spec["width"] + pad["right"], -pad["top"], spec["height"] + pad["bottom"]


def cut(spec):
    """The texts that go over an edge of the sheet."""
    left, right, top, bottom = sheet(spec)
    return [
        t.text
        for t in boxes(spec)
        if t.left < left or t.right > right + 0.01 or t.top < top or t.bottom > bottom
    ]


def marks(spec):
    """The bars, segments or points that stand for a value of a line."""
    return [v for layer in spec["layer"] for v in layer["data"]["values"] if "part" in v and "libelle" in v]


def titles(spec):
    """The lines of the title: the bold navy texts that start at the left edge, largest size first."""
    left = sheet(spec)[0]
    found = [t for t in boxes(spec) if t.bold and t.colour == NAVY and t.align == "left"]
    margin = min(t.left for t in found)
    assert margin > left
    return [t for t in found if t.left == margin and t.bottom < 0]
