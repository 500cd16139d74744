"""What a reader can subtract: « engagé ou prévu » without « engagé », a whole without its parts.

Written apart from the rule, which reads definitions: which shares add up is found here in the true counts, wherever
they are counted. A cell is given back where it is a combination of published counts, whatever its value.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from barometre_pipeline.vocabulary import STRATES

_SEEN = 6  # places where shares must add up, each holding somebody, to be no chance
_FEW = 12  # categories among which three may add up
PLACE = ["population", "ventilation", "modalite"]


def given_back(truth: pd.DataFrame, told: set[str], groups: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the cells of 1 to 4 that are not published and follow from those that are.

    Args:
        truth: ``gold/indicateurs``: every row, told or not.
        told: ``trace_id`` of the published rows.
        groups: population -> strates that make it up.
    """
    found: list[str] = []
    rows = truth.astype({"edition": str}).assign(told=truth["trace_id"].isin(told))
    for _, of in rows.groupby(["edition", "indicateur", "regle_base"], sort=False):
        found += _of_one(of, groups)
    return found


def _of_one(of: pd.DataFrame, groups: Mapping[str, tuple[str, ...]]) -> list[str]:
    counts = of.pivot_table(index="categorie", columns=PLACE, values="n", observed=True)
    together: list[list[tuple[str, ...]]] = []
    for sum_ in _sums(counts):
        touched = [t for t in together if any(set(other) & set(sum_) for other in t)]
        together = [t for t in together if t not in touched] + [[sum_, *(s for t in touched for s in t)]]
    return [trace for some in together for trace in _of_some(of, some, groups)]


def _of_some(
    of: pd.DataFrame, sums: list[tuple[str, ...]], groups: Mapping[str, tuple[str, ...]]
) -> list[str]:
    """Return what the categories of some sums give back: cells that are in the span of what is known."""
    categories = sorted({c for s in sums for c in s})
    rows = of[of["categorie"].isin(categories)]
    small = rows[rows["n"].between(1, 4) & ~rows["told"]]
    if small.empty:
        return []
    parts = [*STRATES, *dict.fromkeys(zip(*(rows[c] for c in PLACE), strict=True))]

    def cell(category: str, place: object, value: int = 1) -> np.ndarray:
        cells = np.zeros((len(categories), len(parts)))
        cells[categories.index(category), parts.index(place)] = value
        return cells.ravel()

    def count(row: Any) -> np.ndarray:
        place = row.population, row.ventilation, row.modalite
        strates = groups.get(place[0]) if place[2] in ("", place[0]) else None
        return sum(cell(row.categorie, part) for part in strates or (place,))

    facts = [count(row) for row in rows[rows["told"]].itertuples()]
    facts += [cell(total, part) - sum(cell(c, part) for c in some) for total, *some in sums for part in parts]
    _, sizes, base = np.linalg.svd(np.array(facts), full_matrices=False)
    span = base[sizes > 1e-9]
    return [
        row.trace_id
        for row in small.itertuples()
        if np.allclose(count(row) @ span.T @ span, count(row), atol=1e-7)
    ]


def _sums(counts: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    """Yield a total and its parts, two or three, that add up to it wherever all are counted."""
    everywhere = counts.sum(
        axis=1
    ).to_dict()  # all the categories of an indicator are counted in the same places
    values = {c: row.to_numpy() for c, row in counts.iterrows()}
    sizes = (2, 3) if len(values) <= _FEW else (2,)
    for size in sizes:
        for some in combinations([c for c in values if everywhere[c]], size):
            whole = sum(everywhere[c] for c in some)
            for total in (c for c in values if everywhere[c] == whole and c not in some):
                rows = np.array([values[c] for c in some])
                same = (np.nan_to_num(rows.sum(axis=0)) == np.nan_to_num(values[total])).all()
                if same and ((rows > 0).sum(axis=1) >= _SEEN).all():
                    yield str(total), *map(str, some)
