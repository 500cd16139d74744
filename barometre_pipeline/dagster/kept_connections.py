"""Keeps what Dagster asks for again at every event and question: connections to its SQLite files, their tables, events.

With a connection go the statements compiled and the tables seen, and SQLite tidies the file at each closing: that costs
more than storing the event. What is stored, and when, stays Dagster's.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy
from dagster._core.storage.event_log import sql_event_log
from dagster._core.storage.event_log.schema import AssetKeyTable
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME, SqliteEventLogStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._serdes import deserialize_value

_MOST_FILES = 16  # each run has one of its own; nobody writes any more in those of past runs
_MOST_EVENTS = 16  # the next step asks for the same; the largest, of a collection, takes 0.1 s to read

_initdb = SqliteEventLogStorage._initdb


def keep_connections() -> None:
    """Make the event logs of this process keep their connections, and what they have read."""
    SqliteEventLogStorage._connect = _connect  # type: ignore[method-assign]
    SqliteEventLogStorage._initdb = _made  # type: ignore[method-assign]
    SqliteEventLogStorage.has_table = _has_table  # type: ignore[method-assign]
    SqliteEventLogStorage.has_asset_key_col = _has_asset_key_col  # type: ignore[assignment, method-assign]
    SqliteEventLogStorage._has_asset_key_col_on_connection = _has_asset_key_col_of  # type: ignore[assignment, method-assign]
    sql_event_log.deserialize_value = _event  # type: ignore[assignment, attr-defined]


@contextmanager
def _connect(self: SqliteEventLogStorage, shard: str) -> Iterator[sqlalchemy.Connection]:
    with self._db_lock:
        engine = _engine(self.conn_string_for_shard(shard))
        if shard not in self._initialized_dbs:
            self._initdb(engine)
            self._initialized_dbs.add(shard)
        with engine.begin() as connection:
            yield connection


def _made(self: SqliteEventLogStorage, engine: sqlalchemy.Engine, for_index_shard: bool = False) -> None:
    """Make the file of a run by the statements that made the first: Dagster reads all of its migrations for each."""
    if for_index_shard or sqlalchemy.inspect(engine).get_table_names():
        _initdb(self, engine, for_index_shard)
        return
    with closing(engine.raw_connection()) as pooled:
        connection: Any = pooled.driver_connection
        connection.execute("PRAGMA journal_mode=WAL")
        try:
            connection.executescript(_empty_file())
        except sqlite3.OperationalError:  # another process was making it
            connection.rollback()
            _initdb(self, engine)


@lru_cache(maxsize=1)
def _empty_file() -> str:
    """Return the statements that make an event log without an event, as Dagster makes one."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "vide.db"
        engine = sqlalchemy.create_engine(f"sqlite:///{path}", poolclass=sqlalchemy.NullPool)
        _initdb(SqliteEventLogStorage.__new__(SqliteEventLogStorage), engine)
        with closing(sqlite3.connect(path)) as connection:
            return "\n".join(connection.iterdump())


def _has_table(self: SqliteEventLogStorage, table_name: str) -> bool:
    return table_name in _tables(self.conn_string_for_shard(INDEX_SHARD_NAME))


def _has_asset_key_col(self: SqliteEventLogStorage, column_name: str) -> bool:
    return column_name in _asset_key_columns(self.conn_string_for_shard(INDEX_SHARD_NAME))


def _has_asset_key_col_of(self: SqliteEventLogStorage, _connection: object, column_name: str) -> bool:
    return _has_asset_key_col(self, column_name)


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


@lru_cache(maxsize=_MOST_FILES)
def _asset_key_columns(address: str) -> frozenset[str]:
    """Return the columns of the table of assets, made as the tables are."""
    return frozenset(c["name"] for c in sqlalchemy.inspect(_engine(address)).get_columns(AssetKeyTable.name))


@lru_cache(maxsize=_MOST_EVENTS)
def _event(value: str, *types: Any) -> Any:
    """Return a stored event, which nobody changes; the last one of an asset is asked for by all that read it."""
    return deserialize_value(value, *types)
