"""How strongly the rows or boxes of one question go together, and the joint answers that this makes likely.

One number per question, measured on the real survey of 2023 by ``real_2023``: a common factor behind all its
columns, thresholds being each column's own chances (a Gaussian copula with one factor).
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

ASSOCIATIONS = Path(__file__).parent / "associations_2023.csv"
Floats = NDArray[np.float64]
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(40)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()
_SURE = 1e-9
_MOST = 0.9  # association: beyond it, columns are one and the same
_LEAST_GROUP = 5
Pair = tuple[int, float, float, float]  # people, shares of each column and of both


@cache
def associations() -> Mapping[str, float]:
    """Return the measured association of each question that has one, in [0, 1)."""
    with ASSOCIATIONS.open(encoding="utf-8", newline="") as file:
        return {row["variable"]: float(row["association"]) for row in csv.DictReader(file)}


def joint(
    columns: Sequence[Sequence[float]], masks: Sequence[Sequence[int]], statements: int, association: float
) -> tuple[Floats, list[Floats]]:
    """Return how likely several « at least one of these answers » are together, and each answer with them.

    Given the factor, columns are independent: the chance that no statement outside a set is true is a product
    over columns, and inclusion-exclusion over sets gives the chance of each set.

    Args:
        columns: chances of the answers of each column, the most favourable first; each sums to one.
        masks: statements (bits) that each of these answers makes true.
        statements: their number.
        association: share of the variance that the columns have in common.

    Returns:
        Chance of each set of true statements (the position is the set's bits), and for each column the chance of
        each of its answers (rows) together with each set.
    """
    sets = np.arange(2**statements)
    given = [_given_factor(np.array(chances), association) for chances in columns]
    inside = [(np.array(mask)[:, None] & ~sets[None, :]) == 0 for mask in masks]  # answer x set
    within = np.array([chance @ allowed for chance, allowed in zip(given, inside, strict=True)])
    whole = _exactly(_WEIGHTS @ within.prod(axis=0))
    answers = []
    for position, (chance, allowed) in enumerate(zip(given, inside, strict=True)):
        others = np.delete(within, position, axis=0).prod(axis=0)
        answers.append(_exactly((chance * _WEIGHTS[:, None]).T @ others * allowed))
    return whole, answers


def union(shares: Sequence[float], association: float) -> float:
    """Return how likely one at least of several columns is."""
    whole, _ = joint([(p, 1 - p) for p in shares], [(1, 0)] * len(shares), 1, association)
    return float(whole[1])


def pairs(columns: Sequence[pd.Series], groups: pd.Series) -> Iterator[Pair]:
    """Yield each two columns (true or false, of those who answered) within each group of people."""
    for one, two in combinations(columns, 2):
        first, second = one.align(two, join="inner")
        for _, mine in groups.reindex(first.index).groupby(groups):
            a, b = first[mine.index].astype(bool), second[mine.index].astype(bool)
            if len(mine) >= _LEAST_GROUP and 0 < a.mean() < 1 and 0 < b.mean() < 1:
                yield len(mine), float(a.mean()), float(b.mean()), float((a & b).mean())


def measured(counted: Sequence[Pair]) -> float:
    """Return the association that gives as many people with both of two columns as were counted, all pairs together.

    Groups keep their own shares, so that what only tells one kind of people from another is not counted.
    """
    people, one, two, both = np.array(counted, dtype=np.float64).reshape(-1, 4).T
    low, high = 0.0, _MOST
    for _ in range(20):
        middle = (low + high) / 2
        expected = _WEIGHTS @ (_above(one, middle) * _above(two, middle))
        low, high = (middle, high) if people @ (expected - both) < 0 else (low, middle)
    return round((low + high) / 2, 2)


def _given_factor(chances: Floats, association: float) -> Floats:
    """Return the chance of each answer (columns) at each value of the factor (rows)."""
    above = _above(np.cumsum(chances)[:-1], association)
    edges = np.hstack([np.zeros((len(_NODES), 1)), above, np.ones((len(_NODES), 1))])
    return np.asarray(np.diff(edges, axis=1))


def _above(shares: Floats, association: float) -> Floats:
    """Return how likely it is to be in the upper shares (columns) at each value of the factor (rows)."""
    limits = -ndtri(np.clip(shares, _SURE, 1 - _SURE))
    return np.asarray(ndtr((association**0.5 * _NODES[:, None] - limits) / (1 - association) ** 0.5))


def _exactly(within: Floats) -> Floats:
    """Turn the chance that all true statements are in a set into that of the set itself (last axis)."""
    exact = within.copy()
    size = exact.shape[-1]
    for bit in range(size.bit_length() - 1):
        has = np.arange(size) & (1 << bit) > 0
        exact[..., has] -= exact[..., np.flatnonzero(has) ^ (1 << bit)]
    return np.maximum(exact, 0.0)
