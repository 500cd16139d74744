"""Whole numbers of respondents that give every printed percentage at once, by integer programming (HiGHS).

Counts only: who exactly answers what is ``respondents``'. A percentage that no count can give together with
the others is given up, at a price, and named.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.model import VariableType
from tools.demonstration.expected import Expected
from tools.demonstration.plan import Plan
from tools.demonstration.programme import Floats, Programme
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
# Cost of one respondent away from the plan in the whole sample and in a class; a cell: 1, so that what a figure moves
# in one cell is not made up for in others.
_ALL, _CLASS = 0.5, 0.2
_ROUTING = 4.0  # the same where an answer decides who sees other questions: these would weigh more than it
_NEAR = 5.0  # cost of one respondent that a figure given up lacks
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
    together = {i: (column, outcome) for (_, _, column, outcome), i in model.counted.items()}
    tried = (model.rounded(near, together, *step) for step in _STEPS)
    best = next((solution for solution in tried if solution is not None), first)
    counts = model.counts(best)
    counts.given_up = given_up
    return counts


class _Model(Programme):
    """Columns and rows of the programme of one component."""

    def __init__(
        self,
        component: Component,
        asked: Asked,
        cells: Sequence[Cell],
        profile: frozenset[str],
        plan: Plan,
    ) -> None:
        super().__init__()
        self.component, self.asked, self.cells, self.profile = component, asked, cells, profile
        self.plan = plan
        self.expected = Expected(asked, plan)
        conditions = [asked[name][1].condition for name in component.variables]
        self.routing = {name for condition in conditions if condition for name in condition.variables()}
        self.states: dict[tuple[int, State], int] = {}
        self.counted: dict[tuple[int, Class, Column, str], int] = {}
        self.slacks: dict[Target, int] = {}
        self._add_states()
        for column in component.columns:
            self._add_column(column)
        for name in component.variables:
            self._add_joint_answers(name)
        self._add_rankings()
        self._add_unions()
        for target in component.targets:
            self._add_target(target)

    def counts(self, solution: Floats) -> Counts:
        """Read a solution back."""
        states = {key: round(solution[i]) for key, i in self.states.items()}
        columns = {key: round(solution[i]) for key, i in self.counted.items()}
        return Counts(
            states={k: n for k, n in states.items() if n}, columns={k: n for k, n in columns.items() if n}
        )

    def _add_states(self) -> None:
        for i, cell in enumerate(self.cells):
            for state in self.component.states():
                self.states[i, state] = self.new(cell.size)
            self.row({self.states[i, s]: 1.0 for s in self.component.states()}, cell.size, cell.size)

    def _classes(self, variable: str) -> Iterator[tuple[Class, list[State]]]:
        positions = self.component.positions[variable]
        groups: dict[Class, list[State]] = {}
        for state in self.component.states():
            groups.setdefault(tuple(state[p] for p in positions), []).append(state)
        yield from groups.items()

    def _add_column(self, column: Column) -> None:
        variable, coding = self.asked[column[0]]
        own = self._own(column[0])
        alone = [(k, a) for k, a in own if not is_union(a) and leaf_columns(a, self.asked) == [column]]
        everywhere: dict[str, dict[int, float]] = {}
        price = _ROUTING if column[0] in self.routing else 1.0
        for i, cell in enumerate(self.cells):
            chances = self.plan.of(column, cell)
            reach = cell.size * self.expected.shown(coding, cell)
            of_cell: dict[str, dict[int, float]] = {}
            for group, states in self._classes(column[0]):
                shown = is_shown(self.component, coding, states[0])
                possible = [
                    o
                    for o in (outcomes(variable, coding) if shown else [NOT_SHOWN])
                    if all(holds(atom, column, o) == group[k] for k, atom in alone)
                ]
                here = [self.states[i, s] for s in states]
                for outcome in possible:
                    index = self.new(cell.size)
                    self.counted[i, group, column, outcome] = index
                    if len(possible) > 1:
                        truths = tuple(group[k] for k, _ in own)
                        chance = self.expected.answer(column, outcome, [a for _, a in own], truths, cell)
                        spread = reach * chance * (1 - chance)
                        terms = {index: 1.0, **dict.fromkeys(here, -chance)}
                        self.stay_near(terms, _CLASS * cell.weight, spread)
                mine = {self.counted[i, group, column, o]: 1.0 for o in possible}
                self.row({**dict.fromkeys(here, -1.0), **mine}, 0, 0)
                for outcome, chance in chances.items() if shown else ():
                    terms = of_cell.setdefault(outcome, {})
                    terms.update(dict.fromkeys(here, -chance))
                    if outcome in possible:
                        terms[self.counted[i, group, column, outcome]] = 1.0
            for outcome, terms in of_cell.items():
                self.stay_near(terms, price * cell.weight, reach * chances[outcome] * (1 - chances[outcome]))
                _add(everywhere.setdefault(outcome, {}), terms, cell.weight)
        for terms in everywhere.values():
            self.stay_near(terms, price * _ALL)

    def _add_joint_answers(self, name: str) -> None:
        """Keep « at least one of » as likely in each cell as the question's association makes it."""
        coding = self.asked[name][1]
        unions = [(k, a) for k, a in self._own(name) if is_union(a)]
        if not unions:
            return
        for i, cell in enumerate(self.cells):
            reach = cell.size * self.expected.shown(coding, cell)
            seen: list[int] = []
            so_true: dict[Class, list[int]] = {}
            for group, states in self._classes(name):
                if is_shown(self.component, coding, states[0]):
                    here = [self.states[i, s] for s in states]
                    seen += here
                    so_true.setdefault(tuple(group[k] for k, _ in unions), []).extend(here)
            for truths, chance in self.expected.truths(name, [a for _, a in unions], cell).items():
                terms = dict.fromkeys(seen, -chance)
                _add(terms, dict.fromkeys(so_true.get(truths, ()), 1.0), 1.0)
                self.stay_near(terms, cell.weight, reach * chance * (1 - chance))

    def _own(self, name: str) -> list[tuple[int, Expression]]:
        """Return the statements about a question among those its counts are split by, and their places."""
        atoms = [(k, self.component.atoms[p]) for k, p in enumerate(self.component.positions[name])]
        return [(k, atom) for k, atom in atoms if atom.variable == name]

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
                        self.row(terms, 0, 0)

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
                        self.row(ticks or {self.states[i, states[0]]: 0.0}, 0, 0)
                    else:
                        self.row({**ticks, **{self.states[i, s]: -1.0 for s in states}}, 0, np.inf)

    def _add_target(self, target: Target) -> None:
        numerator, base = self._terms(target)
        slack = self.new(1, price=_GIVE_UP * target.weight)
        gap = self.new(np.inf, distance=_NEAR * target.weight, integer=False)
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
            self.row(terms, margin, np.inf)
            # What is given up stays as near as it can: the gap is the number of respondents that lack.
            self.row({**terms, slack: 0.0, gap: scale * 100}, margin, np.inf)
        self.row({**base, slack: 1.0}, 1, np.inf)

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


def _add(sums: dict[int, float], terms: Mapping[int, float], factor: float) -> None:
    for index, value in terms.items():
        sums[index] = sums.get(index, 0.0) + factor * value


__all__ = ["UNRANKED", "Counts", "solve"]
