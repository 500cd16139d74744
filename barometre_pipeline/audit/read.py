"""Reads rows of the lake's tables with DuckDB: one card needs a few rows, and no other library to read them.

Rows are dictionaries of plain values, in the order of the file; an absent number is None.
"""

import math
from collections.abc import Mapping
from typing import Any

from barometre_pipeline.audit.database import cursor
from barometre_pipeline.audit.sql import identifier
from barometre_pipeline.errors import UnreadableTableError
from barometre_pipeline.lake import Lake

Row = Mapping[Any, Any]


def rows(lake: Lake, table: str, edition: str | None = None, /, **wanted: str) -> list[dict[str, Any]]:
    """Return the rows of a table whose columns have these values.

    Raises:
        NotComputedError: the table was not computed.
    """
    where = " AND ".join(f"CAST({identifier(c)} AS VARCHAR) = ?" for c in wanted) or "true"
    names, found = _read(lake, table, edition, f"SELECT * FROM {{}} WHERE {where}", list(wanted.values()))
    return [dict(zip(names, values, strict=True)) for values in found]


def distinct(lake: Lake, table: str, column: str, edition: str | None = None) -> list[str]:
    """Return the values of a text column, each once, in the order of the file.

    Raises:
        NotComputedError: the table was not computed.
    """
    _, found = _read(lake, table, edition, f"SELECT CAST({identifier(column)} AS VARCHAR) FROM {{}}", [])
    return list(dict.fromkeys(str(value) for (value,) in found))


def columns(lake: Lake, table: str, edition: str) -> dict[str, str]:
    """Return the name that DuckDB gives to each column of a table, by its own name, in the order of the file.

    SQL ignores case: where two names differ by it alone, DuckDB adds a number to the second.

    Raises:
        NotComputedError: the table was not computed.
    """
    given = _read(lake, table, edition, "SELECT * FROM {} LIMIT 0", [])[0]
    with cursor() as connection:
        path = str(lake.path(table, edition))
        own = connection.execute(
            "SELECT name FROM parquet_schema(?) WHERE num_children IS NULL", [path]
        ).fetchall()
    return dict(zip((str(name) for (name,) in own), given, strict=True))


def measured(value: Any) -> float | None:
    """Return a number of a row, None where it is absent."""
    return None if value is None or math.isnan(value) else float(value)


def _read(
    lake: Lake, table: str, edition: str | None, query: str, values: list[str]
) -> tuple[list[str], list[tuple[Any, ...]]]:
    import duckdb

    lake.require(table, edition)
    with cursor() as connection:
        source = "read_parquet(?, hive_partitioning = false)"
        try:
            found = connection.execute(query.format(source), [str(lake.path(table, edition)), *values])
        except (duckdb.InvalidInputException, duckdb.IOException) as error:
            raise UnreadableTableError(table) from error
        return [d[0] for d in found.description], found.fetchall()
