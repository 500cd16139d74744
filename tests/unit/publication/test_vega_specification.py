"""What a specification draws: lengths, places and colours that mean what the plot says, in all forms."""

from itertools import pairwise

import drawn
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from invented_plots import YEARS, bars, dumbbells, key_figures, stacks

from barometre_pipeline.publication.charts import palette
from barometre_pipeline.publication.charts.plot import (
    DONT_KNOW,
    MISSING,
    Mark,
    Plot,
    Row,
    Series,
    Total,
)
from barometre_pipeline.publication.charts.sheet import NARROW, WIDE, Caption
from barometre_pipeline.publication.charts.vega import series_colours, specification

NBSP = "\u00a0"
PLAIN = Caption("Titre", "Sous-titre", "", ("Base.", "Source."), "Description.")
FORMATS = pytest.mark.parametrize("fmt", [WIDE, NARROW], ids=["wide", "narrow"])
OUI_NON = (Series("Oui"), Series("Non"))


def length(mark):
    return mark["x2"] - mark["x"]


def lines_of(spec):
    """The segments of each line, from the top line to the last, each from left to right."""
    found = {}
    for mark in drawn.marks(spec):
        found.setdefault(mark["y"], []).append(mark)
    return [sorted(found[y], key=lambda m: (m["x"], m["x2"])) for y in sorted(found)]


def text_in(spec, text):
    (found,) = (t for t in drawn.boxes(spec) if t.text == text)
    return found


@FORMATS
@given(plot=bars())
def test_the_length_of_a_bar_is_proportional_to_its_share(fmt, plot):
    spec = specification(plot, PLAIN, fmt)
    found = drawn.marks(spec)
    assert [m["part"] for m in found] == [m.share for m in plot.marks]
    assert {m["x"] for m in found} == {0}
    scale = max(length(m) for m in found) / max(*(m.share for m in plot.marks), 1e-9)
    for mark in found:
        assert length(mark) == pytest.approx(mark["part"] * scale, abs=0.02)


@FORMATS
@pytest.mark.parametrize("share", [0.01, 0.2, 0.5])
def test_small_shares_are_not_blown_up_to_the_width_of_the_sheet(fmt, share):
    spec = specification(Plot((Row("Oui"),), (Mark(0, 0, share, "x"),), whole=0.5), PLAIN, fmt)
    half = specification(Plot((Row("Oui"),), (Mark(0, 0, 0.5, "x"),), whole=0.5), PLAIN, fmt)
    assert length(drawn.marks(spec)[0]) == pytest.approx(length(drawn.marks(half)[0]) * share / 0.5, abs=0.02)


@FORMATS
@given(plot=bars())
def test_the_value_of_a_bar_follows_it_on_its_line(fmt, plot):
    spec = specification(plot, PLAIN, fmt)
    texts = drawn.boxes(spec)
    for bar in drawn.marks(spec):
        assert any(
            t.text == bar["texte"]
            and 0 < t.left - bar["x2"] < 10
            and bar["y"] < (t.top + t.bottom) / 2 < bar["y2"]
            for t in texts
        )


@FORMATS
@given(plot=stacks())
def test_a_stack_of_100_percent_fills_its_line_with_segments_end_to_end(fmt, plot):
    spec = specification(plot, PLAIN, fmt)
    widths = set()
    for line in lines_of(spec):
        assert line[0]["x"] == pytest.approx(0, abs=0.02)
        widths.add(round(line[-1]["x2"], 1))
        for a, b in pairwise(line):
            assert b["x"] == pytest.approx(a["x2"], abs=0.02)
        for segment in line:
            assert length(segment) == pytest.approx(segment["part"] * line[-1]["x2"], abs=0.03)
    assert len(widths) == 1


@FORMATS
@given(plot=stacks(diverging=True))
def test_opposite_answers_stand_on_the_other_side_of_zero(fmt, plot):
    spec = specification(plot, PLAIN, fmt)
    against = {s.label for s in plot.series if s.opposite} - {s.label for s in plot.series if not s.opposite}
    favour = {s.label for s in plot.series if not s.opposite} - {s.label for s in plot.series if s.opposite}
    assume(plot.low < 0)
    axes = {
        v["x"]
        for layer in spec["layer"]
        if layer["mark"].get("stroke") == palette.OUTLINE and layer["mark"]["type"] == "rule"
        for v in layer["data"]["values"]
    }
    (zero,) = axes
    for mark in drawn.marks(spec):
        if mark["reponse"] in against:
            assert mark["x2"] <= zero + 0.02
        if mark["reponse"] in favour:
            assert mark["x"] >= zero - 0.02


