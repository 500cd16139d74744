"""A CSV for a person who opens it in a spreadsheet: what comes from outside is a text there, never a formula.

Characters only; which rows there are is decided by whoever calls.
"""

import csv
import io
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

# A spreadsheet takes what begins so for a formula, which may call a program or send the sheet away. Where lists have a
# semicolon, a CSV with commas is cut at each semicolon, tab and line of a cell: what follows one begins a cell too.
_FORMULA: Final = re.compile(r"(?:^|(?<=[;\t\n\r]))(?=[ \u00a0\u202f]*[=+\-@＝＋－＠])")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?")


def harmless(text: str) -> str:
    """Return a text that a spreadsheet shows as it is: an apostrophe before what it would compute, numbers aside."""
    return text if _NUMBER.fullmatch(text) else _FORMULA.sub("'", text)


def harmless_frame(frame: "pd.DataFrame", known: Collection[str] = ()) -> "pd.DataFrame":
    """Return a table of which no text, nor heading, is a formula for a spreadsheet; numbers stay numbers.

    A program reads the text back by taking away the apostrophe that one of ``= + - @`` follows, at the beginning of the
    text or after a semicolon, a tab or a new line in it.

    Args:
        frame: what is about to be written.
        known: texts that stay as they are, such as the codes of an absence (« @non_posee »), which call nothing.
    """
    import pandas as pd

    def cell(value: object) -> object:
        return harmless(value) if isinstance(value, str) and value not in known else value

    shown = frame.rename(columns=lambda name: harmless(str(name)))
    for name in shown:
        if not pd.api.types.is_numeric_dtype(shown[name]):
            shown[name] = shown[name].astype(object).map(cell)
    return shown


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Write rows under a heading; numbers with a point, an empty cell for None."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    # A lone carriage return ends a record for some readers, and the writer does not quote it.
    return harmless(value).replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else str(value)
