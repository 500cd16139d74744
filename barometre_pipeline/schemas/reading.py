"""Reads tables of the lake and checks them against their schema.

The same bytes are checked once in a process: whoever reads them next knows that they are valid.
"""

import hashlib

import pandas as pd

from barometre_pipeline.lake import Lake
from barometre_pipeline.schemas.registry import TABLES

_VALID: set[tuple[str, str]] = set()


def read_valid(lake: Lake, table: str, edition: str | None = None) -> pd.DataFrame:
    """Return a table of the lake.

    Raises:
        FileNotFoundError: the table has not been written for that edition.
        SchemaError: its rows do not respect the schema.
    """
    content = lake.read_bytes(table, edition)
    frame = lake.decode(content)
    mark = (table, hashlib.sha256(content).hexdigest())
    if mark not in _VALID:
        TABLES[table].validate(frame, "à la lecture")
        _VALID.add(mark)
    return frame
