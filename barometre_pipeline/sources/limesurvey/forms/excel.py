"""Excel extracts (.xlsx): one sheet, headings in its first row, some texts turned into numbers.

Only this form's cells belong here.
"""

from io import BytesIO
from pathlib import Path

import numpy as np

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey.forms.table import MemorySource, refuse_no_response
from barometre_pipeline.sources.limesurvey.model import Questionnaire
from barometre_pipeline.sources.limesurvey.safety import open_archive, read_bytes


def open_source(path: Path, questionnaire: Questionnaire, shown: str) -> MemorySource:
    """Return the responses of a workbook.

    Raises:
        InputError: hostile or broken workbook, or no response.
    """
    data = read_bytes(path, shown)
    open_archive(data, shown).close()
    rows = _rows(data, shown)
    headings = list(rows[0]) if rows else []
    while headings and headings[-1] == "":
        headings.pop()
    cells: list[list[str | None]] = [
        [*row[: len(headings)], *[""] * (len(headings) - len(row))] for row in rows[1:]
    ]
    while cells and not any(cells[-1]):
        cells.pop()
    refuse_no_response(len(cells), shown)
    return MemorySource("xlsx", headings, cells, unmasks=True)


def _rows(data: bytes, shown: str) -> list[list[str]]:
    import openpyxl  # slow to import, needed for this form only

    try:
        workbook = openpyxl.load_workbook(BytesIO(data), read_only=True)
        try:
            sheet = workbook.worksheets[0]
            return [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
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
