"""Records of delimited text, with any size of cell and a French message for text that is none.

The one place where Python's csv reader is called.
"""

import csv
import io
from collections.abc import Iterator
from typing import Final

from barometre_pipeline.errors import InputError

_LARGEST_CELL: Final = 2**31 - 1


def records(text: str, delimiter: str, shown: str, quotechar: str = '"') -> Iterator[list[str]]:
    """Yield the records of a delimited text, blank ones included; a line break inside quotes ends none.

    Raises:
        InputError: text that cannot be cut into records.
    """
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quotechar=quotechar)
    try:
        yield from reader
    except csv.Error:
        raise InputError(
            shown,
            f"ligne {reader.line_num}",
            "le texte ne se découpe pas en lignes et en cellules",
            f"des cellules séparées par « {visible(delimiter)} » et des lignes finies par CRLF ou LF",
            "exporter de nouveau depuis LimeSurvey, sans ouvrir ni enregistrer le fichier dans un tableur",
        ) from None


def visible(delimiter: str) -> str:
    """Return a delimiter as a person names it."""
    return {"\t": "tabulation"}.get(delimiter, delimiter)
