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
from tools.demonstration.plan import Plan
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
# How far from the plan a whole number may be, and whether nearer is better: the first that can be solved.
_STEPS = ((0.0, True), (1.0, True), (3.0, True), (2.0, False), (5.0, False))
_NODES, _FEWER_NODES = 20_000, 800_000  # the second is shared among the columns of a rounding
_GAP = 0.1  # of the rounding that is best: proving the last unit takes minutes and changes no figure
_ALL, _CLASS = (
    2.0,
    0.2,
)  # cost of one respondent away from the plan in the whole sample, in a class; a cell: 1
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


def solve(
    component: Component, asked: Asked, cells: Sequence[Cell], profile: frozenset[str], plan: Plan
) -> Counts:
    """Return counts that satisfy as many targets as possible and are otherwise as planned.

    Three programmes: the fewest figures given up; with those fixed, the least distance to the plan in real
    numbers; then whole numbers that round these (or are within one or two, or are the first solution).
    """
    model = _Model(component, asked, cells, profile, plan)
    first = model.fewest(np.array(model.price))
    assert first is not None, component.variables  # slacks make it solvable
    given_up = [t.key for t, column in model.slacks.items() if first[column] > 0.5 and t.weight > TRIFLE]
    for column in model.slacks.values():
        model.upper[column] = float(round(first[column]))
    near = model.nearest()
    assert near is not None, component.variables  # the first solution satisfies it
    tried = (model.rounded(near, *step) for step in _STEPS)
    best = next((solution for solution in tried if solution is not None), first)
    counts = model.counts(best)
    counts.given_up = given_up
    return counts


class _Model:
    """Columns and rows of the programme of one component."""

    def __init__(
        self,
        component: Component,
        asked: Asked,
        cells: Sequence[Cell],
        profile: frozenset[str],
        plan: Plan,
    ) -> None:
        self.component, self.asked, self.cells, self.profile = component, asked, cells, profile
        self.plan = plan
        self.price: list[float] = []
        self.distance: list[float] = []
        self.upper: list[float] = []
        self.integer: list[int] = []
        self.rows: list[dict[int, float]] = []
        self.bounds: list[tuple[float, float]] = []
        self.soft_rows: set[int] = set()  # that only measure a distance to the plan
        self.soft_columns: set[int] = set()
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

    def rounded(self, near: Floats, within: float, nearer: bool) -> Floats | None:
        """Round a solution, each column so that its counts in all cells add up as nearly as can be.

        Args:
            near: the solution.
            within: how much further than its neighbours a whole number may be.
            nearer: whether to look for the nearest, or for any.
        """
        aims, owed = near.copy(), dict[tuple[Column, str], float]()
        for (_, _, column, outcome), index in self.counted.items():
            before = owed.get((column, outcome), 0.0)
            owed[column, outcome] = before + near[index]
            aims[index] = round(owed[column, outcome]) - round(before)
        integer, low, high = np.array(self.integer), np.zeros(len(near)), np.array(self.upper)
        low = np.where(integer == 1, np.maximum(low, np.floor(near - within)), low)
        high = np.where(integer == 1, np.minimum(high, np.ceil(near + within)), high)
        loose = [i for i in self.counted.values() if nearer and high[i] - low[i] > 0.5]
        size, count = len(self.rows), len(near)
        for position, index in enumerate(loose):
            gap = count + position
            self._row({index: 1.0, gap: -1.0}, -np.inf, aims[index])
            self._row({index: 1.0, gap: 1.0}, aims[index], np.inf)
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
        everywhere: dict[str, dict[int, float]] = {}
        for i, cell in enumerate(self.cells):
            chances = self.plan.of(column, cell)
            of_cell: dict[str, dict[int, float]] = {}
            for group, states in self._classes(column[0]):
                shown = is_shown(self.component, coding, states[0])
                possible = [
                    o
                    for o in (outcomes(variable, coding) if shown else [NOT_SHOWN])
                    if all(holds(atom, column, o) == group[k] for k, atom in own)
                ]
                here = [self.states[i, s] for s in states]
                some = sum(chances.get(o, 0.0) for o in possible)
                for outcome in possible:
                    index = self._new(cell.size)
                    self.counted[i, group, column, outcome] = index
                    if len(possible) > 1 and some:
                        chance = chances.get(outcome, 0.0) / some
                        self._stay_near({index: 1.0, **dict.fromkeys(here, -chance)}, _CLASS * cell.weight)
                mine = {self.counted[i, group, column, o]: 1.0 for o in possible}
                self._row({**dict.fromkeys(here, -1.0), **mine}, 0, 0)
                for outcome, chance in chances.items() if shown else ():
                    terms = of_cell.setdefault(outcome, {})
                    terms.update(dict.fromkeys(here, -chance))
                    if outcome in possible:
                        terms[self.counted[i, group, column, outcome]] = 1.0
            for outcome, terms in of_cell.items():
                self._stay_near(terms, cell.weight)
                whole = everywhere.setdefault(outcome, {})
                for index, factor in terms.items():
                    whole[index] = whole.get(index, 0.0) + cell.weight * factor
        for terms in everywhere.values():
            self._stay_near(terms, _ALL)

    def _stay_near(self, terms: Mapping[int, float], weight: float) -> None:
        """Price the distance between what was counted and what was planned (terms sum to their difference)."""
        gap = self._new(np.inf, distance=weight, integer=False)
        self.soft_columns.add(gap)
        self.soft_rows |= {len(self.rows), len(self.rows) + 1}
        self._row({**terms, gap: -1.0}, -np.inf, 0)
        self._row({**terms, gap: 1.0}, 0, np.inf)

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
