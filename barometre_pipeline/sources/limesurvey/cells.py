"""Small questions asked of a column of text: is it blank, does a cell open with a sign, what is left without a word.

Nothing of a survey is known here.
"""

from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

TextColumn: TypeAlias = (
    Any  # a pyarrow ChunkedArray of string, or of dictionary<string>; null = never displayed, "" = left empty
)
_TEXT: Final = pd.StringDtype(na_value=np.nan)


def as_text(column: TextColumn) -> pd.Series:
    """Return a column of text, NA where null or empty."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(pa.string())
    column = pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
    return pd.Series(pd.array(column.cast(pa.large_string()), dtype=_TEXT))


def as_seconds(column: TextColumn) -> pd.Series:
    """Return a column of numbers as the software writes them, NaN where there is none."""
    cells = pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
    try:
        return pd.Series(cells.cast(pa.float64()).to_numpy())
    except pa.ArrowInvalid:
        return pd.to_numeric(as_text(column), errors="coerce").astype("float64")


def is_blank(column: TextColumn) -> bool:
    """Tell whether no cell holds a letter."""
    return not pc.any(
        pc.greater(pc.utf8_length(pc.utf8_trim_whitespace(column.cast(pa.string()))), 0)
    ).as_py()


def without(column: TextColumn, text: str) -> TextColumn:
    """Return the column in which the cells that are this text are empty."""
    return pc.if_else(pc.equal(column, text), pa.scalar("", pa.string()), column)


def may_open_with(column: TextColumn, text: str) -> bool:
    """Tell whether a cell opens with this text."""
    return bool(pc.any(pc.starts_with(column, text)).as_py())