@FORMATS
@given(plot=st.one_of(stacks(), stacks(diverging=True)))
def test_a_percentage_is_in_its_segment_or_above_its_line_in_the_order_of_segments(fmt, plot):
    spec = specification(plot, PLAIN, fmt)
    texts = [t for t in drawn.boxes(spec) if t.align == "center"]
    for line in lines_of(spec):
        middle = (line[0]["y"] + line[0]["y2"]) / 2
        before = max((m["y2"] for m in drawn.marks(spec) if m["y2"] <= line[0]["y"]), default=-1000)
        inside = [t for t in texts if t.top < middle < t.bottom]
        above = [t for t in texts if before < t.bottom <= line[0]["y"]]
        given_ = [m for m in line if m["part"]]
        within = [m for m in given_ if any(_holds(m, t) for t in inside)]
        left = [m["texte"] for m in given_ if m not in within]
        assert [t.text for t in sorted(above, key=lambda t: t.left)] == left
        assert len(inside) + len(above) == len(given_)


def _holds(mark, text):
    return text.text == mark["texte"] and mark["x"] < text.left and text.right < mark["x2"]


@FORMATS
@pytest.mark.parametrize(
    "shares", [(0.07, 0.13, 0.14, 0.62), (0.31, 0.56, 0.02, 0.09), (0.3, 0.3, 0.04, 0.09)]
)
def test_percentages_above_a_line_are_apart_and_each_over_its_own_segment(fmt, shares):
    first, second, third, _ = shares
    starts = (-first - second, -second, 0.0, third)
    told = tuple(f"{100 * s:.0f}{NBSP}%" for s in shares)
    years = [Row("L’État", detail=y, continues=bool(i)) for i, y in enumerate(("2031", "2030"))]
    marks = tuple(Mark(i, k, s, told[k], starts[k]) for i in (0, 1) for k, s in enumerate(shares))
    series = tuple(Series(f"Réponse {k}", opposite=k < 2) for k in range(4))
    columns = ("Confiance", "Méfiance")
    totals = tuple(Total(i, c, 0.5, f"50{NBSP}%") for i in (0, 1) for c in (0, 1))
    spec = specification(Plot(tuple(years), marks, series, "empilees", 0.0, totals, columns), PLAIN, fmt)
    strokes = [
        v for x in spec["layer"] if x["mark"]["type"] == "rule" for v in x["data"]["values"] if "y2" in v
    ]
    for line in lines_of(spec):
        above = [
            t
            for t in drawn.boxes(spec)
            if t.align == "center" and t.size == 12 and 0 < line[0]["y"] - t.bottom < 34
        ]
        for text in above:
            segment = next(m for m in line if m["texte"] == text.text)
            assert text.left <= (segment["x"] + segment["x2"]) / 2 <= text.right
            assert not any(
                s["y"] < text.bottom and text.top < s["y2"] and text.left < s["x"] < text.right
                for s in strokes
            )
        for one, other in pairwise(sorted(above, key=lambda t: (t.top, t.left))):
            assert one.top != other.top or other.left - one.right >= 6


@FORMATS
def test_a_small_segment_alone_has_its_percentage_right_above_it(fmt):
    shares = (0.5, 0.01, 0.49)
    starts = (0.0, 0.5, 0.51)
    marks = tuple(Mark(0, k, s, f"{100 * s:.0f}{NBSP}%", starts[k]) for k, s in enumerate(shares))
    spec = specification(Plot((Row("Eau"),), marks, (*OUI_NON, Series("Bof")), "empilees", 1.0), PLAIN, fmt)
    segment = drawn.marks(spec)[1]
    text = text_in(spec, f"1{NBSP}%")
    assert text.middle == pytest.approx((segment["x"] + segment["x2"]) / 2, abs=0.02)
    assert text.bottom <= segment["y"]


@FORMATS
@given(plot=stacks())
def test_percentages_inside_a_segment_are_readable_on_its_colour(fmt, plot):
    spec = specification(plot, PLAIN, fmt)
    for mark in drawn.marks(spec):
        for text in drawn.boxes(spec):
            if text.align == "center" and _holds(mark, text) and mark["y"] < text.bottom < mark["y2"]:
                assert palette.contrast(mark["couleur"], text.colour) >= 4.5


