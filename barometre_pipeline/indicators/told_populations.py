"""Which rows of populations cut out by an answer or by inhabitants may be told, beside what is told of the others.

Such a population crosses the strates, so what is known is only its counts: it is told where they are large enough, and
its differences with every population told of the same share are too, whether or not one holds the other.
"""

from collections.abc import Iterator, Mapping

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.populations import Population
from barometre_pipeline.statistics.disclosure import SMALLEST_CELL
from barometre_pipeline.vocabulary import REGLE_SERIES

Key = tuple[str, str, str]
Place = tuple[str, str, str]
Verdict = tuple[bool, str, bool]
Counted = tuple[int, int]  # who is counted, who is not


def tell_populations(
    values: Mapping[Key, Mapping[Place, tuple[int, int, int]]],
    found: dict[int, Verdict],
    catalogue: Catalogue,
) -> None:
    """Add to ``found`` what is said of the rows that it does not have yet.

    Args:
        values: (index, n, base) of each row by key and place.
        found: what is said of rows of the whole and of its groups.
        catalogue: populations, and whom each is a part of.
    """
    known = catalogue.populations.by_name
    for key, places in values.items():
        told = [_counted(row) for row in places.values() if found.get(row[0], (False, "", False))[0]]
        left = [(p, row) for p, row in places.items() if row[0] not in found]
        # The largest first: it is what the others are compared with.
        for place, row in sorted(left, key=lambda item: -item[1][2]):
            population = known.get(place[0])
            if population is not None and population.minimum_de:
                continue
            fine = _printed(key, values) and _fine(_counted(row), told)
            found[row[0]] = (True, "", False) if fine else (False, "ventilation", False)
            told += [_counted(row)] if fine else []
        for place, row in left:
            if row[0] not in found:
                found[row[0]] = _smallest(known[place[0]], row, places, found)


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
