"""Native charts of the office suite: their XML, their place on the frame, and the sheet with their values.

What a chart shows is ``native``'s; here are bars, labels and a legend that neither overlap nor are cut.
"""

import io
from collections.abc import Sequence
from math import ceil, floor
from typing import Any, Final

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.series import BarSeries
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.shapes.shapetree import SlideShapes
from pptx.util import Pt

from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.publication.charts import palette
from barometre_pipeline.publication.charts.text import line_count, text_width
from barometre_pipeline.publication.deck.geometry import LABEL_GAP, LEADING, TOTAL, WIDEST_LABELS, Box
from barometre_pipeline.publication.deck.model import NativeChart, NativeSeries
from barometre_pipeline.publication.office import same_bytes

PERCENT_FORMAT: Final = f'0"{NBSP}"%;0"{NBSP}"%'  # what stands on the left of an axis is written without sign
COUNT_FORMAT: Final = "0"
_LABEL_SIZES: Final = (12, 11, 10, 9, 8)
_LEGEND_SIZE, _KEY = 11, 26.0  # points; the square of an entry and the room around it
_AIR: Final = 12.0  # at the right of the bars
_TALLEST: Final = 46.0  # most that a line takes


class Frame:
    """Where the parts of a native chart stand in its frame, in points."""

    def __init__(self, chart: NativeChart, box: Box) -> None:
        self.totals = TOTAL * len(chart.columns)
        width = box.width - self.totals
        legend = _legend_height(chart, width)
        heads = max((line_count(c, TOTAL - 6, 10, True) for c in chart.columns), default=0) * 10 * LEADING + 4
        self.above = max(legend, heads if chart.columns else 4.0)
        lines = max(len(chart.categories), chart.most)
        most = lines * _TALLEST * (1 if len(chart.series) < 3 or chart.stacked else 1.4)
        self.line = min(box.height - self.above - 4, most) / lines
        self.height = self.line * len(chart.categories)
        self.size, self.labels = _label_column((*chart.categories, *chart.others), width, self.line)
        self.box = Box(box.x, box.y, width, self.above + self.height + 4)
        self.bars = width - self.labels - _AIR


def add_native_chart(shapes: SlideShapes, chart: NativeChart, box: Box, description: str) -> Frame:
    """Add a chart that the office suite edits to a slide, its totals left aside; return where its lines stand."""
    frame = Frame(chart, box)
    data = CategoryChartData(number_format=COUNT_FORMAT if chart.counts else PERCENT_FORMAT)
    data.categories = chart.categories
    for series in chart.series:
        data.add_series(series.name, series.values)
    kind = XL_CHART_TYPE.BAR_STACKED if chart.stacked else XL_CHART_TYPE.BAR_CLUSTERED
    where = frame.box
    shape = shapes.add_chart(kind, Pt(where.x), Pt(where.y), Pt(where.width), Pt(where.height), data)
    shape.name = "Graphique"
    shape._element.nvGraphicFramePr.cNvPr.set("descr", description)
    made = shape.chart
    made.part.chart_workbook.update_from_xlsx_blob(_sheet(chart))
    _axes(made, chart, frame)
    _bars(made, chart, frame)
    _place(made, frame)
    if len(chart.series) > 1:
        made.has_legend = True
        made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        made.legend.font.size, made.legend.font.color.rgb = Pt(_LEGEND_SIZE), rgb(palette.INK)
    else:
        made.has_legend = False
    return frame


