"""Reads one SPSS file in a process of its own: the library underneath may crash or hang on a malformed file.

Run by ``spss_process`` as ``python -I spss_child.py FILE OUTPUT 0|1``; writes JSON, imports nothing of the package.
"""

import json
import sys
from datetime import date, datetime
from pathlib import Path


def plain(value: object) -> object:
    """Return a cell as JSON can hold it: None where empty, a date as ``2026-01-05 10:00:00``."""
    if value is None or value != value:  # noqa: PLR0124 - NaN is not equal to itself
        return None
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return value if isinstance(value, int | float) else str(value)


def main(source: str, target: str, user_missing: str) -> None:
    """Write the columns, labels and missing ranges of ``source`` to ``target``.

    ``user_missing`` is "1" where codes declared missing are kept as they are.
    """
    import pyreadstat

    cells, meta = pyreadstat.read_sav(source, user_missing=user_missing == "1", output_format="dict")
    content = {
        "columns": meta.column_names,
        "values": {name: [plain(value) for value in cells[name]] for name in meta.column_names},
        "labels": dict(zip(meta.column_names, meta.column_labels, strict=True)),
        "value_labels": {name: list(v.items()) for name, v in meta.variable_value_labels.items()},
        "missing_ranges": {name: list(v) for name, v in meta.missing_ranges.items()},
        "sets": meta.mr_sets,
    }
    with Path(target).open("w", encoding="utf-8", errors="surrogatepass") as stream:
        json.dump(content, stream)


if __name__ == "__main__":
    main(*sys.argv[1:4])
