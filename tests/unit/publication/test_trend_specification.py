"""The whole specification of a trend, its pixels counted by hand from the layout's few sizes.

The scale takes 36 of the 896 pixels of the sheet, 30 lie between panels. In a panel the first year is 26 from the
left edge and the last 36 from the right one; shares have 142 pixels under the 18 kept for a label.
"""

import pytest
from drawn import INK, MUTED, NAVY, PIXELS, RULE, WARNING, accent, rounded, sheet, texts, thin_rule, written

from barometre_pipeline.publication.charts.trend_vega import Facet, Point, Trend, trend_specification
from barometre_pipeline.publication.charts.vega import Caption

NBSP = "\u00a0"
WORDS = Caption("Titre", "Sous-titre", "", ("Base.",), "Description.")


def rules(places, width, colour, dash=None):
    """Straight lines from (x, y) to (x2, y2)."""
    return {
        "data": {"values": [{"x": x, "x2": x2, "y": y, "y2": y2} for x, y, x2, y2 in places]},
        "mark": {
            "type": "rule",
            "stroke": colour,
            "strokeWidth": width,
            **({"strokeDash": dash} if dash else {}),
        },
        "encoding": {**PIXELS, "x2": {"field": "x2"}, "y2": {"field": "y2"}},
    }


def test_a_trend_shows_years_shares_intervals_weighted_shares_and_what_is_not_comparable():
    time = Facet(
        "Le temps",
        (
            Point(2023, 0.3, f"30{NBSP}%", bas=0.25, haut=0.35),
            Point(2024, 0.5, f"50{NBSP}%", base_faible=True, bas=0.4, haut=0.65, redressee=0.55),
            Point(2025, 0.45, f"45{NBSP}%"),
        ),
        prudence=frozenset({2025}),
    )
    money = Facet("L’argent", (Point(2023, 0.1, f"10{NBSP}%"), Point(2025, 0.2, f"20{NBSP}%")))
    caption = Caption("Titre", "Sous-titre", "Données inventées", ("Base.",), "Description.")
    spec = trend_specification(Trend((2023, 2024, 2025), (time, money)), caption)

    # Two columns of (896 - 36 - 30) / 2 = 415, years 176.5 apart; 75 % is the first quarter that holds 65 %: it is
    # at 22 (the title) + 18, zero at 182.
    first, second = (26, 202.5, 379), (471, 647.5, 824)
    share = {
        "0": 182, "10": 163.07, "20": 144.13, "25": 134.67, "30": 125.2, "35": 115.73, "40": 106.27, "45": 96.8,
        "50": 87.33, "55": 77.87, "65": 58.93, "75": 40,
    }  # fmt: skip
    # « 30 % » in bold is 31.91 wide at 14 pixels; beside a weighted share it moves 6.96 to the left.
    labels = [
        (26, 111.73, f"30{NBSP}%"),  # 4 above the interval
        (195.54, 78.33, f"50{NBSP}%"),  # 9 above the point
        (379, 87.8, f"45{NBSP}%"),
        (471, 154.07, f"10{NBSP}%"),
        (824, 135.13, f"20{NBSP}%"),
    ]
    layers = [
        rules(
            [(x, share[q], x + 415, share[q]) for x in (0, 445) for q in ("0", "25", "50", "75")], 1, RULE
        ),
        written(
            [(-7, 186, f"0{NBSP}%"), (-7, 138.67, f"25{NBSP}%"), (-7, 91.33, f"50{NBSP}%"), (-7, 44, f"75{NBSP}%")],
            11, MUTED, align="right",
        ),
        written(
            [(x, 199, y) for panel in (first, second) for x, y in zip(panel, ("2023", "2024", "2025"), strict=True)],
            12, MUTED, align="center",
        ),
        written([(0, 14, "Le temps"), (445, 14, "L’argent")], 14, INK, bold=True),
        rules([(202.5, share["50"], 379, share["45"])], 2, NAVY, dash=[5, 4]),
        rules([(26, share["30"], 202.5, share["50"])], 2, NAVY),
        rules(
            [
                (26, share["25"], 26, share["35"]),
                (23, share["25"], 29, share["25"]),
                (23, share["35"], 29, share["35"]),
                (215.5, share["40"], 215.5, share["65"]),
                (212.5, share["40"], 218.5, share["40"]),
                (212.5, share["65"], 218.5, share["65"]),
            ],
            1.25,
            MUTED,
        ),
        rules([(211.5, share["55"], 219.5, share["55"])], 3, MUTED),
        {
            "data": {
                "values": [
                    {"x": 26, "y": share["30"], "annee": 2023, "part": 0.3, "fond": NAVY},
                    {"x": 202.5, "y": share["50"], "annee": 2024, "part": 0.5, "fond": "#ffffff"},
                    {"x": 379, "y": share["45"], "annee": 2025, "part": 0.45, "fond": NAVY},
                    {"x": 471, "y": share["10"], "annee": 2023, "part": 0.1, "fond": NAVY},
                    {"x": 824, "y": share["20"], "annee": 2025, "part": 0.2, "fond": NAVY},
                ]
            },
            "mark": {"type": "circle", "size": 44, "opacity": 1, "stroke": NAVY, "strokeWidth": 2},
            "encoding": {**PIXELS, "fill": {"field": "fond", "type": "nominal", "scale": None}},
        },
        {
            "data": {
                "values": [
                    {"x": 9.04, "x2": 42.96, "y": 100.73, "y2": 112.73},
                    {"x": 178.58, "x2": 212.5, "y": 67.33, "y2": 79.33},
                    {"x": 362.04, "x2": 395.96, "y": 76.8, "y2": 88.8},
                    {"x": 454.04, "x2": 487.96, "y": 143.07, "y2": 155.07},
                    {"x": 807.04, "x2": 840.96, "y": 124.13, "y2": 136.13},
                ]
            },
            "mark": {"type": "rect", "color": "#ffffff"},
            "encoding": {**PIXELS, "x2": {"field": "x2"}, "y2": {"field": "y2"}},
        },
        written(labels, 14, INK, bold=True, align="center"),
        accent(-36, 20, -104, -99),
        written([(-36, -66, "Titre")], 20, NAVY, bold=True),
        written([(-36, -40, "Sous-titre")], 14, MUTED),
        written([(-36, -21, "DONNÉES INVENTÉES")], 13, WARNING, bold=True),
        thin_rule(-36, 860, 218),
        written([(-36, 240, "Base.")], 12, MUTED),
    ]  # fmt: skip
    assert rounded(spec) == rounded(sheet(layers, 860, 206, (68, 32, 136, 62), "Description."))


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


