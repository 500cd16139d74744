"""The values that a spreadsheet leaves where a formula failed: the answer that stood there is lost.

Only their words, in the languages that exports are read in; what a lost answer counts as is the reader's.
"""

import re
from typing import Final

import pandas as pd

_ERROR: Final = re.compile(
    r"#\W?(?:"
    r"N/A|N/D|NV|REF|BEZUG|RIF|VALUE|VALEUR|WERT|VALOR|VALORE|DIV/0|NAME|NOM|NOMBRE|NOME|NUM|ZAHL|NULL|NUL|NULO|"
    r"SPILL|PROPAGATION|CALC"
    r")\s*[!?]?|Err:5\d\d",
    re.IGNORECASE,
)
_NO_VALUE: Final = r"(?i)\s*#(?:N/A|N/D|NV)\s*"


def is_spreadsheet_error(text: str) -> bool:
    """Tell whether a cell holds the error of a formula and no answer."""
    return _ERROR.fullmatch(text.strip()) is not None


def spreadsheet_errors(cells: pd.Series) -> pd.Series:
    """Tell which cells of a column of text hold the error of a formula."""
    hash_or_err = cells.str.strip().str.match(r"#|[Ee]rr:").fillna(False).astype(bool)
    found = pd.Series(data=False, index=cells.index)
    found[hash_or_err] = cells[hash_or_err].map(is_spreadsheet_error).astype(bool)
    return found


def values_absent(cells: pd.Series) -> pd.Series:
    """Tell which cells hold the error that says that no value was there (``#N/A``), as R writes NA in a workbook."""
    return cells.str.fullmatch(_NO_VALUE).fillna(False).astype(bool)
