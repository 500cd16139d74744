"""The rows of indicators that declared charts may show, and what a chart has to say of those that it may not.

Which rows may be told is ``indicators.disclosure``'s; where a value stands on a chart is ``cells``'.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.chart import STACKED, DeclaredChart
from barometre_pipeline.catalogue.words import category_in_words
from barometre_pipeline.french.spaces import spaced


@dataclass(frozen=True)
class Printed:
    """The rows that charts may show, and what they may not.

    Attributes:
        told: by indicator.
        withheld: (indicator, edition) -> rows withheld: population, category.
    """

    told: Mapping[str, pd.DataFrame]
    withheld: Mapping[tuple[str, str], frozenset[tuple[str, str]]]


def printed_rows(indicateurs: pd.DataFrame, internal: bool = False) -> Printed:
    """Return the rows that charts may show: as printed, of populations as a whole, and that may be told.

    Args:
        indicateurs: gold ``indicateurs`` of all editions.
        internal: for the team's own eyes, all of them.
    """
    # The population as a whole, not its breakdown by another question (which keeps its name).
    whole = indicateurs["modalite"].eq("") | indicateurs["modalite"].eq(indicateurs["population"])
    rows = indicateurs[indicateurs["imprime"] & whole]
    rows = rows.drop_duplicates(["edition", "indicateur", "population", "categorie"])
    fine = rows["publiable"].astype(bool) | internal
    left = rows[~fine & rows["base"].gt(0)]
    hidden: dict[tuple[str, str], set[tuple[str, str]]] = {}
    columns = (left[c].astype(str) for c in ("indicateur", "edition", "population", "categorie"))
    for name, year, population, category in zip(*columns, strict=True):
        hidden.setdefault((name, year), set()).add((population, category))
    told = {str(n): mine for n, mine in rows[fine].groupby("indicateur", sort=False)}
    return Printed(told, {key: frozenset(of) for key, of in hidden.items()})


def people_withheld(
    printed: Printed, chart: DeclaredChart, populations: Iterable[str], shown: Iterable[tuple[str, str]]
) -> dict[str, tuple[str, ...]]:
    """Return the populations that are not on the chart in some of its years, because few gave an answer there."""
    there = set(shown)
    years = sorted({year for _, year in there})
    found: dict[str, tuple[str, ...]] = {}
    for population in populations:
        hidden = tuple(
            y
            for y in years
            if (population, y) not in there
            and any(population in {p for p, _ in printed.withheld.get((n, y), ())} for n in chart.names)
        )
        if hidden:
            found[population] = hidden
    return found


def answers_withheld(
    printed: Printed, chart: DeclaredChart, catalogue: Catalogue, rows: pd.DataFrame
) -> tuple[str, ...]:
    """Return the answers that a line of a stack lacks, in words: what is left of it up to the whole is theirs."""
    if chart.forme not in STACKED:
        return ()
    indicator = catalogue.indicateurs[chart.names[0]]
    grid = chart.by_item(indicator)
    shown = rows[["indicateur", "edition", "population", "categorie"]].astype(str)
    lines = {(n, year, p, _item(c, grid)) for n, year, p, c in shown.itertuples(index=False)}
    found: dict[str, None] = {}
    for name in chart.names:
        for category in chart.shown(catalogue.indicateurs[name], catalogue.categories[name]):
            item = _item(category, grid)
            if any(
                (p, category) in printed.withheld.get((n, year), ())
                for n, year, p, of in lines
                if n == name and of == item
            ):
                found[spaced(category_in_words(catalogue, name, category))] = None
    return tuple(found)


def _item(category: str, grid: bool) -> str:
    return category.partition(".")[0] if grid else ""
