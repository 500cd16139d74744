"""French words around figures: lists, dates, ranks, the first letter of a sentence.

Only words; numbers are written in ``numbers``.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from barometre_pipeline.french.spaces import NBSP

_MONTHS: Final = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip


def enumeration(words: Iterable[str], link: str = "et") -> str:
    """Join words as French does: « 2022, 2024 et 2025 »; "" where there is none."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} {link} {last}" if first else last


def day(when: date, *, year: bool = True) -> str:
    """Write a date that cannot break: « 1er juin 2025 », or « 24 juin » where the year is said elsewhere."""
    text = f"{'1er' if when.day == 1 else when.day}{NBSP}{_MONTHS[when.month - 1]}"
    return f"{text}{NBSP}{when.year}" if year else text


def rank(position: int) -> str:
    """Name a rank: « 1er rang », « 2e rang »."""
    return f"{position}{'er' if position == 1 else 'e'} rang"


def uncapitalised(text: str) -> str:
    """Start with a small letter a sentence that follows « : » or a comma."""
    return text[:1].lower() + text[1:]


def alternatives(answers: Sequence[str]) -> str:
    """Join answers as one phrase: « Très avancée ou avancée ».

    A capital that is no mere beginning stays, and so do all where an answer has a comma: they alone part
    « Oui ou Non, mais c’est prévu ».
    """
    first, *others = answers
    if not any("," in a for a in answers):
        others = [uncapitalised(a) if a[1:2].islower() or a[1:2] == " " else a for a in others]
    return " ou ".join((first, *others))
