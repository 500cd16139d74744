"""Excel extracts (.xlsx): sheets of responses among others, headings in one of their first rows, texts as numbers.

Only this form's sheets and cells belong here; what makes two of them parts of one extract is ``joined``'s.
"""

from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np

from barometre_pipeline.errors import InputError
from barometre_pipeline.french.numbers import count
from barometre_pipeline.sources.limesurvey.forms.joined import JoinedSource, Part, as_part, completing
from barometre_pipeline.sources.limesurvey.forms.table import MemorySource, refuse_no_response
from barometre_pipeline.sources.limesurvey.headings import known_headings
from barometre_pipeline.sources.limesurvey.model import Questionnaire
from barometre_pipeline.sources.limesurvey.safety import open_archive, read_bytes

_BEFORE: Final = 12  # rows that may stand before the headings


@dataclass(frozen=True)
class _Sheet:
    """A sheet, with the row that looks most like headings.

    Attributes:
        name: as the workbook calls it.
        rows: all of them.
        before: how many stand before the headings.
        known: how many of the headings the structure knows, none where no question is among them.
        identified: whether one of them is the identifier of a response.
    """

    name: str
    rows: list[list[str]]
    before: int = 0
    known: int = 0
    identified: bool = False


def open_source(path: Path, questionnaire: Questionnaire, shown: str) -> MemorySource | JoinedSource:
    """Return the responses of a workbook: those of one sheet, and of the others that complete it.

    Raises:
        InputError: hostile or broken workbook, or no response.
    """
    data = read_bytes(path, shown)
    open_archive(data, shown).close()
    sheets = [_sheet(name, rows, questionnaire) for name, rows in _sheets(data, shown).items()]
    main = _main(sheets)
    source = _source(main, shown)
    if main.before or main not in sheets[:1]:
        source.remarks.append(
            f"{shown}\u00a0: feuille «\u00a0{main.name}\u00a0», intitulés en ligne {main.before + 1}"
        )
    refuse_no_response(len(source.cells), shown)
    others = [sheet for sheet in sheets if sheet is not main and sheet.known]
    return _with_others(source, main, others, questionnaire, shown) if others else source


def _main(sheets: list[_Sheet]) -> _Sheet:
    """Return the sheet of the responses: a notice, or a table made from them, may come first."""
    if not sheets:
        return _Sheet("", [])
    best = max(sheets, key=lambda sheet: (sheet.identified, sheet.known))
    first = sheets[0]
    plain = first.known and not first.before and first.identified == best.identified
    return first if plain or not best.known else best


def _with_others(
    source: MemorySource, main: _Sheet, sheets: list[_Sheet], questionnaire: Questionnaire, shown: str
) -> MemorySource | JoinedSource:
    """Return the responses with those of the sheets that complete them; name the sheets that are not read."""
    named = {f"{shown}, feuille «\u00a0{sheet.name}\u00a0»": sheet for sheet in sheets}
    parts: list[Part] = []
    for name, sheet in named.items():
        with suppress(InputError):  # a table that looks like responses without being some
            parts.append(as_part(_source(sheet, shown), questionnaire, name))
    try:
        own = as_part(source, questionnaire, f"{shown}, feuille «\u00a0{main.name}\u00a0»")
    except InputError:  # told by the reader of headings, for this sheet as for any file
        return source
    joined, how = completing(own, parts)
    read = {part.shown for part in joined}
    source.remarks += [
        f"{name}\u00a0: cette feuille a {count(sheet.known, 'intitulé', 'intitulés')} de l’enquête et n’est pas lue"
        for name, sheet in named.items()
        if name not in read
    ]
    return JoinedSource([own, *joined], how) if joined else source


def _source(sheet: _Sheet, shown: str) -> MemorySource:
    rows = sheet.rows[sheet.before :]
    width = max((i for row in rows for i, cell in enumerate(row, start=1) if cell), default=0)
    headings = list(rows[0]) if rows else []
    headings = [*headings[:width], *[""] * (width - len(headings))]
    cells: list[list[str | None]] = [[*row[:width], *[""] * (width - len(row))] for row in rows[1:]]
    while cells and not any(cell and cell.strip() for cell in cells[-1]):
        cells.pop()
    return MemorySource("xlsx", headings, cells, first_row=sheet.before + 2, unmasks=True)


def _sheet(name: str, rows: list[list[str]], questionnaire: Questionnaire) -> _Sheet:
    """Return a sheet with the first of the rows that may be its headings, of those that the structure knows best."""

    def read(before: int) -> _Sheet:
        known, identified = (
            known_headings(rows[before], questionnaire) if _filled(rows[before]) > 1 else (0, False)
        )
        return _Sheet(name, rows, before, known, identified)

    first = read(0) if rows else _Sheet(name, rows)
    if first.known and 2 * first.known >= max(map(_filled, rows[:_BEFORE])):
        return first
    return max([first, *map(read, range(1, len(rows[:_BEFORE])))], key=lambda sheet: sheet.known)


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