def _axes(made: Chart, chart: NativeChart, frame: Frame) -> None:
    made.has_title = False
    made.font.name, made.font.size = "Arial", Pt(frame.size)
    lines, values = made.category_axis, made.value_axis
    lines.reverse_order = True
    lines.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    lines.major_tick_mark = lines.minor_tick_mark = XL_TICK_MARK.NONE
    lines.tick_labels.font.size, lines.tick_labels.font.color.rgb = Pt(frame.size), rgb(palette.INK)
    lines.format.line.color.rgb = rgb(palette.OUTLINE)
    lines._element.find("{*}noMultiLvlLbl").addprevious(parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>'))
    lines.has_major_gridlines = values.has_major_gridlines = values.has_minor_gridlines = False
    room = (
        1.0 if chart.stacked else frame.bars / max(frame.bars - 56, 1)
    )  # for the value after the longest bar
    values.minimum_scale, values.maximum_scale = chart.low, chart.top * room or 1.0
    values.visible = False


def _bars(made: Chart, chart: NativeChart, frame: Frame) -> None:
    plot = made.plots[0]
    plot.vary_by_categories = False
    plot.overlap = 100 if chart.stacked else 0
    plot.gap_width = 75 if chart.stacked else 55
    thick = frame.line / (1 + plot.gap_width / 100)
    lifted = _lifted(chart, frame, thick) if chart.stacked else {}
    for rank, (series, drawn) in enumerate(zip(chart.series, plot.series, strict=True)):
        _colour(drawn, series)
        _labels(drawn, series, chart, frame, {i: at for (r, i), at in lifted.items() if r == rank})


def _colour(drawn: BarSeries, series: NativeSeries) -> None:
    drawn.invert_if_negative = False
    pale = palette.contrast(series.colour, "#ffffff") < 1.9
    drawn.format.fill.solid()
    drawn.format.fill.fore_color.rgb = rgb(series.colour)
    drawn.format.line.color.rgb = rgb(palette.OUTLINE if pale else "#ffffff")
    drawn.format.line.width = Pt(0.75)
    for i, colour in sorted(series.points.items()):
        point = drawn.points[i]
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = rgb(colour)


def _labels(
    drawn: BarSeries,
    series: NativeSeries,
    chart: NativeChart,
    frame: Frame,
    lifted: dict[int, tuple[float, float]],
) -> None:
    labels = drawn.data_labels
    size = max(
        8,
        min(
            11, frame.size, floor(frame.line / (1 if chart.stacked else max(len(chart.series), 1)) / LEADING)
        ),
    )
    labels.show_value = True
    labels.number_format = COUNT_FORMAT if chart.counts else PERCENT_FORMAT
    labels.number_format_is_linked = False
    labels.font.size, labels.font.bold = Pt(size), True
    colour = palette.text_on(series.colour) if chart.stacked else palette.INK
    labels.font.color.rgb = rgb(colour)
    labels.position = XL_LABEL_POSITION.CENTER if chart.stacked else XL_LABEL_POSITION.OUTSIDE_END
    for i, (value, text) in enumerate(zip(series.values, series.texts, strict=True)):
        if value is None or (
            text == as_formatted(value, chart.counts) and i not in lifted and (value or not chart.stacked)
        ):
            continue
        if not (value and text) and chart.stacked:  # nothing is drawn, or nothing is told: nothing is written
            _remove(labels._element, i)
            continue
        label = drawn.points[i].data_label
        run = label.text_frame.paragraphs[0].add_run()
        run.text = text
        run.font.size, run.font.bold = Pt(size - 1 if i in lifted else size), True
        run.font.color.rgb = rgb(palette.INK if i in lifted else colour)
        label.position = labels.position
        if i in lifted:
            _shift(labels._element, i, *lifted[i])


def as_formatted(value: float, counts: bool) -> str:
    """Return what the number format of a chart writes: halves go away from zero, which the printed rule does not."""
    if counts:
        return f"{value:.0f}"
    return f"{floor(round(abs(value) * 100, 9) + 0.5)}{NBSP}%"


def _lifted(chart: NativeChart, frame: Frame, thick: float) -> dict[tuple[int, int], tuple[float, float]]:
    """Return by how much of the frame a label that is wider than its segment is moved: above it, aside of its like."""
    scale = frame.bars / ((chart.top - chart.low) or 1.0)
    size = max(8, min(11, frame.size)) - 1
    up = -(thick / 2 + size * LEADING / 2 - 1) / frame.box.height
    found: dict[tuple[int, int], tuple[float, float]] = {}
    for i in range(len(chart.categories)):
        ends, small = {False: 0.0, True: 0.0}, []
        for rank, series in enumerate(chart.series):
            value = series.values[i]
            if not value:
                continue
            start = ends[value < 0]
            ends[value < 0] = start + value
            wide = text_width(series.texts[i], size + 1, bold=True) + 4
            if abs(value) * scale < wide:
                small.append(((start + value / 2 - chart.low) * scale, rank, wide))
        found |= {(rank, i): (moved / frame.box.width, up) for rank, moved in _apart(small, frame.bars)}
    return found


def _apart(labels: Sequence[tuple[float, int, float]], width: float) -> list[tuple[int, float]]:
    """Move labels of one line sideways until none stands on another, nor past the end; return by how much."""
    placed: list[tuple[int, float, float, float]] = []
    edge = 0.0
    for middle, rank, wide in sorted(labels):
        at = max(middle, edge + wide / 2)
        edge = at + wide / 2
        placed.append((rank, middle, at, wide))
    moved = []
    edge = width + _AIR
    for rank, middle, at, wide in reversed(placed):
        kept = min(at, edge - wide / 2)
        edge = kept - wide / 2
        moved.append((rank, kept - middle))
    return moved


def _shift(labels: Any, index: int, x: float, y: float) -> None:
    """Move a label from where its position puts it, by parts of the frame."""
    label = next(e for e in labels.findall("{*}dLbl") if e.find("{*}idx").get("val") == str(index))
    manual = f'<c:manualLayout><c:x val="{x:.5f}"/><c:y val="{y:.5f}"/></c:manualLayout>'
    label.find("{*}idx").addnext(parse_xml(f"<c:layout {nsdecls('c')}>{manual}</c:layout>"))


def _remove(labels: Any, index: int) -> None:
    """Leave a value without label; labels of points stand first, in the order of points."""
    gone = parse_xml(f'<c:dLbl {nsdecls("c")}><c:idx val="{index}"/><c:delete val="1"/></c:dLbl>')
    labels.insert(len(labels.findall("{*}dLbl")), gone)


def _place(made: Chart, frame: Frame) -> None:
    """Fix the rectangle of the bars, so that lines stand where the totals are written."""
    area = made.element.find(".//{*}plotArea")
    for old in area.findall("{*}layout"):
        area.remove(old)
    x, y = frame.labels / frame.box.width, frame.above / frame.box.height
    w, h = frame.bars / frame.box.width, frame.height / frame.box.height
    parts = "".join(f'<c:{k} val="{v:.5f}"/>' for k, v in (("x", x), ("y", y), ("w", w), ("h", h)))
    modes = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    area.insert(
        0, parse_xml(f"<c:layout {nsdecls('c')}><c:manualLayout>{modes}{parts}</c:manualLayout></c:layout>")
    )


def _label_column(labels: Sequence[str], width: float, line: float) -> tuple[int, float]:
    """Return the size of labels and the width of their column: the largest that fits, the narrowest that holds it."""
    longest = width * WIDEST_LABELS
    for size in _LABEL_SIZES:
        most = max(1, floor(line / (size * LEADING)))
        for column in range(60, floor(longest) + 1, 10):
            fits = all(
                line_count(t, column - LABEL_GAP, size) <= most
                and max(text_width(w, size) for w in t.split(" ")) <= column - LABEL_GAP
                for t in labels
            )
            if fits:
                return size, float(column)
    return _LABEL_SIZES[-1], longest


def _legend_height(chart: NativeChart, width: float) -> float:
    """Return the height of a legend: office suites put its entries in columns as wide as the longest."""
    if len(chart.series) < 2:
        return 4.0
    entry = max(text_width(s.name, _LEGEND_SIZE) for s in chart.series) * 1.05 + _KEY
    columns = max(1, min(len(chart.series), floor(width * 0.94 / entry)))
    lines = ceil(len(chart.series) / columns) * ceil(entry / (width * 0.94))
    return lines * _LEGEND_SIZE * 1.4 + 12


def _sheet(chart: NativeChart) -> bytes:
    """Return the sheet that the office suite opens to edit the values, texts never being formulas."""
    from openpyxl import Workbook  # slow to import

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Sheet1"  # the name that the chart's references have
    rows: list[tuple[str | float | None, ...]] = [("", *(s.name for s in chart.series))]
    rows += [(c, *(s.values[i] for s in chart.series)) for i, c in enumerate(chart.categories)]
    for row, cells in enumerate(rows, start=1):
        for column, value in enumerate(cells, start=1):
            cell = sheet.cell(row, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
            elif value is not None:
                cell.number_format = COUNT_FORMAT if chart.counts else PERCENT_FORMAT
    out = io.BytesIO()
    book.save(out)
    return same_bytes(out.getvalue())


def rgb(colour: str) -> RGBColor:
    """Return a colour (« #rrggbb ») as the office suite wants it."""
    return RGBColor.from_string(colour[1:].upper())
