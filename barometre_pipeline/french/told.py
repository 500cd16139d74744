"""Tells whether a text is written in French, by the small words that no sentence does without.

A count of words and no dictionary: enough to say that rules of French grammar do not hold.
"""

import re
from collections.abc import Iterable
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+")
_FRENCH: Final = frozenset(
    _WORD.findall(
        "le les des du et est une dans pour sur par qui aux ont avec leur leurs sont mais cette ces pas plus à où"
    )
)
_OTHERS: Final = frozenset(
    _WORD.findall(
        "the of and to with that have has been from for this are is was were by their which not "
        "der die das und mit dass nicht von ist ein eine im haben für auf zu den "
        "el los las con del por más para como il di che gli della per sono nel het een van"
    )
)
_LEAST: Final = 5  # words of another language: a title or an English name is no text


def in_french(lines: Iterable[str]) -> bool:
    """Tell whether a text is in French; one of figures and names alone is taken to be."""
    words = [word for line in lines for word in _WORD.findall(line.lower())]
    others = sum(word in _OTHERS for word in words)
    return others < _LEAST or others <= sum(word in _FRENCH for word in words)