@pytest.mark.parametrize("years", range(2, 8))
def test_older_years_are_strictly_lighter_and_never_white(years):
    rows = tuple(Row("Oui", detail=YEARS[k], continues=bool(k), age=k) for k in range(years))
    plot = Plot(rows, tuple(Mark(k, 0, 0.3, "30") for k in range(years)), whole=0.5)
    light = [palette.luminance(m["couleur"]) for m in drawn.marks(specification(plot, PLAIN))]
    assert all(newer < older for newer, older in pairwise(light))
    assert light[-1] < 0.95


def test_a_residual_answer_is_grey_in_the_year_of_the_chart():
    plot = Plot((Row("Oui"), Row("NSP", residual=True)), (Mark(0, 0, 0.3, "30"), Mark(1, 0, 0.3, "30")))
    assert series_colours(plot) == [palette.NAVY, palette.RESIDUAL_BAR]


@pytest.mark.parametrize("answers", range(1, 8))
def test_the_answers_of_a_stack_go_from_dark_to_light_and_what_is_no_answer_is_grey(answers):
    series = (*(Series(str(k)) for k in range(answers)), Series("NSP", DONT_KNOW), Series("SR", MISSING))
    marks = tuple(Mark(0, k, 1 / len(series), "x") for k in range(len(series)))
    *colours, unsure, silent = series_colours(Plot((Row("Eau"),), marks, series, "empilees"))
    light = [palette.luminance(c) for c in colours]
    assert all(a < b for a, b in pairwise(light))
    assert (unsure, silent) == (palette.DONT_KNOW, palette.NO_ANSWER)


@pytest.mark.parametrize(("left", "right"), [(1, 1), (2, 2), (2, 3), (3, 2), (1, 4)])
def test_the_strongest_answers_of_both_sides_are_the_darkest(left, right):
    series = (
        *(Series(f"-{k}", opposite=True) for k in range(left)),
        *(Series(f"+{k}") for k in range(right)),
    )
    colours = series_colours(Plot((Row("Eau"),), (), series, "empilees"))
    against, favour = ([palette.luminance(c) for c in part] for part in (colours[:left], colours[left:]))
    assert against == sorted(against, reverse=True), "from the axis outwards"
    assert favour == sorted(favour)
    assert len(set(colours)) == left + right


@FORMATS
@given(plot=stacks())
def test_the_legend_gives_each_answer_the_colour_of_its_segments(fmt, plot):
    spec = specification(plot, PLAIN, fmt)
    squares = [v["c"] for layer in spec["layer"] for v in layer["data"]["values"] if v.get("c")]
    assert squares == series_colours(plot)
    for mark, segment in zip(plot.marks, drawn.marks(spec), strict=True):
        assert segment["couleur"] == squares[mark.series]


@FORMATS
@given(plot=dumbbells())
def test_the_points_of_a_dumbbell_are_where_their_shares_are_and_their_values_outside_of_the_stroke(
    fmt, plot
):
    spec = specification(plot, PLAIN, fmt)
    points = drawn.marks(spec)
    zero = min(points, key=lambda p: p["part"])
    one = max(points, key=lambda p: p["part"])
    if one["part"] > zero["part"]:
        scale = (one["x"] - zero["x"]) / (one["part"] - zero["part"])
        for p in points:
            assert p["x"] == pytest.approx(zero["x"] + scale * (p["part"] - zero["part"]), abs=0.1)
    texts = drawn.boxes(spec)
    for row in {p["y"] for p in points}:
        ends = [p["x"] for p in points if p["y"] == row]
        beside = [t for t in texts if t.top < row < t.bottom and t.bold and t.size == 14]
        assert len(beside) == 2
        assert all(t.right < min(ends) or t.left > max(ends) for t in beside)


@FORMATS
@given(plot=key_figures())
def test_key_figures_are_larger_than_any_other_text(fmt, plot):
    spec = specification(plot, PLAIN, fmt)
    found = drawn.boxes(spec)
    numbers = [t for t in found if t.size == max(t.size for t in found)]
    assert [t.text for t in numbers] == [m.text for m in plot.marks]


@FORMATS
def test_totals_stand_at_the_right_of_their_line_under_their_words(fmt):
    marks = tuple(Mark(i, k, 0.5, f"50{NBSP}%", k / 2) for i in range(2) for k in range(2))
    totals = (Total(0, 0, 0.9, f"90{NBSP}%"), Total(1, 0, 0.8, f"80{NBSP}%"), Total(1, 1, 0.7, f"70{NBSP}%"))
    plot = Plot((Row("Eau"), Row("Air")), marks, OUI_NON, "empilees", 1.0, totals, ("Utile", "Inutile"))
    spec = specification(plot, PLAIN, fmt)
    lines = lines_of(spec)
    for total in totals:
        text, heading = text_in(spec, total.text), text_in(spec, plot.columns[total.column])
        assert text.left == heading.left > lines[total.row][-1]["x2"]
        assert lines[total.row][0]["y"] < (text.top + text.bottom) / 2 < lines[total.row][0]["y2"]
        assert heading.bottom < text.top


