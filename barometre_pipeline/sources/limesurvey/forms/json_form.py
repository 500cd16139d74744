"""JSON extracts: one object per response, flat (version 6) or wrapped under its identifier (version 3).

Only this form's shape belongs here. Equal headings share one key, which keeps the value of the last.
"""

import json
from pathlib import Path
from typing import Any, Final

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey.forms.table import MemorySource, decoded_text, refuse_no_response
from barometre_pipeline.sources.limesurvey.model import Questionnaire
from barometre_pipeline.sources.limesurvey.safety import read_bytes

_REMEDY: Final = "exporter de nouveau les réponses depuis LimeSurvey (JSON, ou mieux CSV)"


def open_source(path: Path, questionnaire: Questionnaire, shown: str) -> MemorySource:
    """Return the responses of a JSON file.

    Raises:
        InputError: broken JSON, another shape, or no response.
    """
    try:
        document = json.loads(decoded_text(read_bytes(path, shown), shown))
    except json.JSONDecodeError as error:
        raise InputError(
            shown,
            f"ligne {error.lineno}, caractère {error.colno}",
            "le JSON est coupé ou mal formé",
            "un document JSON entier",
            _REMEDY,
        ) from None
    except RecursionError:
        raise _other_shape(shown) from None
    responses = document.get("responses") if isinstance(document, dict) else None
    if not isinstance(responses, list) or not all(isinstance(row, dict) for row in responses):
        raise _other_shape(shown)
    refuse_no_response(len(responses), shown)
    rows = [_unwrapped(row) for row in responses]
    headings = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[_text(row.get(heading)) for heading in headings] for row in rows]
    source = MemorySource("json", headings, cells, first_row=1, unmasks=True)
    source.keeps_last_of_repeated = True
    return source


def _unwrapped(row: dict[str, Any]) -> dict[str, Any]:
    only = next(iter(row.values())) if len(row) == 1 else None
    return only if isinstance(only, dict) else row


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _other_shape(shown: str) -> InputError:
    return InputError(
        shown,
        "",
        "ce JSON n’est pas un export de réponses LimeSurvey",
        "un objet « responses » qui contient la liste des réponses",
        _REMEDY,
    )
