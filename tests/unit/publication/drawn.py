"""What every chart has in its specification, written out by hand: texts placed in pixels, frame, fonts."""

NAVY, GOLD, INK, MUTED, RULE = "#323465", "#e1b44d", "#1f2030", "#5c5d6e", "#c9c9d3"
OUTLINE, WARNING = "#8a8b99", "#8a4b00"
PIXELS = {
    "x": {"field": "x", "type": "quantitative", "scale": None, "axis": None},
    "y": {"field": "y", "type": "quantitative", "scale": None, "axis": None},
}
FONTS = "Observatoire Sans, Liberation Sans, Arial, Helvetica, sans-serif"


def written(places, size, colour, bold=False, baseline="alphabetic", align="left"):
    """Texts at their places: (x, y, text)."""
    weight = {"fontWeight": "bold"} if bold else {}
    return {
        "data": {"values": [{"x": x, "y": y, "t": text} for x, y, text in places]},
        "mark": {
            "type": "text", "align": align, "baseline": baseline, "fontSize": size, "color": colour, **weight,
        },
        "encoding": {**PIXELS, "text": {"field": "t"}},
    }  # fmt: skip


def accent(x, x2, y, y2):
    """The gold rule above the title."""
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rect", "color": GOLD},
        "encoding": {"x": {"value": x}, "x2": {"value": x2}, "y": {"value": y}, "y2": {"value": y2}},
    }


def thin_rule(x, x2, y):
    """The grey rule above the footer."""
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "stroke": RULE, "strokeWidth": 1},
        "encoding": {"x": {"value": x}, "x2": {"value": x2}, "y": {"value": y}},
    }


def sheet(layers, width, height, padding, description):
    """The whole specification around its layers."""
    left, right, top, bottom = padding
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": description,
        "width": width,
        "height": height,
        "padding": {"left": left, "right": right, "top": top, "bottom": bottom},
        "autosize": {"type": "none"},
        "background": "#ffffff",
        "layer": layers,
        "config": {"font": FONTS, "aria": False, "view": {"stroke": None}, "text": {"lineBreak": "\n"}},
    }


def rounded(value):
    """The same without the noise of binary numbers."""
    if isinstance(value, dict):
        return {key: rounded(v) for key, v in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(v) for v in value]
    return round(value, 6) if isinstance(value, float) else value


def text_layers(spec):
    """The texts of each layer that places texts in pixels, from back to front."""
    return [
        [v["t"] for v in layer["data"]["values"]]
        for layer in spec["layer"]
        if layer.get("encoding", {}).get("text") == {"field": "t"}
    ]


def texts(spec):
    """Every text placed in pixels."""
    return [text for layer in text_layers(spec) for text in layer]
