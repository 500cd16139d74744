"""The map of the régions: each has its value, its colour says its class, its name stands inside it."""

import itertools
import json
from typing import Any

import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.catalogue.populations import load_populations
from barometre_pipeline.french.numbers import percent
from barometre_pipeline.publication.charts import palette
from barometre_pipeline.publication.charts.region_map import (
    CREDIT,
    PERCENT,
    UNTOLD,
    Point,
    region_layers,
    regions,
)
from barometre_pipeline.publication.charts.sheet import WIDE, Caption, framed
from barometre_pipeline.publication.charts.text import text_width

CODES = [r.code for r in regions()]
SHARES = {code: (17 * i % 101) / 100 for i, code in enumerate(CODES)}
counts = st.dictionaries(st.sampled_from(CODES), st.integers(0, 40_000), min_size=1)
shares = st.dictionaries(st.sampled_from(CODES), st.floats(0, 1), min_size=1)
WIDTHS = [WIDE.content, 332]


def written(values: dict[str, Any], unit: str) -> dict[str, str]:
    return {code: percent(v) if unit == PERCENT else str(v) for code, v in values.items()}


def layers_of(values: dict[str, Any], unit: str, width: float = WIDE.content) -> list[dict[str, Any]]:
    return region_layers(values, written(values, unit), unit=unit, width=width)[0]


def marks(layers: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What is drawn of each région, by code."""
    return {v["code"]: v for layer in layers for v in layer["data"]["values"] if "code" in v}


def texts(layers: list[dict[str, Any]]) -> list[tuple[float, float, str, dict[str, Any]]]:
    return [
        (v["x"], v["y"], v["t"], layer["mark"])
        for layer in layers
        if layer["mark"]["type"] == "text"
        for v in layer["data"]["values"]
    ]


def inside(point: Point, outline: list[list[float]]) -> bool:
    """Tell whether a point is in a closed outline: a ray to the right crosses it an odd number of times."""
    x, y = point
    crossed = False
    for (x1, y1), (x2, y2) in itertools.pairwise(outline):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            crossed = not crossed
    return crossed


def test_the_regions_are_those_of_the_catalogue_under_their_names() -> None:
    known = {code: p.libelle for code, p in load_populations().regions().items()}
    assert {r.code: r.name for r in regions()} == known
    assert [r.code for r in regions() if not r.outlines] == ["01", "02", "03", "04", "06"]
    for region in regions():
        assert "".join(region.lines).replace(" ", "").replace("\u00a0", "") == region.name.replace(" ", "")


@pytest.mark.parametrize("width", WIDTHS)
@given(counts)
def test_each_region_told_has_its_value_and_no_other_has_one(width: float, values: dict[str, int]) -> None:
    drawn = marks(layers_of(values, "réponses", width))
    assert {code: m["valeur"] for code, m in drawn.items() if m["valeur"] is not None} == values
    assert set(drawn) == set(CODES)
    assert {code: m["texte"] for code, m in drawn.items()} == {
        c: str(values[c]) if c in values else "" for c in CODES
    }


@given(st.one_of(counts.map(lambda v: (v, "réponses")), shares.map(lambda v: (v, PERCENT))))
def test_the_higher_the_value_the_darker_and_what_is_untold_is_paler_than_all(
    told: tuple[dict[str, Any], str],
) -> None:
    values, unit = told
    drawn = marks(layers_of(values, unit))
    light = {code: palette.luminance(m["couleur"]) for code, m in drawn.items()}
    ordered = sorted(values, key=lambda code: values[code])
    for low, high in itertools.pairwise(ordered):
        assert light[high] <= light[low]
    assert all(light[code] > max(light[v] for v in values) for code in set(CODES) - values.keys())
    assert all(palette.contrast(m["encre"], m["couleur"]) >= 4.5 for m in drawn.values())


def test_the_legend_says_the_class_of_every_value_and_what_is_untold() -> None:
    values = {"11": 0, "53": 7, "84": 24}
    drawn = texts(layers_of(values, "réponses"))
    legend = [t.replace("\u00a0", " ") for _, _, t, _ in drawn if "réponses" in t]
    assert legend == [f"{low} à {low + 4} réponses" for low in (20, 15, 10, 5, 0)]
    assert UNTOLD in [t for _, _, t, _ in drawn]
    assert UNTOLD not in [t for _, _, t, _ in texts(layers_of(SHARES, PERCENT))]


@pytest.mark.parametrize("width", WIDTHS)
def test_names_and_values_stand_inside_their_region(width: float) -> None:
    full = dict.fromkeys(CODES, 1.0)
    layers = layers_of(full, PERCENT, width)
    outlines = {v["code"]: v["geometry"]["coordinates"][0][0] for v in layers[0]["data"]["values"]}
    for region in regions():
        if not region.outlines:
            continue
        own = [t for t in texts(layers) if inside((t[0], t[1]), outlines[region.code])]
        said = "".join(t for _, _, t, _ in own)
        assert said == ("".join(region.lines) if width == WIDE.content else "") + "100\u00a0%"
        for x, y, text, mark in own:
            half = text_width(text, mark["fontSize"], bold="fontWeight" in mark) / 2 - 1
            ends = [inside((x + side * half, y), outlines[region.code]) for side in (-1, 1)]
            # Corse is narrower than the widest value on a telephone: there is only the sea beside it.
            assert all(ends) or region.code == "94"


@pytest.mark.parametrize("width", WIDTHS)
def test_no_text_is_cut_nor_on_another_nor_under_twelve_pixels(width: float) -> None:
    layers, wide, high = region_layers(SHARES, written(SHARES, PERCENT), unit=PERCENT, width=width)
    assert wide == width
    boxes = []
    for x, y, text, mark in texts(layers):
        size = mark["fontSize"]
        assert size >= 12
        length = text_width(text, size, bold="fontWeight" in mark)
        left = x - length / 2 if mark["align"] == "center" else x
        assert left >= -1 and left + length <= wide + 1 and y - size / 2 >= 0 and y + size / 2 <= high
        boxes.append((left, y - size / 2, left + length, y + size / 2))
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_it_is_drawn_with_its_credit_and_the_same_values_are_the_same_drawing() -> None:
    layers, width, height = region_layers(SHARES, written(SHARES, PERCENT), unit=PERCENT)
    caption = Caption("Part par région", "Base", "", (CREDIT,), "Carte des régions")
    drawn = [vl_convert.vegalite_to_svg(json.dumps(framed(layers, caption, width, height))) for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert "Nouvelle-" in drawn[0] and "CC BY 4.0" in drawn[0] and "La Réunion" in drawn[0]


def test_what_is_no_region_is_refused() -> None:
    with pytest.raises(ValueError, match="99"):
        region_layers({"99": 1}, {}, unit="réponses")
