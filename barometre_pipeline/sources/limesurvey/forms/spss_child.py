"""Reads one SPSS file and writes its cells as text, in Arrow, to the standard output; run as a module.

Nothing else: this process may die, and nobody but ``spss`` should notice.
"""

import sys
from datetime import date, datetime

import pyarrow as pa
import pyreadstat


def as_text(value: object) -> str:
    """Return a cell as LimeSurvey's CSV would write it."""
    if value is None or value != value:  # noqa: PLR0124 - NaN and NaT are not equal to themselves
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).rstrip()


def main(path: str) -> None:
    """Write the file's cells to the standard output."""
    frame, _ = pyreadstat.read_sav(path, apply_value_formats=False)
    columns = {name: [as_text(value) for value in frame[name]] for name in frame.columns}
    table = pa.table({name: pa.array(cells, type=pa.string()) for name, cells in columns.items()})
    with pa.ipc.new_stream(sys.stdout.buffer, table.schema) as writer:
        writer.write_table(table)


if __name__ == "__main__":
    main(sys.argv[1])
