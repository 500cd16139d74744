"""Keeps the connections to Dagster's SQLite files open: Dagster opens one, and closes it, for every event and question.

With a connection go the statements compiled and the tables seen, and SQLite tidies the file at each closing: that costs
more than storing the event. What is stored, and when, stays Dagster's.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import sqlalchemy
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME, SqliteEventLogStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS

_MOST_FILES = 16  # each run has one of its own; nobody writes any more in those of past runs


def keep_connections() -> None:
    """Make the event logs of this process keep their connections."""
    SqliteEventLogStorage._connect = _connect  # type: ignore[method-assign]
    SqliteEventLogStorage.has_table = _has_table  # type: ignore[method-assign]


@contextmanager
def _connect(self: SqliteEventLogStorage, shard: str) -> Iterator[sqlalchemy.Connection]:
    with self._db_lock:
        engine = _engine(self.conn_string_for_shard(shard))
        if shard not in self._initialized_dbs:
            self._initdb(engine)
            self._initialized_dbs.add(shard)
        with engine.begin() as connection:
            yield connection


def _has_table(self: SqliteEventLogStorage, table_name: str) -> bool:
    return table_name in _tables(self.conn_string_for_shard(INDEX_SHARD_NAME))


@lru_cache(maxsize=_MOST_FILES)
def _engine(address: str) -> sqlalchemy.Engine:
    engine = sqlalchemy.create_engine(address, connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS})
    sqlalchemy.event.listen(engine, "connect", _spare_the_disk)
    return engine


def _spare_the_disk(connection: sqlite3.Connection, _record: object) -> None:
    """Wait for the disk at a checkpoint, not at each event: the file stays whole, a power cut may cost its end."""
    connection.execute("PRAGMA synchronous=NORMAL")


@lru_cache(maxsize=_MOST_FILES)
def _tables(address: str) -> frozenset[str]:
    """Return the tables of a file; they are all made when it is, or by « dagster instance migrate »."""
    return frozenset(sqlalchemy.inspect(_engine(address)).get_table_names())
