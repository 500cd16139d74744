"""How wide a text is and where it breaks, in the font the charts are drawn with.

Only measuring and wrapping; colours and positions are chosen elsewhere. The font comes with the package
(``fonts/LICENCE.txt``), so that a chart looks the same on every machine.
"""

import csv
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

FONT_FOLDER: Final = Path(__file__).parent / "fonts"
# The fallbacks have the same widths (Arial, Liberation Sans) or close ones, for readers of the SVG.
FONT_FAMILY: Final = "Observatoire Sans, Liberation Sans, Arial, Helvetica, sans-serif"

_UNITS_PER_EM = 2048
_UNKNOWN_ADVANCE = 1366  # a wide letter: a text in another script is wrapped early rather than late


@cache
def _advances(bold: bool) -> dict[str, int]:
    """Read advance widths by character, in font units."""
    with (FONT_FOLDER / "avances.csv").open(encoding="ascii") as file:
        rows = csv.DictReader(file)
        return {chr(int(r["point_de_code"], 16)): int(r["gras" if bold else "normal"]) for r in rows}


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return the width in pixels of one line of text at ``size`` pixels."""
    return _units(text, bold) * size / _UNITS_PER_EM


@lru_cache(maxsize=20_000)
def _units(text: str, bold: bool) -> int:
    advances = _advances(bold)
    return sum(advances.get(c, _UNKNOWN_ADVANCE) for c in text)


def wrap(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """Break a text into the fewest lines that fit ``width`` pixels, then even them out.

    Breaks only at ordinary spaces; a single word wider than ``width`` is cut.
    """
    lines = _fill(text, width, size, bold)
    longest = max((text_width(w, size, bold) for w in text.split(" ")), default=0.0)
    low, high = min(longest, width), width
    while len(lines) > 1 and high - low > 4:  # the narrowest column that needs no more lines
        middle = (low + high) / 2
        if len(_fill(text, middle, size, bold)) <= len(lines):
            high = middle
        else:
            low = middle
    return _fill(text, high, size, bold) if len(lines) > 1 else lines


def line_count(text: str, width: float, size: float, bold: bool = False) -> int:
    """Return how many lines ``wrap`` would give."""
    return len(_fill(text, width, size, bold))


def _fill(text: str, width: float, size: float, bold: bool) -> list[str]:
    space = text_width(" ", size, bold)
    lines: list[str] = []
    used = 0.0
    for word in (part for w in text.split(" ") if w for part in _cut(w, width, size, bold)):
        length = text_width(word, size, bold)
        if lines and used + space + length <= width:
            lines[-1] += " " + word
            used += space + length
        else:
            lines.append(word)
            used = length
    return lines


def _cut(word: str, width: float, size: float, bold: bool) -> list[str]:
    """Cut a word that is wider than the column (an address, a long compound) into pieces that fit."""
    if text_width(word, size, bold) <= width:
        return [word]
    pieces = [""]
    for character in word:
        if pieces[-1] and text_width(pieces[-1] + character, size, bold) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces
