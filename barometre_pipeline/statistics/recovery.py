"""What a reader can work out from counts told of populations that cross: sums of them, bounds on the others.

Pure functions over one system: unknown whole counts, of which some sums are told. Which sums, and what is withheld
when one gives a small count back, is said by callers. The audit of linear bounds is that of table suppression
(Fischetti and Salazar, *Models and algorithms for optimizing cell suppression*, JASA 95, 2000).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from barometre_pipeline.statistics.disclosure import SMALLEST_CELL

Sums = NDArray[np.float64]  # (sums, unknowns), 1 where a sum holds the unknown
_EXACT: Final = 1e-7


@dataclass(frozen=True, eq=False)
class Told:
    """What is told of the unknowns, none of which is less than 0.

    Attributes:
        sums: those told.
        counts: (sums,) what each is.
    """

    sums: Sums
    counts: NDArray[np.float64]


def combined(told: Sums, wanted: Sums) -> NDArray[np.bool_]:
    """Say of each sum wanted whether it is a combination of those told, whatever they are."""
    if not len(told) or not len(wanted):
        return np.zeros(len(wanted), dtype=bool)
    sizes, turned = np.linalg.eigh(told @ told.T)  # there are fewer sums than unknowns
    kept = turned[:, sizes > _EXACT]
    span = (kept / np.sqrt(sizes[sizes > _EXACT])).T @ told
    rest = wanted - (wanted @ span.T) @ span
    return np.asarray(np.abs(rest).max(axis=1) < _EXACT, dtype=bool)


def shown_small(told: Told, wanted: Sums, counts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say of each sum wanted whether what is told shows it to be nobody, or shows it to be a few, as it is.

    Args:
        told: sums and their counts, which some unknowns agree with.
        wanted: other sums.
        counts: (wanted,) what each is: 0, or 1 to ``SMALLEST_CELL`` - 1.

    Returns:
        True where no unknowns agree with all that is told and have the sum elsewhere: enough, or nobody where it is
        somebody.
    """
    from scipy.optimize import linprog  # heavy to load

    shown = np.ones(len(wanted), dtype=bool)

    def look(aim: NDArray[np.float64]) -> None:
        end = linprog(-aim, A_eq=told.sums, b_eq=told.counts, bounds=(0, None), method="highs")
        if end.x is None:
            raise ValueError(f"les effectifs d’une question ne s’accordent pas entre eux : {end.message}")
        values = wanted @ end.x
        elsewhere = (values > SMALLEST_CELL - 1 + _EXACT) | ((counts > 0) & (values < 1 - _EXACT))
        shown[elsewhere | ((counts == 0) & (values > 1 - _EXACT))] = False

    # Two far ends settle most of them at once; the others are asked one by one.
    look(wanted.sum(axis=0))
    look(-wanted.sum(axis=0))
    for place in range(len(wanted)):
        for sign in (1.0, -1.0):
            if shown[place] and (sign > 0 or counts[place] > 0):
                look(sign * wanted[place])
    return shown
