"""The first rows of a table as Markdown, for a person who looks at it beside its description.

Never of a table of personal data: who calls this decides.
"""

from typing import TYPE_CHECKING, Final

from barometre_pipeline.french.numbers import number

if TYPE_CHECKING:
    import pandas as pd

_ROWS: Final = 8
_COLUMNS: Final = 12
_LONGEST: Final = 300  # whole labels; a text that is longer ends with an ellipsis


def preview(frame: "pd.DataFrame") -> str:
    """Return the first rows and columns as a Markdown table."""
    head = frame.iloc[:_ROWS, :_COLUMNS]
    lines = ["| " + " | ".join(map(str, head.columns)) + " |", "|" + " --- |" * len(head.columns)]
    lines += ["| " + " | ".join(_cell(v) for v in row) + " |" for row in head.itertuples(index=False)]
    return "\n".join(lines)


def _cell(value: object) -> str:
    import pandas as pd

    if isinstance(value, float):
        return "" if pd.isna(value) else number(value, 4)
    text = "" if value is None or value is pd.NA else str(value)
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return shown.replace("|", "\\|").replace("\n", " ")
