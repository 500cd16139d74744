"""From what a declared chart draws to a chart of the office suite: categories and series with their values.

Values are those of the plot, unchanged; sizes, fonts and XML are ``native_chart``'s.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from barometre_pipeline.french.numbers import number
from barometre_pipeline.publication.charts.cells import Cells
from barometre_pipeline.publication.charts.expectations import SIDES
from barometre_pipeline.publication.charts.forms import SMALL
from barometre_pipeline.publication.charts.plot import Mark, Plot, Row
from barometre_pipeline.publication.charts.vega import series_colours
from barometre_pipeline.publication.deck.model import NativeChart, NativeSeries


def native_chart(plot: Plot, cells: Cells) -> NativeChart:
    """Return a plot as a native chart.

    Args:
        plot: of bars, of a stack or of dumb-bells, or some of its lines.
        cells: the values of the whole chart: they give bases, and names of years.
    """
    categories = tuple(_categories(plot, cells))
    series = tuple(_stack(plot) if plot.series and plot.shape == "empilees" else _side_by_side(plot, cells))
    low, top = plot.low, plot.top
    written = {(t.row, t.column): t.text for t in plot.totals}
    columns = range(len(plot.columns))
    totals = tuple(tuple(written.get((row, c), "") for c in columns) for row in range(len(plot.rows)))
    return NativeChart(
        categories, series, plot.shape == "empilees", cells.counts, low, top, plot.columns, totals
    )


def native_parts(parts: Sequence[Plot], cells: Cells) -> list[NativeChart]:
    """Return the pages of one chart as native charts that leave the same room to labels and to a line."""
    found = [native_chart(part, cells) for part in parts]
    most = max(len(f.categories) for f in found)
    return [
        replace(f, most=most, others=tuple(c for g in found if g is not f for c in g.categories))
        for f in found
    ]


def lines_of(plot: Plot) -> list[tuple[int, int]]:
    """Return the first and the last row of each line of values, which no page may cut."""
    found = []
    for _, rows in groupby(range(len(plot.rows)), lambda i: plot.rows[i].line):
        kept = list(rows)
        found.append((kept[0], kept[-1]))
    return found


def _compared(plot: Plot) -> bool:
    """Tell whether each category has several bars side by side, those of years or of sides."""
    return plot.shape == "barres" and any(r.detail for r in plot.rows)


def _categories(plot: Plot, cells: Cells) -> Iterator[str]:
    if _compared(plot):
        for first, last in lines_of(plot):
            yield _with_bases(plot.rows[first].label, cells, plot.rows[first].line, range(first, last + 1))
        return
    small = {m.row for m in plot.marks if m.text.endswith(SMALL)}
    for i, row in enumerate(plot.rows):
        if plot.shape == "halteres":
            label = next(c.libelle for c in cells.values if c.ligne == row.line)
            yield _with_bases(label, cells, row.line, [i])
        else:
            yield _named(row) + (SMALL if i in small else "")


def _named(row: Row) -> str:
    if not row.detail:
        return row.label
    return row.detail if row.continues else f"{row.label}, {row.detail}"


def _with_bases(label: str, cells: Cells, line: int, rows: Sequence[int]) -> str:
    """Put after a label the base of each of its bars, in the order of series, with a star where it is small."""
    if not cells.bases_beside or not rows:
        return label
    mine = sorted((c for c in cells.values if c.ligne == line), key=lambda c: c.edition, reverse=True)
    bases = (f"{number(c.base)}{SMALL if c.base_faible else ''}" for c in mine)
    return f"{label} ({', '.join(bases)})"


def _stack(plot: Plot) -> Iterator[NativeSeries]:
    """Yield the answers as an office suite puts them end to end: from the axis outwards, on either side."""
    colours, ranked = series_colours(plot), list(enumerate(plot.series))
    left = [(rank, series) for rank, series in ranked if series.opposite]
    right = [(rank, series) for rank, series in ranked if not series.opposite]
    for rank, series in (*(reversed(right) if left else right), *left):
        marks = {m.row: m for m in plot.marks if m.series == rank}
        sign = -1 if series.opposite else 1
        yield _series(series.label, colours[rank], [marks.get(i) for i in range(len(plot.rows))], sign=sign)


def _side_by_side(plot: Plot, cells: Cells) -> Iterator[NativeSeries]:
    colours = series_colours(plot)
    if plot.shape == "halteres":
        for rank, series in reversed(list(enumerate(plot.series))):  # the newest year above, as for bars
            marks = {m.row: m for m in plot.marks if m.series == rank}
            yield _series(series.label, colours[rank], [marks.get(i) for i in range(len(plot.rows))])
        return
    by_row = {m.row: m for m in plot.marks}
    if not _compared(plot):
        main = colours[next((i for i, r in enumerate(plot.rows) if not (r.residual or r.total)), 0)]
        name = "Nombre de réponses" if cells.counts else "Part"
        points = {i: c for i, c in enumerate(colours) if c != main}
        yield _series(name, main, [by_row.get(i) for i in range(len(plot.rows))], points)
        return
    names = SIDES if cells.chart.croisement else cells.years[::-1]
    places = lines_of(plot)
    for age in sorted({r.age for r in plot.rows}):
        rows = [
            next((i for i in range(first, last + 1) if plot.rows[i].age == age), None)
            for first, last in places
        ]
        mine = [i for i in rows if i is not None]
        plain = (i for i in mine if not (plot.rows[i].residual or plot.rows[i].total))
        main = colours[next(plain, mine[0])]  # of every bar of the series: the legend alone says its year
        yield _series(names[age], main, [None if i is None else by_row[i] for i in rows])


def _series(
    name: str, colour: str, marks: Sequence[Mark | None], points: dict[int, str] | None = None, sign: int = 1
) -> NativeSeries:
    values = tuple(None if m is None else sign * m.share for m in marks)
    texts = tuple("" if m is None else m.text.removesuffix(SMALL) for m in marks)
    return NativeSeries(name, colour, values, texts, points or {})
