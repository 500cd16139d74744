"""What is kept of Dagster's history between two events: the history itself stays what Dagster would have written."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import dagster as dg
import pytest
from support import idle_job

from barometre_pipeline.dagster.instance import open_instance
from barometre_pipeline.dagster.kept_connections import keep_connections

ASSET = dg.AssetKey(["gold", "tris"])


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    keep_connections()
    with open_instance(tmp_path / "dagster") as opened:
        yield opened


def _made_of(path: Path) -> tuple[list[tuple[str, ...]], list[tuple[str]], str]:
    with closing(sqlite3.connect(path)) as file:
        statements = file.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
        version = file.execute("SELECT * FROM alembic_version").fetchall()
        return statements, version, file.execute("PRAGMA journal_mode").fetchone()[0]


def test_the_file_of_a_run_is_made_of_what_dagster_makes_one_of(instance: dg.DagsterInstance) -> None:
    runs = [idle_job.execute_in_process(instance=instance).run_id for _ in range(2)]
    folder = Path(instance.root_directory) / "history" / "runs"
    by_dagster = _made_of(folder / "index.db")  # no run: Dagster makes it alone
    assert by_dagster[0] and by_dagster[1] and by_dagster[2] == "wal"
    assert [_made_of(folder / f"{run}.db") for run in runs] == [by_dagster, by_dagster]
    assert all(instance.all_logs(run) for run in runs)


def test_the_last_materialization_is_read_once_until_there_is_another(instance: dg.DagsterInstance) -> None:
    def last() -> dg.EventLogRecord:
        (record,) = instance.get_asset_records([ASSET])
        assert record.asset_entry.last_materialization_record
        return record.asset_entry.last_materialization_record

    instance.report_runless_asset_event(dg.AssetMaterialization(ASSET, metadata={"lignes": 1}))
    first = last()
    assert last() is first
    instance.report_runless_asset_event(dg.AssetMaterialization(ASSET, metadata={"lignes": 2}))
    assert last().asset_materialization.metadata["lignes"].value == 2
    assert first.asset_materialization.metadata["lignes"].value == 1
