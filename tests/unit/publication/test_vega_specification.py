"""The whole specification of each form of chart, its pixels counted by hand from the layout's few sizes.

Margins are 32, the drawing and its labels 896 wide, labels at least 60 with 14 beside them: short labels leave
822 to the bars, each on a line of 36.
"""

import pytest
from drawn import (
    INK,
    MUTED,
    NAVY,
    OUTLINE,
    PIXELS,
    WARNING,
    accent,
    rounded,
    sheet,
    text_layers,
    thin_rule,
    written,
)  # fmt: skip

from barometre_pipeline.publication.charts.prepare import DONT_KNOW, MISSING, Mark, Plot, Row, Series
from barometre_pipeline.publication.charts.vega import Caption, specification

NBSP = "\u00a0"
PLAIN = Caption("Titre", "Sous-titre", "", ("Base.",), "Description.")
MADE_UP = Caption("Titre", "Sous-titre", "Données inventées", ("Base.", "Source."), "Description.")


def line_scale(lines):
    return {
        "field": "ligne", "type": "ordinal", "axis": None,
        "scale": {"domain": lines, "paddingInner": 0, "paddingOuter": 0},
    }  # fmt: skip


def share_scale(field, top, width):
    return {
        "field": field, "type": "quantitative", "axis": None,
        "scale": {"domain": [0, top], "range": [0, width], "nice": False},
    }  # fmt: skip


def percentages(lines, top):
    return {
        "mark": {
            "type": "text", "align": "left", "baseline": "middle", "dx": 7, "fontSize": 14, "fontWeight": "bold",
            "color": INK,
        },
        "encoding": {
            "y": line_scale(lines), "x": share_scale("fin", top, 768), "text": {"field": "pourcentage"},
        },
    }  # fmt: skip


def bars(lines, top):
    return {
        "mark": {"type": "bar", "height": 24},
        "encoding": {
            "y": line_scale(lines), "x": share_scale("part", top, 768),
            "color": {"field": "couleur", "type": "nominal", "scale": None},
        },
    }  # fmt: skip


def baseline(height):
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "stroke": OUTLINE, "strokeWidth": 1},
        "encoding": {"x": {"value": 0}, "y": {"value": 0}, "y2": {"value": height}},
    }


def test_bars_have_their_percentage_after_their_interval_and_made_up_data_are_announced():
    plot = Plot(
        (Row("Oui"), Row("Non"), Row("NSP", residual=True)),
        (Mark(0, 0, 0.6, 24, low=0.5, high=0.7), Mark(1, 0, 0.3, 12), Mark(2, 0, 0.002, 1)),
    )
    lines = [0, 1, 2]
    whisker = {
        "y": line_scale(lines), "x": share_scale("ic_bas", 0.7, 768), "x2": {"field": "ic_haut"},
    }  # fmt: skip
    values = [
        {"ligne": 0, "reponse": "Oui", "part": 0.6, "pourcentage": f"60{NBSP}%", "couleur": NAVY, "fin": 0.7,
         "ic_bas": 0.5, "ic_haut": 0.7},
        {"ligne": 1, "reponse": "Non", "part": 0.3, "pourcentage": f"30{NBSP}%", "couleur": NAVY, "fin": 0.3,
         "ic_bas": None, "ic_haut": None},
        {"ligne": 2, "reponse": "NSP", "part": 0.002, "pourcentage": f"<{NBSP}1{NBSP}%", "couleur": "#a6a7b3",
         "fin": 0.002, "ic_bas": None, "ic_haut": None},
    ]  # fmt: skip
    drawing = {
        "data": {"values": values},
        "layer": [
            bars(lines, 0.7),
            {"mark": {"type": "rule", "stroke": "#ffffff", "strokeWidth": 3.5}, "encoding": whisker},
            {"mark": {"type": "rule", "stroke": MUTED, "strokeWidth": 1.5}, "encoding": whisker},
            percentages(lines, 0.7),
        ],
    }
    # Above: 32 of margin, 18 for the gold rule, 26 + 6 for the title, 2 × 19 for the lines under it, 16.
    layers = [
        drawing,
        baseline(108),
        written([(-74, 18, "Oui"), (-74, 54, "Non"), (-74, 90, "NSP")], 14, INK, baseline="middle"),
        accent(-74, -18, -104, -99),
        written([(-74, -66, "Titre")], 20, NAVY, bold=True),
        written([(-74, -40, "Sous-titre")], 14, MUTED),
        written([(-74, -21, "DONNÉES INVENTÉES")], 13, WARNING, bold=True),
        thin_rule(-74, 822, 120),
        written([(-74, 142, "Base."), (-74, 158, "Source.")], 12, MUTED),
    ]
    expected = sheet(layers, 822, 108, (106, 32, 136, 78), "Description.")
    assert rounded(specification(plot, MADE_UP)) == rounded(expected)


