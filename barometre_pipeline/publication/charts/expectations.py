"""Practices of local authorities beside what the French expect: the values of a crossing of the catalogue.

Which rows of ``indicateurs`` they are; each side keeps its own public, population and base, and no share is subtracted.
"""

from collections.abc import Iterator, Mapping
from typing import Final

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.chart import DeclaredChart
from barometre_pipeline.catalogue.indicator import Crossing
from barometre_pipeline.french.spaces import spaced

SIDES: Final = ("Collectivités", "Français")


def crossing_of(catalogue: Catalogue, chart: DeclaredChart) -> Crossing:
    """Return the crossing that a chart shows."""
    return next(c for c in catalogue.croisements if c.nom == chart.croisement)


def crossed(
    printed: Mapping[str, pd.DataFrame], crossing: Crossing, edition: str
) -> Iterator[tuple[int, int, str, pd.Series]]:
    """Yield each value: rank of the field, of the side, words of the field, row of ``indicateurs``.

    A field is left out where one of its sides is not known that year.

    Args:
        printed: rows that a chart may show, by indicator.
        crossing: which fields, which sides.
        edition: of both sides.
    """
    sides = (crossing.pratique, crossing.attente)
    tables = [_of_side(printed, side.indicateur, side.population, edition) for side in sides]
    for rank, pair in enumerate(crossing.paires):
        rows = [t.get(c) for t, c in zip(tables, (pair.pratique, pair.attente), strict=True)]
        if any(row is None for row in rows):
            continue
        for side, row in enumerate(rows):
            if row is not None:
                yield rank, side, spaced(pair.libelle), row


def _of_side(
    printed: Mapping[str, pd.DataFrame], indicator: str, population: str, edition: str
) -> dict[str, pd.Series]:
    rows = printed.get(indicator)
    if rows is None:
        return {}
    mine = rows[
        rows["population"].eq(population) & rows["edition"].eq(edition) & rows["part_publiable"].notna()
    ]
    return {str(row["categorie"]): row for _, row in mine.iterrows()}
