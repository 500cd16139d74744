"""Numbers as people type them and tools rewrite them (decimal comma, spaces, currency), to the form of a program.

Only text in, text out; what is done with a text that is no number is the caller's.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from barometre_pipeline.sources.limesurvey.moments import empty_words

_PLAIN: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_COMMA_EXPONENT: Final = re.compile(r"[+-]?\d*,\d+[eE][+-]?\d+")
_SPACES: Final = re.compile(r"[\s\u00a0\u202f\u2009'’]")
_UNIT: Final = re.compile(r"^(?:€|\$|£|eur)|(?:€|\$|£|%|euros?|eur)$", re.IGNORECASE)
_STORED_ZEROS: Final = re.compile(r"(\.\d*?)0+$")


@dataclass(frozen=True)
class _Sign:
    """A sign that marks thousands in some numbers and decimals in others.

    Attributes:
        sign, other: it, and the one that then has the other part.
        either: ``1.200``, which can be read both ways.
        thousands: numbers in which it can only mark thousands, and ``either``.
        decimals: numbers in which it can only mark decimals, and ``either``.
    """

    sign: str
    other: str
    either: re.Pattern[str]
    thousands: re.Pattern[str]
    decimals: re.Pattern[str]


def _sign(sign: str, other: str) -> _Sign:
    mine, its = re.escape(sign), re.escape(other)
    return _Sign(
        sign,
        other,
        re.compile(rf"[+-]?[1-9]\d{{0,2}}{mine}\d{{3}}"),
        re.compile(rf"[+-]?[1-9]\d{{0,2}}(?:{mine}\d{{3}})+(?:{its}\d+)?"),
        re.compile(rf"[+-]?(?:\d*|[1-9]\d{{0,2}}(?:{its}\d{{3}})+){mine}\d+"),
    )


_SIGNS: Final = (_sign(".", ","), _sign(",", "."))


def read_amounts(cells: pd.Series, stored: bool = False) -> tuple[pd.Series, pd.Series]:
    """Return the numbers of a column, and where a cell holds something that is none.

    Whether ``1.200`` is 1200 or 1.2 is told by the whole column: ``1.200.000`` and ``1.200,5`` say that a dot marks
    thousands, ``1.25`` that it marks decimals; likewise for the comma. Where nothing tells, it marks decimals; where
    the column says both, such a cell is not understood.

    Args:
        cells: text, NA where empty.
        stored: whether the zeros at the end are those of a database's decimals, and to be left out.

    Returns:
        Text with a decimal dot, otherwise digit for digit, NA where empty or not understood; and a boolean series.
    """
    bare = {str(text): _bare(str(text)) for text in cells.dropna().unique()}
    marks = [(sign, *_said(sign, list(bare.values()))) for sign in _SIGNS]
    read = {text: _amount(number, marks) for text, number in bare.items()}
    if stored:
        read = {text: number and _without_stored_zeros(number) for text, number in read.items()}
    amounts = cells.map(read, na_action="ignore").astype(cells.dtype)
    return amounts, amounts.isna() & ~empty_words(cells)


def _bare(text: str) -> str:
    """Return a number without its unit and the spaces between its thousands."""
    if _PLAIN.fullmatch(text.strip()):
        return text.strip()
    return _UNIT.sub("", _SPACES.sub("", text)).replace("\u2212", "-")


def _said(sign: _Sign, numbers: Sequence[str]) -> tuple[bool, bool]:
    """Tell whether a column proves that a sign marks thousands, and that it marks decimals."""
    sure = [number for number in numbers if sign.sign in number and not sign.either.fullmatch(number)]
    return any(map(sign.thousands.fullmatch, sure)), any(map(sign.decimals.fullmatch, sure))


def _amount(number: str, marks: Sequence[tuple[_Sign, bool, bool]]) -> str | None:
    for sign, thousands, decimals in marks:
        either = sign.either.fullmatch(number)
        if either and thousands and decimals:
            return None
        if sign.thousands.fullmatch(number) and (thousands or not either):
            return number.replace(sign.sign, "").replace(sign.other, ".")
    if _PLAIN.fullmatch(number):
        return number
    if "." in number or not (_SIGNS[1].decimals.fullmatch(number) or _COMMA_EXPONENT.fullmatch(number)):
        return None
    return number.replace(",", ".")


def _without_stored_zeros(number: str) -> str:
    return _STORED_ZEROS.sub(r"\1", number).removesuffix(".")
