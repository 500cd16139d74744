"""From solved counts to whole respondents: who answers what, by their leanings.

Every count is respected exactly; columns that no figure looks at are counted as planned.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from barometre_pipeline.catalogue.model import VariableType
from tools.demonstration.boxes import settle_boxes, settle_unions
from tools.demonstration.calibration import Counts
from tools.demonstration.latents import DO_NOT_KNOW, Latents
from tools.demonstration.plan import Plan
from tools.demonstration.rounding import spread
from tools.demonstration.states import (
    Asked,
    Component,
    State,
    all_columns,
    is_shown,
    is_union,
    leaf_columns,
    outcomes,
)
from tools.demonstration.targets import (
    ABSENT,
    NOT_SHOWN,
    UNRANKED,
    UNTICKED,
    Cell,
    Column,
)

Respondent = dict[Column, str]
Person = tuple[str, Respondent]  # name and answers
Group = tuple[int, tuple[bool, ...]]


@dataclass(frozen=True)
class Draw:
    """Deals the answers of one sample to its respondents.

    Attributes:
        asked: questions, by name, but those of the profile.
        cells: who answers.
        plan: what columns that no figure looks at are counted by.
        who: name of each respondent, by cell.
        latents: leanings of those names.
    """

    asked: Asked
    cells: Sequence[Cell]
    plan: Plan
    who: Sequence[Sequence[str]]
    latents: Latents

    def component(self, component: Component, counts: Counts) -> list[list[Respondent]]:
        """Return the answers of each cell's respondents about one component."""
        people: list[list[Person]] = [[(name, {}) for name in names] for names in self.who]
        states = [self._states(component, counts, i, names) for i, names in enumerate(self.who)]
        for name in component.variables:
            variable, coding = self.asked[name]
            positions = component.positions[name]
            members: dict[Group, list[Person]] = {}
            shown: list[list[Person]] = []
            for i, cell_states in enumerate(states):
                shown.append([])
                for person, state in zip(people[i], cell_states, strict=True):
                    members.setdefault((i, tuple(state[p] for p in positions)), []).append(person)
                    if is_shown(component, coding, state):
                        shown[i].append(person)
            if variable.type is VariableType.RANKING:
                self._rank(counts, name, members)
                continue
            for column in all_columns(variable, coding):
                if column in component.columns:
                    for (i, group), some in members.items():
                        dealt = (*outcomes(variable, coding), NOT_SHOWN)
                        deck = {o: counts.columns.get((i, group, column, o), 0) for o in dealt}
                        self._deal(column, some, deck)
                else:
                    self._deal_freely(column, people, shown)
            self._settle(component, name, members)
        return [[answers for _, answers in of_cell] for of_cell in people]

    def _states(self, component: Component, counts: Counts, i: int, names: Sequence[str]) -> list[State]:
        """Give each respondent of a cell a state, statement by statement: the most willing make it true."""
        found: dict[str, State] = {}

        def halve(some: list[str], states: dict[State, int], depth: int) -> None:
            if depth == len(component.atoms):
                found.update(dict.fromkeys(some, next(iter(states), ())))
                return
            true = {s: n for s, n in states.items() if s[depth]}
            leaf = component.atoms[depth]
            order = sorted(some, key=lambda who: -self.latents.statement(who, leaf, self.asked))
            size = sum(true.values())
            if size:
                halve(order[:size], true, depth + 1)
            if order[size:]:
                halve(order[size:], {s: n for s, n in states.items() if not s[depth]}, depth + 1)

        mine = {s: n for (cell, s), n in counts.states.items() if cell == i}
        assert sum(mine.values()) == len(names) == len(set(names)), (component.variables, i)
        halve(list(names), mine, 0)
        return [found[name] for name in names]

    def _deal(self, column: Column, people: Sequence[Person], deck: Mapping[str, int]) -> None:
        """Give out answers in order: first to those who are silent or unsure, then down the list by leaning."""
        assert sum(deck.values()) == len(people), column
        variable, coding = self.asked[column[0]]
        boxes = variable.type is VariableType.MULTIPLE
        waiting = list(people)
        for outcome, willing in ((ABSENT, self.latents.silence), (DO_NOT_KNOW, self.latents.doubt)):
            if deck.get(outcome) and not boxes:
                waiting.sort(key=lambda p: -willing(p[0], column))
                for _, answers in waiting[: deck[outcome]]:
                    answers[column] = outcome
                waiting = waiting[deck[outcome] :]
        waiting.sort(key=lambda p: -self.latents.leaning(p[0], column, boxes))
        order = [
            o for o in (*outcomes(variable, coding), NOT_SHOWN) if boxes or o not in (ABSENT, DO_NOT_KNOW)
        ]
        dealt = [outcome for outcome in order for _ in range(deck.get(outcome, 0))]
        for (_, answers), outcome in zip(waiting, dealt, strict=True):
            answers[column] = outcome

    def _deal_freely(
        self, column: Column, people: Sequence[Sequence[Person]], shown: Sequence[Sequence[Person]]
    ) -> None:
        for of_cell in people:
            for _, answers in of_cell:
                answers[column] = NOT_SHOWN
        chances = [self.plan.of(column, cell) for cell in self.cells]
        for some, deck in zip(shown, spread([len(s) for s in shown], chances), strict=True):
            self._deal(column, some, deck)

    def _settle(self, component: Component, name: str, members: Mapping[Group, list[Person]]) -> None:
        """Give everybody of a class one at least of what it is said to have; leave as many empty as planned."""
        variable, coding = self.asked[name]
        unions = [
            (k, component.atoms[p])
            for k, p in enumerate(component.positions[name])
            if component.atoms[p].variable == name and is_union(component.atoms[p])
        ]
        for (_, group), people in members.items():
            settle_unions(
                [(a, leaf_columns(a, self.asked)) for k, a in unions if group[k]], people, self.latents
            )
        if variable.type is VariableType.MULTIPLE:
            groups = [
                (i, [leaf_columns(a, self.asked) for k, a in unions if group[k]], people)
                for (i, group), people in members.items()
                if people[0][1][all_columns(variable, coding)[0]] != NOT_SHOWN
            ]
            settle_boxes(variable, coding, groups, self.cells, self.plan, self.latents)

    def _rank(self, counts: Counts, name: str, members: Mapping[Group, list[Person]]) -> None:
        """Give each respondent one item per rank, as near their taste as counts allow."""
        variable, coding = self.asked[name]
        columns, ranks = all_columns(variable, coding), list(coding.colonnes)
        for (i, group), people in members.items():
            table = np.array(
                [[counts.columns.get((i, group, c, r), 0) for r in ranks] for c in columns], dtype=np.int64
            )
            ballots = list(_ballots(table, len(people)))
            taste = np.array([[self.latents.leaning(who, c) for c in columns] for who, _ in people])
            points = np.maximum(len(ranks) - np.array(ballots), 0)
            rows, chosen = linear_sum_assignment(-taste @ points.T)
            for row, ballot in zip(rows, chosen, strict=True):
                for column, rank in zip(columns, ballots[ballot], strict=True):
                    people[row][1][column] = ranks[rank] if rank < len(ranks) else UNRANKED


