"""VV files: tab separated, a line of wordings, a line of codes, then the responses as stored.

Only this form's quoting and escapes belong here. It tells "never displayed" from "left empty".
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from barometre_pipeline.errors import InputError, record_place
from barometre_pipeline.sources.limesurvey.forms.table import MemorySource, decoded_text, refuse_no_response
from barometre_pipeline.sources.limesurvey.model import Questionnaire
from barometre_pipeline.sources.limesurvey.safety import read_bytes

_NOT_SHOWN: Final = "{question_not_shown}"
# The writer does not double a quote after a backslash; it closes the cell only where the cell must end.
_CELL: Final = re.compile(r'"((?:[^"\\]|""|\\"(?!\t|\r?\n|\Z)|\\)*)"(?=\t|\r?\n|\Z)|([^\t\r\n]*)')
_ESCAPES: Final = {"{newline}": "\n", "{cr}": "\r", "{tab}": "\t", "{quote}": '"', "{lbrace}": "{"}
_ESCAPE: Final = re.compile("|".join(map(re.escape, _ESCAPES)))
_FIRST_RESPONSE: Final = 3


def open_source(path: Path, questionnaire: Questionnaire, shown: str) -> MemorySource:
    """Return the responses of a VV file.

    Raises:
        InputError: a record whose number of cells is not that of the codes, or no response.
    """
    records = list(_records(decoded_text(read_bytes(path, shown), shown)))
    refuse_no_response(len(records) - 2, shown)
    headings = records[1]
    for number, record in enumerate(records[2:], start=_FIRST_RESPONSE):
        if len(record) != len(headings):
            raise InputError(
                shown,
                record_place(number),
                "l’enregistrement n’a pas autant de cellules que celui des codes : fichier coupé ou modifié",
                f"{len(headings)} cellules séparées par des tabulations",
                "exporter de nouveau le fichier VV depuis LimeSurvey, sans l’ouvrir dans un tableur",
            )
    cells = [[_value(cell) for cell in record] for record in records[2:]]
    return MemorySource("vv", headings, cells, first_row=_FIRST_RESPONSE, delimiter="\t", tells_shown=True)


def _records(text: str) -> Iterator[list[str]]:
    position, record = 0, []
    while position < len(text):
        match = _CELL.match(text, position)
        quoted, plain = match.groups() if match else ("", "")  # its second branch matches anything
        record.append(plain if quoted is None else quoted.replace('""', '"'))
        position = match.end() if match else len(text)
        if text[position : position + 1] == "\t":
            position += 1
            continue
        position += 2 if text[position : position + 2] == "\r\n" else 1
        yield record
        record = []


def _value(cell: str) -> str | None:
    if cell == _NOT_SHOWN:
        return None
    return _ESCAPE.sub(lambda found: _ESCAPES[found[0]], cell) if "{" in cell else cell