def test_bars_without_interval_are_drawn_on_a_scale_of_half_at_least():
    plot = Plot((Row("Oui"), Row("Non")), (Mark(0, 0, 0.25, 10), Mark(1, 0, 0.0, 0)))
    values = [
        {"ligne": 0, "reponse": "Oui", "part": 0.25, "pourcentage": f"25{NBSP}%", "couleur": NAVY, "fin": 0.25},
        {"ligne": 1, "reponse": "Non", "part": 0.0, "pourcentage": f"0{NBSP}%", "couleur": NAVY, "fin": 0},
    ]  # fmt: skip
    layers = [
        {"data": {"values": values}, "layer": [bars([0, 1], 0.5), percentages([0, 1], 0.5)]},
        baseline(72),
        written([(-74, 18, "Oui"), (-74, 54, "Non")], 14, INK, baseline="middle"),
        accent(-74, -18, -85, -80),
        written([(-74, -47, "Titre")], 20, NAVY, bold=True),
        written([(-74, -21, "Sous-titre")], 14, MUTED),
        thin_rule(-74, 822, 84),
        written([(-74, 106, "Base.")], 12, MUTED),
    ]
    expected = sheet(layers, 822, 72, (106, 32, 117, 62), "Description.")
    assert rounded(specification(plot, PLAIN)) == rounded(expected)


@pytest.mark.parametrize(("share", "high", "top"), [(0.5, None, 0.5), (0.51, None, 0.51), (0.6, 0.9, 0.9)])
def test_the_longest_bar_or_interval_ends_the_scale_of_bars(share, high, top):
    low = None if high is None else 0.1
    plot = Plot((Row("Oui"), Row("Non")), (Mark(0, 0, 0.2, 5), Mark(1, 0, share, 20, low=low, high=high)))
    (drawn, *_) = specification(plot, PLAIN)["layer"]
    assert {layer["encoding"]["x"]["scale"]["domain"][1] for layer in drawn["layer"]} == {top}


def test_bars_of_an_ordinal_question_go_from_dark_to_light_and_what_is_no_answer_stays_grey():
    rows = (Row("Oui"), Row("Non"), Row("NSP", residual=True))
    plot = Plot(rows, tuple(Mark(i, 0, 0.25, 10) for i in range(3)), ordinal=True)
    values = specification(plot, PLAIN)["layer"][0]["data"]["values"]
    assert [v["couleur"] for v in values] == [NAVY, "#33bbc9", "#a6a7b3"]


