"""A programme in whole numbers (HiGHS) with distances that are to be small: columns, rows, the ways to solve it.

Knows nothing of questions or figures, which are ``calibration``'s.
"""

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

Floats = NDArray[np.float64]
_NODES, _FEWER_NODES = 20_000, 800_000  # the second is shared among the columns of a rounding
_GAP = 0.1  # of the rounding that is best: proving the last unit takes minutes and changes no figure
# Price of a distance: each further stretch of log-odds costs twice the last, so that what a figure pulls is pulled
# everywhere a little rather than in one place.
_STRETCHES = ((0.25, 1.0), (0.25, 2.0), (0.5, 4.0), (np.inf, 8.0))
_LEAST_SPREAD = 0.5


class Programme:
    """Columns and rows, hard or only measuring a distance to what is planned."""

    def __init__(self) -> None:
        self.price: list[float] = []
        self.distance: list[float] = []
        self.upper: list[float] = []
        self.integer: list[int] = []
        self.rows: list[dict[int, float]] = []
        self.bounds: list[tuple[float, float]] = []
        self.soft_rows: set[int] = set()  # that only measure a distance to the plan
        self.soft_columns: set[int] = set()

    def fewest(self, cost: Floats) -> Floats | None:
        """Minimise a cost in whole numbers, whatever the distance to the plan."""
        columns = [i for i in range(len(cost)) if i not in self.soft_columns]
        rows = [r for r in range(len(self.rows)) if r not in self.soft_rows]
        bounds = np.zeros(len(cost)), np.array(self.upper)
        return self._solve(cost, np.array(self.integer), bounds, (columns, rows), 0.0)

    def nearest(self) -> Floats | None:
        """Minimise the distance to the plan, in real numbers."""
        every = list(range(len(self.distance))), list(range(len(self.rows)))
        bounds = np.zeros(len(self.distance)), np.array(self.upper)
        return self._solve(np.array(self.distance), np.zeros(len(self.distance)), bounds, every, 0.0)

    def rounded(
        self, near: Floats, together: Mapping[int, Hashable], within: float, nearer: bool
    ) -> Floats | None:
        """Round a solution, so that what belongs together adds up as nearly as can be.

        Args:
            near: the solution.
            together: what each counted column adds up in.
            within: how much further than its neighbours a whole number may be.
            nearer: whether to look for the nearest, or for any.
        """
        aims, owed = near.copy(), dict[Hashable, float]()
        for index, whole in together.items():
            before = owed.get(whole, 0.0)
            owed[whole] = before + near[index]
            aims[index] = round(owed[whole]) - round(before)
        integer, low, high = np.array(self.integer), np.zeros(len(near)), np.array(self.upper)
        low = np.where(integer == 1, np.maximum(low, np.floor(near - within)), low)
        high = np.where(integer == 1, np.minimum(high, np.ceil(near + within)), high)
        loose = [i for i in together if nearer and high[i] - low[i] > 0.5]
        size, count = len(self.rows), len(near)
        for position, index in enumerate(loose):
            gap = count + position
            self.row({index: 1.0, gap: -1.0}, -np.inf, aims[index])
            self.row({index: 1.0, gap: 1.0}, aims[index], np.inf)
        columns = [i for i in range(count) if i not in self.soft_columns] + [
            *range(count, count + len(loose))
        ]
        rows = [r for r in range(len(self.rows)) if r not in self.soft_rows]
        cost = np.array([0.0] * count + [1.0] * len(loose))
        bounds = np.append(low, np.zeros(len(loose))), np.append(high, [np.inf] * len(loose))
        found = self._solve(
            cost, np.append(integer, np.zeros(len(loose))), bounds, (columns, rows), _GAP if nearer else 0.0
        )
        del self.rows[size:], self.bounds[size:]
        return None if found is None else found[:count]

    def _solve(
        self,
        cost: Floats,
        integer: Floats,
        bounds: tuple[Floats, Floats],
        kept: tuple[Sequence[int], Sequence[int]],
        gap: float,
    ) -> Floats | None:
        """Solve the programme of some columns and rows.

        The limit is in nodes, not seconds, so that any machine finds the same. Returns ``None`` when no
        solution was met within it.
        """
        columns, rows = kept
        place = {index: position for position, index in enumerate(columns)}
        entries = [(n, place[c], v) for n, r in enumerate(rows) for c, v in self.rows[r].items()]
        r, c, v = (np.array(x) for x in zip(*entries, strict=True))
        matrix = sparse.csr_matrix((v, (r, c)), shape=(len(rows), len(columns)))
        result = optimize.milp(
            cost[columns],
            integrality=integer[columns].astype(np.int64),
            bounds=optimize.Bounds(bounds[0][columns], bounds[1][columns]),
            constraints=optimize.LinearConstraint(matrix, *np.array([self.bounds[r] for r in rows]).T),
            options={"node_limit": _FEWER_NODES // len(columns) if gap else _NODES, "mip_rel_gap": gap},
        )
        if result.x is None:
            return None
        found = np.zeros(len(cost))
        found[columns] = result.x
        return found

    def new(self, upper: float, price: float = 0.0, distance: float = 0.0, integer: bool = True) -> int:
        """Add a column and return its position."""
        self.price.append(price)
        self.distance.append(distance)
        self.upper.append(upper)
        self.integer.append(int(integer))
        return len(self.price) - 1

    def row(self, terms: Mapping[int, float], low: float, high: float) -> None:
        """Add a row: what the terms must sum to."""
        self.rows.append(dict(terms))
        self.bounds.append((low, high))

    def stay_near(self, terms: Mapping[int, float], weight: float, spread: float | None = None) -> None:
        """Price the distance between what was counted and what was planned (terms sum to their difference).

        Args:
            terms: columns and factors.
            weight: price of one respondent.
            spread: variance of the count; where given, the price of one more grows with the log-odds moved.
        """
        stretches = [(np.inf, 1.0)]
        if spread is not None:
            stretches = [(max(spread, _LEAST_SPREAD) * width, price) for width, price in _STRETCHES]
        gaps = [self.new(width, distance=weight * price, integer=False) for width, price in stretches]
        self.soft_columns.update(gaps)
        self.soft_rows |= {len(self.rows), len(self.rows) + 1}
        self.row({**terms, **dict.fromkeys(gaps, -1.0)}, -np.inf, 0)
        self.row({**terms, **dict.fromkeys(gaps, 1.0)}, 0, np.inf)
