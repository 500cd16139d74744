"""On a chart of any form, wide or narrow, every text is whole, on the sheet, off the others and large enough."""

from itertools import pairwise

import drawn
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_plots import captions, plots, stacks

from barometre_pipeline.publication.charts.sheet import NARROW, WIDE
from barometre_pipeline.publication.charts.vega import specification

FORMATS = pytest.mark.parametrize("fmt", [WIDE, NARROW], ids=["wide", "narrow"])


@FORMATS
@given(plot=plots(), caption=captions())
def test_no_text_stands_on_another(fmt, plot, caption):
    assert not drawn.covering(drawn.boxes(specification(plot, caption, fmt)))


@FORMATS
@given(plot=plots(), caption=captions())
def test_no_text_is_cut_at_an_edge_of_the_sheet(fmt, plot, caption):
    spec = specification(plot, caption, fmt)
    left, right, _, _ = drawn.sheet(spec)
    assert right - left == pytest.approx(fmt.width)
    assert not drawn.cut(spec)


@given(plot=plots(), caption=captions())
def test_on_a_telephone_no_text_is_under_12_pixels(plot, caption):
    spec = specification(plot, caption, NARROW)
    assert NARROW.width == 360
    assert min(t.size for t in drawn.boxes(spec)) >= 12


@FORMATS
@given(plot=plots(), caption=captions())
def test_every_word_and_every_value_is_written(fmt, plot, caption):
    told = drawn.texts(specification(plot, caption, fmt))
    letters = "".join(told).replace(" ", "")
    for text in (caption.title, caption.subtitle, *caption.footer, *(r.label for r in plot.rows)):
        assert text.replace(" ", "") in letters
    for value in plot.marks + plot.totals:
        if value.share:
            assert value.text in told


@FORMATS
@given(plot=st.one_of(stacks(), stacks(diverging=True)), caption=captions())
def test_no_bar_leaves_the_sheet_nor_stands_on_another(fmt, plot, caption):
    spec = specification(plot, caption, fmt)
    left, right, _, _ = drawn.sheet(spec)
    by_line = {}
    for bar in drawn.marks(spec):
        assert left <= bar["x"] <= bar["x2"] + 0.02 <= right + 0.02
        by_line.setdefault((bar["y"], bar["y2"]), []).append(bar)
    lines = sorted(by_line)
    assert all(above[1] < below[0] for above, below in pairwise(lines))
    for bars in by_line.values():
        ends = sorted((b["x"], b["x2"]) for b in bars)
        assert all(a[1] <= b[0] + 0.02 for a, b in pairwise(ends))
