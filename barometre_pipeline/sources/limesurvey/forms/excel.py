"""Excel extracts (.xlsx): one sheet among others, headings in one of its first rows, some texts turned into numbers.

Only this form's cells belong here.
"""

from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey.forms.table import MemorySource, refuse_no_response
from barometre_pipeline.sources.limesurvey.headings import known_headings
from barometre_pipeline.sources.limesurvey.model import Questionnaire
from barometre_pipeline.sources.limesurvey.safety import open_archive, read_bytes

_BEFORE: Final = 12  # rows that may stand before the headings


def open_source(path: Path, questionnaire: Questionnaire, shown: str) -> MemorySource:
    """Return the responses of a workbook.

    Raises:
        InputError: hostile or broken workbook, or no response.
    """
    data = read_bytes(path, shown)
    open_archive(data, shown).close()
    sheet, before, rows = _extract_sheet(_sheets(data, shown), questionnaire)
    remarks = (
        [f"{shown}\u00a0: feuille «\u00a0{sheet}\u00a0», intitulés en ligne {before + 1}"] if sheet else []
    )
    headings = list(rows[0]) if rows else []
    width = max((i for row in rows for i, cell in enumerate(row, start=1) if cell), default=0)
    headings = [*headings[:width], *[""] * (width - len(headings))]
    cells: list[list[str | None]] = [[*row[:width], *[""] * (width - len(row))] for row in rows[1:]]
    while cells and not any(cells[-1]):
        cells.pop()
    refuse_no_response(len(cells), shown)
    return MemorySource("xlsx", headings, cells, first_row=before + 2, unmasks=True, remarks=remarks)


def _extract_sheet(
    sheets: dict[str, list[list[str]]], questionnaire: Questionnaire
) -> tuple[str, int, list[list[str]]]:
    """Return the sheet of the responses, where it is not plainly the first: its name, rows before the headings, rows.

    A notice may come first, and a title before the headings: they are found by what the structure knows.
    """
    first = next(iter(sheets.values()), [])
    known = _known(first[0] if first else [], questionnaire)
    if known and 2 * known >= max(map(_filled, first[:_BEFORE])):
        return "", 0, first
    found = [
        (_known(row, questionnaire), name, before)
        for name, rows in sheets.items()
        for before, row in enumerate(rows[:_BEFORE])
    ]
    best, name, before = max(found, key=lambda place: place[0], default=(0, "", 0))
    return (name, before, sheets[name][before:]) if best > known else ("", 0, first)


def _known(headings: list[str], questionnaire: Questionnaire) -> int:
    """Return how many cells of a row are headings, where one is that of a question."""
    return known_headings(headings, questionnaire) if _filled(headings) > 1 else 0


def _filled(row: list[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _sheets(data: bytes, shown: str) -> dict[str, list[list[str]]]:
    import openpyxl  # slow to import, needed for this form only

    try:
        workbook = openpyxl.load_workbook(BytesIO(data), read_only=True)
        try:
            return {
                sheet.title: [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
                for sheet in workbook.worksheets
            }
        finally:
            workbook.close()
    except Exception as error:  # the library raises whatever its XML or zip parser raises
        raise InputError(
            shown,
            "",
            "le classeur est abîmé ou n’est pas un classeur Excel",
            "un fichier .xlsx écrit par LimeSurvey",
            "exporter de nouveau les réponses depuis LimeSurvey, de préférence en CSV",
        ) from error


def _text(value: object) -> str:
    """Return a cell as the text it was exported from, as far as Excel kept it."""
    if value is None:
        return ""
    if isinstance(value, float):
        return np.format_float_positional(value, trim="-")
    text = str(value)
    return text[1:] if text.startswith("==") else text  # a text opening with "=" is stored as a formula