def _ballots(table: np.ndarray, people: int) -> Iterator[list[int]]:
    """Yield one rank per item for each person: a matrix of equal sums is a sum of permutations (König)."""
    items, ranks = table.shape
    square = np.hstack([table, _filler(people - table.sum(axis=1), items - ranks, people)])
    for _ in range(people):
        match = maximum_bipartite_matching(csr_matrix(square > 0), perm_type="column")
        square[np.arange(items), match] -= 1
        yield [int(rank) for rank in match]


def _filler(missing: np.ndarray, width: int, height: int) -> np.ndarray:
    """Spread what each item lacks over unnamed ranks of equal sums (north-west corner)."""
    filler = np.zeros((len(missing), width), dtype=np.int64)
    left = np.full(width, height, dtype=np.int64)
    for row, need in enumerate(missing):
        for column in range(width):
            given = min(need - filler[row].sum(), left[column])
            filler[row, column] = given
            left[column] -= given
    return filler


def to_columns(person: Respondent, asked: Asked) -> dict[str, str]:
    """Write canonical answers as the columns and codes of the edition; what is empty is left out."""
    stored: dict[str, str] = {}
    for variable, coding in asked.values():
        for column in all_columns(variable, coding):
            outcome = person.get(column, NOT_SHOWN)
            if (
                outcome in (ABSENT, NOT_SHOWN, UNRANKED, UNTICKED)
                and variable.type is not VariableType.SINGLE
            ):
                continue
            if outcome in (ABSENT, NOT_SHOWN):
                continue
            if variable.type is VariableType.RANKING:
                stored[coding.colonnes[outcome]] = coding.items[column[1]]
            elif variable.type is VariableType.MULTIPLE:
                stored[coding.colonnes[column[1]]] = coding.coche
            else:
                stored[coding.colonnes[column[1]]] = coding.modalites[outcome][0]
    return stored
