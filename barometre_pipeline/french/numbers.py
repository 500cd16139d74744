"""French numbers: rounding (half to even, as R does), thousands, decimal comma, percentages, points, p-values.

The only place where a figure loses decimals or becomes text; which figure is shown is decided by the caller.
Shares and differences of shares are fractions here (0.77, -0.03), never percentages.
"""

import math
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final

from barometre_pipeline.french.spaces import NBSP, NNBSP

MINUS: Final = "−"
NONE: Final = "–"  # what stands where there is no number

_NOISE: Final = (
    12  # decimals: what lies beyond is binary noise, and must not decide on which side a half falls
)
_EXACT: Final = Context(prec=400)  # digits: any float, whole part and decimals, fits


def round_half_even(value: float, decimals: int = 0) -> float:
    """Round as R's ``round()`` does: 0.5 gives 0, 1.5 gives 2.

    Raises:
        ValueError: the value is not a finite number.
    """
    return float(_rounded(value, decimals))


def whole_percent(share: float) -> int:
    """Round a share to a whole percentage: 0.035 (exactly 3.5 %) gives 4, 0.025 gives 2.

    Raises:
        ValueError: there is no share (NaN).
    """
    return int(_rounded(_hundredfold(share), 0))


def number(value: float, decimals: int | None = None, *, signed: bool = False) -> str:
    """Write a number: 34945 gives « 34 945 », -12.5 gives « −12,5 », NaN gives « – ».

    Args:
        value: what is written.
        decimals: how many are shown; by default those the value has, at most twelve.
        signed: a gain has its sign too (« +3 »).
    """
    if math.isnan(value):
        return NONE
    exact = _rounded(value, _NOISE if decimals is None else decimals)
    whole, _, fraction = f"{abs(exact):,f}".partition(".")
    if decimals is None:
        fraction = fraction.rstrip("0")
    sign = MINUS if exact < 0 else "+" if signed and exact > 0 else ""
    return f"{sign}{whole.replace(',', NNBSP)}{',' if fraction else ''}{fraction}"


def percent(share: float, decimals: int | None = 0, *, exists: bool = False) -> str:
    """Write a share as a percentage: 0.7712 gives « 77 % », NaN gives « – ».

    Args:
        share: fraction, or NaN.
        decimals: how many are shown; None for those the percentage has.
        exists: somebody gave this answer, so that a share that rounds to zero is written « < 1 % ».
    """
    if math.isnan(share):
        return NONE
    if exists and whole_percent(share) == 0:
        return f"<{NBSP}1{NBSP}%"
    return f"{number(_hundredfold(share), decimals)}{NBSP}%"


def points(difference: float, decimals: int | None = 0, *, signed: bool = False, short: bool = False) -> str:
    """Write a difference of shares in percentage points: 0.26 gives « 26 points », -0.01 « −1 point ».

    Args:
        difference: of two fractions, or NaN.
        decimals: how many are shown; None for those the difference has.
        signed: a gain has its sign too (« +14 points »).
        short: « pt » for a column, where the word has no room.
    """
    if math.isnan(difference):
        return NONE
    value = _hundredfold(difference)
    text = number(value, decimals, signed=signed)
    shown = value if decimals is None else round_half_even(value, decimals)
    return f"{text}{NBSP}{'pt' if short else noun(shown, 'point')}"


def count(value: int, singular: str, plural: str | None = None) -> str:
    """Write a number and its noun: « 1 structure », « 1 200 structures »."""
    return f"{number(value)}{NBSP}{noun(value, singular, plural)}"


def noun(value: float, singular: str, plural: str | None = None) -> str:
    """Agree a noun with a number, 0 and 1 being singular in French; the plural takes an s unless it is given."""
    return singular if abs(value) < 2 else plural or f"{singular}s"


def duration(seconds: float) -> str:
    """Write how long something took: « 3,2 s », « 2 min 05 s »."""
    if seconds < 59.95:
        return f"{number(seconds, 1)}{NBSP}s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{number(minutes)}{NBSP}min{NBSP}{rest:02}{NBSP}s"


def p_value(p: float) -> str:
    """Write a p-value: « p = 0,012 » with three decimals below 0.1 and two above, « p < 0,001 »."""
    if p < 0.001:
        return f"p{NBSP}<{NBSP}{number(0.001)}"
    return f"p{NBSP}={NBSP}{number(p, 3 if p < 0.1 else 2)}"


def _hundredfold(share: float) -> float:
    return round(share * 100, _NOISE)


def _rounded(value: float, decimals: int) -> Decimal:
    if not math.isfinite(value):
        raise ValueError("pas de nombre à arrondir")
    noiseless = Decimal(str(round(value, _NOISE)))
    return noiseless.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN, context=_EXACT)
