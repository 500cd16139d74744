"""The drawing of a chart alone, as the PDF has it: no title, no note, those of the page stand around.

What a plot looks like is ``charts.vega``'s; where the drawing stands on a page is ``deck.typ``'s.
"""

from dataclasses import replace
from typing import Any, Final

from barometre_pipeline.publication.charts.plot import Plot
from barometre_pipeline.publication.charts.sheet import WIDE
from barometre_pipeline.publication.charts.vega import specification

SHEET: Final = replace(WIDE, width=880, margin=0)


def picture_of(plot: Plot, tallest: int = 0) -> dict[str, Any]:
    """Return the specification of a plot, at least as high as the tallest page of its chart."""
    drawn = specification(plot, None, SHEET)
    return {**drawn, "height": max(drawn["height"], tallest)}
