"""Sheets and cells of an institute's workbook: merged cells, numbers with marks, dashes for nothing.

What a cell says belongs here; where a table begins is ``recognition``'s, what it means ``workbook``'s.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey.safety import open_archive, read_bytes

ASK_AGAIN: Final = "demandez à l’institut des tableaux complets"
_DASHES = r"-‐‑‒–—−"
_DASHED = re.compile(rf"\(?[{_DASHES}]+\)?\s*%?")
_NOTHING = re.compile(rf"|\(?[{_DASHES}*.…~ε]+\)?\s*%?|<\s*[01](?:[.,]\d+)?\s*%?")
# What marks a number, before it or after: per cent, low base (*, parentheses), significance (letters, signs, arrows).
_SIGNS = r"*†‡°#+▲▼△▽↑↓↗↘"
_NUMBER = re.compile(
    rf"(?P<before>[{_SIGNS}]*\s*(?:[(\[]?[A-Z]{{1,2}}(?:[ ,/;]+[A-Z]{{1,2}})*[)\]]?\s+)?)"
    r"[(\[]?\s*(?:[nN]\s*=\s*)?(?P<number>\d{1,3}(?:\s\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)\s*(?P<percent>%?)\s*[)\]]?\s*"
    rf"(?P<marks>[{_SIGNS}−ᵃ-ᶻ¹²³⁰-⁹-]*\s*"
    rf"[(\[]?(?:[A-Za-z](?:[ ,/;]*[A-Za-z])*)?[)\]]?\s*[{_SIGNS}−-]*)"
)
_PEOPLE = re.compile(
    r"(?P<before>[(\[])\s*[nN]\s*=\s*(?P<number>[\d\s]*\d)(?P<percent>)\s*(?P<marks>[)\]])\s*$"
)
_GROUPED = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')  # of a format of numbers: shown as it is written
_MOST_DECIMALS = 6
_MOST = 1e12  # what is larger counts nobody: a number that was typed over, an identifier
_LETTERS = re.compile(r"[(\[]?[A-Za-z](?:[ ,/;]*[A-Za-z]){0,61}[)\]]?|[+\-−▲▼△▽↑↓↗↘]+")


@dataclass(frozen=True)
class Value:
    """What a cell counts.

    Attributes:
        number: as it is written, 0 where the cell says « nothing ».
        percent: the cell says that it is a percentage.
        marked: it carried a significance letter or a mark of low base, dropped.
        decimals: how many it is written with.
        grouped: a text such as « 1.000 », one to some and a thousand to others.
    """

    number: float
    percent: bool = False
    marked: bool = False
    decimals: int = 0
    grouped: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet; rows and columns start at 1, a merged area says the same in each of its cells.

    Attributes:
        percents: cells that Excel shows as hundredths (0.62 as « 62 % »).
        signs: cells that Excel shows with a sign of per cent and as they are (62 as « 62 % »).
        indents: how far the words of a cell are from its left edge, where they are not at it.
        hidden: who opens the workbook does not see it.
    """

    title: str
    cells: Mapping[tuple[int, int], Any]
    percents: frozenset[tuple[int, int]]
    rows: int
    columns: int
    signs: frozenset[tuple[int, int]] = frozenset()
    indents: Mapping[tuple[int, int], int] = field(default_factory=dict)
    hidden: bool = False

    def text(self, row: int, column: int) -> str:
        """Return a cell as text, "" where it is empty."""
        value = self.cells.get((row, column))
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else " ".join(str(value).split())

    def value(self, row: int, column: int) -> Value | None:
        """Return the number of a cell, None where it holds words."""
        cell = self.cells.get((row, column))
        percent = (row, column) in self.percents
        if isinstance(cell, bool):
            return None
        if isinstance(cell, int | float):
            # Excel shows 0.62 as « 62 % »: the number is the share.
            number = round(float(cell) * 100 if percent else float(cell), 9)
            return (
                None
                if abs(number) > _MOST
                else Value(number, percent or (row, column) in self.signs, decimals=_decimals(number))
            )
        text = self.text(row, column)
        if _NOTHING.fullmatch(text):
            return Value(0.0, percent)
        found = _NUMBER.fullmatch(text) or _PEOPLE.search(text)
        if found is None:
            return None
        written = re.sub(r"\s", "", found["number"]).replace(",", ".")
        if float(written) > _MOST:
            return None
        marked = bool((found["before"] + found["marks"]).strip())
        grouped = _GROUPED.fullmatch(found["number"]) is not None
        return Value(float(written), bool(found["percent"]), marked, len(written.partition(".")[2]), grouped)

    def says_people(self, row: int, column: int) -> bool:
        """Tell a heading that ends with a number of people: « Homme (n = 193) »."""
        return _PEOPLE.search(self.text(row, column)) is not None

    def has_digits(self, row: int, column: int) -> bool:
        """Tell a cell where a number is written, alone or among words."""
        return any(c.isdecimal() for c in self.text(row, column))

    def is_dash(self, row: int, column: int) -> bool:
        """Tell a cell that holds but a dash, as institutes write nothing."""
        return _DASHED.fullmatch(self.text(row, column)) is not None

    def is_letters(self, row: int, column: int) -> bool:
        """Tell a cell that holds only a significance mark, or nothing."""
        text = self.text(row, column)
        return text == "" or _LETTERS.fullmatch(text) is not None


def read_sheets(path: Path, shown: str) -> list[Sheet]:
    """Return the sheets of a workbook.

    Raises:
        InputError: no workbook.
    """
    data = read_bytes(path, shown)
    open_archive(data, shown).close()
    try:
        import openpyxl  # heavy to load, and most editions deliver no spreadsheet

        workbook = openpyxl.load_workbook(BytesIO(data), data_only=True)
        return [_sheet(s) for s in workbook.worksheets]
    except Exception as error:  # openpyxl raises whatever the broken part of the file makes it raise
        raise InputError(
            shown, "", "ce classeur est illisible", "un classeur Excel (.xlsx)", ASK_AGAIN
        ) from error


def _sheet(source: Any) -> Sheet:
    cells: dict[tuple[int, int], Any] = {}
    formats: dict[tuple[int, int], str] = {}
    indents: dict[tuple[int, int], int] = {}
    for row in source.iter_rows():
        for cell in row:
            if cell.value is not None:
                place = (cell.row, cell.column)
                cells[place] = cell.value
                formats[place] = str(cell.number_format or "")
                if isinstance(cell.value, str) and (indent := _indent(cell)):
                    indents[place] = indent
    signed = {place for place, written in formats.items() if "%" in written}
    percents = {place for place in signed if "%" in _QUOTED.sub("", formats[place])}
    for area in source.merged_cells.ranges:
        value = cells.get((area.min_row, area.min_col))
        if value is not None:
            for place in area.cells:
                cells.setdefault(place, value)
    return Sheet(
        source.title,
        cells,
        frozenset(percents),
        source.max_row or 0,
        source.max_column or 0,
        frozenset(signed - percents),
        indents,
        source.sheet_state != "visible",
    )


def _indent(cell: Any) -> int:
    written = str(cell.value).replace("\t", "  ")
    return int(cell.alignment.indent or 0) * 2 + len(written) - len(written.lstrip())


def _decimals(number: float) -> int:
    return next((d for d in range(_MOST_DECIMALS) if round(number, d) == number), _MOST_DECIMALS)
