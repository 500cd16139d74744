"""The spaces of French typography: which one goes where, and a wording put into order.

Characters only; numbers are written in ``numbers``.
"""

import re
from typing import Final

NBSP: Final = "\u00a0"  # before % : ; ? ! and inside « »
NNBSP: Final = "\u202f"  # between thousands

_BEFORE_HIGH_PUNCTUATION = re.compile(r"[ \u00a0\u202f]+(?=[:;?!»%])")
_AFTER_OPENING_QUOTE = re.compile(r"(?<=«)[ \u00a0\u202f]*")
_SPACES = re.compile(r"[ \t\r\n\u00a0]+")
_NON_BREAKING_HYPHEN = "\u2011"  # no text font of the charts has it


def spaced(text: str) -> str:
    """Clean a wording for display: single spaces, and no line break before « ? », « : » and the like."""
    return unbroken(_SPACES.sub(" ", text.replace(_NON_BREAKING_HYPHEN, "-")).strip())


def unbroken(text: str) -> str:
    """Put a no-break space before « ? », « : » and the like and inside quotes; other spaces stay as they are."""
    return _AFTER_OPENING_QUOTE.sub(NBSP, _BEFORE_HIGH_PUNCTUATION.sub(NBSP, text))


def quoted(text: str) -> str:
    """Put a wording between French quotation marks: « Oui »."""
    return f"«{NBSP}{spaced(text)}{NBSP}»"
