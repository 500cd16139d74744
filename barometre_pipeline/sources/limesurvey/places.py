"""One heading, one column: which of its candidates each heading gets, all headings and the order of the file together.

Only positions and orders are known here; what a candidate is called is ``candidates``'. A choice that nothing settles
is left open, for the caller to refuse.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from barometre_pipeline.sources.limesurvey.candidates import Candidate, Option, Options

_IN_ORDER: Final = (
    0.8  # share of the sure headings that stand in the order of the survey, in a file that keeps it
)
_MATCHED: Final = 1000  # what a heading placed in order is worth, beside what its candidate costs
_MODULUS: Final = 2**61 - 1
_Item = tuple[int, int, Option]  # position, order, option
Repeated = tuple[int, int, str]


@dataclass
class Places:
    """What was decided.

    Attributes:
        taken: by position, the column that a heading stands for.
        open: by position, the candidates between which nothing decides.
        repeated: pairs of positions that stand for the same column, and its name.
    """

    taken: dict[int, Candidate]
    open: dict[int, list[Candidate]] = field(default_factory=dict)
    repeated: list[Repeated] = field(default_factory=list)


def assign(options: Options) -> Places:
    """Return one candidate for every heading that has some, never the same for two.

    A heading with one candidate is sure. Another one is decided by the sure headings on both sides where they follow
    each other in the survey too; by the order of the whole file where it is the survey's; or because its other
    candidates are taken. It must then be the only way.
    """
    if whole := _all_in_order(options):
        return Places(whole)
    sure, repeated = _sure(options)
    open_ = {position: found for position, found in enumerate(options) if len(found) > 1}
    while open_:
        used = {entry.place for entry in sure.values()}
        left = {position: [o for o in found if o[1].place not in used] for position, found in open_.items()}
        decided = {position: found[0][1] for position, found in left.items() if len(found) == 1}
        decided = _once(decided) or _between(left, sure, len(options)) or _in_order(left, sure)
        if not decided:
            break
        sure |= decided
        open_ = {position: found for position, found in open_.items() if position not in decided}
    used = {entry.place for entry in sure.values()}
    tied: dict[int, list[Candidate]] = {}
    for position, found in open_.items():
        if still := [entry for _, entry in found if entry.place not in used]:
            tied[position] = still
    return Places(sure, tied, repeated + _rivals(tied))


def _all_in_order(options: Options) -> dict[int, Candidate]:
    """Return the columns where the file has just as many headings as they have candidates, in the survey's order."""
    entries = sorted({entry for found in options for _, entry in found}, key=lambda entry: entry.order)
    places = [position for position, found in enumerate(options) if found]
    if len(entries) != len(places):
        return {}
    pairs = list(zip(places, entries, strict=True))
    fits = all(any(entry == own for _, own in options[position]) for position, entry in pairs)
    return dict(pairs) if fits else {}


def _rivals(tied: Mapping[int, Sequence[Candidate]]) -> list[Repeated]:
    """Return the pairs of headings for which the same one column is left."""
    first: dict[tuple[str, str], int] = {}
    return [
        (first[found[0].place], position, found[0].name)
        for position, found in tied.items()
        if len(found) == 1 and first.setdefault(found[0].place, position) != position
    ]


def _sure(options: Options) -> tuple[dict[int, Candidate], list[Repeated]]:
    """Return the headings with one candidate; of two for one column, the one that names it best."""
    best: dict[tuple[str, str], tuple[int, int]] = {}
    sure: dict[int, Candidate] = {}
    repeated: list[Repeated] = []
    for position, found in enumerate(options):
        if len(found) != 1:
            continue
        cost, entry = found[0]
        before = best.get(entry.place) if entry.kind == "column" else None
        if before is not None and before[0] == cost:
            repeated.append((before[1], position, entry.name))
        if before is None or cost < before[0]:
            if before is not None:
                del sure[before[1]]
            best[entry.place] = (cost, position)
            sure[position] = entry
    return sure, repeated


def _once(decided: dict[int, Candidate]) -> dict[int, Candidate]:
    """Return what only one heading is left for."""
    places = [entry.place for entry in decided.values()]
    return {position: entry for position, entry in decided.items() if places.count(entry.place) == 1}


