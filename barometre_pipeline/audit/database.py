"""The one DuckDB database of this process: empty and in memory, it only reads the lake's files.

Opening one costs more than a card's query; a cursor of it costs nothing. What is asked of it is for others to say.
"""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


def cursor() -> "duckdb.DuckDBPyConnection":
    """Open a cursor, to be closed by who asked; settings and temporary tables are its own."""
    return _database().cursor()


@cache
def _database() -> "duckdb.DuckDBPyConnection":
    import duckdb

    # A file that changes while this process lives is read again: an audit answers for what is on the disk.
    return duckdb.connect(config={"threads": 1, "enable_external_file_cache": False})
