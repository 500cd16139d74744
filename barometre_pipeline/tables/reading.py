"""Reads tables of the lake and checks them against their schema.

The same bytes are decoded and checked once in a process: whoever reads them next gets the same frame.
"""

import hashlib

import pandas as pd

from barometre_pipeline.lake import Lake
from barometre_pipeline.tables.registry import TABLES

_KEPT_BYTES = 20_000_000  # of Parquet; a larger table is decoded again rather than kept in memory
_VALID: dict[tuple[str, str], pd.DataFrame | None] = {}


def read_valid(lake: Lake, table: str, edition: str | None = None) -> pd.DataFrame:
    """Return a table of the lake.

    Raises:
        FileNotFoundError: the table has not been written for that edition.
        SchemaError: its rows do not respect the schema.
    """
    content = lake.read_bytes(table, edition)
    mark = (table, hashlib.sha256(content).hexdigest())
    kept = _VALID.get(mark)
    if kept is None:
        kept = lake.decode(content)
        if mark not in _VALID:
            TABLES[table].validate(kept, "à la lecture")
        _VALID[mark] = kept if len(content) <= _KEPT_BYTES else None
    # Copy-on-write: the caller may change its frame, never the one kept here.
    return kept.copy(deep=False)


def forget() -> None:
    """Drop the frames kept, for instance between two runs of a long-lived process."""
    _VALID.clear()