def test_a_stack_has_its_legend_its_segments_and_the_percentages_that_fit():
    plot = Plot(
        (Row("Eau"), Row("Air")),
        (
            Mark(0, 0, 0.5, 20, 0.0), Mark(0, 1, 0.375, 15, 0.5), Mark(0, 2, 0.125, 5, 0.875),
            Mark(1, 0, 0.75, 30, 0.0), Mark(1, 1, 0.23, 9, 0.75), Mark(1, 3, 0.02, 1, 0.98),
        ),
        (Series("Oui"), Series("Non"), Series("NSP", DONT_KNOW), Series("SR", MISSING)),
    )  # fmt: skip

    def segment(line, item, answer, share, start, middle, end, text):
        return {
            "ligne": line, "libelle": item, "reponse": answer, "part": share, "debut": start, "milieu": middle,
            "fin": end, "pourcentage": text,
        }  # fmt: skip

    segments = [
        segment(0, "Eau", "Oui", 0.5, 0.0, 0.25, 0.5, f"50{NBSP}%"),
        segment(0, "Eau", "Non", 0.375, 0.5, 0.6875, 0.875, f"38{NBSP}%"),
        segment(0, "Eau", "NSP", 0.125, 0.875, 0.9375, 1.0, f"12{NBSP}%"),
        segment(1, "Air", "Oui", 0.75, 0.0, 0.375, 0.75, f"75{NBSP}%"),
        segment(1, "Air", "Non", 0.23, 0.75, 0.865, 0.98, f"23{NBSP}%"),
        segment(1, "Air", "SR", 0.02, 0.98, 0.99, 1.0, ""),  # 16 pixels: no room for « 2 % »
    ]
    colour = {
        "field": "reponse", "type": "nominal", "legend": None,
        "scale": {"domain": ["Oui", "Non", "NSP", "SR"], "range": [NAVY, "#33bbc9", "#e4e4ea", "#f6f6f8"]},
    }  # fmt: skip
    drawing = {
        "data": {"values": segments},
        "layer": [
            {
                "mark": {"type": "bar", "height": 24, "strokeWidth": 1},
                "encoding": {
                    "y": line_scale([0, 1]), "x": share_scale("debut", 1, 822), "x2": {"field": "fin"},
                    "color": colour,
                    "stroke": {
                        "condition": {"test": {"field": "reponse", "oneOf": ["NSP", "SR"]}, "value": OUTLINE},
                        "value": "#ffffff",
                    },
                },
            },
            {
                "transform": [{"filter": "datum.pourcentage != ''"}],
                "mark": {"type": "text", "baseline": "middle", "fontSize": 13, "fontWeight": "bold"},
                "encoding": {
                    "y": line_scale([0, 1]), "x": share_scale("milieu", 1, 822), "text": {"field": "pourcentage"},
                    "color": {
                        "condition": [
                            {"test": {"field": "reponse", "oneOf": ["Oui"]}, "value": "#ffffff"},
                            {"test": {"field": "reponse", "oneOf": ["SR"]}, "value": MUTED},
                        ],
                        "value": "#000000",
                    },
                },
            },
        ],
    }  # fmt: skip
    # A name of the legend takes 20 for its square, its own width, and 20 before the next. Widths at 13 pixels, by
    # Helvetica's table: « Oui » 20.23, « Non » 23.85, « NSP » 26.73.
    starts = [-74.0, -13.77, 50.08, 116.81]
    names = ["Oui", "Non", "NSP", "SR"]
    legend = {
        "data": {
            "values": [
                {"x": x + 6.5, "y": -19.0, "t": name, "c": c}
                for x, name, c in zip(starts, names, colour["scale"]["range"], strict=True)
            ]
        },
        "mark": {"type": "square", "size": 169, "opacity": 1, "stroke": OUTLINE, "strokeWidth": 1},
        "encoding": {**PIXELS, "fill": {"field": "c", "type": "nominal", "scale": None}},
    }
    layers = [
        drawing,
        written([(-74, 18, "Eau"), (-74, 54, "Air")], 14, INK, baseline="middle"),
        legend,
        written([(x + 20, -19.0, n) for x, n in zip(starts, names, strict=True)], 13, INK, baseline="middle"),
        accent(-74, -18, -115, -110),
        written([(-74, -77, "Titre")], 20, NAVY, bold=True),
        written([(-74, -51, "Sous-titre")], 14, MUTED),
        thin_rule(-74, 822, 84),
        written([(-74, 106, "Base.")], 12, MUTED),
    ]
    expected = sheet(layers, 822, 72, (106, 32, 147, 62), "Description.")
    assert rounded(specification(plot, PLAIN)) == rounded(expected)


@pytest.mark.parametrize(("share", "fits"), [(0.0346, True), (0.0345, False)])
def test_a_percentage_is_written_where_the_segment_leaves_three_pixels_on_each_side(share, fits):
    """« 3 % » in bold is 22.4 wide at 13 pixels, with 6 more 28.4: of 822 pixels, 3.455 %."""
    marks = (Mark(0, 0, share, 5), Mark(0, 1, 1 - share, 90, share))
    spec = specification(Plot((Row("Eau"),), marks, (Series("A"), Series("B"))), PLAIN)
    first, second = spec["layer"][0]["data"]["values"]
    assert (first["pourcentage"], second["pourcentage"]) == (f"3{NBSP}%" if fits else "", f"97{NBSP}%")


WORD = "0000000000"  # ten digits: 77.86 pixels at 14, and a space 3.89


