"""Dates and times as LimeSurvey, spreadsheets and statistical tools write them, to one form: ``AAAA-MM-JJ HH:MM:SS``.

Only text in, text out; what is done with a date that is not understood is the caller's.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from barometre_pipeline.sources.limesurvey.written_dates import read_written

EMPTY_WORDS: Final = frozenset(
    {
        "n/a",
        "na",
        "n.a.",
        "nan",
        "nat",
        "null",
        "none",
        "nil",
        "\\n",
        "<na>",
        "<null>",
        "(null)",
        "[null]",
        "(vide)",
        "(blank)",
        "-",
        "--",
        ".",
        "0000-00-00",
        "0000-00-00 00:00:00",
    }
)
_TIME: Final = (
    r"(?:[T ,]+(?:à )?(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([AaPp]\.?[Mm]\.?)?"
    r"(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME)
_LOCAL: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})" + _TIME)
_SERIAL: Final = re.compile(r"[3-6]\d{4}(?:[.,]\d+)?")  # days since 1899-12-30, of the years 1982 to 2091
_AS_STORED: Final = r"[1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?: \d{2}:\d{2}(?::\d{2})?)?"
_ORIGIN: Final = datetime(1899, 12, 30)


def is_empty_word(text: str) -> bool:
    """Tell whether a text is how a tool writes that there is nothing."""
    return not text.strip() or text.strip().lower() in EMPTY_WORDS


def empty_words(cells: pd.Series) -> pd.Series:
    """Tell which cells hold nothing, or how a tool writes that (``is_empty_word``)."""
    return cells.isna() | cells.str.strip().str.lower().isin({"", *EMPTY_WORDS})


def month_first(cells: pd.Series) -> bool | None:
    """Tell whether months come before days: a first number over 12 says no, a second one yes; None where both or none.

    Args:
        cells: text, NA where empty.
    """
    local = [m for m in map(_LOCAL.fullmatch, pd.Series(_distinct(cells)).str.strip()) if m]
    said = {int(m[2]) > 12 for m in local if max(int(m[1]), int(m[2])) > 12}
    return said.pop() if len(said) == 1 else None


def read_moments(cells: pd.Series, otherwise: bool = False) -> tuple[pd.Series, pd.Series]:
    """Return the moments of a column, and where a cell holds something that is none.

    Whether days come before months is told by the whole column (``month_first``).

    Args:
        cells: text, NA where empty.
        otherwise: whether months come first where the column does not tell; days do in French.

    Returns:
        Text that opens with ``AAAA-MM-JJ``, as it was where it already did, NA where empty or not understood; and a
        boolean series.
    """
    own = month_first(cells)
    first = otherwise if own is None else own
    read = {text: _moment(text.strip(), first) for text in _distinct(cells)}
    moments = cells.copy()
    odd = _odd(cells)
    moments[odd] = cells[odd].map(read).astype(cells.dtype)
    return moments, moments.isna() & ~empty_words(cells)


def _odd(cells: pd.Series) -> pd.Series:
    """Tell which cells are written otherwise than LimeSurvey stores them."""
    return cells.notna() & ~cells.str.fullmatch(_AS_STORED).fillna(False).astype(bool)


def _distinct(cells: pd.Series) -> pd.Series:
    return pd.Series(cells[_odd(cells)].unique(), dtype="str")


@dataclass(frozen=True)
class DayOrder:
    """Whether months come before days in each file of an extract, as all the dates of that file tell.

    Attributes:
        files: number of the file of each response.
        first: by that number, whether months come first.
    """

    files: npt.NDArray[np.int64]
    first: tuple[bool, ...]

    def read(self, cells: pd.Series) -> tuple[pd.Series, pd.Series]:
        """Return the moments of a column and where there is none, as ``read_moments`` does, file by file."""
        moments, wrong = cells.copy(), pd.Series(data=False, index=cells.index)
        for number, first in enumerate(self.first):
            own = self.files == number
            moments[own], wrong[own] = read_moments(cells[own], otherwise=first)
        return moments, wrong


def day_order(columns: Sequence[pd.Series], files: npt.NDArray[np.int64]) -> DayOrder:
    """Return the order of days and months: that of the file, else that of the other files, else days first.

    A file of which one column says one and another one the other tells nothing beside those columns.

    Args:
        columns: of dates, text, NA where empty.
        files: number of the file of each response.
    """
    numbers = range(int(files.max(initial=0)) + 1)
    said = [_agreed(month_first(cells[files == number]) for cells in columns) for number in numbers]
    anywhere = _agreed(said) or False
    return DayOrder(files, tuple(anywhere if first is None else first for first in said))


def _agreed(said: Iterable[bool | None]) -> bool | None:
    told = {first for first in said if first is not None}
    return told.pop() if len(told) == 1 else None


def _moment(text: str, month_first: bool) -> str | None:
    if iso := _ISO.fullmatch(text):
        year, month, day, *time = iso.groups()
        if re.fullmatch(_AS_STORED, text):
            return text
    elif local := _LOCAL.fullmatch(text):
        first, second, year, *time = local.groups()
        day, month = (second, first) if month_first else (first, second)
        year = year if len(year) == 4 else f"20{year}"
    elif _SERIAL.fullmatch(text):
        moment = _ORIGIN + timedelta(days=float(text.replace(",", ".")))
        return f"{moment + timedelta(milliseconds=500):%Y-%m-%d %H:%M:%S}"
    else:
        return read_written(text)
    hour, minute, second, half = time
    afternoon = 12 if half and half[0] in "pP" and int(hour) < 12 else 0
    midnight = -12 if half and half[0] in "aA" and int(hour) == 12 else 0
    try:
        moment = datetime(
            int(year),
            int(month),
            int(day),
            int(hour or 0) + afternoon + midnight,
            int(minute or 0),
            int(second or 0),
        )
    except ValueError:
        return None
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment.year >= 1000 else None
