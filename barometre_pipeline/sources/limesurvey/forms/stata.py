"""Stata XML extracts: values partly recoded by the exporter, dates in milliseconds since 1960.

Only the undoing of this form's recoding belongs here.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from barometre_pipeline.sources.limesurvey.forms.table import MemorySource, refuse_no_response
from barometre_pipeline.sources.limesurvey.model import ExtractColumn, Questionnaire
from barometre_pipeline.sources.limesurvey.safety import read_bytes
from barometre_pipeline.sources.limesurvey.structure.lss import parse_xml
from barometre_pipeline.vocabulary import ColumnKind

_FORBIDDEN: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # the exporter lets them through
_EPOCH: Final = datetime(1960, 1, 1, tzinfo=UTC)
_DATES: Final = frozenset({"submitdate", "startdate", "datestamp"})
# The exporter replaces these letters in codes and in texts alike: « Non » becomes « 0on ».
_LETTERS: Final = {
    "Y": {"Y": "1", "N": "0"},
    "G": {"F": "0", "M": "1"},
    "C": {"Y": "1", "N": "0", "U": "9"},
    "E": {"I": "1", "S": "0", "D": "-1"},
}


def open_source(path: Path, questionnaire: Questionnaire, shown: str) -> MemorySource:
    """Return the responses of a Stata XML file.

    Raises:
        InputError: broken or hostile XML, or no response.
    """
    root = parse_xml(_FORBIDDEN.sub(b" ", read_bytes(path, shown)), shown)
    headings = [node.get("varname", "") for node in root.iterfind("descriptors/varlist/variable")]
    restore = [_restorer(heading, questionnaire) for heading in headings]
    cells: list[list[str | None]] = []
    for response in root.iterfind("data/o"):
        found = {cell.get("varname", ""): cell.text or "" for cell in response}
        cells.append([undo(found.get(name, "")) for name, undo in zip(headings, restore, strict=True)])
    refuse_no_response(len(cells), shown)
    return MemorySource("stata", headings, cells, first_row=1, unmasks=True)


def _restorer(heading: str, questionnaire: Questionnaire) -> Callable[[str], str]:
    names = {column.em_code: column for column in questionnaire.columns.values()}
    column = names.get(heading)
    if heading in _DATES or (column is not None and column.kind is ColumnKind.DATE):
        return _date
    letters = _LETTERS.get(questionnaire.by_code[column.question].type) if column else None
    if column is None or letters is None:
        return str
    written = _written(column, letters, questionnaire)
    return lambda cell: written.get(cell, cell)


def _written(column: ExtractColumn, letters: dict[str, str], questionnaire: Questionnaire) -> dict[str, str]:
    """Return the original of each code and text as the exporter writes it."""
    originals = ["N/A"]
    for version in (questionnaire, *questionnaire.translations):
        for answer in version.columns[column.code].answers:
            originals += [answer.code, answer.text]
    return {"".join(letters.get(letter, letter) for letter in text): text for text in originals}


def _date(cell: str) -> str:
    if not cell.lstrip("-").isdigit():
        return cell
    return (_EPOCH + timedelta(milliseconds=int(cell))).strftime("%Y-%m-%d %H:%M:%S")
