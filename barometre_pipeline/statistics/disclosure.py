"""What may be told of a question without pointing at few structures: the one rule of everything that leaves the house.

Pure functions over counts of answers by parts of the sample; which tables these counts come from is said by callers,
how a withheld figure is shown is ``publication``'s.

The rule. All that is told of a question cuts those who answered into pieces: by the answers told, by the groups told.
Each piece must hold nobody, or at least ``SMALLEST_CELL``. Whatever a reader adds up or subtracts (totals, zeros, full
groups, groups made of others) is a sum of pieces, so it is never a cell of 1 to 4. A group is told whole or not at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

SMALLEST_CELL: Final = 5
# Of a sensitive question: in a group of fewer, « all of them » or « none » says what each did.
SMALLEST_GROUP: Final = 10

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Cells:
    """Who gave each answer to a question, in each part of the sample.

    Attributes:
        counts: (answers, parts). Answers exclude one another: together they are the base. Parts too.
        apart: (rows, parts). Counts known beside the base, which must not be small either: those not asked.
        sensible: an answer that all, or none, of a small group gave would say too much.
    """

    counts: Counts
    apart: Counts
    sensible: bool = False

    @property
    def base(self) -> Counts:
        """Return the base of each part."""
        base: Counts = self.counts.sum(axis=0)
        return base


@dataclass(frozen=True, eq=False)
class Told:
    """What is told of a question: sets of answers, and groups of parts.

    Attributes:
        answers: masks over answers whose count is told.
        groups: masks over parts; all that ``answers`` holds is told in each of them.
    """

    answers: tuple[Mask, ...] = ()
    groups: tuple[Mask, ...] = ()

    def plus(self, answers: Sequence[Mask] = (), groups: Sequence[Mask] = ()) -> "Told":
        """Return this with more told."""
        return replace(self, answers=(*self.answers, *answers), groups=(*self.groups, *groups))


def pieces(known: Sequence[Mask], size: int) -> NDArray[np.bool_]:
    """Cut ``size`` places by what is known of them: (pieces, size), each place in one piece."""
    if not known:
        return np.ones((1, size), dtype=bool)
    signature = list(
        zip(*(mask.tolist() for mask in known), strict=True)
    )  # a dozen places: quicker than an array
    return np.array([[of == piece for of in signature] for piece in dict.fromkeys(signature)], dtype=bool)


def atoms(told: Told, parts: int) -> NDArray[np.bool_]:
    """Return the pieces of the sample that the groups told allow to count: (atoms, parts)."""
    if not told.groups:
        return np.zeros((0, parts), dtype=bool)
    inside: Mask = np.asarray(np.array(told.groups).any(axis=0), dtype=bool)
    found = pieces(told.groups, parts)
    known: NDArray[np.bool_] = found[(found & inside).any(axis=1)]
    return known


def is_safe(cells: Cells, told: Told) -> bool:
    """Tell whether each piece holds nobody or enough, and says nothing of all the members of a small group."""
    where = atoms(told, cells.counts.shape[1])
    classes = pieces(told.answers, len(cells.counts))
    held = classes.astype(np.int64) @ cells.counts @ where.T
    beside = cells.apart @ where.T
    if _small(held).any() or _small(beside).any():
        return False
    base = cells.base
    # All of a piece gave one answer: so did all of each part of it, whose base may be small.
    full = np.asarray((held > 0) & (held == (where @ base)[None, :]), dtype=bool)
    exposed = np.asarray((where & (base > 0) & (base < SMALLEST_CELL)).any(axis=1), dtype=bool)
    if (full & exposed[None, :]).any():
        return False
    few = np.asarray((where & (base > 0) & (base < SMALLEST_GROUP)).any(axis=1), dtype=bool)
    all_or_none = np.asarray((held == 0) | full, dtype=bool)
    return not (cells.sensible and all_or_none[:, few].any())


def _small(count: Counts) -> Mask:
    small: Mask = (count > 0) & (count < SMALLEST_CELL)
    return small


def single(place: int, size: int) -> Mask:
    """Return the mask of one place."""
    mask = np.zeros(size, dtype=bool)
    mask[place] = True
    return mask


def choose(cells: Cells, groups: Sequence[Mask], splits: Sequence[Mask] = ()) -> Told:
    """Choose what to tell: answers of the first group that allows it, then every other group whole.

    Answers are taken from the most given to the least; the rare ones stay together, untold. Then groups come in order,
    each told only if all those answers can be told in it, beside the groups told before.

    Args:
        cells: the counts.
        groups: masks over parts, those that matter most first.
        splits: sets of answers known from elsewhere: those whom another question was put to.

    Returns:
        What is told; nothing where no group allows it. ``splits`` that the first group allows open ``answers``.
    """
    for place, first in enumerate(groups):
        told = _first(cells, first, splits)
        if told is not None:
            for group in [*groups[:place], *groups[place + 1 :]]:
                more = told.plus(groups=[group])
                if cells.base[group].any() and is_safe(cells, more):
                    told = more
            return told
    return Told()


def _first(cells: Cells, group: Mask, splits: Sequence[Mask]) -> Told | None:
    told = Told(groups=(group,))
    if not cells.base[group].any() or not is_safe(cells, told):
        return None
    for split in splits:
        more = told.plus(answers=[split])
        told = more if is_safe(cells, more) else told
    for answer in np.argsort(-cells.counts[:, group].sum(axis=1), kind="stable"):
        more = told.plus(answers=[single(int(answer), len(cells.counts))])
        told = more if is_safe(cells, more) else told
    return told if len(told.answers) else None


@dataclass(frozen=True, eq=False)
class Weighted:
    """A weighted share of a group as it is told: rounded.

    Attributes:
        numerator: (parts,) who is counted, by part.
        weight: (parts,) weight of one structure of each part in this group, 0 without one.
        step: what the share is rounded to.
    """

    numerator: Counts
    weight: NDArray[np.float64]
    step: float = 0.01


def weighted_gives_away(cells: Cells, told: Told, share: Weighted, group: Mask) -> bool:
    """Tell whether a rounded weighted share beside what is told would show that a part of a group holds 1 to 4.

    With public weights, it is one more equation on counts by part. It gives a small count away where no count outside
    1 to 4 agrees with it, with the total of each atom and with the base of each part; so bounds are sought for each
    untold part whose count, or whose number of others, is small: the least and the most that the weighted total can be
    with another count there (a continuous knapsack, filled from the lightest, then from the heaviest part).
    """
    base, counted = cells.base, share.numerator
    where = atoms(told, len(base))
    total = float((share.weight * base)[group].sum())
    if total <= 0:
        return True
    exact = float((share.weight * counted)[group].sum()) / total
    middle = np.round(exact / share.step) * share.step
    low, high = (middle - share.step / 2) * total, (middle + share.step / 2) * total
    alone = where[where.sum(axis=1) == 1].any(axis=0)
    for part in np.flatnonzero(group & (base > 0) & ~alone).tolist():
        count, of = int(counted[part]), int(base[part])
        others = {0, SMALLEST_CELL} if _is_small(count) else set()
        others |= {of, of - SMALLEST_CELL} if _is_small(of - count) else set()
        possible = (_agrees(v, part, cells, where & group, share, low, high) for v in others if 0 <= v <= of)
        if others and not any(possible):
            return True
    return False


def _is_small(count: int) -> bool:
    return 0 < count < SMALLEST_CELL


def _agrees(
    value: int, part: int, cells: Cells, where: NDArray[np.bool_], share: Weighted, low: float, high: float
) -> bool:
    """Tell whether ``part`` may hold ``value`` for all that a reader knows."""
    base, least, most = cells.base, share.weight[part] * value, share.weight[part] * value
    for atom in where:
        if not atom.any():
            continue
        left = int(share.numerator[atom].sum())
        places = np.flatnonzero(atom)
        if atom[part]:
            left -= value
            places = places[places != part]
        if not 0 <= left <= base[places].sum():
            return False
        order = places[np.argsort(share.weight[places], kind="stable")]
        least += _filled(left, base[order], share.weight[order])
        most += _filled(left, base[order[::-1]], share.weight[order[::-1]])
    return bool(least <= high + 1e-9 and most >= low - 1e-9)


def _filled(total: int, room: Counts, weight: NDArray[np.float64]) -> float:
    """Weigh ``total`` structures put into places in order, each as full as it can be."""
    before = np.concatenate([[0], np.cumsum(room)[:-1]])
    taken = np.clip(total - before, 0, room) if len(room) else room
    return float((taken * weight).sum())
