"""Which charts a document leaves out: those whose every value stands on the others.

A document has one page for a figure; the site and the files of charts keep every declared chart.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.disclosure import one_column
from barometre_pipeline.catalogue.resolution import NotComputableError
from barometre_pipeline.publication.charts.declared import Told

_OF = ("edition", "population", "modalite", "regle_base", "n", "base")


def without_repeats(charts: Sequence[Told], catalogue: Catalogue, asked: Collection[str] = ()) -> list[Told]:
    """Return the charts that a document shows, in the same order.

    The chart with the fewest values goes first, the last declared of equals, so that what compares and breaks
    down stays.

    Args:
        charts: those of an edition.
        catalogue: what each share counts.
        asked: names of those that stay whatever they show: the plan or the edition asks for them.
    """
    shown = {
        t.cells.chart.nom: {counted_value(r, catalogue) for r in t.cells.rows.to_dict("records")}
        for t in charts
    }
    left = list(reversed(shown))
    for name in sorted(left, key=lambda n: len(shown[n])):
        others = set().union(*(values for other, values in shown.items() if other != name))
        if name not in asked and shown[name] <= others:
            del shown[name]
    return [t for t in charts if t.cells.chart.nom in shown]


def counted_value(row: Mapping[Hashable, Any], catalogue: Catalogue) -> tuple[Hashable, ...]:
    """Return what a value says: which answers to which question are counted, among whom, and how many."""
    return _counted(row, catalogue), *(str(row[c]) for c in _OF)


def _counted(row: Mapping[Hashable, Any], catalogue: Catalogue) -> Hashable:
    indicator, edition = str(row["indicateur"]), str(row["edition"])
    category = catalogue.categories.get(indicator, {}).get(str(row["categorie"]))
    try:
        of = one_column(catalogue, edition, category.expression(edition)) if category else None
    except NotComputableError:
        of = None
    return (of[0], frozenset(of[1])) if of else (indicator, str(row["categorie"]))
