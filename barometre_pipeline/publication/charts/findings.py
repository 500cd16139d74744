"""The line under a title that says what may be concluded: only what ``evolutions`` established, in its own verdict.

No verdict is given here, and none is implied: where nothing is established, the line is empty.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from barometre_pipeline.french.numbers import percent
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.publication.charts.cells import Cell, Cells

_WORDS: Final = {"hausse_etablie": "une hausse établie", "baisse_etablie": "une baisse établie"}

Established = Mapping[tuple[str, ...], Mapping[str, Any]]


def established(evolutions: pd.DataFrame) -> Established:
    """Return the changes that are established, by edition, edition of reference, indicator, category and population.

    Args:
        evolutions: gold ``evolutions``.
    """
    sure = evolutions[evolutions["verdict"].isin(_WORDS)]
    sure = sure[sure["modalite"].eq("") | sure["modalite"].eq(sure["population"])]
    keys = ("edition", "edition_reference", "indicateur", "categorie", "population")
    rows = ({str(k): v for k, v in row.items()} for row in sure.to_dict("records"))
    return {tuple(str(row[k]) for k in keys): row for row in rows}


def finding(cells: Cells, changes: Established) -> str:
    """Return the change established since the year shown before, "" where there is none.

    No older year is looked for: the one that changed enough would be chosen because it did.

    Args:
        cells: what the chart shows; its first total is judged, or its only category, for its first population.
        changes: what ``established`` returns.
    """
    if len(cells.years) < 2:
        return ""
    *_, before, newest = cells.years
    for cell in (c for c in _judged(cells) if c.edition == newest):
        change = changes.get((newest, before, _indicator(cells, cell), cell.categorie, cell.population))
        if change:
            shares = [percent(float(change[c])) for c in ("part_reference", "part")]
            told = f"{shares[0]} en {before}, {shares[1]} en {newest}, {_WORDS[change['verdict']]}"
            return f"{_line(cells, cell)}«{NBSP}{_words(cells, cell)}{NBSP}»{NBSP}: {told}."
    return ""


def _words(cells: Cells, cell: Cell) -> str:
    return cell.serie if cell in cells.totals else cell.categorie_libelle


def _line(cells: Cells, cell: Cell) -> str:
    """Name the line that a total ends, where there are others."""
    others = {c.libelle for c in cells.values} - {cell.libelle}
    of_items = cell in cells.totals and cells.chart.by_item(cells.indicator)
    return f"{cell.libelle}, " if others and of_items else ""


def _judged(cells: Cells) -> Iterator[Cell]:
    whole = cells.populations[0]
    if cells.totals:
        yield from (c for c in cells.totals if c.population == whole and c.reponse == 0 and _alone(cells))
    elif len({c.categorie for c in cells.values}) == 1:
        yield from (c for c in cells.values if c.population == whole)


def _alone(cells: Cells) -> bool:
    """Tell whether the total is that of the question, not of one of its items."""
    return len({(c.categorie, c.reponse) for c in cells.totals}) == len(cells.chart.totaux)


def _indicator(cells: Cells, cell: Cell) -> str:
    totals = cells.chart.totaux
    return (totals[cell.reponse].indicateur if cell in cells.totals else "") or cells.indicator.nom
