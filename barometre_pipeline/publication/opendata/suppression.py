"""Which cells of an open table are withheld because they would point at few structures.

Pure functions over ``tris`` rows. A caller may pass another rule of the same shape to ``open_tris``.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd

from barometre_pipeline.vocabulary import GROUPES, STRATES, strates_of_group

SMALLEST_CELL: Final = 5

# (rows of tris, smallest count published) -> True where a row is withheld
Suppression = Callable[[pd.DataFrame, int], pd.Series]

_GROUPS: Final = tuple(GROUPES)
_BLOCK: Final = ["edition", "question", "sous_question"]
_TOLERANCE = 1e-9


def _group_sums() -> np.ndarray:
    """Write every larger group as the sum of its strates: an equation per row, +1 and -1.

    Every strate is a group too, so these equations imply all the others (communes and EPCI in ensemble...).
    """
    equations = []
    for position, group in enumerate(_GROUPS):
        if group not in STRATES:
            row = np.zeros(len(_GROUPS))
            row[[_GROUPS.index(s) for s in strates_of_group(group)]] = 1
            row[position] = -1
            equations.append(row)
    return np.array(equations)


_SUMS: Final = _group_sums()


def suppress(rows: pd.DataFrame, smallest: int = SMALLEST_CELL) -> pd.Series:
    """Withhold counts from 1 to ``smallest`` - 1, and what would give them back by subtraction.

    Known sums are the answers of one distribution (they make up the group) and the groups made of others.
    Cells are withheld, smallest first, until no withheld cell can be solved for from these sums and what is
    published (linear algebra: its unit vector is in the row space of the system). A box of a multiple
    choice has an unwritten second cell, those who did not tick it: it counts as a cell.

    Returns:
        Booleans aligned with ``rows``.
    """
    hidden = pd.Series(False, index=rows.index)
    for _, block in rows.groupby(_BLOCK, sort=False, observed=True):
        answers = pd.factorize(block["modalite"].astype(str))[0]
        groups = np.array([_GROUPS.index(g) for g in block["groupe"].astype(str)])
        shape = (answers.max() + 1, len(_GROUPS))
        count = np.full(shape, -1, dtype=np.int64)  # -1: no such row
        size = np.zeros(shape, dtype=np.int64)
        count[answers, groups] = block["n"]
        size[answers, groups] = block["effectif"]
        hidden.loc[block.index] = _withheld(count, size, smallest)[answers, groups]
    return hidden


def _withheld(count: np.ndarray, size: np.ndarray, smallest: int) -> np.ndarray:
    """Choose the cells of one distribution (answers x groups) to withhold."""
    present = count >= 0
    primary = (count > 0) & (count < smallest)
    if len(count) == 1:
        primary |= (size - count > 0) & (size - count < smallest) & present
    hidden = primary & present
    equations = _equations(present)
    cost = _cost(count).ravel()
    while (gains := _exposure(hidden & present, equations)) is not None:
        gains[(hidden | ~present).ravel()] = 0
        if not gains.any():
            break  # nothing published gives it away: the sums alone do (a group of that size)
        useful = np.flatnonzero(gains)
        price = cost * (1 + _opened(hidden & present, equations))
        hidden.flat[useful[np.argmin(price[useful] / gains[useful] ** 2)]] = True
    return hidden


def _opened(hidden: np.ndarray, equations: np.ndarray) -> np.ndarray:
    """Count, for each cell, the sums that would be left with that one withheld term."""
    untouched = ~equations[:, hidden.ravel()].any(axis=1)
    opened: np.ndarray = (equations[untouched] != 0).sum(axis=0)
    return opened


def _cost(count: np.ndarray) -> np.ndarray:
    """Rank cells by how much the reader loses: small counts go first, then zeros, the whole sample last."""
    cost = np.where(count > 0, count, count.max() + 1)
    cost[:, _GROUPS.index("ensemble")] += 10 * count.max() + 10
    return cost


def _equations(present: np.ndarray) -> np.ndarray:
    """List the known sums over the cells of one distribution, one row each."""
    answers, groups = present.shape
    found = []
    if answers > 1:
        for group in range(groups):
            row = np.zeros(present.shape)
            row[:, group] = 1
            found.append(row.ravel())
    for answer in range(answers):
        for equation in _SUMS:
            if present[answer, equation != 0].all():
                row = np.zeros(present.shape)
                row[answer] = equation
                found.append(row.ravel())
    return np.array(found).reshape(-1, present.size)


def _exposure(hidden: np.ndarray, equations: np.ndarray) -> np.ndarray | None:
    """Count, for each cell, the ways of solving for a withheld cell that hiding it would close.

    Returns:
        One number per cell, or None where no withheld cell can be solved for.
    """
    unknown = np.flatnonzero(hidden)
    system = equations[:, unknown]
    alone = np.count_nonzero(system, axis=1) == 1
    if alone.any():
        closed: np.ndarray = (equations[alone] != 0).sum(axis=0)
        return closed.astype(float)
    used = system.any(axis=1)
    system = system[used]
    if not len(system):
        return None
    _, singular, basis = np.linalg.svd(system)
    kernel = basis[int((singular > _TOLERANCE).sum()) :]
    fixed = np.flatnonzero((np.abs(kernel) < _TOLERANCE).all(axis=0))
    if not len(fixed):
        return None
    target = (np.arange(len(unknown)) == fixed[0]).astype(float)
    weights: np.ndarray = np.linalg.lstsq(system.T, target, rcond=None)[0]
    exposed: np.ndarray = np.abs(weights @ equations[used]) > _TOLERANCE
    return exposed.astype(float)
