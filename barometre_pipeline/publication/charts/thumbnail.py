"""A small picture of one indicator, for a dialog: one bar per category, with its percentage. As SVG, in a text.

Drawn by hand: hundreds are made in a run, and a grammar of graphics takes a thousand times longer. What is published is
drawn by ``vega``.
"""

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

from barometre_pipeline.french.numbers import percent
from barometre_pipeline.publication.charts.palette import INK, NAVY, RULE

WIDTH: Final = 560
_LABELS, _ROW, _BAR, _MOST = 250, 24, 14, 12
_LONGEST: Final = 38  # letters of a label


def thumbnail(title: str, bars: Sequence[tuple[str, float]]) -> str:
    """Return an SVG.

    Args:
        title: what is drawn, for a screen reader.
        bars: label and share (fraction), in the order drawn; those beyond the twelfth are left out.
    """
    shown = list(bars)[:_MOST]
    room = WIDTH - _LABELS - 60
    parts = []
    for i, (label, share) in enumerate(shown):
        middle = i * _ROW + _ROW / 2
        length = max(share, 0.0) * room
        text = label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"
        parts.append(
            f'<text x="{_LABELS - 8}" y="{middle + 4:g}" text-anchor="end">{escape(text)}</text>'
            f'<rect x="{_LABELS}" y="{middle - _BAR / 2:g}" width="{length:.1f}" height="{_BAR}" fill="{NAVY}"/>'
            f'<text x="{_LABELS + length + 6:.1f}" y="{middle + 4:g}">{percent(share)}</text>'
        )
    height = len(shown) * _ROW
    axis = f'<line x1="{_LABELS}" x2="{_LABELS}" y1="0" y2="{height}" stroke="{RULE}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="12" fill="{INK}">'
        f"<title>{escape(title)}</title>{''.join(parts)}{axis}</svg>"
    )
