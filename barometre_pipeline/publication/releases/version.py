"""What a version may be called, and until when it may not be public: names, dates, Paris time.

Nothing here reads a clock: the moment is given by whoever asks.
"""

import re
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from barometre_pipeline.errors import InputError
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.french.words import day

PARIS: Final = ZoneInfo("Europe/Paris")
_NAME: Final = re.compile(r"[1-9][0-9]{0,3}\.(?:0|[1-9][0-9]{0,3})")
_FORMS: Final = ("%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")


def check_name(version: str) -> str:
    """Return a version's name once it is known to be one.

    Raises:
        InputError: not two whole numbers with a point between (1.0, 1.1, 2.0).
    """
    if not _NAME.fullmatch(version):
        raise InputError(
            f"version «{NBSP}{version}{NBSP}»", "", "ce n’est pas un nom de version",
            "deux nombres séparés par un point",
            "donnez 1.0 à la première publication d’une édition, puis 1.1, 1.2…, ou 2.0 si tout est refait",
        )  # fmt: skip
    return version


def order(version: str) -> tuple[int, int]:
    """Return what sorts versions: 1.9 comes before 1.10."""
    major, minor = version.split(".")
    return int(major), int(minor)


def parsed_embargo(text: str) -> datetime:
    """Read the moment an embargo ends, in Paris time: a day alone is its first minute.

    Raises:
        InputError: no day, or no hour, that exists.
    """
    for form in _FORMS:
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=PARIS)
        except ValueError:
            continue
    raise InputError(
        f"embargo «{NBSP}{text}{NBSP}»", "", "ce n’est pas une date", "une date, ou une date et une heure de Paris",
        "écrivez par exemple 2026-10-15, ou 2026-10-15T09:00",
    )  # fmt: skip


def is_over(embargo: str, now: datetime) -> bool:
    """Tell whether what is under embargo until ``embargo`` (as stored, "" for none) may be public at ``now``."""
    return not embargo or now >= datetime.fromisoformat(embargo)


def embargo_in_words(embargo: str) -> str:
    """Say until when: « 15 octobre 2026 à 9 h 00, heure de Paris »."""
    until = datetime.fromisoformat(embargo).astimezone(PARIS)
    return f"{day(until.date())} à {until.hour}{NBSP}h{NBSP}{until.minute:02}, heure de Paris"
