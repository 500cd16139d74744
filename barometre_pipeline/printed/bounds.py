"""What a printed number says of the exact one: an interval, and comparisons that may not be decidable.

Arithmetic only; where printed numbers are found is ``evidence``'s.
"""

import math
from dataclasses import dataclass

CLOSE = 2.5  # points: « près de », « environ », « trois quarts » allow that much
HALF = 0.5  # points lost by rounding one figure
_NOISE = 1e-9
STRICTLY = 1e-6  # « plus de 50 » begins just above 50

Verdict = bool | None  # True, False, or not decidable


@dataclass(frozen=True)
class Bounds:
    """An interval that holds a number, ends included."""

    low: float
    high: float

    def __add__(self, other: "Bounds") -> "Bounds":
        return Bounds(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Bounds") -> "Bounds":
        return Bounds(self.low - other.high, self.high - other.low)

    def times(self, other: "Bounds") -> "Bounds":
        """Multiply two intervals, an infinite end times nought being nought."""
        ends = [0.0 if 0 in (a, b) else a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Bounds(min(ends), max(ends))

    def meet(self, other: "Bounds") -> "Bounds | None":
        """Return what both allow, None if nothing."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Bounds(low, high) if low <= high + _NOISE else None

    @property
    def known(self) -> bool:
        """Whether it is a single number."""
        return self.high - self.low <= _NOISE


def exactly(value: float) -> Bounds:
    """Return the interval of one number."""
    return Bounds(value, value)


ANY_SHARE = Bounds(0, 100)
ANY_NUMBER = Bounds(-math.inf, math.inf)


def of_figure(kind: str, value: float, margin: float = 0) -> Bounds:
    """Return what a printed figure says: a share is what it says give or take ``margin`` points of rounding."""
    if kind == "part_environ":
        return Bounds(max(0.0, value - CLOSE), min(100.0, value + CLOSE))
    if kind == "part_plus_de":
        return Bounds(value + STRICTLY - margin, 100)
    if kind == "effectif":
        return exactly(value)
    tenth = margin if float(value).is_integer() else margin / 10
    return Bounds(value - tenth, value + tenth)


def above(a: Bounds, b: Bounds) -> Verdict:
    """Tell whether a > b."""
    if a.low > b.high + _NOISE:
        return True
    return False if a.high <= b.low + _NOISE else None


def at_least(a: Bounds, b: Bounds) -> Verdict:
    """Tell whether a >= b."""
    lower = above(b, a)
    return None if lower is None else not lower


def equal(a: Bounds, b: Bounds) -> Verdict:
    """Tell whether a = b."""
    if a.known and b.known and abs(a.low - b.low) <= _NOISE:
        return True
    return None if a.meet(b) else False


def within(a: Bounds, b: Bounds, slack: float) -> Verdict:
    """Tell whether a and b are ``slack`` apart at most."""
    gap = a - b
    return every([at_least(gap, exactly(-slack)), at_least(exactly(slack), gap)])


def every(verdicts: "list[Verdict]") -> Verdict:
    """Return whether all hold, not decidable as soon as one is not and none fails."""
    if False in verdicts:
        return False
    return None if None in verdicts else True
