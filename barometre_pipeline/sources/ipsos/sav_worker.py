"""Reads one .sav in a process of its own: the library underneath can crash on a malformed file.

Run as ``python sav_worker.py FILE OUTPUT``; writes a pickle of plain values, imports nothing of the package.
"""

import pickle
import sys
from pathlib import Path


def main(source: str, target: str) -> None:
    """Write column names, labels, missing ranges and values of ``source`` to ``target``."""
    import pyreadstat

    columns, meta = pyreadstat.read_sav(source, user_missing=True, output_format="dict")
    plain = {
        "columns": list(meta.column_names),
        "values": {name: list(columns[name]) for name in meta.column_names},
        "labels": dict(zip(meta.column_names, meta.column_labels, strict=True)),
        "value_labels": {k: dict(v) for k, v in meta.variable_value_labels.items()},
        "missing_ranges": {k: list(v) for k, v in meta.missing_ranges.items()},
    }
    with Path(target).open("wb") as stream:
        pickle.dump(plain, stream)


if __name__ == "__main__":
    main(*sys.argv[1:3])
