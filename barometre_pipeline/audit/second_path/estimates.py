"""Weighted ratios of a stratified sample, in exact fractions: share, variance, intervals, effective sizes.

Written from the formulas (Taylor linearisation, finite population, Korn and Graubard 1998), not from the pipeline's
code, and without the libraries that it computes with: a verification must not repeat an error.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

Number = int | Fraction
Bounds = tuple[float | None, float | None]
_LEVEL = 0.975  # one tail of a 95 % interval
_STEPS = 200  # halvings of a bisection: more than a float has digits
_TINY = 1e-300


@dataclass(frozen=True)
class Member:
    """``count`` responses alike: their weight, numerator and denominator."""

    weight: Number
    y: int
    x: int
    count: int = 1


@dataclass(frozen=True)
class Stratum:
    """A strate: responses it has in all, structures they stand for (None: not known), and those looked at."""

    sample: int
    population: Number | None
    members: tuple[Member, ...]

    @property
    def finite(self) -> Fraction:
        """Finite population correction."""
        return (
            Fraction(1) if self.population is None else 1 - Fraction(self.sample) / Fraction(self.population)
        )


@dataclass(frozen=True)
class Estimate:
    """A ratio and what its uncertainty is made of.

    Attributes:
        share: sum of weights times y over sum of weights times x.
        variance: by linearisation.
        size: responses with a denominator; ``degrees`` those minus their strates; ``base`` the sum of denominators.
        effective: size of the equivalent sample where nothing varies, None for a census.
        kish: size of the equivalent sample of equal weights.
        total: sum of weights times x.
        infinite: no population is known.
    """

    share: Fraction
    variance: Fraction
    size: int
    base: int
    degrees: int
    effective: Fraction | None
    kish: Fraction
    total: Fraction
    infinite: bool

    @property
    def error(self) -> float:
        """Standard error."""
        return math.sqrt(self.variance)

    def logit(self) -> Bounds:
        """Return the interval on the log odds, or the exact one where nothing varies."""
        if self._flat:
            return self._degenerate()
        low, high = self.wald_logit()
        return self._around(low, high)

    def wald_logit(self) -> Bounds:
        """Return the interval on the log odds, nothing where it does not exist."""
        if not 0 < self.share < 1 or self.degrees <= 0:
            return None, None
        p = float(self.share)
        half = _student(self.degrees) * self.error / (p * (1 - p))
        centre = math.log(p / (1 - p))
        return _expit(centre - half), _expit(centre + half)

    def beta(self) -> Bounds:
        """Return Korn and Graubard's interval."""
        if self._flat:
            return self._degenerate()
        low, high = exact_binomial(
            self.share, float(self.share * (1 - self.share) / self.variance) * self._adjusted
        )
        return self._around(low, high)

    def design_effect(self) -> float | None:
        """Return the variance over that of a simple random sample of the same size."""
        if not 0 < self.share < 1 or self.size < 2:
            return None
        reduction = Fraction(1) if self.infinite else 1 - self.size / self.total
        simple = self.share * (1 - self.share) * reduction / (self.size - 1)
        return float(self.variance / simple) if simple > 0 else None

    @property
    def _flat(self) -> bool:
        return self.variance == 0 or self.share in (0, 1) or self.degrees <= 0

    @property
    def _adjusted(self) -> float:
        return (_student(self.size - 1) / _student(self.degrees)) ** 2

    def _degenerate(self) -> Bounds:
        if self.effective is None:
            return float(self.share), float(self.share)
        if self.degrees <= 0:
            return 0.0, 1.0
        return self._around(*exact_binomial(self.share, float(self.effective) * self._adjusted))

    def _around(self, low: float | None, high: float | None) -> Bounds:
        p = float(self.share)
        return min(p if low is None else low, p), max(p if high is None else high, p)


def estimate(strata: Sequence[Stratum]) -> Estimate | None:
    """Return the weighted ratio of a stratified sample, None on an empty base."""
    whole = [(s, m) for s in strata for m in s.members]
    total = sum((Fraction(m.weight) * m.x * m.count for _, m in whole), Fraction(0))
    if total == 0:
        return None
    share = sum((Fraction(m.weight) * m.y * m.count for _, m in whole), Fraction(0)) / total
    based = [(s, m) for s, m in whole if m.x]
    square = sum(((Fraction(m.weight) * m.x) ** 2 * m.count for _, m in based), Fraction(0))
    spread = sum((s.finite * Fraction(m.weight) ** 2 * m.count for s, m in based), Fraction(0))
    weight = sum((Fraction(m.weight) * m.count for _, m in based), Fraction(0))
    size = sum(m.count for _, m in based)
    return Estimate(
        share=share,
        variance=sum((_part(s, share, total) for s in strata), Fraction(0)),
        size=size,
        base=sum(m.x * m.count for _, m in based),
        degrees=size - sum(any(m.x for m in s.members) for s in strata),
        effective=weight**2 / spread if spread else None,
        kish=total**2 / square,
        total=total,
        infinite=any(s.population is None for s in strata),
    )


def _part(stratum: Stratum, share: Fraction, total: Fraction) -> Fraction:
    """Return what a strate adds to the variance; those outside the base have a null score."""
    scores = [(Fraction(m.weight) * (m.y - share * m.x) / total, m.count) for m in stratum.members]
    square = sum((z * z * c for z, c in scores), Fraction(0))
    n = stratum.sample
    if n <= 1:
        return stratum.finite * square
    centred = square - sum((z * c for z, c in scores), Fraction(0)) ** 2 / n
    return stratum.finite * centred * n / (n - 1)


def exact_binomial(share: Fraction, size: float) -> Bounds:
    """Return Clopper and Pearson's interval, for a size that need not be whole; nothing for what is no share."""
    if not 0 <= share <= 1:
        return None, None
    hits, misses = size * float(share), size * float(1 - share)
    tail = 1 - _LEVEL
    low = _quantile(hits, misses + 1, tail) if share > 0 else 0.0
    high = _quantile(hits + 1, misses, 1 - tail) if share < 1 else 1.0
    return low, high


def _expit(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def _quantile(a: float, b: float, level: float) -> float:
    return _bisect(lambda x: _beta(a, b, x), level, 1.0)


def _student(degrees: int) -> float:
    """Return the two-sided 95 % quantile of Student's law."""
    # What is left beyond t is the beta law below d / (d + t²).
    x = _bisect(lambda v: _beta(degrees / 2, 0.5, v), 2 * (1 - _LEVEL), 1.0)
    return math.sqrt(degrees * (1 - x) / x)


def _bisect(rising: Callable[[float], float], level: float, top: float) -> float:
    low, high = 0.0, top
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if rising(middle) < level else (low, middle)
    return (low + high) / 2


def _beta(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function, by its continued fraction."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    logs = a * math.log(x) + b * math.log1p(-x) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    if x < (a + 1) / (a + b + 2):
        return math.exp(logs) * _fraction(a, b, x) / a
    return 1 - math.exp(logs) * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    """Return the continued fraction of the incomplete beta function, evaluated by Lentz's method."""
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1) or _TINY)
    value = d
    for m in range(1, 100_000):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / (1 + term * d or _TINY)
            c = 1 + term / c or _TINY
            value *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return value
