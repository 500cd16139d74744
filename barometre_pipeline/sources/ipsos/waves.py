"""Columns that a banner prints twice: of two waves, of counts and of percentages, or the same again.

Which of several columns is the poll's; the labels themselves are ``printed_banner``'s.
"""

from collections.abc import Iterator, Sequence

from openpyxl.utils import get_column_letter

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.ipsos.layout import DESCRIBE
from barometre_pipeline.sources.ipsos.row_names import measure_of, read_name
from barometre_pipeline.sources.ipsos.spreadsheet import Sheet

_ABOVE = 3  # rows of titles over the labels of a banner


def of_this_wave(sheet: Sheet, row: int, columns: Sequence[int]) -> list[int]:
    """Return columns without those that say to be of another wave: « Rappel 2029 »."""
    return [c for c in columns if not any(read_name([t]).kind == "aside" for t in _titles(sheet, row, c))]


def two_waves(sheet: Sheet, row: int, rivals: Sequence[Sequence[int]], shown: str) -> Iterator[InputError]:
    """Yield the columns of one label of which nothing tells the poll's.

    They may say the same, or one people and the other percentages.
    """
    for first, *others in rivals:
        for other in others:
            if _say_the_same(sheet, row, first, other) or _count_otherwise(sheet, row, first, other):
                continue
            both = " et ".join(f"{get_column_letter(c)}{_said(sheet, row, c)}" for c in (first, other))
            yield InputError(
                shown,
                f"feuille {sheet.title}, ligne {row}",
                f"deux colonnes peuvent être celle de « {_label(sheet, row, first)} » : {both}",
                "une seule vague, ou « Rappel » au-dessus de l’autre",
                DESCRIBE,
            )


def _say_the_same(sheet: Sheet, row: int, one: int, other: int) -> bool:
    below = range(row + 1, sheet.rows + 1)
    return all(sheet.text(r, one) == sheet.text(r, other) for r in below)


def _count_otherwise(sheet: Sheet, row: int, one: int, other: int) -> bool:
    """Tell two blocks whose titles say what they count: « Effectifs » and « % »."""
    first, second = (
        {m for text in _titles(sheet, row, c) if (m := measure_of(text)) is not None} for c in (one, other)
    )
    return bool(first and second) and not first & second


def _titles(sheet: Sheet, row: int, column: int) -> list[str]:
    """Return what is written over a column, the nearest first: above it, or last to its left."""
    levels = range(row, max(row - _ABOVE, 0), -1)
    found = [next((t for c in range(column, 1, -1) if (t := sheet.text(level, c))), "") for level in levels]
    return [text for text in found if text]


def _label(sheet: Sheet, row: int, column: int) -> str:
    return next(iter(_titles(sheet, row, column)), "")


def _said(sheet: Sheet, row: int, column: int) -> str:
    words = list(dict.fromkeys(reversed(_titles(sheet, row, column))))
    return f" ({', '.join(words)})"
