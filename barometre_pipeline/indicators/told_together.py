"""Withholds what, told beside all the rest of a question, would give a few structures back.

The other rules look at one way of cutting the sample, or at two populations; populations that cross one another (by
inhabitants, by région, by an answer) give more away together: the small communes are those of less and of more than
50 000 inhabitants, without all that is larger. Here all of them are one system; the arithmetic is
``statistics.recovery``'s.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from barometre_pipeline.indicators.answer_sets import AnswerSet
from barometre_pipeline.indicators.cuts import Place
from barometre_pipeline.indicators.values import Key
from barometre_pipeline.statistics.disclosure import SMALLEST_CELL, SMALLEST_GROUP
from barometre_pipeline.statistics.recovery import Sums, Told, combined, shown_small

Row = tuple[int, int, int]  # index, who is counted, among whom
Verdict = tuple[bool, str, bool]
Members = Mapping[str, NDArray[np.bool_]]  # population -> who of those who answered are in it
GivesAway = Callable[["_System", Mapping[int, Verdict]], NDArray[np.bool_]]  # which of the harmful sums
_WITHHELD: Final[Verdict] = (False, "ventilation", False)


@dataclass(frozen=True, eq=False)
class _Cell:
    """A row, and which unknowns it counts, and which it is among."""

    index: int
    n: int
    base: int
    counted: NDArray[np.float64]
    among: NDArray[np.float64]
    crosses: bool
    sensible: bool


@dataclass(frozen=True, eq=False)
class _System:
    """The cells of one question: its unknowns are the structures of one kind that gave one answer."""

    cells: Sequence[_Cell]

    def told(self, found: Mapping[int, Verdict]) -> Told:
        """Return the counts told, and every base: how many answered is told of every population."""
        known = [(c.among, c.base) for c in self.cells]
        known += [(c.counted, c.n) for c in self.cells if found[c.index][0]]
        once = {of.tobytes(): (of, count) for of, count in known}.values()
        return Told(np.array([of for of, _ in once]), np.array([count for _, count in once], dtype=float))

    @cached_property
    def harmful(self) -> tuple[Sums, NDArray[np.int64]]:
        """The sums that must not be known: 1 to 4, and nobody or everybody of a small group that could be harmed."""
        sums, counts = [], []
        for cell in self.cells:
            few = cell.sensible and 0 < cell.base < SMALLEST_GROUP
            for count, of in ((cell.n, cell.counted), (cell.base - cell.n, cell.among - cell.counted)):
                if 0 < count < SMALLEST_CELL or (few and count == 0):
                    sums.append(of)
                    counts.append(count)
        width = len(self.cells[0].counted)
        return np.array(sums).reshape(-1, width), np.array(counts, dtype=np.int64)


def withhold_together(
    values: Mapping[Key, Mapping[Place, Row]],
    found: dict[int, Verdict],
    sets: Mapping[tuple[str, str], AnswerSet],
    members: Members,
    cut: Collection[Place],
) -> None:
    """Withhold, in ``found``, the rows of crossing populations that give away what is withheld.

    Args:
        values: (index, n, base) of each row by key and place.
        found: what is said of rows so far; of some it changes to « not told ».
        sets: what each category counts.
        members: who is in each population.
        cut: places of which the other rules say together what may be told: whole strates.
    """
    kept = {
        key: {p: row for p, row in places.items() if p[0] in members and row[0] in found}
        for key, places in values.items()
    }
    # One share: what bounds give away too. Then the shares of a question: what their sums and differences do.
    for key, places in kept.items():
        _settle(_system([(key, frozenset([""]), places)], sets, members, cut), found, _bounded)
    for shares in _questions(kept, sets):
        if len(shares) > 1:
            _settle(_system(shares, sets, members, cut), found, _spanned)


def _questions(
    values: Mapping[Key, Mapping[Place, Row]], sets: Mapping[tuple[str, str], AnswerSet]
) -> Iterator[list[tuple[Key, frozenset[str], Mapping[Place, Row]]]]:
    """Yield the shares of one question that have one base, with the answers that each counts."""
    together: dict[object, list[tuple[Key, frozenset[str], Mapping[Place, Row]]]] = {}
    for key, places in values.items():
        bases = tuple((place, row[2]) for place, row in sorted(places.items()))
        for question in sets[key[:2]].questions if key[:2] in sets else ():
            name = question.name, key[2], bases
            together.setdefault(name, []).append((key, question.answers, places))
    yield from together.values()


def _system(
    shares: Sequence[tuple[Key, frozenset[str], Mapping[Place, Row]]],
    sets: Mapping[tuple[str, str], AnswerSet],
    members: Members,
    cut: Collection[Place],
) -> _System:
    """Return the cells of shares that have one base: unknowns are (set of answers, kind of structures)."""
    codes = sorted(frozenset().union(*(answers for _, answers, _ in shares)))
    holds = np.array([[code in answers for _, answers, _ in shares] for code in codes])
    answered = np.vstack([np.unique(holds, axis=0), np.zeros((1, len(shares)), dtype=bool)])
    places = list(dict.fromkeys(p for _, _, of in shares for p in of))
    if not places:
        return _System(())
    kinds = np.unique(np.array([members[p[0]] for p in places]).T, axis=0)
    cells = []
    for number, (key, _, of) in enumerate(shares):
        sensible = key[:2] in sets and sets[key[:2]].sensible
        for place, (index, n, base) in of.items():
            inside = kinds[:, places.index(place)].astype(float)
            counted = np.outer(answered[:, number], inside).ravel()
            among = np.outer(np.ones(len(answered)), inside).ravel()
            cells.append(_Cell(index, n, base, counted, among, place not in cut, sensible))
    return _System(cells)


def _settle(system: _System, found: dict[int, Verdict], gives_away: GivesAway) -> None:
    """Withhold the fewest crossing rows, of the smallest populations first, so that they give nothing away."""
    crossing = sorted(
        (c for c in system.cells if c.crosses and found[c.index][0]), key=lambda c: (c.base, c.index)
    )
    if not crossing or not len(system.harmful[0]):
        return
    given = gives_away(system, found)
    if not given.any():
        return
    told = {cell.index: found[cell.index] for cell in crossing}
    none = dict.fromkeys(told, _WITHHELD)
    anyway = gives_away(system, {**found, **none})  # by whole strates alone: these rows say nothing more

    def harms(said: Mapping[int, Verdict]) -> bool:
        return bool((gives_away(system, {**found, **said}) & ~anyway).any())

    if not (given & ~anyway).any():
        return
    alone = next((c.index for c in crossing if not harms({c.index: _WITHHELD})), None)
    if alone is not None:
        found[alone] = _WITHHELD
        return
    # More than one has to go: all do, then each that does no harm comes back, of the largest populations first.
    found |= none
    for cell in reversed(crossing):
        if not harms({cell.index: told[cell.index]}):
            found[cell.index] = told[cell.index]


def _spanned(system: _System, found: Mapping[int, Verdict]) -> NDArray[np.bool_]:
    return combined(system.told(found).sums, system.harmful[0])


def _bounded(system: _System, found: Mapping[int, Verdict]) -> NDArray[np.bool_]:
    return shown_small(system.told(found), *system.harmful)
