"""Classes of numbers as labels say them: « 25 à 34 ans », « Moins de 25 ans », « 65 ans et plus ».

Only what a label says of numbers; who is in which class is ``banner``'s.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_OLDEST: Final = 120  # years
_THOUSANDS: Final = re.compile(r"\d{1,3}(?: \d{3})+|\d+")


@dataclass(frozen=True)
class Interval:
    """From ``low``, included, to ``high``, excluded."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        """Tell whether a number is in it."""
        return self.low <= value < self.high


def interval(label: str) -> Interval | None:
    """Return the numbers that a label says, None where it says none; a class « 25 à 34 » goes to 35, excluded."""
    label = " ".join(label.split()).casefold()
    numbers = [float(n.replace(" ", "")) for n in _THOUSANDS.findall(label)]
    if len(numbers) == 2 and numbers[0] <= numbers[1]:
        return Interval(numbers[0], numbers[1] + 1)
    if len(numbers) != 1:
        return None
    (limit,) = numbers
    if re.search(r"moins de|under|less than|<(?!=)", label):
        return Interval(-math.inf, limit)
    if re.search(r"et moins|ou moins|and under|jusqu|≤|<=", label):
        return Interval(-math.inf, limit + 1)
    if re.search(r"plus de|over \d|more than|>(?!=)", label) and "et plus" not in label:
        return Interval(math.nextafter(limit, math.inf), math.inf)
    if re.search(r"et plus|ou plus|and over|\+|et \+|≥|>=", label):
        return Interval(limit, math.inf)
    return None


def intervals(labels: Mapping[str, str]) -> dict[str, Interval] | None:
    """Return the numbers of each class, None where a label says none."""
    found = {name: interval(label) for name, label in labels.items()}
    known = {name: numbers for name, numbers in found.items() if numbers is not None}
    return known if len(known) == len(labels) else None


def are_ages(labels: Mapping[str, str]) -> bool:
    """Tell whether classes are of ages."""
    return any(re.search(r"\b(ans|years?|jahre)\b", label, re.IGNORECASE) for label in labels.values())


def too_old(value: float) -> bool:
    """Tell whether nobody has this age: it is a year of birth, or a class."""
    return value > _OLDEST
