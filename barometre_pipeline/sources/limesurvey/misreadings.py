"""What was not understood in an extract, column by column, with examples that show nobody.

How a value is read is ``amounts``', ``moments``' and ``values``'; here is only how its failure is told.
"""

import re
from collections.abc import Iterable
from typing import Final

import pandas as pd

from barometre_pipeline.french.numbers import count
from barometre_pipeline.sources.limesurvey.model import Misread

_EXAMPLES: Final = 3
_LONGEST: Final = 30
_WORD: Final = re.compile(r"[^\W\d_]{4,}|\d{6,}|\S*@\S*")  # a name, a telephone, an address


def misread(column: str, finding: str, cells: pd.Series, taken_for: str) -> Misread:
    """Return what a column holds that was not understood.

    Args:
        column: code.
        finding: in French, what the cells are not.
        cells: those cells, as text.
        taken_for: in French, what they count as.
    """
    return Misread(column, finding, len(cells), examples(cells.astype("str").unique()), taken_for)


def examples(texts: Iterable[str]) -> tuple[str, ...]:
    """Return a few texts in which long words and numbers are cut, so that nobody can be recognised."""
    shown = dict.fromkeys(_WORD.sub("…", text.strip())[:_LONGEST] for text in texts)
    return tuple(sorted(shown)[:_EXAMPLES])


def told(found: Misread) -> str:
    """Return a warning of one line."""
    shown = ", ".join(f"«\u00a0{text}\u00a0»" for text in found.examples)
    cells = count(found.count, "réponse", "réponses")
    return f"{found.column}\u00a0: {cells} {found.finding} ({shown})\u00a0; {found.taken_for}"
