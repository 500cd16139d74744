"""The rows of indicators that declared charts may show, and what a chart has to say of those that it may not.

Which rows may be told is ``indicators.disclosure``'s; where a value stands on a chart is ``cells``'.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.chart import STACKED, DeclaredChart
from barometre_pipeline.catalogue.words import category_in_words
from barometre_pipeline.french.spaces import spaced

_BARS: Final = ("barres", "barres_groupees")


@dataclass(frozen=True)
class Untold:
    """An answer that may not be told where others of its line are: in words, of which item, of whom, which year."""

    answer: str
    item: str
    population: str
    edition: str


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
) -> tuple[Untold, ...]:
    """Return the answers that a line of a stack lacks, or that bars of one population lack."""
    indicator = catalogue.indicateurs[chart.names[0]]
    grid = chart.by_item(indicator)
    if chart.forme not in STACKED and (chart.forme not in _BARS or rows["population"].nunique() > 1):
        return ()
    shown = rows[["indicateur", "edition", "population", "categorie"]].astype(str)
    lines = {(n, year, p, item_of(c, grid)) for n, year, p, c in shown.itertuples(index=False)}
    found = []
    for name in chart.names:
        for category in chart.shown(catalogue.indicateurs[name], catalogue.categories[name]):
            words, item = spaced(category_in_words(catalogue, name, category)), item_of(category, grid)
            found += [
                Untold(words, item, population, year)
                for n, year, population, of in sorted(lines)
                if n == name and of == item and (population, category) in printed.withheld.get((n, year), ())
            ]
    return tuple(found)


def announced_withheld(
    printed: Printed, chart: DeclaredChart, edition: str, population: str
) -> tuple[str, ...]:
    """Return the categories that the title announces and that may not be told of a population."""
    hidden = printed.withheld.get((chart.names[0], edition), frozenset())
    return tuple(c for c in chart.annonce if (population, c) in hidden)


def charts_withheld(
    printed: Printed, catalogue: Catalogue, edition: str
) -> Iterator[tuple[DeclaredChart, tuple[str, ...]]]:
    """Yield the charts that an edition lacks because what their title announces may not be told, and its words."""
    for chart in catalogue.graphiques.of(edition):
        if chart.annonce:
            name = chart.names[0]
            whole, *others = chart.populations(catalogue.indicateurs[name])
            hidden = announced_withheld(printed, chart, edition, whole)
            if hidden and not any(_tells(printed, chart, edition, p) for p in others):
                yield chart, tuple(spaced(category_in_words(catalogue, name, c)) for c in hidden)


def _tells(printed: Printed, chart: DeclaredChart, edition: str, population: str) -> bool:
    """Tell whether a chart has a line of a population, with what its title announces."""
    rows = printed.told.get(chart.names[0])
    if rows is None or announced_withheld(printed, chart, edition, population):
        return False
    mine = rows["edition"].eq(edition) & rows["population"].eq(population) & rows["part_publiable"].notna()
    return bool(mine.any())


def item_of(category: str, grid: bool) -> str:
    """Return the item that a category of a grid is of, "" where there is no grid."""
    return category.partition(".")[0] if grid else ""
