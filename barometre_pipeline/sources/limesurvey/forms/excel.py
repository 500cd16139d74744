"""Excel extracts (.xlsx): one sheet among others, headings in one of its first rows, some texts turned into numbers.

Only this form's cells belong here.
"""

from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey.forms.table import MemorySource, refuse_no_response
from barometre_pipeline.sources.limesurvey.headings import match_headings
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
    sheet, before, rows = _extract_sheet(_sheets(data, shown), questionnaire, shown)
    remarks = (
        [f"{shown}\u00a0: feuille «\u00a0{sheet}\u00a0», intitulés en ligne {before + 1}"] if sheet else []
    )
    headings = list(rows[0]) if rows else []
    while headings and headings[-1] == "":
        headings.pop()
    cells: list[list[str | None]] = [
        [*row[: len(headings)], *[""] * (len(headings) - len(row))] for row in rows[1:]
    ]
    while cells and not any(cells[-1]):
        cells.pop()
    refuse_no_response(len(cells), shown)
    return MemorySource("xlsx", headings, cells, first_row=before + 2, unmasks=True, remarks=remarks)


def _extract_sheet(
    sheets: dict[str, list[list[str]]], questionnaire: Questionnaire, shown: str
) -> tuple[str, int, list[list[str]]]:
    """Return the sheet of the responses, where it is not plainly the first: its name, rows before the headings, rows.

    A notice may come first, and a title before the headings: they are found by what the structure knows.
    """
    first = next(iter(sheets.values()), [])
    if _known(first[0] if first else [], questionnaire, shown):
        return "", 0, first
    for name, rows in sheets.items():
        for before, row in enumerate(rows[:_BEFORE]):
            if _known(row, questionnaire, shown):
                return name, before, rows[before:]
    return "", 0, first


def _known(headings: list[str], questionnaire: Questionnaire, shown: str) -> bool:
    if sum(bool(cell.strip()) for cell in headings) < 2:
        return False
    try:
        found = match_headings(headings, questionnaire, shown).entries.values()
    except InputError:
        return False
    return any(entry.kind == "column" for entry in found)


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
