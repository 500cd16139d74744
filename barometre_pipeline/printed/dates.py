"""Dates as documents print them, to the day or to the month only: which ones can be the same.

Text in, first and last day out.
"""

from calendar import monthrange
from datetime import date

Period = tuple[date, date]


def period(text: str) -> Period:
    """Return the first and the last day that « 2025-07 » or « 2025-07-11 » may mean.

    Raises:
        ValueError: it is neither.
    """
    if len(text) == len("2025-07"):
        year, month = (int(part) for part in text.split("-"))
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    day = date.fromisoformat(text)
    return day, day


def overlap(a: Period, b: Period) -> bool:
    """Tell whether two dates, each as precise as it was printed, can be the same."""
    return a[0] <= b[1] and b[0] <= a[1]
