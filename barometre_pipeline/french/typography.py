"""French typography of what a reader sees: percentages, numbers, spaces that must not break.

Formatting only; which figure is shown, and of whom, is decided by the caller.
"""

import math
import re
from typing import Final

from barometre_pipeline.french.rounding import round_percent

NBSP: Final = "\u00a0"  # before % : ; ? ! and inside « »
NNBSP: Final = "\u202f"  # in thousands

_BEFORE_HIGH_PUNCTUATION = re.compile(r"[ \u00a0\u202f]+(?=[:;?!»%])")
_AFTER_OPENING_QUOTE = re.compile(r"(?<=«)[ \u00a0\u202f]*")
_SPACES = re.compile(r"[ \t\r\n\u00a0]+")
_NON_BREAKING_HYPHEN = "\u2011"  # no text font of the charts has it


def whole_percent(share: float) -> int:
    """Round a share in [0, 1] to a whole percentage, as ``rounding`` does for everything published.

    Raises:
        ValueError: there is no share.
    """
    value = round_percent(share)
    if value is None:
        raise ValueError("pas de part à arrondir")
    return value


def percent(share: float, *, exists: bool = False) -> str:
    """Write a share as a whole percentage: 0.7712 gives « 77 % », NaN gives « – ».

    Args:
        share: fraction in [0, 1], or NaN.
        exists: somebody gave this answer, so that a share that rounds to zero is written « < 1 % ».
    """
    if math.isnan(share):
        return "–"
    value = whole_percent(share)
    return f"<{NBSP}1{NBSP}%" if value == 0 and exists else f"{value}{NBSP}%"


def number(value: int) -> str:
    """Write a whole number with narrow no-break spaces in thousands: 34 945."""
    return f"{value:,}".replace(",", NNBSP)


def plural(value: int, singular: str, plural_form: str) -> str:
    """Write a count and its noun: « 1 structure », « 191 structures » (French: 0 and 1 are singular)."""
    return f"{number(value)}{NBSP}{singular if abs(value) < 2 else plural_form}"


def french(text: str) -> str:
    """Clean a wording for display: single spaces, and no line break before « ? », « : » and the like."""
    text = _SPACES.sub(" ", text.replace(_NON_BREAKING_HYPHEN, "-")).strip()
    text = _BEFORE_HIGH_PUNCTUATION.sub(NBSP, text)
    return _AFTER_OPENING_QUOTE.sub(NBSP, text)
