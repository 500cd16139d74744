"""Runs the queries of the cards with DuckDB, straight on the silver Parquet files, and compares.

Nothing of ``indicators`` or ``statistics`` is used here; what a query counts is ``counting``'s.
"""

from dataclasses import replace
from typing import Any

from barometre_pipeline.audit.card import Card, Verification
from barometre_pipeline.audit.sql import files_read
from barometre_pipeline.lake import Lake


def verify(lake: Lake, card: Card) -> Card:
    """Return the card with what its query gives now."""
    n, base = recount(lake, card.query)
    return replace(card, verification=Verification(n, base, (n, base) == (card.n, card.base)))


def recount(lake: Lake, query: str) -> tuple[int, int]:
    """Run a card's query on the lake's files and return (n, base)."""
    row = fetch(lake, query)[0]
    return int(row[0]), int(row[1])


def fetch(lake: Lake, query: str) -> list[tuple[Any, ...]]:
    """Run a query on the lake's files.

    Raises:
        NotComputedError: a table that it reads was not computed.
    """
    import duckdb

    for table, edition in files_read(query):
        lake.require(table, edition)
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("SET file_search_path = ?", [str(lake.root)])
        return connection.execute(query).fetchall()
