"""Whole numbers of respondents that give every printed percentage at once, by integer programming (HiGHS).

Counts only: who exactly answers what is ``respondents``'. A percentage that no count can give together with
the others is given up, at a price, and named.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.model import VariableType
from tools.demonstration.priors import prior
from tools.demonstration.states import (
    Asked,
    Component,
    State,
    is_shown,
    is_union,
    leaf_columns,
    main_column,
    outcomes,
)
from tools.demonstration.targets import (
    NOT_SHOWN,
    UNRANKED,
    Cell,
    Column,
    Target,
    evaluate,
    holds,
)

Class = tuple[bool, ...]  # truth of the atoms a variable is split by
TRIFLE = 0.1  # targets that weigh less are wishes, not figures
_STEPS = (1.0, 2.0, 5.0)
_NODES = 20_000
_NEAR = 5.0  # cost of one respondent that a figure given up lacks
Floats = NDArray[np.float64]
_GIVE_UP = 1000.0  # cost of a figure, against 1 for one respondent away from what is plausible


@dataclass
class Counts:
    """Solved counts of one component.

    Attributes:
        states: respondents of each cell in each joint state.
        columns: respondents of each cell and class with each outcome of a column.
        given_up: figures that no count satisfies together with the others.
    """

    states: dict[tuple[int, State], int] = field(default_factory=dict)
    columns: dict[tuple[int, Class, Column, str], int] = field(default_factory=dict)
    given_up: list[str] = field(default_factory=list)


def solve(component: Component, asked: Asked, cells: Sequence[Cell], profile: frozenset[str]) -> Counts:
    """Return counts that satisfy as many targets as possible and are otherwise plausible.

    Three programmes: the fewest figures given up; with those fixed, the least distance to the prior in real
    numbers; then whole numbers within one or two of these (or the first solution where there are none).
    """
    model = _Model(component, asked, cells, profile)
    price, shortfall = np.array(model.price), np.array(model.shortfall)
    first = model.solve(price)
    assert first is not None, component.variables  # slacks make it solvable
    given_up = [t.key for t, column in model.slacks.items() if first[column] > 0.5 and t.weight > TRIFLE]
    for column in model.slacks.values():
        model.upper[column] = float(round(first[column]))
    near = model.solve(np.array(model.distance), whole=False)
    assert near is not None, component.variables  # the first solution satisfies it
    tried = (model.solve(shortfall, near=near, within=distance) for distance in _STEPS)
    best = next((solution for solution in tried if solution is not None), first)
    counts = model.counts(best)
    counts.given_up = given_up
    return counts


class _Model:
    """Columns and rows of the programme of one component."""

    def __init__(
        self, component: Component, asked: Asked, cells: Sequence[Cell], profile: frozenset[str]
    ) -> None:
        self.component, self.asked, self.cells, self.profile = component, asked, cells, profile
        self.price: list[float] = []
        self.distance: list[float] = []
        self.shortfall: list[float] = []
        self.upper: list[float] = []
        self.integer: list[int] = []
        self.rows: list[dict[int, float]] = []
        self.bounds: list[tuple[float, float]] = []
        self.states: dict[tuple[int, State], int] = {}
        self.counted: dict[tuple[int, Class, Column, str], int] = {}
        self.slacks: dict[Target, int] = {}
        self._add_states()
        for column in component.columns:
            self._add_column(column)
        self._add_rankings()
        self._add_unions()
        for target in component.targets:
            self._add_target(target)

    def solve(
        self, cost: Floats, whole: bool = True, near: Floats | None = None, within: float = 0.0
    ) -> Floats | None:
        """Minimise a cost, in whole numbers or not, everywhere or ``within`` a distance of ``near``.

        The limit is in nodes, not seconds, so that any machine finds the same. Returns ``None`` when no
        solution was met within it.
        """
        integer = np.array(self.integer) * int(whole)
        low, high = np.zeros(len(cost)), np.array(self.upper)
        if near is not None:
            low = np.where(integer == 1, np.maximum(low, np.floor(near - within)), low)
            high = np.where(integer == 1, np.minimum(high, np.ceil(near + within)), high)
        entries = [(r, c, v) for r, row in enumerate(self.rows) for c, v in row.items()]
        r, c, v = (np.array(x) for x in zip(*entries, strict=True))
        matrix = sparse.csr_matrix((v, (r, c)), shape=(len(self.rows), len(cost)))
        rows = optimize.LinearConstraint(matrix, *np.array(self.bounds).T)
        result = optimize.milp(
            cost,
            integrality=integer,
            bounds=optimize.Bounds(low, high),
            constraints=rows,
            options={"node_limit": _NODES},
        )
        return None if result.x is None else np.asarray(result.x)

    def counts(self, solution: Floats) -> Counts:
        """Read a solution back."""
        states = {key: round(solution[i]) for key, i in self.states.items()}
        columns = {key: round(solution[i]) for key, i in self.counted.items()}
        return Counts(
            states={k: n for k, n in states.items() if n}, columns={k: n for k, n in columns.items() if n}
        )

    def _new(self, upper: float, price: float = 0.0, distance: float = 0.0, integer: bool = True) -> int:
        self.price.append(price)
        self.distance.append(distance)
        self.shortfall.append(0.0)
        self.upper.append(upper)
        self.integer.append(int(integer))
        return len(self.price) - 1

    def _row(self, terms: Mapping[int, float], low: float, high: float) -> None:
        self.rows.append(dict(terms))
        self.bounds.append((low, high))

    def _add_states(self) -> None:
        for i, cell in enumerate(self.cells):
            for state in self.component.states():
                self.states[i, state] = self._new(cell.size)
            self._row({self.states[i, s]: 1.0 for s in self.component.states()}, cell.size, cell.size)

    def _classes(self, variable: str) -> Iterator[tuple[Class, list[State]]]:
        positions = self.component.positions[variable]
        groups: dict[Class, list[State]] = {}
        for state in self.component.states():
            groups.setdefault(tuple(state[p] for p in positions), []).append(state)
        yield from groups.items()

    def _add_column(self, column: Column) -> None:
        variable, coding = self.asked[column[0]]
        own = [(k, self.component.atoms[p]) for k, p in enumerate(self.component.positions[column[0]])]
        own = [(k, a) for k, a in own if not is_union(a) and leaf_columns(a, self.asked) == [column]]
        for i, cell in enumerate(self.cells):
            for group, states in self._classes(column[0]):
                shown = is_shown(self.component, coding, states[0])
                possible = [
                    o
                    for o in (outcomes(variable, coding) if shown else [NOT_SHOWN])
                    if all(holds(atom, column, o) == group[k] for k, atom in own)
                ]
                total = {self.states[i, s]: -1.0 for s in states}
                chances = prior(variable, coding, column, possible, cell.maturity)
                for outcome in possible:
                    index = self._new(cell.size)
                    self.counted[i, group, column, outcome] = index
                    if len(possible) > 1:
                        self._stay_near(index, states, i, chances[outcome], cell.weight)
                mine = {self.counted[i, group, column, o]: 1.0 for o in possible}
                self._row({**total, **mine}, 0, 0)

    def _stay_near(self, index: int, states: Sequence[State], i: int, chance: float, weight: float) -> None:
        """Price the distance between a count and its plausible share of the class."""
        gap = self._new(np.inf, distance=weight, integer=False)
        expected = {self.states[i, s]: -chance for s in states}
        self._row({index: 1.0, **expected, gap: -1.0}, -np.inf, 0)
        self._row({index: 1.0, **expected, gap: 1.0}, 0, np.inf)

    def _add_rankings(self) -> None:
        """At each rank as many items as people who rank (all of those the question was shown to)."""
        for name in self.component.variables:
            variable, coding = self.asked[name]
            columns = [c for c in self.component.columns if c[0] == name]
            if variable.type is not VariableType.RANKING or not columns:
                continue
            for i in range(len(self.cells)):
                for group, states in self._classes(name):
                    for rank in coding.colonnes:
                        terms = {self.states[i, s]: -1.0 for s in states}
                        terms |= {self.counted[i, group, c, rank]: 1.0 for c in columns}
                        self._row(terms, 0, 0)

    def _add_unions(self) -> None:
        """« At least one of » is true of a class: its ticks suffice for everybody; false: there are none."""
        for position, atom in enumerate(self.component.atoms):
            if not is_union(atom):
                continue
            name = atom.variable or ""
            where = self.component.positions[name].index(position)
            for i in range(len(self.cells)):
                for group, states in self._classes(name):
                    ticks = {
                        index: 1.0
                        for (cell, klass, column, outcome), index in self.counted.items()
                        if cell == i and klass == group and holds(atom, column, outcome)
                    }
                    if not group[where]:
                        self._row(ticks or {self.states[i, states[0]]: 0.0}, 0, 0)
                    else:
                        self._row({**ticks, **{self.states[i, s]: -1.0 for s in states}}, 0, np.inf)

    def _add_target(self, target: Target) -> None:
        numerator, base = self._terms(target)
        slack = self._new(1, price=_GIVE_UP * target.weight)
        gap = self._new(np.inf, distance=_NEAR * target.weight, integer=False)
        self.shortfall[gap] = 1.0
        self.slacks[target] = slack
        size = sum(self.cells[i].size * self.cells[i].weight for i in target.cells)
        whole = all(self.cells[i].weight == 1 for i in target.cells)
        finite = [b for b in (target.window.low, target.window.high) if np.isfinite(b)]
        scale = 2.0 if all((2 * b).is_integer() for b in finite) else 20.0  # makes every coefficient whole
        # A strict bound is then one unit away; with weights, a hundredth of a point.
        margin = 0.01 * scale * size if not whole else float(target.window.strict)
        big = scale * 100 * size + 1
        for bound, sign in ((target.window.low, 1.0), (target.window.high, -1.0)):
            if not np.isfinite(bound):
                continue
            terms: dict[int, float] = {slack: big}
            for index, factor in numerator.items():
                terms[index] = terms.get(index, 0.0) + sign * scale * 100 * factor
            for index, factor in base.items():
                terms[index] = terms.get(index, 0.0) - sign * scale * bound * factor
            self._row(terms, margin, np.inf)
            # What is given up stays as near as it can: the gap is the number of respondents that lack.
            self._row({**terms, slack: 0.0, gap: scale * 100}, margin, np.inf)
        self._row({**base, slack: 1.0}, 1, np.inf)

    def _terms(self, target: Target) -> tuple[dict[int, float], dict[int, float]]:
        """Return numerator and denominator as weighted sums of the programme's columns."""
        if target.mentions is None:
            return self._share(target)
        numerator: dict[int, float] = {}
        base: dict[int, float] = {}
        for part in target.mentions[1]:
            counted, _ = self._share(replace(target, numerator=part, mentions=None))
            base |= counted
            if part in target.mentions[0]:
                numerator |= counted
        return numerator, base

    def _share(self, target: Target) -> tuple[dict[int, float], dict[int, float]]:
        main = main_column(target, self.asked, self.profile)
        numerator: dict[int, float] = {}
        base: dict[int, float] = {}
        for i in sorted(target.cells):
            weight = self.cells[i].weight
            if main is None:
                for state in self.component.states():
                    index = self.states[i, state]
                    truths = dict(zip(self.component.atoms, state, strict=True))
                    self._count(target, i, truths, None, index, weight, (numerator, base))
                continue
            positions = self.component.positions[main[0]]
            for (cell, group, column, outcome), index in self.counted.items():
                if cell == i and column == main:
                    truths = {self.component.atoms[p]: v for p, v in zip(positions, group, strict=True)}
                    self._count(target, i, truths, (main, outcome), index, weight, (numerator, base))
        return numerator, base

    def _count(
        self,
        target: Target,
        i: int,
        truths: Mapping[Expression, bool],
        seen: tuple[Column, str] | None,
        index: int,
        weight: float,
        sums: tuple[dict[int, float], dict[int, float]],
    ) -> None:
        def leaf_truth(leaf: Expression) -> bool:
            if leaf.variable in self.profile:
                return holds(leaf, (leaf.variable or "", ""), self.cells[i].profile[leaf.variable or "", ""])
            if seen is not None and leaf_columns(leaf, self.asked) == [seen[0]]:
                return holds(leaf, *seen)
            return truths[leaf]

        if target.base is not None and not evaluate(target.base, leaf_truth):
            return
        sums[1][index] = weight
        if evaluate(target.numerator, leaf_truth):
            sums[0][index] = weight


__all__ = ["UNRANKED", "Counts", "solve"]
