"""What a reader works out from shares told of populations that cross one another: communes, inhabitants, régions.

Written apart from the rule. The unknowns are the structures of each kind (strate, side of 50 000 inhabitants, région)
that a share counts, and those that it does not; who is of which kind is read off ``silver/structures`` and the
definitions. Every told count and every base is an equation; a cell is given back where its least and its most are one,
or are both of 1 to 4.
"""

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.populations import Population
from barometre_pipeline.vocabulary import STRATES, strates_of_group

FEW = range(1, 5)


def memberships(structures: pd.DataFrame, catalogue: Catalogue) -> dict[str, np.ndarray]:
    """Return who is in each population that no answer makes."""
    known, found = catalogue.populations.by_name, {}

    def inside(population: Population) -> np.ndarray | None:
        if population.condition is not None or population.minimum_de or population.public != "collectivites":
            return None
        whole = known[population.parmi] if population.parmi else None
        mask = inside(whole) if whole else np.ones(len(structures), dtype=bool)
        if mask is None:
            return None
        own = population.strates or (strates_of_group(population.nom) if _is_group(population.nom) else None)
        if own is not None:
            mask = mask & structures["strate"].astype(str).isin(own).to_numpy()
        size = structures["population"].astype(float).to_numpy(na_value=np.nan)
        if population.habitants_min is not None:
            mask = mask & (np.nan_to_num(size, nan=-1) >= population.habitants_min)
        if population.habitants_max is not None:
            mask = mask & (np.nan_to_num(size, nan=math.inf) < population.habitants_max)
        if population.region is not None:
            mask = mask & structures["code_region"].astype(str).eq(population.region).to_numpy()
        return mask

    for population in known.values():
        if (mask := inside(population)) is not None:
            found[population.nom] = mask
    return found


def _is_group(name: str) -> bool:
    try:
        return bool(strates_of_group(name))
    except (KeyError, ValueError):
        return False


def given_back(
    rows: pd.DataFrame, told: set[str], members: dict[str, np.ndarray], sensible: frozenset[tuple[str, str]]
) -> Iterator[tuple[str, str, int, int]]:
    """Yield the counts that follow from those told: (trace, « n » or « others », least, most).

    Args:
        rows: ``gold/indicateurs`` of one edition: every row, told or not.
        told: ``trace_id`` of those published.
        members: who is in each population.
        sensible: indicator and category of what may harm.
    """
    rows = rows[
        rows["population"].isin(members) & rows["ventilation"].isin(["", *_KINDS]) & rows["n"].notna()
    ]
    crossing = {name for name in members if not _of_strates(members, name)}
    rows = rows.assign(told=rows["trace_id"].isin(told))
    rows = rows.assign(crossing=rows["told"] & rows["population"].isin(crossing))
    for (name, category, _), of in rows.groupby(["indicateur", "categorie", "regle_base"], sort=False):
        if of["crossing"].any():
            yield from _of_share(of, members, (name, category) in sensible)


_KINDS = ("type", "strate", "reunion", "region_insee")


def _of_strates(members: dict[str, np.ndarray], name: str) -> bool:
    """Tell whether a population is a union of strates."""
    return all(not members[name][members[s]].any() or members[name][members[s]].all() for s in STRATES)


def _of_share(
    of: pd.DataFrame, members: dict[str, np.ndarray], sensible: bool
) -> Iterator[tuple[str, str, int, int]]:
    names = list(dict.fromkeys(of["population"]))
    kinds = np.unique(np.array([members[n] for n in names]).T, axis=0).astype(float)
    nothing = np.zeros(len(kinds))
    everything, by_strates = Facts(), Facts()
    cells = []
    for row in of.itertuples():
        here = kinds[:, names.index(row.population)]
        n, others = np.concatenate([here, nothing]), np.concatenate([nothing, here])
        for facts in (everything, by_strates):
            facts.know(n + others, row.base)
        if row.told:
            everything.know(n, row.n)
            if not row.crossing:
                by_strates.know(n, row.n)
        few = sensible and 0 < row.base < 10
        for word, cell, count in (("n", n, row.n), ("others", others, row.base - row.n)):
            if count in FEW or (few and count == 0):
                cells.append((row.trace_id, word, cell, count))
    if cells:  # two far ends show most cells to be open at once
        everything.bounds(sum(cell for _, _, cell, _ in cells))
    for trace, word, cell, count in cells:
        # By whole strates alone a cell may be known too (all of them said so): that is another rule's.
        if everything.shows(cell, count) and not by_strates.shows(cell, count):
            yield trace, word, *everything.bounds(cell)


class Facts:
    """Sums that are known, and some of the counts that agree with them."""

    def __init__(self) -> None:
        self.known: dict[bytes, tuple[np.ndarray, int]] = {}
        self.possible: list[np.ndarray] = []

    def know(self, of: np.ndarray, count: int) -> None:
        self.known[of.tobytes()] = of, count

    def bounds(self, cell: np.ndarray) -> tuple[int, int]:
        return math.ceil(-self._most(-cell) - 1e-6), math.floor(self._most(cell) + 1e-6)

    def _most(self, cell: np.ndarray) -> float:
        sums = np.array([of for of, _ in self.known.values()])
        counts = np.array([count for _, count in self.known.values()], float)
        end = linprog(-cell, A_eq=sums, b_eq=counts)
        assert end.success, f"published figures contradict each other: {end.message}"
        self.possible.append(end.x)
        return -float(end.fun)

    def shows(self, cell: np.ndarray, count: int) -> bool:
        """Tell whether the cell must be a few where it is a few, or nobody where it is nobody."""

        def elsewhere(value: float) -> bool:
            return value > 4 + 1e-6 or (value < 1 - 1e-6 if count else value > 1 - 1e-6)

        if any(elsewhere(float(of @ cell)) for of in self.possible) or elsewhere(self._most(cell)):
            return False
        least, most = self.bounds(cell)
        assert least <= count <= most
        return not (elsewhere(least) or elsewhere(most))
