"""From the values of a declared chart to what is drawn, form by form.

Lines, marks and their order; which values is ``cells``', the words around are ``declared``'s.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Final

from barometre_pipeline.french.numbers import number, percent
from barometre_pipeline.french.spaces import NNBSP, spaced
from barometre_pipeline.publication.charts.cells import Cell, Cells
from barometre_pipeline.publication.charts.plot import (
    BLANK,
    DONT_KNOW,
    REST,
    RESTS,
    UNTOLD,
    Mark,
    Plot,
    Row,
    Series,
    Total,
)
from barometre_pipeline.publication.charts.prepare import is_other, residual_level
from barometre_pipeline.publication.charts.told_rows import item_of
from barometre_pipeline.vocabulary import REGLE_INCLUSES

Line = tuple[str, list[Cell]]
SMALL: Final = f"{NNBSP}*"
_ROUNDED: Final = 0.005  # what is less than this of a line is left by rounded shares


def plot_of(cells: Cells) -> Plot:
    """Return what the form of a chart makes of its values."""
    return _FORMS[cells.chart.forme](cells)


def _text(cell: Cell, cells: Cells) -> str:
    """Write a share; a star says that its base is small, where others are not."""
    star = SMALL if cell.base_faible and cells.bases_beside else ""
    return percent(cell.valeur, exists=cell.n > 0) + star


def _with_base(text: str, cells: Cells, values: Sequence[Cell]) -> str:
    """Put the base beside what it is the base of."""
    if not cells.bases_beside:
        return text
    low, high = min(c.base for c in values), max(c.base for c in values)
    return f"{text} ({number(low) if low == high else f'{number(low)} à {number(high)}'})"


def written(cell: Cell, cells: Cells) -> str:
    """Return the value as a mark writes it."""
    return number(cell.n) if cells.counts else _text(cell, cells)


def _last(label: str) -> int:
    """« Autre » stands after the answers, « ne sait pas » after all."""
    return 2 if residual_level(label) else 1 if is_other(label) else 0


def _lines(cells: Cells, ranked: bool) -> list[Line]:
    """Return the lines in the order drawn.

    Args:
        cells: in the order of lines.
        ranked: whether the largest of the last year comes first, by its total or else its first answer, « autre » and
            « ne sait pas » last; otherwise the order is that declared.
    """
    lines = [
        (found[0].libelle, found) for _, g in groupby(cells.values, lambda c: c.ligne) if (found := list(g))
    ]
    if not ranked:
        return lines
    newest = cells.years[-1]
    totals = {c.ligne: c.valeur for c in reversed(cells.totals) if c.edition == newest}

    def size(line: Sequence[Cell]) -> float:
        of_newest = [c for c in line if c.edition == newest]
        first = min((c.reponse for c in of_newest), default=0)
        return totals.get(line[0].ligne, sum(c.valeur for c in of_newest if c.reponse == first))

    return sorted(lines, key=lambda pair: (_last(pair[0]), -size(pair[1])))


def _ranked(cells: Cells) -> bool:
    """Tell whether lines are ranked: items of several answers are, populations and the answers of a scale are not."""
    one_answer = cells.indicator.par_modalite or (cells.indicator.categories and not cells.indicator.par_item)
    return len(cells.chart.populations(cells.indicator)) == 1 and not one_answer


def _apart(lines: list[Line], cells: Cells) -> list[Line]:
    """Put what unites other lines before them."""
    return sorted(lines, key=lambda line: line[1][0].categorie not in cells.unions)


def _entitled(label: str, line: Sequence[Cell], cells: Cells) -> str:
    return f"{label} (total)" if line[0].categorie in cells.unions else label


def _bars(cells: Cells) -> Plot:
    """One bar per answer or population, or per year where several of one value are shown."""
    if len(cells.years) > 1:
        newest_first = sorted(cells.values, key=lambda c: c.edition, reverse=True)
        lines: list[Line] = [(c.edition, [c]) for c in newest_first]
    else:
        lines = _apart(_lines(cells, ranked=_ranked(cells)), cells)
    marks = tuple(Mark(i, 0, line[0].valeur, _text(line[0], cells)) for i, (_, line) in enumerate(lines))
    rows = (
        Row(
            _with_base(_entitled(label, line, cells), cells, line),
            bool(residual_level(label)),
            line=line[0].ligne,
            total=line[0].categorie in cells.unions,
        )
        for label, line in lines
    )
    return Plot(tuple(rows), marks, whole=0.5)


def _counts(cells: Cells) -> Plot:
    """One bar per population, the largest first."""
    lines = sorted(_lines(cells, ranked=False), key=lambda pair: (_last(pair[0]), -pair[1][0].n))
    marks = tuple(Mark(i, 0, line[0].valeur, number(line[0].n)) for i, (_, line) in enumerate(lines))
    return Plot(tuple(Row(label, line=line[0].ligne) for label, line in lines), marks)


def _regions(cells: Cells) -> Plot:
    """One bar per région: what a map says in words, for who cannot see it."""
    lines = _lines(cells, ranked=False)
    marks = tuple(Mark(i, 0, line[0].valeur, written(line[0], cells)) for i, (_, line) in enumerate(lines))
    return Plot(tuple(Row(label, line=line[0].ligne) for label, line in lines), marks)


def _grouped(cells: Cells) -> Plot:
    """The years of each answer or population one under the other, the newest first."""
    years = cells.years[::-1]
    rows: list[Row] = []
    marks: list[Mark] = []
    for label, line in _apart(_lines(cells, _ranked(cells)), cells):
        total = line[0].categorie in cells.unions
        for i, cell in enumerate(line):
            marks.append(Mark(len(rows), 0, cell.valeur, _text(cell, cells)))
            year = _with_base(cell.edition, cells, [cell])
            age = years.index(cell.edition)
            name = _entitled(label, line, cells)
            rows.append(Row(name, bool(residual_level(label)), year, bool(i), age, cell.ligne, total))
    return Plot(tuple(rows), tuple(marks), whole=0.5)


def _stacked(cells: Cells) -> Plot:
    """Answers end to end, a line per population, item or year; those of ``face_a`` go left from the axis."""
    chart = cells.chart
    series = _series(cells)
    several = len(cells.years) > 1
    lines = _lines(cells, _ranked(cells) or bool(chart.indicateurs))
    only_years = several and len(lines) == 1
    rows: list[Row] = []
    marks: list[Mark] = []
    places: dict[tuple[int, str], int] = {}
    for label, line in lines:
        for i, (year, given) in enumerate(groupby(line, lambda c: c.edition)):
            here = list(given)
            places[here[0].ligne, year] = len(rows)
            marks += _along(here, len(rows), series, cells)
            if only_years:
                rows.append(Row(year, line=here[0].ligne))
            elif several:
                detail = _with_base(year, cells, here)
                rows.append(Row(label, detail=detail, continues=bool(i), line=here[0].ligne))
            else:
                rows.append(Row(_with_base(label, cells, here), line=here[0].ligne))
    whole = 1.0 if chart.forme == "barres_empilees" else 0.0
    answers = tuple(series.values())
    if whole and not chart.indicateurs:
        answers, marks = _completed(answers, marks, cells, {row: key for key, row in places.items()})
    totals = tuple(
        Total(places[c.ligne, c.edition], c.reponse, c.valeur, _text(c, cells)) for c in cells.totals
    )
    columns = tuple(spaced(t.libelle) for t in chart.totaux) if totals else ()
    return Plot(tuple(rows), tuple(marks), answers, "empilees", whole, totals, columns)


def _series(cells: Cells) -> dict[int, Series]:
    """Return the answers of a stack by rank; one that nobody gave and that is untold elsewhere is not named."""
    chart, unseen = cells.chart, {u.answer for u in cells.answers_withheld}
    found = {}
    for cell in sorted(cells.values, key=lambda c: c.reponse):
        level = min(residual_level(cell.serie), DONT_KNOW)
        if chart.face_a and level:
            continue  # who has no opinion stands on neither side; a note says how many
        if cell.valeur or cell.serie not in unseen:
            found[cell.reponse] = Series(cell.serie, level, cell.categorie.rpartition(".")[2] in chart.face_a)
    return found


def _completed(
    answers: tuple[Series, ...], marks: list[Mark], cells: Cells, lines: Mapping[int, tuple[int, str]]
) -> tuple[tuple[Series, ...], list[Mark]]:
    """Put at the end of each line what it lacks to make 100 %: answers that may not be told, empty ones.

    It tells no more than the answers drawn, whose shares a reader adds up.
    """
    why: set[str] = set()
    rests = []
    for row, (line, edition) in lines.items():
        told = [c for c in cells.values if (c.ligne, c.edition) == (line, edition)]
        left = 1 - sum(m.share for m in marks if m.row == row)
        reasons = _lacking(told[0], cells)
        if reasons and left > _ROUNDED:
            why |= reasons
            rests.append(Mark(row, len(answers), left, "", 1 - left))
    if not rests:
        return answers, marks
    name = next(iter(why)) if len(why) == 1 else RESTS[-1]
    return (*answers, Series(name, REST)), [*marks, *rests]


def _lacking(cell: Cell, cells: Cells) -> set[str]:
    """Say why the line of a value may not make 100 %."""
    item = item_of(cell.categorie, cells.chart.by_item(cells.indicator))
    line = (item, cell.population, cell.edition)
    hidden = any((u.item, u.population, u.edition) == line for u in cells.answers_withheld)
    blanks = cell.regle_base == REGLE_INCLUSES
    return {word for word, true in ((UNTOLD, hidden), (BLANK, blanks)) if true}


def _along(line: Sequence[Cell], row: int, series: Mapping[int, Series], cells: Cells) -> list[Mark]:
    """Put the answers of one line end to end; where some stand against the others, the firmest ends each side."""
    rank = {r: i for i, r in enumerate(series)}
    drawn = [c for c in line if c.reponse in series]
    left = [c for c in drawn if series[c.reponse].opposite]
    right = [c for c in drawn if not series[c.reponse].opposite]
    found, at = [], 0.0
    for cell in reversed(right) if left else right:
        found.append(Mark(row, rank[cell.reponse], cell.valeur, _text(cell, cells), at))
        at += cell.valeur
    at = 0.0
    for cell in left:
        at -= cell.valeur
        found.append(Mark(row, rank[cell.reponse], cell.valeur, _text(cell, cells), at))
    return sorted(found, key=lambda m: m.series)


def _dumbbells(cells: Cells) -> Plot:
    """The years of each population on one line."""
    lines = _lines(cells, ranked=False)
    marks = tuple(
        Mark(i, cells.years.index(c.edition), c.valeur, _text(c, cells))
        for i, (_, line) in enumerate(lines)
        for c in reversed(line)
    )
    rows = tuple(Row(_with_bases(label, line), line=line[0].ligne) for label, line in lines)
    return Plot(rows, marks, tuple(map(Series, cells.years)), "halteres", 1.0)


def _with_bases(label: str, line: Sequence[Cell]) -> str:
    return f"{label} ({', '.join(number(c.base) for c in reversed(line))})"


def _expectations(cells: Cells) -> Plot:
    """What local authorities do and, under it, what the French expect: the most frequent practice first."""
    lines = sorted(_lines(cells, ranked=False), key=lambda pair: -pair[1][0].valeur)
    rows: list[Row] = []
    marks: list[Mark] = []
    for label, line in lines:
        for i, cell in enumerate(line):
            marks.append(Mark(len(rows), 0, cell.valeur, _text(cell, cells)))
            rows.append(Row(label, detail=cell.serie, continues=bool(i), age=cell.reponse, line=cell.ligne))
    return Plot(tuple(rows), tuple(marks), whole=0.5)


def _key_figures(cells: Cells) -> Plot:
    """Big numbers, each with what it is and of whom."""
    rows = tuple(Row(c.libelle, detail=c.population_libelle, line=c.ligne) for c in cells.values)
    marks = tuple(Mark(i, 0, c.valeur, _text(c, cells)) for i, c in enumerate(cells.values))
    return Plot(rows, marks, shape="nombres")


_FORMS: Final[Mapping[str, Callable[[Cells], Plot]]] = {
    "barres": _bars,
    "effectifs": _counts,
    "carte": _regions,
    "chiffres_cles": _key_figures,
    "attentes": _expectations,
    "barres_groupees": _grouped,
    "barres_empilees": _stacked,
    "barres_cumulees": _stacked,
    "barres_divergentes": _stacked,
    "halteres": _dumbbells,
}