def _between(
    left: Mapping[int, list[Option]], sure: Mapping[int, Candidate], end: int
) -> dict[int, Candidate]:
    """Decide the headings between two sure ones that follow each other in the survey too."""
    anchors = sorted(position for position, entry in sure.items() if entry.order >= 0)
    orders = sorted(sure[position].order for position in anchors)
    decided: dict[int, Candidate] = {}
    for before, after in zip([-1, *anchors], [*anchors, end], strict=True):
        low = sure[before].order if before in sure else -1
        high = sure[after].order if after in sure else float("inf")
        within = [position for position in range(before + 1, after) if left.get(position)]
        follows = bisect_right(orders, low) == len(orders) if high == float("inf") else (
            low < high and orders[bisect_right(orders, low)] == high
        )  # fmt: skip
        if within and follows:
            inside: list[_Item] = [
                (position, entry.order, (cost, entry))
                for position in within
                for cost, entry in left[position]
                if low < entry.order < high
            ]
            decided |= _only_way(inside)[0]
    return decided


def _in_order(left: Mapping[int, list[Option]], sure: Mapping[int, Candidate]) -> dict[int, Candidate]:
    """Decide by the order of the whole file, where it is the survey's but for a few columns."""
    anchors: list[_Item] = [(i, e.order, (0, e)) for i, e in sure.items() if e.order >= 0]
    if _only_way(anchors)[1] < _IN_ORDER * _MATCHED * len(anchors):
        return {}
    choices: list[_Item] = [(i, o[1].order, o) for i, found in left.items() for o in found]
    ways, _ = _only_way([*anchors, *choices])
    return {position: entry for position, entry in ways.items() if position in left}


def _only_way(items: Iterable[_Item]) -> tuple[dict[int, Candidate], int]:
    """Return what all the longest ways through the items, position and order both growing, have in common.

    With what such a way is worth; a question comes before what the software may call by the same name.
    """
    items = sorted(items, key=lambda item: (item[0], item[1]))
    worth = [_MATCHED - cost - (entry.kind != "column") for _, _, (cost, entry) in items]
    ahead = _longest(items, worth, range(len(items)), 1)
    behind = _longest(items, worth, range(len(items) - 1, -1, -1), -1)
    best = max((value for value, _ in ahead), default=0)
    ways = sum(count for value, count in ahead if value == best) % _MODULUS
    common = {
        item[0]: item[2][1]
        for item, (up, up_ways), (down, down_ways), own in zip(items, ahead, behind, worth, strict=True)
        if up + down - own == best and up_ways * down_ways % _MODULUS == ways
    }
    return common, best


def _longest(
    items: Sequence[_Item], worth: Sequence[int], way: Sequence[int], sign: int
) -> list[tuple[int, int]]:
    """Return, for each item, what the longest way that ends there is worth and how many there are (modulo a prime)."""
    ranks = {order: i for i, order in enumerate(sorted({sign * item[1] for item in items}), start=1)}
    tree: list[tuple[int, int]] = [(0, 0)] * (len(ranks) + 1)
    found: list[tuple[int, int]] = [(0, 0)] * len(items)
    waiting: list[int] = []
    for number in way:
        if waiting and items[waiting[0]][0] != items[number][0]:
            _enter(tree, waiting, items, found, ranks, sign)
            waiting = []
        value, ways = 0, 0
        place = ranks[sign * items[number][1]] - 1
        while place > 0:
            value, ways = _merged((value, ways), tree[place])
            place -= place & -place
        found[number] = (value + worth[number], ways or 1)
        waiting.append(number)
    return found


def _enter(
    tree: list[tuple[int, int]],
    numbers: Sequence[int],
    items: Sequence[_Item],
    found: Sequence[tuple[int, int]],
    ranks: Mapping[int, int],
    sign: int,
) -> None:
    """Let the items of one heading be gone through by those of the next ones."""
    for number in numbers:
        place = ranks[sign * items[number][1]]
        while place < len(tree):
            tree[place] = _merged(tree[place], found[number])
            place += place & -place


def _merged(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    if one[0] == other[0]:
        return one[0], (one[1] + other[1]) % _MODULUS
    return max(one, other)
