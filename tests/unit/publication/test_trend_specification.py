"""What the specification of a trend shows: years, shares, intervals and breaks, each at its place in its panel."""

import drawn
import pytest
from drawn import INK, MUTED, NAVY, texts
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.publication.charts.sheet import NARROW, WIDE, Caption
from barometre_pipeline.publication.charts.trend_vega import Facet, Point, Trend, trend_specification

NBSP = "\u00a0"
WORDS = Caption("Titre", "Sous-titre", "", ("Base.",), "Description.")
FORMATS = pytest.mark.parametrize("fmt", [WIDE, NARROW], ids=["wide", "narrow"])
TIME = Facet(
    "Le temps",
    (
        Point(2023, 0.3, f"30{NBSP}%", bas=0.25, haut=0.35),
        Point(2024, 0.5, f"50{NBSP}%", base_faible=True, bas=0.4, haut=0.65),
        Point(2025, 0.45, f"45{NBSP}%"),
    ),
    prudence=frozenset({2025}),
)
MONEY = Facet("L’argent", (Point(2023, 0.1, f"10{NBSP}%"), Point(2025, 0.2, f"20{NBSP}%")))
BOTH = Trend((2023, 2024, 2025), (TIME, MONEY))


def circles(spec):
    (found,) = (layer for layer in spec["layer"] if layer["mark"]["type"] == "circle")
    return found["data"]["values"]


def strokes(spec, colour, width):
    """The straight lines of one kind, as (x, y, x2, y2)."""
    return [
        (v["x"], v["y"], v["x2"], v["y2"])
        for layer in spec["layer"]
        if layer["mark"].get("stroke") == colour and layer["mark"].get("strokeWidth") == width
        and layer["mark"]["type"] == "rule"
        for v in layer["data"]["values"]
    ]  # fmt: skip


def scale(spec):
    """From a share to its height, by the rules of 0 % and of the end of the scale."""
    ticks = sorted({t.text: t.bottom for t in drawn.boxes(spec) if t.align == "right"}.items())
    by_share = {int(text.split(NBSP)[0]) / 100: foot for text, foot in ticks}
    low, high = min(by_share), max(by_share)
    return lambda a, b: (by_share[high] - by_share[low]) * (b - a) / (high - low)


@FORMATS
def test_points_are_as_far_apart_as_their_shares_and_their_years(fmt):
    spec = trend_specification(Trend(BOTH.annees, (TIME,)), WORDS, fmt)
    first, second, third = circles(spec)
    rise = scale(spec)
    assert second["y"] - first["y"] == pytest.approx(rise(0.3, 0.5), abs=0.1)
    assert third["y"] - first["y"] == pytest.approx(rise(0.3, 0.45), abs=0.1)
    assert second["x"] - first["x"] == pytest.approx(third["x"] - second["x"], abs=0.02)
    assert [p["part"] for p in (first, second, third)] == [0.3, 0.5, 0.45]


@FORMATS
def test_a_point_of_a_small_base_is_hollow(fmt):
    fills = [p["fond"] for p in circles(trend_specification(Trend(BOTH.annees, (TIME,)), WORDS, fmt))]
    assert fills == [NAVY, "#ffffff", NAVY]


def test_a_line_joins_years_that_follow_each_other_and_is_dashed_where_care_is_needed():
    spec = trend_specification(Trend(BOTH.annees, (TIME,)), WORDS)
    at = [(p["x"], p["y"]) for p in circles(spec)]
    lines = {
        bool(layer["mark"].get("strokeDash")): [
            ((v["x"], v["y"]), (v["x2"], v["y2"])) for v in layer["data"]["values"]
        ]
        for layer in spec["layer"]
        if layer["mark"].get("strokeWidth") == 2 and layer["mark"]["type"] == "rule"
    }
    assert lines == {False: [(at[0], at[1])], True: [(at[1], at[2])]}


@pytest.mark.parametrize("broken", [{2023}, {2024}])
def test_no_line_crosses_a_break_nor_a_year_without_result(broken):
    points = (Point(2023, 0.3, "30"), Point(2024, 0.4, "40"))
    rupture = Trend((2023, 2024), (Facet("A", points, rompues=frozenset(broken)),))
    for trend in (rupture, Trend(BOTH.annees, (MONEY,))):
        spec = trend_specification(trend, WORDS)
        assert len(circles(spec)) == 2
        assert strokes(spec, NAVY, 2) == []


def test_an_interval_is_a_thin_line_of_its_two_ends_through_its_point():
    spec = trend_specification(Trend(BOTH.annees, (TIME,)), WORDS)
    first, second, _ = circles(spec)
    rise = scale(spec)
    upright = [line for line in strokes(spec, MUTED, 1.25) if line[0] == line[2]]
    assert [abs(y2 - y) for _, y, _, y2 in upright] == [
        pytest.approx(abs(rise(0.25, 0.35)), abs=0.1), pytest.approx(abs(rise(0.4, 0.65)), abs=0.1),
    ]  # fmt: skip
    assert [line[0] for line in upright] == [first["x"], second["x"]]


@FORMATS
@given(
    years=st.integers(1, 6),
    titles=st.lists(st.sampled_from(["Le temps", "L’argent des collectivités territoriales"]), min_size=1, max_size=6),
    shares=st.lists(st.integers(0, 100), min_size=8, max_size=8),
    whisker=st.booleans(),
)  # fmt: skip
def test_no_text_of_a_trend_stands_on_another_nor_is_cut_and_none_is_small(
    fmt, years, titles, shares, whisker
):
    def point(k):
        share = shares[k] / 100
        ends = {"bas": max(share - 0.1, 0), "haut": min(share + 0.1, 1)} if whisker else {}
        return Point(2020 + k, share, f"{shares[k]}{NBSP}%", **ends)

    panels = tuple(Facet(t, tuple(point(k) for k in range(years))) for t in titles)
    spec = trend_specification(Trend(tuple(range(2020, 2020 + years)), panels), WORDS, fmt)
    left, right, _, _ = drawn.sheet(spec)
    assert right - left == pytest.approx(fmt.width)
    assert not drawn.cut(spec)
    assert not drawn.covering(drawn.boxes(spec))
    assert min(t.size for t in drawn.boxes(spec)) >= 12


