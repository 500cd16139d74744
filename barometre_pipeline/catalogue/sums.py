"""Which categories of an indicator add up to which: « engagé ou prévu » is « engagé » and « prévu », whoever answers.

It follows from the definitions alone: each is judged on invented respondents who answer anyhow. What a sum gives away
is ``indicators.disclosure``'s.
"""

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from barometre_pipeline.catalogue.expression import Expression

Answers = NDArray[np.bool_]

_PEOPLE: Final = 2000
_MOST_PARTS: Final = 3
_RANKS: Final = 6


def sums(definitions: Mapping[str, Expression]) -> dict[str, frozenset[str]]:
    """Return the categories that each category is the sum of: itself alone where it is no sum.

    Args:
        definitions: category -> who is counted, in one edition.

    Returns:
        category -> categories that are no sums, that nobody is in two of, and that make it up.
    """
    drawn = _Drawn(definitions.values())
    rows = {name: drawn.judge(definition) for name, definition in definitions.items()}
    counts = {name: int(row.sum()) for name, row in rows.items()}
    parts: dict[str, tuple[str, ...]] = {}
    for total, row in rows.items():
        inside = [c for c in rows if 0 < counts[c] < counts[total] and not (rows[c] & ~row).any()]
        parts[total] = next(
            (
                some
                for size in range(2, _MOST_PARTS + 1)
                for some in combinations(inside, size)
                if sum(counts[c] for c in some) == counts[total]
                and (_any(rows[c] for c in some) == row).all()
            ),
            (),
        )

    def leaves(category: str) -> frozenset[str]:
        below = parts[category]
        return frozenset().union(*map(leaves, below)) if below else frozenset({category})

    return {category: leaves(category) for category in rows}


def _any(rows: Iterable[Answers]) -> Answers:
    """Tell who is in one of them at least."""
    found: Answers = np.zeros(_PEOPLE, dtype=bool)
    for row in rows:
        found = found | row
    return found


class _Drawn:
    """Respondents who answer at random, each with habits of their own, so that rare and frequent answers meet."""

    def __init__(self, definitions: Iterable[Expression]) -> None:
        self._random = np.random.default_rng(0)
        self._inclined = self._random.uniform(size=_PEOPLE)
        self._known: dict[tuple[object, ...], Answers] = {}
        self._chosen: dict[tuple[object, ...], NDArray[np.float64]] = {}
        self._codes: dict[tuple[object, ...], list[str]] = {}
        for leaf in (leaf for who in definitions for leaf in who.leaves()):
            codes = self._codes.setdefault((leaf.variable, leaf.item), [])
            codes += [c for c in leaf.dans or () if c not in codes]

    def judge(self, who: Expression) -> Answers:
        """Tell who is counted."""
        if who.un_de is not None:
            return _any(self.judge(part) for part in who.un_de)
        if who.tous is not None:
            return ~_any(~self.judge(part) for part in who.tous)
        if who.non is not None:
            return ~self.judge(who.non)
        if who.coche is not None:
            return _any(self._box(who.variable, box) for box in who.coche)
        if who.rang_max is not None:
            return self._choice(who.variable, who.item) * _RANKS < who.rang_max
        if who.un_item:
            return _any(self._box(who.variable, who.rows, code) for code in who.dans or ())
        return _any(self._answer(who.variable, who.item, code) for code in who.dans or ())

    def _box(self, *named: object) -> Answers:
        if named not in self._known:
            self._known[named] = self._random.uniform(size=_PEOPLE) < self._inclined
        return self._known[named]

    def _choice(self, *named: object) -> NDArray[np.float64]:
        if named not in self._chosen:
            self._chosen[named] = self._random.uniform(size=_PEOPLE)
        return self._chosen[named]

    def _answer(self, variable: str | None, item: str | None, code: str) -> Answers:
        """Tell who gave an answer: one each, or another one than those that are counted."""
        codes = self._codes[variable, item]
        found: Answers = (self._choice(variable, item) * (len(codes) + 1)).astype(int) == codes.index(code)
        return found
