"""Which cells of an open table are withheld because they would point at few structures.

Pure functions over ``tris`` rows. A caller may pass another rule of the same shape to ``open_tris``. What a reader can
add up is ``blocks``'; here is which cells to hide so that no sum gives one back.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd

from barometre_pipeline.publication.opendata.blocks import (
    Block,
    Link,
    blocks_of,
    equations,
    links_of,
    split_of,
)
from barometre_pipeline.vocabulary import GROUPES

SMALLEST_CELL: Final = 5

# (rows of tris, smallest count published) -> True where a row is withheld
Suppression = Callable[[pd.DataFrame, int], pd.Series]

_GROUPS: Final = tuple(GROUPES)
_TOLERANCE = 1e-9


def suppress(rows: pd.DataFrame, smallest: int = SMALLEST_CELL) -> pd.Series:
    """Withhold counts from 1 to ``smallest`` - 1, and what would give them back by subtraction.

    Known sums are the answers of one distribution (with those who are not in its base they make up those asked), the
    groups made of others, and the answers that decide who is asked another question. Cells are withheld, smallest
    first, until no withheld cell can be solved for from these sums and what is published (linear algebra: its
    unit vector is in the row space of the system). Who gave none of the answers written counts as a cell.
    Where the number of those asked is withheld, the whole question is, in that group, and so is every question
    put to the same structures. The base of a share is never withheld otherwise: how many left a question empty says
    nothing of what they do, and a share without its base serves nobody.

    Returns:
        Booleans aligned with ``rows``.
    """
    hidden = pd.Series(False, index=rows.index)
    for _, edition in rows.groupby("edition", sort=False, observed=True):
        for index, mask in _of_edition(edition, smallest):
            hidden.loc[index] = mask
    return hidden


def _of_edition(rows: pd.DataFrame, smallest: int) -> list[tuple[pd.Index, np.ndarray]]:
    """Return what to withhold of one edition, block of rows by block of rows."""
    blocks = blocks_of(rows)
    splits = {b.asked_key: split_of(b) for b in reversed(blocks) if b.asked_key}
    every = [*splits.values(), *blocks]
    links = {id(b): links_of(b, splits) for b in every}
    closed = {key: np.zeros(len(_GROUPS), dtype=bool) for key in splits}
    solved: dict[int, tuple[bytes, np.ndarray]] = {}
    settled = False
    while not settled:
        settled = True
        for block in every:
            told = links[id(block)]
            forced = [closed[k] for k in (block.asked_key, *(link.key for link in told)) if k]
            state = np.array(forced).tobytes()
            if id(block) in solved and solved[id(block)][0] == state:
                continue
            mask = _withheld(block, told, closed, smallest)
            solved[id(block)] = state, mask
            for place, link in enumerate(told, start=len(block.count)):
                if (mask[place] & ~closed[link.key]).any():
                    closed[link.key] = closed[link.key] | mask[place]
                    settled = False
    found = []
    for block in blocks:
        mask = solved[id(block)][1]
        found.append((block.index, mask[block.answers, block.groups]))
        if block.asked_key:
            found.append((block.not_asked, closed[block.asked_key][block.not_asked_groups]))
    return found


def _withheld(block: Block, links: list[Link], closed: dict[bytes, np.ndarray], smallest: int) -> np.ndarray:
    """Choose the cells of one distribution to withhold: answers, then the bases they decide, by groups."""
    count = np.vstack([block.count, *(link.asked for link in links)])
    present = count >= 0
    told = np.append(block.free, np.zeros(len(links), dtype=bool))[:, None] & present
    primary = (count > 0) & (count < smallest) & ~told
    for place, link in enumerate(links, start=len(block.count)):
        left = block.asked - link.asked
        primary[place] |= (left > 0) & (left < smallest) | closed[link.key]
    if block.asked_key:
        primary |= closed[block.asked_key]
    hidden = primary & present
    system = equations(present, len(block.count), [link.answers for link in links])
    cost = _cost(count).ravel()
    while (gains := _exposure(hidden, system)) is not None:
        gains[(hidden | told | ~present).ravel()] = 0
        if not gains.any():
            break  # nothing published gives it away: the sums alone do (a group of that size)
        useful = np.flatnonzero(gains)
        price = cost * (1 + _opened(hidden, system))
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
