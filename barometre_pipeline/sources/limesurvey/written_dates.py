"""Dates that are no three numbers: with the name of their month (« 5 juin 2030 », « 05-juin-30 »), or counted.

Each is put in the form ``AAAA-MM-JJ HH:MM:SS``; those in three numbers, whose order must be told, are ``moments``'.
"""

import re
import unicodedata
from datetime import datetime, timedelta
from typing import Final

# Months in French, English, German, Spanish and Italian, each told by the letters that open it.
_MONTHS: Final = (
    ("jan", "ene", "gen"), ("fev", "feb"), ("mar", "mrz"), ("avr", "apr", "abr"), ("mai", "may", "mag"),
    ("juin", "jun", "giu"), ("juil", "jul", "lug"), ("aou", "aug", "ago"), ("sep", "set"), ("oct", "okt", "ott"),
    ("nov",), ("dec", "dez", "dic"),
)  # fmt: skip
_BEGINNINGS: Final = {
    text: number for number, texts in enumerate(_MONTHS, start=1) for text in texts if text != "mar"
}
_MARCH: Final = re.compile(r"mar(?:s|ch|zo?|z)?|maerz", re.IGNORECASE)
_DAY: Final = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th|[.ºo])?"
_MONTH: Final = r"(?P<month>[a-z]{3,10})\.?"
_BETWEEN: Final = r"(?:[\s,/.-]+|(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d))(?:de[l]?\s+)?"
_YEAR: Final = r"(?P<year>\d{4}|\d{2})"
_CLOCK: Final = (
    r"(?:[\s,:tT-]+(?:a|at|um|alle|las?)?\s*(?P<hour>\d{1,2})\s*(?:[:h.]\s*(?P<minute>\d{2}))"
    r"(?:\s*[:m.]\s*(?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?)?"
)
_REST: Final = r"\s*(?:uhr)?\s*(?:z|utc|gmt)?\s*(?:[+-]\d{2}:?\d{2})?\s*(?:\([^)]*\))?"
_WEEKDAY: Final = r"(?:[a-z]{2,10}\.?[\s,]+)?(?:le\s+|den\s+|el\s+)?"
_WRITTEN: Final = (
    re.compile(_WEEKDAY + _DAY + _BETWEEN + _MONTH + _BETWEEN + _YEAR + _CLOCK + _REST),
    re.compile(_WEEKDAY + _MONTH + _BETWEEN + _DAY + _BETWEEN + _YEAR + _CLOCK + _REST),
    re.compile(r"(?P<year>\d{4})" + _BETWEEN + _MONTH + _BETWEEN + _DAY + _CLOCK + _REST),
)
_RUN_TOGETHER: Final = re.compile(
    r"(?P<year>20\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])"
    r"(?:[T_ -]?(?P<hour>[01]\d|2[0-3]):?(?P<minute>[0-5]\d)(?::?(?P<second>[0-5]\d))?)?Z?"
)
# Where a count of seconds or milliseconds begins, and which counts fall in the years 2000 to 2099.
_COUNTED: Final = (
    (datetime(1970, 1, 1), 946_684_800, 4_102_444_800, 1),
    (datetime(1970, 1, 1), 946_684_800_000, 4_102_444_800_000, 1000),
    (datetime(1582, 10, 14), 13_166_064_000, 16_321_824_000, 1),  # SPSS
)


def read_written(text: str) -> str | None:
    """Return a date written with words, run together or counted, as ``AAAA-MM-JJ HH:MM:SS``; None where it is none."""
    if re.fullmatch(r"\d{10,13}(?:\.\d+)?", text):
        return _counted(float(text))
    if found := _RUN_TOGETHER.fullmatch(text):
        return _stamp(found.groupdict(), int(found["month"]))
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    for pattern in _WRITTEN:
        if (match := pattern.fullmatch(plain)) and (month := _month(match["month"])):
            return _stamp(match.groupdict(), month)
    return None


def _month(name: str) -> int | None:
    if _MARCH.fullmatch(name):
        return 3
    return next((number for start, number in _BEGINNINGS.items() if name.startswith(start)), None)


def _stamp(parts: dict[str, str | None], month: int) -> str | None:
    hour, half = int(parts["hour"] or 0), (parts.get("half") or "")[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    year = str(parts["year"])
    try:
        moment = datetime(
            int(year) if len(year) == 4 else 2000 + int(year),
            month,
            int(str(parts["day"])),
            hour,
            int(parts["minute"] or 0),
            int(parts["second"] or 0),
        )
    except ValueError:
        return None
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment.year >= 1000 else None


def _counted(number: float) -> str | None:
    for origin, first, last, unit in _COUNTED:
        if first <= number < last:
            return f"{origin + timedelta(seconds=int(number // unit)):%Y-%m-%d %H:%M:%S}"
    return None