@pytest.mark.parametrize(
    ("label", "lines", "column"),
    [
        (WORD, 1, 78),
        ("0", 1, 60),
        (
            " ".join([WORD] * 4),
            2,
            160,
        ),  # two lines of two words in the narrowest column that has room for them
        (" ".join([WORD] * 10), 2, 405),
        (" ".join([WORD] * 12), 3, 323),  # two lines of six words would be too wide
        (" ".join([WORD] * 20), 4, 405),  # as wide as may be
        ("0" * 22, 1, 171),
        ("0" * 53 + "1" * 7, 2, 413),  # a word wider than any column is cut
    ],
)
def test_labels_take_the_narrowest_column_that_keeps_them_to_two_lines_then_three(label, lines, column):
    plot = Plot((Row(label), Row("Non")), (Mark(0, 0, 0.5, 5), Mark(1, 0, 0.25, 5)))
    spec = specification(plot, PLAIN)
    labels = spec["layer"][2]["data"]["values"]
    step = max(24, 18 * lines) + 12
    assert len(labels) == lines + 1
    assert {mark["x"] for mark in labels} == {-column - 14}
    assert (spec["width"], spec["height"]) == (896 - column - 14, 2 * step)
    middle = [mark["y"] for mark in labels]
    assert middle == [step / 2 + 18 * (i - (lines - 1) / 2) for i in range(lines)] + [1.5 * step]


def test_label_columns_are_20_pixels_apart_from_140():
    """The first label needs 148, hence a column of 160; the second, 160.4 wide, is broken in two there."""
    labels = ("0" * 19, "0" * 9 + " " + "0" * 9 + "iiiif")
    plot = Plot(tuple(map(Row, labels)), (Mark(0, 0, 0.5, 5), Mark(1, 0, 0.25, 5)))
    spec = specification(plot, PLAIN)
    assert [mark["t"] for mark in spec["layer"][2]["data"]["values"]] == [labels[0], *labels[1].split()]
    assert (spec["width"], spec["height"]) == (896 - 148 - 14, 2 * 48)


def test_a_long_legend_goes_on_under_its_first_line_and_a_longer_name_is_wrapped():
    """A name of 30 digits is 216.9 wide at 13 pixels: with its square and the space after it three fill a line."""
    names = [str(i) * 30 for i in range(4)] + [" ".join(["5" * 60] * 3)]
    plot = Plot((Row("Eau"),), tuple(Mark(0, k, 0.2, 5, k / 5) for k in range(5)), tuple(map(Series, names)))
    _, _, squares, texts = specification(plot, PLAIN)["layer"][:4]
    assert [(round(v["x"], 1), v["y"]) for v in squares["data"]["values"]] == [
        (-67.5, -85), (189.4, -85), (446.3, -85), (-67.5, -63), (-67.5, -41),
    ]  # fmt: skip
    assert [(round(v["x"], 1), v["y"], len(v["t"])) for v in texts["data"]["values"]] == [
        (-54, -85, 30), (202.9, -85, 30), (459.8, -85, 30), (-54, -63, 30), (-54, -41, 121), (-54, -19, 60),
    ]  # fmt: skip


@pytest.mark.parametrize(("length", "size", "line"), [(160, 20, 26), (161, 17, 23)])
def test_a_title_of_more_than_160_characters_is_written_smaller(length, size, line):
    title = ("a " * 100)[: length - 1] + "b"
    assert len(title) == length
    plot = Plot((Row("Oui"),), (Mark(0, 0, 0.5, 5),))
    layers = specification(plot, Caption(title, "Sous-titre", "", ("Base.",), ""))["layer"]
    drawn, below = layers[4], layers[5]
    first, second = (v["y"] for v in drawn["data"]["values"])
    assert (drawn["mark"]["fontSize"], second - first) == (size, line)
    assert layers[3]["encoding"]["y"]["value"] + 18 + size == first
    assert below["data"]["values"][0]["y"] == second - size + line + 6 + 14


def test_sub_title_and_footer_are_wrapped_to_the_width_of_the_sheet_each_sentence_on_its_own_lines():
    sentence = " ".join(["0" * 10] * 20)
    plot = Plot((Row("Oui"),), (Mark(0, 0, 0.5, 5),))
    spec = specification(plot, Caption("Titre", sentence, "", (sentence, "Source."), ""))
    _, title, subtitle, footer = text_layers(spec)
    assert (title, [len(line.split()) for line in subtitle]) == (["Titre"], [10, 10])
    assert ([len(line.split()) for line in footer], footer[-1]) == ([10, 10, 1], "Source.")
    assert spec["padding"] == {"left": 106, "right": 32, "top": 136, "bottom": 94}
    assert [v["y"] for v in spec["layer"][-1]["data"]["values"]] == [70, 86, 102]
