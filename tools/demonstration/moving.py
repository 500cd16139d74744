"""Moves the chances of one column, in log-odds, until a figure printed about it comes out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from barometre_pipeline.catalogue.expression import Expression
from tools.demonstration.plan import Chances, emptied
from tools.demonstration.targets import ABSENT, NOT_SHOWN, Cell, Column, Target, evaluate, holds
from tools.demonstration.years import Year, real_shares

_CLOSE = 0.0005
_LEAST = 0.004  # no chance is nothing: a figure may still ask for it
_ABOVE = 3.0  # points above « more than »
_MOST_BLANKS = 0.35
_FURTHEST = 2.0  # log-odds that a figure about two questions together may move one of them
Level = dict[str, Chances]  # by cell


def move(
    year: Year,
    column: Column,
    target: Target,
    level: Level,
    others: Mapping[Expression, Mapping[str, float]],
    said: "Said",
    everywhere: bool = False,
) -> None:
    """Scale the answers a figure counts until it comes out.

    Args:
        year: edition.
        column: whose chances are moved.
        target: the figure.
        level: chances, changed in place.
        others: chances of statements about other columns, by cell.
        said: what figures say of this column, filled as they are met: it stays the same however far chances move.
        everywhere: whether to scale in all cells if those of the figure are most; else in its own.
    """
    wanted = _wanted(target)
    mine = {year.cells[i].name: year.cells[i] for i in sorted(target.cells)}
    terms = [t for cell in mine.values() for t in _terms(year, column, target, cell, level, others, said)]
    counted = frozenset[str]().union(*(term.hits for term in terms))
    if not counted:
        return
    scaled = np.array([sum(level[t.cell][o] for o in counted) for t in terms])
    answered = np.array([1 - level[t.cell].get(ABSENT, 0.0) for t in terms])
    weight, hit, miss, empty = np.array([(t.weight, t.hit, t.miss, t.empty) for t in terms]).T

    def share(factor: float) -> float:
        whole = answered / (answered + (factor - 1) * scaled)
        among = float((weight * (whole * (factor * hit + miss) + empty)).sum())
        return float((weight * whole * factor * hit).sum()) / among if among else wanted

    inside = {t.cell for t in terms if t.hit + t.miss + t.empty}
    wide = everywhere and 2 * year.size(target) > sum(cell.size * cell.weight for cell in year.cells)
    touched = [c.name for c in year.cells if wide or c.name in inside]
    if target.base is None and _fewer_answers(column, level, touched, counted, wanted, mine):
        return
    enough = np.isinf(target.window.high) and 100 * share(1.0) > target.window.low
    if enough or abs(share(1.0) - wanted) < _CLOSE:
        return
    low, high = (-_FURTHEST, _FURTHEST) if year.is_joint(column, target) else (-8.0, 8.0)
    for _ in range(24):
        middle = (low + high) / 2
        low, high = (middle, high) if share(np.exp(middle)) < wanted else (low, middle)
    factor, most = float(np.exp((low + high) / 2)), abs(wanted - share(1.0))
    for name in touched:
        mine_only = factor if name in inside else _no_further(level[name], counted, factor, most)
        level[name] = _scaled(level[name], counted, mine_only)


def _no_further(chances: Chances, counted: frozenset[str], factor: float, most: float) -> float:
    """Return the factor, or the one that moves the answers counted by as many points as a figure's own cells."""
    answered = 1 - chances.get(ABSENT, 0.0)
    share = sum(chances[o] for o in counted - {ABSENT}) / answered
    moved = share * factor / (share * factor + 1 - share)
    moved = min(max(moved, share - most, 1e-6), share + most, 1 - 1e-6)
    return moved * (1 - share) / ((1 - moved) * share)


@dataclass(frozen=True)
class _Case:
    """What a figure says of the outcomes of a column in one cell, for one truth of what it says of other columns.

    Attributes:
        weight: people, times the chance of that truth.
        shown: whether the column is asked in that case.
        hits, misses, empty: outcomes that count, that are in the base besides, that are in it without an answer.
    """

    weight: float
    shown: bool
    hits: frozenset[str]
    misses: frozenset[str]
    empty: frozenset[str]


Said = dict[tuple[int, str, tuple[str, ...]], list[_Case]]  # by figure, cell and outcomes


