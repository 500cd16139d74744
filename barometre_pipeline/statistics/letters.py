"""Which columns of a table differ: tests of two independent proportions, told by letters as survey institutes do.

The test only; which columns are compared, and which are too small to be, is decided by the caller.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy import special

from barometre_pipeline.statistics.multiplicity import adjust

LEVEL = 0.05


@dataclass(frozen=True)
class Proportion:
    """A share and how sure it is.

    Attributes:
        share: fraction.
        size: responses of equal weight that it is worth (Kish), > 0.
        left: 1 - n / N, the part of the population that did not answer; 1 where it is not known.
    """

    share: float
    size: float
    left: float = 1.0

    @property
    def variance(self) -> float:
        """Return the variance of the share, a success and a failure added so that unanimity is not certainty."""
        smoothed = (self.size * self.share + 1) / (self.size + 2)
        return self.left * smoothed * (1 - smoothed) / self.size


def exceeded(columns: Sequence[Proportion | None], level: float = LEVEL) -> list[list[int]]:
    """Return, for each column, the columns whose share is significantly lower than its own.

    z of two independent proportions, each with its own variance (finite population correction of a stratum sampled
    without replacement, Cochran 1977, 2.5; smoothed as in the changes between editions); two-sided p-values of all the
    pairs are corrected together by Holm (1979).

    Args:
        columns: one proportion per column; None is compared with nothing.
        level: risk of a single false letter among these columns.
    """
    pairs = [(a, b) for a, b in combinations(range(len(columns)), 2) if columns[a] and columns[b]]
    p = np.array([_p_value(columns[a], columns[b]) for a, b in pairs], dtype=float)
    found: list[list[int]] = [[] for _ in columns]
    for (a, b), corrected in zip(pairs, adjust(p, "holm"), strict=True):
        if corrected < level:
            high, low = (a, b) if _share(columns[a]) > _share(columns[b]) else (b, a)
            found[high].append(low)
    return [sorted(lower) for lower in found]


def _share(column: Proportion | None) -> float:
    return column.share if column else float("nan")


def _p_value(first: Proportion | None, second: Proportion | None) -> float:
    if first is None or second is None or first.share == second.share:
        return 1.0
    variance = first.variance + second.variance
    if variance <= 0:  # two censuses: a difference is a fact
        return 0.0
    return float(2 * special.ndtr(-abs(first.share - second.share) / np.sqrt(variance)))
