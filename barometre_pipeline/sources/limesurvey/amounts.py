"""Numbers as people type them and tools rewrite them (decimal comma, spaces, currency), to the form of a program.

Only text in, text out; what is done with a text that is no number is the caller's.
"""

import re
from typing import Final

import pandas as pd

from barometre_pipeline.sources.limesurvey.moments import is_empty_word

_PLAIN: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_SPACES: Final = re.compile(r"[\s\u00a0\u202f\u2009'’]")
_UNIT: Final = re.compile(r"^(?:€|\$|£|eur)|(?:€|\$|£|%|euros?|eur)$", re.IGNORECASE)
_COMMA: Final = re.compile(r"[+-]?\d*,\d+")
_DOTS_THEN_COMMA: Final = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_COMMAS_THEN_DOT: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+\.\d+|[+-]?\d{1,3}(?:,\d{3}){2,}")


def read_amounts(cells: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the numbers of a column, and where a cell holds something that is none.

    A lone comma or dot is a decimal mark; a number already in a program's form is left as it is, digit for digit.

    Args:
        cells: text, NA where empty.

    Returns:
        Text with a decimal dot, NA where empty or not understood; and a boolean series.
    """
    read = {text: _amount(str(text)) for text in cells.dropna().unique()}
    amounts = cells.map(read, na_action="ignore").astype(cells.dtype)
    empty = {text: is_empty_word(str(text)) for text in read}
    return amounts, amounts.isna() & cells.map(lambda text: not empty.get(text, True)).astype(bool)


def _amount(text: str) -> str | None:
    if _PLAIN.fullmatch(text.strip()):
        return text
    bare = _UNIT.sub("", _SPACES.sub("", text)).replace("\u2212", "-")
    if _PLAIN.fullmatch(bare) and bare.count(".") <= 1:
        return bare
    if _COMMA.fullmatch(bare):
        return bare.replace(",", ".")
    if _DOTS_THEN_COMMA.fullmatch(bare):
        return bare.replace(".", "").replace(",", ".")
    if _COMMAS_THEN_DOT.fullmatch(bare):
        return bare.replace(",", "")
    return None