def test_a_short_percentage_beside_a_weighted_share_stays_above_its_point():
    """A percentage moves only where half of it would come nearer than 4 pixels to the mark, 13 pixels away."""
    (point,) = flat((2025,), "A", 0.2, bas=0.1, haut=0.22, redressee=0.15).panneaux[0].points
    narrow = Trend((2025,), (Facet("A", (Point(2025, 0.04, "4", bas=0.01, haut=0.1, redressee=0.05),)),))
    wide = Trend((2025,), (Facet("A", (point,)),))
    moved = []
    for trend in (narrow, wide):
        labels = trend_specification(trend, WORDS)["layer"][-6]
        moved.append(labels["data"]["values"][0]["x"])
    assert moved == [26, pytest.approx(26 - 6.955, abs=0.01)]


def test_layers_without_a_mark_are_left_out():
    spec = trend_specification(flat((2024, 2025), "A"), WORDS)
    kinds = [m["mark"]["type"] for m in spec["layer"]]
    # Rules, scale, years, title of the panel, line, points, white behind labels, labels; then the sheet's own.
    assert kinds == [
        "rule",
        "text",
        "text",
        "text",
        "rule",
        "circle",
        "rect",
        "text",
        "rect",
        "text",
        "text",
        "rule",
        "text",
    ]
