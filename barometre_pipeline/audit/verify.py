"""Counts a figure again with DuckDB, straight from the silver Parquet files.

An independent path on purpose: nothing of ``statistics`` is used here.
"""

from typing import TYPE_CHECKING, Any

from barometre_pipeline.lake import Lake
from barometre_pipeline.vocabulary import strates_of_group

if TYPE_CHECKING:
    import duckdb


def count_query(edition: str, condition: str, group: str) -> str:
    """Return the query that gives ``n`` and ``effectif``, to be run from the lake's folder."""
    return f"SELECT count(*) FILTER (WHERE {condition}) AS n, count(*) AS effectif\n{_from(edition, group)}"


def _from(edition: str, group: str) -> str:
    strates = ", ".join(f"'{s}'" for s in strates_of_group(group))
    return (
        f"FROM 'silver/reponses/edition={edition}/reponses.parquet' AS r\n"
        f"JOIN 'silver/structures/edition={edition}/structures.parquet' AS s ON s.id_reponse = r.id_reponse\n"
        f"WHERE s.strate IN ({strates})"
    )


def recount(lake: Lake, query: str) -> tuple[int, int]:
    """Run a card's query on the lake's files and return (n, effectif)."""
    row = fetch(lake, query)[0]
    return int(row[0]), int(row[1])


def row_numbers(lake: Lake, edition: str, condition: str, group: str) -> list[int]:
    """Return the record numbers, in the extract, of the responses that make up ``n``."""
    query = f"SELECT r.ligne {_from(edition, group)} AND ({condition}) ORDER BY r.ligne"
    return [int(r[0]) for r in fetch(lake, query)]


def fetch(lake: Lake, query: str) -> list[tuple[Any, ...]]:
    """Run a query on the lake's files."""
    with _connect(lake) as connection:
        return connection.execute(query).fetchall()


def _connect(lake: Lake) -> "duckdb.DuckDBPyConnection":
    import duckdb

    connection = duckdb.connect(config={"threads": 1})
    connection.execute("SET file_search_path = ?", [str(lake.root)])
    return connection
