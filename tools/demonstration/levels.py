"""Finds the chances of a plan: the real shares of 2023, the stated guesses, moved to what figures print.

Each column has a level in the years that are known, printed or real; between two of them it goes straight, in
log-odds, and beyond them it stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.model import VariableType
from tools.demonstration.moving import Level, Said, move, whole_chances
from tools.demonstration.plan import Chances, Plan, emptied, guess, planned_blanks, with_blank
from tools.demonstration.real_2023 import EDITION as REAL
from tools.demonstration.real_2023 import FAMILY_OF
from tools.demonstration.states import all_columns, leaf_columns
from tools.demonstration.targets import (
    ABSENT,
    UNRANKED,
    Cell,
    Column,
    holds,
)
from tools.demonstration.years import Year, real_shares

Floats = NDArray[np.float64]
_SWEEPS = 15
_RANKING_SWEEPS = 60
_WIDE_SWEEPS = (
    5  # first, where a figure about most of a sample moves all of it; then each moves its own cells
)
_LEAST = 0.004  # no chance is nothing: a figure may still ask for it


@dataclass
class Levels:
    """Levels of every column in every edition of a public.

    Attributes:
        years: by edition.
    """

    years: Mapping[str, Year]
    _printed: dict[tuple[str, Column], Level] = field(default_factory=dict)
    _busy: set[tuple[str, Column]] = field(default_factory=set)

    def plan(self, edition: str) -> Plan:
        """Return the plan of an edition."""
        year = self.years[edition]
        chances: dict[tuple[Column, str], Chances] = {}
        origins: dict[Column, str] = {}
        for column in year.columns():
            level, origins[column] = self._level(year, column)
            chances |= {(column, name): chance for name, chance in level.items()}
        for variable, coding in year.asked.values():
            if variable.type is VariableType.RANKING:
                printed = [_printed_ranks(year, c) for c in all_columns(variable, coding)]
                columns, ranks = all_columns(variable, coding), list(coding.colonnes)
                chances |= _ranked(chances, columns, printed, ranks, year.cells)
        return Plan(chances, origins, planned_blanks(year.asked, year.closing))

    def _level(self, year: Year, column: Column) -> tuple[Level, str]:
        known = self._known(year, column)
        earlier = max((y for y in known if y <= year.edition), default=None)
        later = min((y for y in known if y >= year.edition), default=None)
        start = self._start(year, column)
        origin = "réel 2023" if self._is_real(year, column) else "a priori"
        if earlier is not None and later is not None:
            start = _between(start, known[earlier], known[later], _progress(year.edition, earlier, later))
            if earlier == later:
                origin = "réel 2023" if earlier == REAL else f"édition {earlier}"
            else:
                origin = f"entre {earlier} et {later}"
        elif earlier or later:
            nearest = earlier or later or ""
            start = _between(start, known[nearest], known[nearest], 0.0)
            origin = "réel 2023" if nearest == REAL and self._is_real(year, column) else f"édition {nearest}"
        if column in year.printed:
            return self._moved(year, column, start), "chiffre imprimé"
        return start, origin

    def _known(self, year: Year, column: Column) -> dict[str, Level]:
        """Return the levels of the other years that something real or printed gives, for this year's cells."""
        found: dict[str, Level] = {}
        for edition, other in self.years.items():
            if column[0] not in other.asked or column not in all_columns(*other.asked[column[0]]):
                continue
            if other.asked[column[0]][0].type is VariableType.RANKING and not _alike(other, year, column[0]):
                continue
            if edition != year.edition and column in other.printed:
                if (edition, column) not in self._printed:
                    self._printed[edition, column] = self._moved(other, column, self._start(other, column))
                found[edition] = _for_cells(self._printed[edition, column], other.cells, year.cells)
            elif edition == REAL and self._is_real(year, column):
                found[edition] = self._start(year, column)
        return found

    def _is_real(self, year: Year, column: Column) -> bool:
        variable, coding = year.asked[column[0]]
        if variable.public != "collectivites" or column not in real_shares():
            return False
        ranks = variable.type is VariableType.RANKING
        return not ranks or all((column[0], item) in real_shares() for item in coding.items)

    def _start(self, year: Year, column: Column) -> Level:
        """Return the real shares, or the guess, of each cell before any figure."""
        variable, coding = year.asked[column[0]]
        blank = planned_blanks(year.asked, year.closing)[column[0]]
        level: Level = {}
        for cell in year.cells:
            chances = guess(variable, coding, column, cell)
            if self._is_real(year, column):
                real = real_shares()[column][FAMILY_OF[cell.strate]]
                names = {"oui": "Y", "non": "N"} if variable.type is VariableType.MULTIPLE else {}
                chances = {o: real.get(names.get(o, o), _LEAST) for o in chances}
            level[cell.name] = with_blank(variable, whole_chances(chances), blank)
        return level

    def _moved(self, year: Year, column: Column, start: Level) -> Level:
        """Move a level until it gives the figures printed about its column."""
        if (year.edition, column) in self._busy:
            return start
        self._busy.add((year.edition, column))
        level = {name: dict(chances) for name, chances in start.items()}
        others = {
            leaf: self._truth(year, leaf)
            for target in year.printed[column]
            for leaf in year.others(column, target)
        }
        said: Said = {}
        alone = [target for target in year.printed[column] if not year.is_joint(column, target)]
        for target in year.printed[column]:
            if target not in alone:
                move(year, column, target, level, others, said)
        for sweep in range(_WIDE_SWEEPS + _SWEEPS):
            for target in alone:
                move(year, column, target, level, others, said, everywhere=sweep < _WIDE_SWEEPS)
        self._busy.discard((year.edition, column))
        return level

    def _truth(self, year: Year, leaf: Expression) -> dict[str, float]:
        """Return the chance of a statement about one column, in each cell."""
        (column,) = leaf_columns(leaf, year.asked)
        level, _ = self._level(year, column)
        return {cell: sum(p for o, p in c.items() if holds(leaf, column, o)) for cell, c in level.items()}


