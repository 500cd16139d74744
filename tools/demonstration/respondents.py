"""From solved counts to whole respondents: who answers what, at random but reproducibly.

Every count is respected exactly; columns that no figure looks at follow the prior.
"""

import random
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.model import VariableType
from tools.demonstration.calibration import Counts
from tools.demonstration.priors import prior
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
    TICKED,
    UNRANKED,
    UNTICKED,
    Cell,
    Column,
    holds,
)

Respondent = dict[Column, str]
Group = tuple[int, tuple[bool, ...]]


def draw(
    component: Component, counts: Counts, asked: Asked, cells: Sequence[Cell], rng: random.Random
) -> list[list[Respondent]]:
    """Return the answers of each cell's respondents about one component, in a random order."""
    states = _states(component, counts, cells, rng)
    people: list[list[Respondent]] = [[{} for _ in range(cell.size)] for cell in cells]
    for name in component.variables:
        variable, coding = asked[name]
        positions = component.positions[name]
        members: dict[Group, list[Respondent]] = {}
        for i, cell_states in enumerate(states):
            for person, state in zip(people[i], cell_states, strict=True):
                members.setdefault((i, tuple(state[p] for p in positions)), []).append(person)
        if variable.type is VariableType.RANKING:
            _rank(component, counts, asked, name, members, rng)
            continue
        for column in all_columns(variable, coding):
            if column in component.columns:
                _deal(counts, column, outcomes(variable, coding), members, rng)
        _settle_unions(component, asked, name, members, rng)
        for column in all_columns(variable, coding):
            if column not in component.columns:
                _draw_freely(component, asked, column, (people, states), cells, rng)
    return people


def _states(
    component: Component, counts: Counts, cells: Sequence[Cell], rng: random.Random
) -> list[list[State]]:
    drawn = []
    for i, cell in enumerate(cells):
        of_cell = [s for s in component.states() for _ in range(counts.states.get((i, s), 0))]
        assert len(of_cell) == cell.size, (component.variables, cell.name)
        rng.shuffle(of_cell)
        drawn.append(of_cell)
    return drawn


def _deal(
    counts: Counts,
    column: Column,
    order: Sequence[str],
    members: Mapping[Group, list[Respondent]],
    rng: random.Random,
) -> None:
    for (i, group), people in members.items():
        deck = [
            outcome
            for outcome in (*order, NOT_SHOWN)
            for _ in range(counts.columns.get((i, group, column, outcome), 0))
        ]
        assert len(deck) == len(people), (column, i)
        rng.shuffle(deck)
        for person, outcome in zip(people, deck, strict=True):
            person[column] = outcome


def _settle_unions(
    component: Component,
    asked: Asked,
    name: str,
    members: Mapping[Group, list[Respondent]],
    rng: random.Random,
) -> None:
    """Swap outcomes until everybody of a class has at least one of what the class is said to have."""
    positions = component.positions[name]
    unions = [
        (k, component.atoms[p])
        for k, p in enumerate(positions)
        if component.atoms[p].variable == name and is_union(component.atoms[p])
    ]
    for (_, group), people in members.items():
        needed = [(atom, leaf_columns(atom, asked)) for k, atom in unions if group[k]]
        for _ in range(20 * len(people)):
            lacking = [(p, a, c) for a, c in needed for p in people if _ticks(p, a, c) == 0]
            if not lacking:
                break
            person, atom, columns = lacking[0]
            givers = [
                (other, column)
                for column in columns
                for other in people
                if holds(atom, column, other[column])
                and all(
                    _ticks(other, a, c) > 1
                    for a, c in needed
                    if column in c and holds(a, column, other[column])
                )
            ]
            other, column = rng.choice(givers)
            person[column], other[column] = other[column], person[column]


def _ticks(person: Respondent, atom: Expression, columns: Sequence[Column]) -> int:
    return sum(holds(atom, column, person[column]) for column in columns)


def _rank(
    component: Component,
    counts: Counts,
    asked: Asked,
    name: str,
    members: Mapping[Group, list[Respondent]],
    rng: random.Random,
) -> None:
    """Give each respondent one item per rank: a matrix of equal sums is a sum of permutations (König)."""
    variable, coding = asked[name]
    columns = all_columns(variable, coding)
    ranks = list(coding.colonnes)
    counted = bool(component.columns) and any(c[0] == name for c in component.columns)
    for (i, group), people in members.items():
        if not counted:
            for person in people:
                order = rng.sample(columns, len(ranks))
                person.update(dict.fromkeys(columns, UNRANKED) | dict(zip(order, ranks, strict=True)))
            continue
        table = np.array(
            [[counts.columns.get((i, group, c, r), 0) for r in ranks] for c in columns], dtype=np.int64
        )
        filler = _filler(len(people) - table.sum(axis=1), len(columns) - len(ranks), len(people))
        square = np.hstack([table, filler])
        for person in rng.sample(people, len(people)):
            match = maximum_bipartite_matching(csr_matrix(square > 0), perm_type="column")
            for row, column in enumerate(columns):
                rank = int(match[row])
                square[row, rank] -= 1
                person[column] = ranks[rank] if rank < len(ranks) else UNRANKED


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


def _draw_freely(
    component: Component,
    asked: Asked,
    column: Column,
    drawn: tuple[list[list[Respondent]], list[list[State]]],
    cells: Sequence[Cell],
    rng: random.Random,
) -> None:
    variable, coding = asked[column[0]]
    possible = outcomes(variable, coding)
    for cell, people, states in zip(cells, *drawn, strict=True):
        chances = prior(variable, coding, column, possible, cell.maturity)
        for person, state in zip(people, states, strict=True):
            shown = is_shown(component, coding, state)
            person[column] = rng.choices(possible, [chances[o] for o in possible])[0] if shown else NOT_SHOWN


def settle_exclusives(person: Respondent, asked: Asked, rng: random.Random) -> None:
    """Untick a box that excludes the others beside them; tick it sometimes where there is nothing else."""
    for name, (variable, coding) in asked.items():
        exclusive = [(name, item) for item in variable.exclusifs if item in coding.items]
        if not exclusive or person.get(exclusive[0], NOT_SHOWN) == NOT_SHOWN:
            continue
        others = [c for c in all_columns(variable, coding) if c not in exclusive]
        alone = not any(person[c] == TICKED for c in others)
        for column in exclusive:
            person[column] = UNTICKED
        if alone and rng.random() < 0.6:
            person[rng.choice(exclusive)] = TICKED


def settle_maximum(person: Respondent, asked: Asked) -> None:
    """Untick the last boxes of a question beyond what it lets tick; figures are about the first ones."""
    for name, (variable, coding) in asked.items():
        ticked = [c for c in all_columns(variable, coding) if person.get((name, c[1])) == TICKED]
        for column in ticked[variable.maximum or len(ticked) :]:
            person[column] = UNTICKED


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
