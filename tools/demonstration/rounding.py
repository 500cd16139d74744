"""Whole numbers near expected ones: each group adds up, and so does the whole, to within one."""

import math
from collections.abc import Mapping, Sequence


def spread(groups: Sequence[int], chances: Sequence[Mapping[str, float]]) -> list[dict[str, int]]:
    """Share out each group's people among outcomes, carrying what is left over from group to group.

    Args:
        groups: number of people of each group.
        chances: for each group, the chance of each outcome; they sum to one.
    """
    owed: dict[str, float] = {}
    shared: list[dict[str, int]] = []
    for size, chance in zip(groups, chances, strict=True):
        given = {outcome: math.floor(size * share + 1e-9) for outcome, share in chance.items()}
        for outcome, share in chance.items():
            owed[outcome] = owed.get(outcome, 0.0) + size * share - given[outcome]
        for _ in range(size - sum(given.values())):
            most = max(chance, key=lambda outcome: owed[outcome])
            given[most] += 1
            owed[most] -= 1
        shared.append(given)
    return shared
