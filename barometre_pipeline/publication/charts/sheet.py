"""The sheet that every chart is drawn on: its two widths, and the title, notes and texts around what is drawn.

No mark of a chart is made here; what the texts say is ``captions``' and ``declared``'s.
"""

from dataclasses import dataclass
from typing import Any, Final

from barometre_pipeline.publication.charts import palette
from barometre_pipeline.publication.charts.text import FONT_FAMILY, wrap

SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"
ONE_MARK: Final[dict[str, Any]] = {"values": [{}]}
_LONG_TITLE: Final = 160  # letters


@dataclass(frozen=True)
class Size:
    """A size of text and the height of its line, in pixels."""

    text: int
    line: int


@dataclass(frozen=True)
class Format:
    """One width of a chart, in pixels.

    Attributes:
        labels_above: the label of a line stands above its bars, not at their left.
    """

    width: int
    margin: int
    title: Size
    long_title: Size
    subtitle: Size
    label: Size
    legend: Size
    foot: Size
    bar: int
    thin_bar: int  # where several lines share a label
    total: int  # width of a column of totals
    labels_above: bool = False

    @property
    def content(self) -> int:
        """Return the width between the margins."""
        return self.width - 2 * self.margin


WIDE: Final = Format(
    960, 32, Size(20, 26), Size(17, 23), Size(14, 19), Size(14, 18), Size(13, 22), Size(12, 16), 24, 18, 92
)
NARROW: Final = Format(
    360,
    14,
    Size(17, 22),
    Size(15, 20),
    Size(13, 17),
    Size(13, 17),
    Size(13, 21),
    Size(12, 16),
    22,
    18,
    62,
    True,
)
"""For a telephone: no text under 12 pixels at 360."""


@dataclass(frozen=True)
class Caption:
    """Texts of a chart, each a full sentence, not yet wrapped."""

    title: str
    subtitle: str
    warning: str
    footer: tuple[str, ...]
    description: str
    finding: str = ""  # what may be concluded, in a sentence


def framed(
    layers: list[dict[str, Any]],
    caption: Caption | None,
    width: float,
    height: int,
    left: float = 0,
    above: int = 0,
    fmt: Format = WIDE,
) -> dict[str, Any]:
    """Put the title, sub-title and footer every chart has around what is drawn.

    Args:
        layers: the drawing, in pixels from its top left corner.
        caption: the texts; None for the drawing alone.
        width: of the drawing, in pixels; with ``left`` it makes ``fmt.content``.
        height: of the drawing.
        left: room the layers use at the left of the drawing.
        above: room they use above it.
        fmt: the width of the sheet.
    """
    if caption is None:
        return _sheet(layers, "", width, height, {"left": left, "right": 0, "top": above + 2, "bottom": 2})
    size = fmt.title if len(caption.title) <= _LONG_TITLE else fmt.long_title
    accent, sub, foot = 18, fmt.subtitle, fmt.foot
    title = wrap(caption.title, fmt.content, size.text, bold=True)
    finding = wrap(caption.finding, fmt.content, sub.text, bold=True) if caption.finding else []
    subtitle = wrap(caption.subtitle, fmt.content, sub.text)
    warning = wrap(caption.warning.upper(), fmt.content, sub.text - 1, bold=True) if caption.warning else []
    lines = len(finding) + len(subtitle) + len(warning)
    head = len(title) * size.line + 6 + lines * sub.line
    feet = [line for text in caption.footer for line in wrap(text, fmt.content, foot.text)]
    top = fmt.margin + accent + head + 16 + above
    bottom = 22 + len(feet) * foot.line + max(fmt.margin - 8, 8)
    start = -top + fmt.margin + accent
    under = start + len(title) * size.line + 6

    def placed(texts: list[str], first: int) -> list[dict[str, Any]]:
        return [
            {"x": -left, "y": under + (first + i + 1) * sub.line - 5, "t": t} for i, t in enumerate(texts)
        ]

    titles = [{"x": -left, "y": start + i * size.line + size.text, "t": t} for i, t in enumerate(title)]
    notes = [{"x": -left, "y": height + 22 + (i + 1) * foot.line - 4, "t": t} for i, t in enumerate(feet)]
    texts = [
        (titles, text_layer(titles, size.text, palette.NAVY, bold=True)),
        (finding, text_layer(placed(finding, 0), sub.text, palette.INK, bold=True)),
        (subtitle, text_layer(placed(subtitle, len(finding)), sub.text, palette.MUTED)),
        (
            warning,
            text_layer(placed(warning, lines - len(warning)), sub.text - 1, palette.WARNING, bold=True),
        ),
        (notes, text_layer(notes, foot.text, palette.MUTED)),
    ]
    around = [_accent(-left, -top + fmt.margin), _rule(-left, height + 12, fmt.content)]
    padding = {"left": fmt.margin + left, "right": fmt.margin, "top": top, "bottom": bottom}
    written = [layer for kept, layer in texts if kept]
    return _sheet([*layers, *around, *written], caption.description, width, height, padding)


def _sheet(
    layers: list[dict[str, Any]], description: str, width: float, height: int, padding: dict[str, float]
) -> dict[str, Any]:
    return {
        "$schema": SCHEMA,
        "description": description,
        "width": width,
        "height": height,
        "padding": padding,
        "autosize": {"type": "none"},
        "background": "#ffffff",
        "layer": layers,
        "config": {"font": FONT_FAMILY, "aria": False, "view": {"stroke": None}, "text": {"lineBreak": "\n"}},
    }


def pixels() -> dict[str, Any]:
    """Encode ``x`` and ``y`` as pixels from the top left corner of the drawing."""
    return {a: {"field": a, "type": "quantitative", "scale": None, "axis": None} for a in ("x", "y")}


def text_layer(
    texts: list[dict[str, Any]],
    size: int,
    colour: str,
    bold: bool = False,
    baseline: str = "alphabetic",
    align: str = "left",
) -> dict[str, Any]:
    """Draw texts at their place in pixels: ``x``, ``y`` and ``t`` of each."""
    mark = {"type": "text", "align": align, "baseline": baseline, "fontSize": size, "color": colour}
    return {
        "data": {"values": texts},
        "mark": {**mark, "fontWeight": "bold"} if bold else mark,
        "encoding": {**pixels(), "text": {"field": "t"}},
    }


def _accent(x: float, y: float) -> dict[str, Any]:
    return {
        "data": ONE_MARK,
        "mark": {"type": "rect", "color": palette.GOLD},
        "encoding": {"x": {"value": x}, "x2": {"value": x + 56}, "y": {"value": y}, "y2": {"value": y + 5}},
    }


def _rule(x: float, y: float, width: float) -> dict[str, Any]:
    return {
        "data": ONE_MARK,
        "mark": {"type": "rule", "stroke": palette.RULE, "strokeWidth": 1},
        "encoding": {"x": {"value": x}, "x2": {"value": x + width}, "y": {"value": y}},
    }