def _printed_ranks(year: Year, column: Column) -> frozenset[int]:
    """Return the k of « ranked k or better » that figures print about an item."""
    leaves = (leaf for target in year.printed.get(column, ()) for leaf in target.numerator.leaves())
    return frozenset(leaf.rang_max for leaf in leaves if leaf.rang_max is not None)


def _ranked(
    chances: Mapping[tuple[Column, str], Chances],
    columns: Sequence[Column],
    printed: Sequence[frozenset[int]],
    ranks: Sequence[str],
    cells: Sequence[Cell],
) -> dict[tuple[Column, str], Chances]:
    """Make the items of a ranking share each rank; what figures print about an item stays.

    Ranks are adjusted to one, and the rows with a figure to their totals, in turn (iterative proportional fitting).
    """
    found: dict[tuple[Column, str], Chances] = {}
    last = len(ranks)
    fixed = np.array([last in some for some in printed])
    best = [max((k for k in some if k < last), default=0) for some in printed]
    locked = np.array([[position < k for position in range(last)] for k in best])
    for cell in cells:
        table = np.array([[chances[c, cell.name][rank] for rank in ranks] for c in columns])
        totals = table.sum(axis=1)
        for _ in range(_RANKING_SWEEPS):
            _scale(table, locked, np.where(fixed, totals, np.minimum(table.sum(axis=1), 0.98)), 1)
            _scale(table, locked, np.ones(last), 0)
        table /= table.sum(axis=0)
        for column, row in zip(columns, table, strict=True):
            shares = {rank: float(share) for rank, share in zip(ranks, row, strict=True)}
            found[column, cell.name] = shares | {UNRANKED: max(1 - sum(shares.values()), 1e-6)}
    return found


def _scale(table: Floats, locked: NDArray[np.bool_], wanted: Floats, axis: int) -> None:
    """Scale what is not locked so that rows (axis 1) or columns (axis 0) have the sums wanted, in place."""
    loose = np.where(locked, 0.0, table).sum(axis=axis)
    left = np.maximum(wanted - np.where(locked, table, 0.0).sum(axis=axis), 0.01)
    factor = np.where(loose > 0, left / np.maximum(loose, 1e-9), 1.0)
    table *= np.where(locked, 1.0, np.expand_dims(factor, axis))


def _progress(edition: str, earlier: str, later: str) -> float:
    width = int(later[:4]) - int(earlier[:4])
    return (int(edition[:4]) - int(earlier[:4])) / width if width else 0.0


def _between(start: Level, before: Level, after: Level, progress: float) -> Level:
    """Go from one level to the other in log-odds; an answer that one of them lacks keeps its start."""
    level: Level = {}
    for name, chances in start.items():
        one, two = _answered(before[name]), _answered(after[name])
        mine = _answered(chances)
        mixed = {
            o: float(np.exp((1 - progress) * np.log(one.get(o, p)) + progress * np.log(two.get(o, p))))
            for o, p in mine.items()
        }
        whole = whole_chances(mixed)
        level[name] = emptied(whole, chances[ABSENT]) if ABSENT in chances else whole
    return level


def _answered(chances: Chances) -> Chances:
    return whole_chances({o: p for o, p in chances.items() if o != ABSENT})


def _for_cells(level: Level, theirs: Sequence[Cell], mine: Sequence[Cell]) -> Level:
    """Return a level of another edition for the cells of this one."""
    by_strate = {cell.strate: level[cell.name] for cell in theirs}
    return {cell.name: level.get(cell.name, by_strate[cell.strate]) for cell in mine}


def _alike(one: Year, other: Year, name: str) -> bool:
    """Tell whether two editions ranked the same list."""
    first, second = one.asked[name][1], other.asked[name][1]
    return set(first.items) == set(second.items) and len(first.colonnes) == len(second.colonnes)