@dataclass(frozen=True)
class _Term:
    """Part of a figure: one cell, one truth of what it says of other columns.

    Attributes:
        cell: name.
        weight: people, times the chance of that truth.
        hits: outcomes that count.
        hit, miss, empty: chances that count, that are in the base besides, that are in it without an answer.
    """

    cell: str
    weight: float
    hits: frozenset[str]
    hit: float
    miss: float
    empty: float


def _terms(
    year: Year,
    column: Column,
    target: Target,
    cell: Cell,
    level: Level,
    others: Mapping[Expression, Mapping[str, float]],
    said: Said,
) -> Iterator[_Term]:
    """Yield the parts of a figure in one cell."""
    key = id(target), cell.name, tuple(level[cell.name])
    if key not in said:
        said[key] = list(_cases(year, column, target, cell, key[2], others))
    for case in said[key]:
        chances = level[cell.name] if case.shown else {NOT_SHOWN: 1.0}
        parts = (sum(chances[o] for o in some) for some in (case.hits, case.misses, case.empty))
        yield _Term(cell.name, case.weight, case.hits, *parts)


def _cases(
    year: Year,
    column: Column,
    target: Target,
    cell: Cell,
    outcomes: tuple[str, ...],
    others: Mapping[Expression, Mapping[str, float]],
) -> Iterator[_Case]:
    """Yield every truth of what a figure says of other columns, which are taken to be independent of this one."""
    leaves = year.others(column, target)
    condition = year.asked[column[0]][1].condition
    for truths in product((True, False), repeat=len(leaves)):
        known = dict(zip(leaves, truths, strict=True))
        odds = [
            others[leaf][cell.name] if true else 1 - others[leaf][cell.name] for leaf, true in known.items()
        ]
        shown = condition is None or evaluate(condition, known.__getitem__)
        base, hits = _truths(year, column, target, cell, (outcomes if shown else (NOT_SHOWN,), known))
        empty = base & {ABSENT, NOT_SHOWN}
        yield _Case(cell.size * cell.weight * float(np.prod(odds)), shown, hits, base - hits - empty, empty)


def _fewer_answers(
    column: Column,
    level: Level,
    touched: Sequence[str],
    counted: frozenset[str],
    wanted: float,
    cells: Mapping[str, Cell],
) -> bool:
    """Where empty answers stay in the base, a real share and a printed one say how many there were."""
    if column not in real_shares() or any(ABSENT not in level[name] for name in touched):
        return False
    weights = {name: cell.size * cell.weight for name, cell in cells.items()}
    answered = sum(
        w * sum(level[n][o] for o in counted) / (1 - level[n][ABSENT]) for n, w in weights.items()
    ) / sum(weights.values())
    rate = 1 - wanted / answered
    if not 0.02 <= rate <= _MOST_BLANKS:
        return False
    for name in touched:
        rest = {o: p / (1 - level[name][ABSENT]) for o, p in level[name].items() if o != ABSENT}
        level[name] = emptied(rest, rate)
    return True


def _truths(
    year: Year,
    column: Column,
    target: Target,
    cell: Cell,
    known: tuple[Sequence[str], Mapping[Expression, bool]],
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the outcomes in the base and in the numerator of a figure, for one cell."""

    def truth(expression: Expression, outcome: str) -> bool:
        def leaf_truth(leaf: Expression) -> bool:
            name = leaf.variable or ""
            if name in year.profile:
                return holds(leaf, (name, ""), cell.profile.get((name, ""), ""))
            return holds(leaf, column, outcome) if name == column[0] else known[1][leaf]

        return evaluate(expression, leaf_truth)

    base = frozenset(o for o in known[0] if target.base is None or truth(target.base, o))
    return base, frozenset(o for o in known[0] if truth(target.numerator, o)) & base


def _wanted(target: Target) -> float:
    low, high = target.window.low, target.window.high
    middle = low + _ABOVE if np.isinf(high) else (low + high) / 2
    return min(max(middle / 100, _LEAST), 1 - _LEAST)


def _scaled(chances: Chances, counted: frozenset[str], factor: float) -> Chances:
    """Scale some answers; what is left empty stays."""
    blank = chances.get(ABSENT)
    scaled = {o: p * (factor if o in counted else 1.0) for o, p in chances.items() if o != ABSENT}
    whole = whole_chances(scaled)
    return whole if blank is None else emptied(whole, blank)


def whole_chances(chances: Chances) -> Chances:
    """Make chances sum to one, none of them nothing."""
    kept = {o: max(p, 1e-6) for o, p in chances.items()}
    total = sum(kept.values())
    return {o: p / total for o, p in kept.items()}