def test_made_up_data_are_announced_above_the_panels():
    caption = Caption("Titre", "Sous-titre", "Données inventées", ("Base.",), "Description.")
    spec = trend_specification(BOTH, caption)
    (warned,) = (t for t in drawn.boxes(spec) if t.text == "DONNÉES INVENTÉES")
    assert warned.colour == drawn.WARNING and warned.bottom < 0


def flat(years, titles, share=0.2, **more):
    """The same share every year in every panel."""
    points = tuple(Point(y, share, f"20{NBSP}%", **more) for y in years)
    return Trend(tuple(years), tuple(Facet(t, points) for t in titles))


def starts(spec):
    """Where each panel is: the place of its first point."""
    circles = next(m for m in spec["layer"] if m["mark"]["type"] == "circle")["data"]["values"]
    return [(c["x"], c["y"]) for c in circles if c["annee"] == circles[0]["annee"]]


@pytest.mark.parametrize(
    ("years", "panels", "columns"),
    [
        (2, 1, 1), (2, 2, 2), (2, 3, 3), (2, 4, 2), (2, 5, 3), (2, 6, 3), (4, 3, 3), (5, 3, 2), (6, 2, 2), (7, 2, 1),
        (20, 3, 1),
    ],
)  # fmt: skip
def test_panels_fill_rows_evenly_and_get_wider_as_years_become_many(years, panels, columns):
    spec = trend_specification(flat(range(2000, 2000 + years), "ABCDEF"[:panels]), WORDS)
    places = starts(spec)
    width = (860 - 30 * (columns - 1)) / columns
    rows = -(-panels // columns)
    assert [x for x, _ in places] == [
        pytest.approx(26 + i % columns * (width + 30), abs=0.01) for i in range(panels)
    ]
    # A row is 22 for its titles, 160, 24 for its years, and 26 before the next; 20 % of 25 % is 28.4 under the top.
    assert [y for _, y in places] == [
        pytest.approx(68.4 + 232 * (i // columns), abs=0.01) for i in range(panels)
    ]
    ends = {rule["x2"] for rule in spec["layer"][0]["data"]["values"]}
    used = min(columns, panels)
    assert sorted(ends) == [pytest.approx(i * (width + 30) + width, abs=0.01) for i in range(used)]
    assert (spec["width"], spec["height"]) == (860, 232 * rows - 26)
    assert texts(spec).count(f"25{NBSP}%") == rows  # the scale is written once a row


def test_a_title_on_two_lines_makes_room_in_its_row_and_titles_touch_their_panel():
    long = " ".join(["0" * 10] * 8)  # bold digits: four words of a title fill the 415 pixels of a panel
    spec = trend_specification(flat((2024, 2025), ("A", long, "B", "C")), WORDS)
    (titles,) = (m for m in spec["layer"] if m["mark"].get("color") == INK and m["mark"]["align"] == "left")
    assert [(v["x"], v["y"], len(v["t"])) for v in titles["data"]["values"]] == [
        (0, 32, 1), (445, 14, 43), (445, 32, 43), (0, 264, 1), (445, 264, 1),
    ]  # fmt: skip
    assert [y for _, y in starts(spec)] == [86.4, 86.4, 318.4, 318.4]


@pytest.mark.parametrize(
    ("share", "more", "top"),
    [
        (0.1, {}, 25),
        (0.25, {}, 25),
        (0.25 + 1e-12, {}, 25),
        (0.26, {}, 50),
        (0.2, {"bas": 0.1, "haut": 0.51}, 75),
        (0.74, {"bas": 0.7, "haut": 0.78}, 100),
        (0.99, {"bas": 0.9, "haut": 1.01}, 100),
    ],
)
def test_the_scale_ends_at_the_first_quarter_that_holds_every_share_and_interval(share, more, top):
    spec = trend_specification(flat((2024, 2025), "A", share, **more), WORDS)
    (ticks,) = (m for m in spec["layer"] if m["mark"].get("align") == "right")
    assert [v["t"] for v in ticks["data"]["values"]] == [f"{q}{NBSP}%" for q in range(0, top + 1, 25)]
    places = [v["y"] for v in ticks["data"]["values"]]
    assert (places[0], places[-1]) == (186, 44)


def test_of_a_long_series_only_the_years_that_have_room_are_written():
    (years,) = (
        m
        for m in trend_specification(flat(range(2000, 2030), "A"), WORDS)["layer"]
        if m["mark"].get("fontSize") == 12 and m["mark"]["align"] == "center"
    )
    assert [v["t"] for v in years["data"]["values"]] == [str(y) for y in range(2000, 2030, 2)]
    assert years["data"]["values"][1]["x"] == pytest.approx(26 + 2 * 798 / 29, abs=0.01)


def test_one_year_alone_is_at_the_left_of_its_panel():
    assert starts(trend_specification(flat((2025,), "A"), WORDS)) == [(26, 68.4)]


def test_layers_without_a_mark_are_left_out():
    spec = trend_specification(flat((2024, 2025), "A"), WORDS)
    assert all(layer["data"]["values"] for layer in spec["layer"])
    assert not any(layer["mark"].get("strokeDash") for layer in spec["layer"])
