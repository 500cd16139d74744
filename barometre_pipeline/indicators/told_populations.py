"""Which rows of populations cut out by an answer or by inhabitants may be told, beside what is told of the others.

Such a population crosses the strates, so what is known is only its counts: it is told where they are large enough, and
its differences with every population told of the same share are too, whether or not one holds the other; so is what
is left of an answer, or of everybody, without other answers told of the same people.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.populations import Population
from barometre_pipeline.indicators.answer_sets import AnswerSet
from barometre_pipeline.statistics.disclosure import SMALLEST_CELL
from barometre_pipeline.vocabulary import REGLE_SERIES

Key = tuple[str, str, str]
Place = tuple[str, str, str]
Verdict = tuple[bool, str, bool]
Counted = tuple[int, int]  # who is counted, who is not
Answers = frozenset[str]
Left = tuple[Answers | None, Answers]  # of these answers (None: of everybody), without those


def tell_populations(
    values: Mapping[Key, Mapping[Place, tuple[int, int, int]]],
    found: dict[int, Verdict],
    catalogue: Catalogue,
    sets: Mapping[tuple[str, str], AnswerSet],
) -> None:
    """Add to ``found`` what is said of the rows that it does not have yet.

    Args:
        values: (index, n, base) of each row by key and place.
        found: what is said of rows of the whole and of its groups.
        catalogue: populations, and whom each is a part of.
        sets: what each category counts.
    """
    known = catalogue.populations.by_name
    beside = _Beside(sets)
    for key, places in values.items():
        for place, row in places.items():
            if found.get(row[0], (False, "", False))[0]:
                beside.tell(key, place, _counted(row))
    for key, places in values.items():
        told = [_counted(row) for row in places.values() if found.get(row[0], (False, "", False))[0]]
        left = [(p, row) for p, row in places.items() if row[0] not in found]
        # The largest first: it is what the others are compared with.
        for place, row in sorted(left, key=lambda item: -item[1][2]):
            population = known.get(place[0])
            if population is not None and population.minimum_de:
                continue
            mine = _counted(row)
            fine = _printed(key, values) and _fine(mine, told) and beside.is_fine(key, place, mine)
            found[row[0]] = (True, "", False) if fine else (False, "ventilation", False)
            if fine:
                told.append(mine)
                beside.tell(key, place, mine)


def repeat_smallest(
    values: Mapping[Key, Mapping[Place, tuple[int, int, int]]],
    found: dict[int, Verdict],
    catalogue: Catalogue,
) -> None:
    """Add to ``found`` what is said of « in each of these »: told as the member that it repeats is."""
    known = catalogue.populations.by_name
    for places in values.values():
        for place, row in places.items():
            if row[0] not in found:
                found[row[0]] = _smallest(known[place[0]], row, places, found)


class _Beside:
    """What the answers told of the same people leave: each must be nobody or enough, and so must its differences."""

    def __init__(self, sets: Mapping[tuple[str, str], AnswerSet]) -> None:
        self._sets = sets
        self._told: dict[tuple[object, ...], list[tuple[Answers, int]]] = defaultdict(list)
        self._left: dict[tuple[object, ...], list[Counted]] = defaultdict(list)

    def tell(self, key: Key, place: Place, mine: Counted) -> None:
        """Take in a row that is told."""
        for name, answers in self._questions(key):
            for left, count in self._remainders(key, name, place, answers, mine):
                self._left[name, key[2], left].append((count, sum(mine) - count))
            self._told[name, key[2], place].append((answers, mine[0]))

    def is_fine(self, key: Key, place: Place, mine: Counted) -> bool:
        """Tell whether a row may be told beside those taken in."""
        for name, answers in self._questions(key):
            for left, count in self._remainders(key, name, place, answers, mine):
                rest = count, sum(mine) - count
                if _small((count, 0)) or any(
                    _small((abs(rest[0] - other[0]), abs(rest[1] - other[1])))
                    for other in self._left[name, key[2], left]
                    if other != rest
                ):
                    return False
        return True

    def _questions(self, key: Key) -> Iterator[tuple[object, Answers]]:
        for question in self._sets[key[:2]].questions if key[:2] in self._sets else ():
            yield question.name, question.answers

    def _remainders(
        self, key: Key, name: object, place: Place, answers: Answers, mine: Counted
    ) -> Iterator[tuple[Left, int]]:
        """Yield what a row leaves of each set that holds it, and what those that it holds leave of it."""
        told = [(a, n) for a, n in self._told[name, key[2], place] if a != answers]
        apart = [(a, n) for a, n in told if not a & answers]
        for some in _without_overlap([(a, n) for a, n in told if a < answers]):
            if some:
                yield (answers, _all(some)), mine[0] - sum(n for _, n in some)
        holders: list[tuple[Answers | None, int]] = [(a, n) for a, n in told if answers < a]
        for whole, count in [*holders, (None, sum(mine))]:
            inside = [(a, n) for a, n in apart if whole is None or a < whole]
            for some in _without_overlap(inside):
                if some or whole is not None:
                    rest = count - mine[0] - sum(n for _, n in some)
                    yield (whole, _all([(answers, mine[0]), *some])), rest


def _without_overlap(sets: Sequence[tuple[Answers, int]]) -> Iterator[tuple[tuple[Answers, int], ...]]:
    """Yield none of the sets, each, two, and as many as go together: what is left of a whole is smallest then."""
    sets = list(dict(sets).items())
    yield ()
    yield from ((one,) for one in sets)
    yield from (pair for pair in combinations(sets, 2) if not pair[0][0] & pair[1][0])
    most: list[tuple[Answers, int]] = []
    for one in sorted(sets, key=lambda s: len(s[0])):
        if not any(one[0] & other for other, _ in most):
            most.append(one)
    if len(most) > 2:
        yield tuple(most)


def _all(sets: Sequence[tuple[Answers, int]]) -> Answers:
    return frozenset().union(*(answers for answers, _ in sets))


def _printed(key: Key, values: Mapping[Key, object]) -> bool:
    """One rule of base a share: two would tell how many left the question empty."""
    return key[2] != REGLE_SERIES or not any(k[:2] == key[:2] and k[2] != key[2] for k in values)


def _counted(row: tuple[int, int, int]) -> Counted:
    return row[1], row[2] - row[1]


def _fine(mine: Counted, told: list[Counted]) -> bool:
    if not sum(mine) or _small(mine):
        return False
    differences = ((abs(mine[0] - other[0]), abs(mine[1] - other[1])) for other in told if other != mine)
    if any(_small(d) for d in differences):
        return False
    return not any(_small(d) for d in _what_is_left(mine, told))


def _what_is_left(mine: Counted, told: list[Counted]) -> Iterator[Counted]:
    """Yield what is left of each larger population without this one and another told: parts of a whole."""
    for whole in told:
        for other in told:
            rest = whole[0] - other[0] - mine[0], whole[1] - other[1] - mine[1]
            if other is not whole and min(rest) >= 0:
                yield rest


def _small(counts: Counted) -> bool:
    return any(0 < n < SMALLEST_CELL for n in counts)


def _smallest(
    population: Population,
    row: tuple[int, int, int],
    places: Mapping[Place, tuple[int, int, int]],
    found: Mapping[int, Verdict],
) -> Verdict:
    """« In each of these »: told as the member that it repeats is."""
    members = [r for p, r in places.items() if p[0] in population.minimum_de and r[1:] == row[1:]]
    fine = any(found.get(r[0], (False, "", False))[0] for r in members)
    return (True, "", False) if fine else (False, "ventilation", False)
