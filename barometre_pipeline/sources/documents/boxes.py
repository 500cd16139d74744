"""The big numbers of a slide and the boxes that hold their words: which goes with which, by where they are drawn.

Geometry of boxes only; what a box says is nobody's business here, save that a number stands alone in it.
"""

import re
from collections.abc import Sequence
from typing import Any, Final

_NUMBER: Final = re.compile(
    r"\s*(?:[+\-−–=×x]\s*)?\d[\d\s\u00a0\u202f,.]*(?:(?:%|pts?|points?)\s*)?(?:\*\s*)?", re.I
)
_FAR: Final = 1_400_000  # EMU, about 4 cm: the room between a number and its words, at most
_BESIDE, _ABOVE = 1.5, 2.5  # words are looked for under a number, then beside it, then above


def labelled(shapes: Sequence[Any]) -> dict[int, Any]:
    """Return, by identifier of a box that holds a number alone, the box of its words; each box once, the nearest first.

    Args:
        shapes: the boxes of text of a slide, its title left out.
    """
    placed = [
        s for s in shapes if None not in (s.left, s.top, s.width, s.height) and s.text_frame.text.strip()
    ]
    numbers = [s for s in placed if _NUMBER.fullmatch(s.text_frame.text)]
    words = [s for s in placed if s not in numbers and not re.search(r"\d\s*%", s.text_frame.text)]
    near = [
        (room, n.shape_id, w.shape_id, w) for n in numbers for w in words if (room := _room(n, w)) <= _FAR
    ]
    found: dict[int, Any] = {}
    taken: set[int] = set()
    for _, number, label, shape in sorted(near, key=lambda p: p[:3]):
        if number not in found and label not in taken:
            found[number] = shape
            taken.add(label)
    return found


def _room(number: Any, words: Any) -> float:
    """Return how far the words are from a number: straight under, beside or above it; infinite elsewhere."""
    across = min(number.left + number.width, words.left + words.width) - max(number.left, words.left)
    down = min(number.top + number.height, words.top + words.height) - max(number.top, words.top)
    if across > 0:
        under = words.top + words.height / 2 >= number.top + number.height / 2
        return float(max(0, -down) * (1 if under else _ABOVE)) + (0 if under else 1) + _aside(number, words)
    beside = down > 0 and words.left > number.left
    return float(max(0, -across)) * _BESIDE + 1 if beside else float("inf")


def _aside(number: Any, words: Any) -> float:
    """Return how far the middles are from one another, across: of two boxes under a number, the one straight under."""
    return float(abs((number.left + number.width / 2) - (words.left + words.width / 2)) / 4)
