"""The Observatoire's colours, and ordered scales made of them that stay readable in grey.

Colours only: which answer gets which is decided by the caller.
"""

from collections.abc import Sequence
from typing import Final

NAVY: Final = "#323465"
TEAL: Final = "#33bbc9"
GOLD: Final = "#e1b44d"

INK: Final = "#1f2030"
MUTED: Final = "#5c5d6e"  # 6.4:1 on white: small print stays readable
RULE: Final = "#c9c9d3"
DONT_KNOW: Final = "#e4e4ea"
NO_ANSWER: Final = "#f6f6f8"
REST: Final = "#c9c9d3"
OUTLINE: Final = "#8a8b99"  # 3.4:1 on white: edges of the pale segments
RESIDUAL_BAR: Final = "#a6a7b3"
WARNING: Final = "#8a4b00"  # 6.9:1 on white

_WHITE = (255, 255, 255)


def ordered_scale(size: int) -> list[str]:
    """Return ``size`` colours from navy through teal to pale gold, each lighter than the one before.

    Strictly growing luminance keeps the order readable in a grey print and for every colour vision.
    """
    if size <= 2:
        return [NAVY, TEAL][:size]
    warm = 1 if size <= 5 else 2
    cold = size - warm
    colours = [_mix(NAVY, TEAL, k / (cold - 1)) for k in range(cold)]
    tints = [0.42] if warm == 1 else [0.0, 0.55]
    return colours + [_mix(GOLD, _hex(_WHITE), t) for t in tints]


def ages(size: int) -> list[str]:
    """Return the colours of years, the newest first: navy, then paler and paler."""
    return [NAVY, *(_mix(TEAL, _hex(_WHITE), k / max(size, 3)) for k in range(size - 1))]


def totals(size: int) -> list[str]:
    """Return the colours of the years of a total, the newest first: dark gold, then paler."""
    return [_mix(GOLD, INK, 0.45), *(_mix(GOLD, _hex(_WHITE), k / max(size, 3)) for k in range(size - 1))]


def favourable(size: int) -> list[str]:
    """Return the colours of answers on the right of an axis, from the strongest to the mildest."""
    return [NAVY, TEAL, _mix(TEAL, _hex(_WHITE), 0.5)][:size] if size <= 3 else ordered_scale(size)


def opposed(size: int) -> list[str]:
    """Return the colours of answers on the left of an axis, from it outwards: pale gold, then darker."""
    return [
        _mix(_mix(GOLD, INK, 0.45), _mix(GOLD, _hex(_WHITE), 0.45), 1 - k / max(size - 1, 1))
        for k in range(size)
    ]


def text_on(colour: str) -> str:
    """Return black or white, whichever is the more readable on ``colour`` (at least 4.5:1)."""
    return "#ffffff" if contrast(colour, "#ffffff") >= contrast(colour, "#000000") else "#000000"


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours as WCAG 2 defines it, in [1, 21]."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of an sRGB colour (WCAG 2), in [0, 1]."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour: str) -> list[float]:
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def _hex(rgb: Sequence[int]) -> str:
    return "#" + "".join(f"{c:02x}" for c in rgb)


def _mix(first: str, second: str, weight: float) -> str:
    pairs = zip(_channels(first), _channels(second), strict=True)
    return _hex([round(255 * (a + (b - a) * weight)) for a, b in pairs])
