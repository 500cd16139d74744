"""The DuckDB session of one verification: the lake as it is, and one table read again from what was received."""

from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from barometre_pipeline.audit.card import Check
from barometre_pipeline.audit.database import cursor
from barometre_pipeline.audit.sql import silver_file
from barometre_pipeline.lake import Lake

AGAIN = "relu"  # the table that stands for silver's
SHOWN = 5  # places named where something differs


@dataclass
class Reading:
    """What was read again: how it is said to a reader, and what differs from the lake."""

    path: str
    checks: list[Check] = field(default_factory=list)


class Session:
    """A connection whose queries may be run on the lake, or on what was read again.

    Args:
        lake: the lake.
        source: the silver table that the card counts on.
        edition: partition key.
    """

    def __init__(self, lake: Lake, source: str, edition: str) -> None:
        self.lake, self.source, self.edition = lake, source, edition
        self.connection = cursor()
        self.connection.execute("SET file_search_path = ?", [str(lake.root)])

    def __enter__(self) -> "Session":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()

    def rows(self, query: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
        """Run a query on the lake's files."""
        return self.connection.execute(query, values or []).fetchall()

    def again(self, query: str) -> list[tuple[Any, ...]]:
        """Run a query of a card on what was read again in place of silver."""
        return self.rows(query.replace(silver_file(self.source, self.edition), AGAIN))

    def file(self, table: str, edition: str | None = None) -> str:
        """Return a table's file, as a query names it.

        Raises:
            NotComputedError: the table was not computed.
        """
        self.lake.require(table, edition)
        return silver_file(table, edition) if edition else f"'{table}/{table.rsplit('/', 1)[-1]}.parquet'"