def test_labels_are_at_the_left_of_their_line_on_a_wide_sheet_and_above_it_on_a_narrow_one():
    plot = Plot((Row("Eau"), Row("Air")), (Mark(0, 0, 0.3, "30"), Mark(1, 0, 0.2, "20")), whole=0.5)
    for fmt in (WIDE, NARROW):
        spec = specification(plot, PLAIN, fmt)
        for row, bar in zip(plot.rows, drawn.marks(spec), strict=True):
            label = text_in(spec, row.label)
            if fmt is WIDE:
                assert label.right < bar["x"]
                assert bar["y"] < (label.top + label.bottom) / 2 < bar["y2"]
            else:
                assert label.bottom < bar["y"]


def test_the_years_of_one_answer_share_one_label_and_each_has_its_own_bar():
    rows = (Row("Eau", detail="2031"), Row("Eau", detail="2030", continues=True, age=1))
    spec = specification(Plot(rows, (Mark(0, 0, 0.3, "30"), Mark(1, 0, 0.2, "20")), whole=0.5), PLAIN)
    told = drawn.texts(spec)
    assert told.count("Eau") == 1
    assert [m["annee"] for m in drawn.marks(spec)] == ["2031", "2030"]
    for mark in drawn.marks(spec):
        year = text_in(spec, mark["annee"])
        assert mark["y"] < (year.top + year.bottom) / 2 < mark["y2"]


@FORMATS
@pytest.mark.parametrize(("letters", "smaller"), [(160, False), (161, True)])
def test_a_title_of_more_than_160_letters_is_written_smaller(fmt, letters, smaller):
    title = ("a " * 100)[: letters - 1] + "b"
    plot = Plot((Row("Oui"),), (Mark(0, 0, 0.5, "50"),))
    spec = specification(plot, Caption(title, "Sous-titre", "", ("Base.",), ""), fmt)
    (size,) = {t.size for t in drawn.titles(spec)}
    assert (size < fmt.title.text) == smaller


@FORMATS
def test_title_finding_sub_title_and_warning_come_in_this_order_and_the_notes_under_the_drawing(fmt):
    caption = Caption("Titre", "Sous", "inventées", ("Base.", "Source."), "D.", "Constat.")
    spec = specification(Plot((Row("Oui"),), (Mark(0, 0, 0.5, "50"),)), caption, fmt)
    order = [text_in(spec, t) for t in ("Titre", "Constat.", "Sous", "INVENTÉES")]
    (bar,) = drawn.marks(spec)
    assert all(a.bottom <= b.top + 1 for a, b in pairwise(order)) and order[-1].bottom < bar["y"]
    assert bar["y2"] < text_in(spec, "Base.").top < text_in(spec, "Source.").top
    assert text_in(spec, "INVENTÉES").colour == drawn.WARNING


def test_without_finding_nor_warning_no_room_is_left_for_them():
    plot = Plot((Row("Oui"),), (Mark(0, 0, 0.5, "50"),))
    more = Caption("Titre", "Sous", "x", ("Base.",), "D.", "Constat.")
    less = Caption("Titre", "Sous", "", ("Base.",), "D.")
    tall, small = (drawn.sheet(specification(plot, c)) for c in (more, less))
    assert tall[2] < small[2]


def test_what_a_mark_stands_for_is_beside_its_place_for_who_opens_the_file():
    marks = (Mark(0, 0, 0.6, f"60{NBSP}%"), Mark(0, 1, 0.4, f"40{NBSP}%", 0.6))
    spec = specification(Plot((Row("Eau", detail="2031"),), marks, OUI_NON, "empilees", 1.0), PLAIN)
    told = [{k: m[k] for k in ("libelle", "annee", "reponse", "part", "texte")} for m in drawn.marks(spec)]
    assert told == [
        {"libelle": "Eau", "annee": "2031", "reponse": "Oui", "part": 0.6, "texte": f"60{NBSP}%"},
        {"libelle": "Eau", "annee": "2031", "reponse": "Non", "part": 0.4, "texte": f"40{NBSP}%"},
    ]
