"""Where Dagster keeps its runs: never in the lake, whose bytes depend on the data alone.

``DAGSTER_HOME`` if set; the project's ``.dagster`` for the project's lake; else a folder of the user's
state directory, one per lake.
"""

import shutil
import sqlite3
from typing import Any

import dagster as dg
from sqlalchemy import event
from sqlalchemy.engine import Engine

from barometre_pipeline.dagster.resources import PROJECT_ROOT
from barometre_pipeline.folders import dagster_home

_TEMPLATE = PROJECT_ROOT / ".dagster" / "dagster.yaml"
_MINIMAL = """telemetry:
  enabled: false
compute_logs:
  module: dagster._core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
"""


@event.listens_for(Engine, "connect")
def _do_not_wait_for_the_disk(connection: Any, _record: object) -> None:
    """Let SQLite hand its writes to the system without waiting: a run writes hundreds of events.

    A crash of the process loses nothing; a power cut may lose the last lines of the run history, never a
    table: those are synced before they are renamed.
    """
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous = OFF")


def open_instance(lake: str) -> dg.DagsterInstance:
    """Open the lake's instance, creating its folder and configuration on first use."""
    home = dagster_home(lake)
    home.mkdir(parents=True, exist_ok=True)
    config = home / "dagster.yaml"
    if not config.exists():
        if _TEMPLATE.exists():
            shutil.copy(_TEMPLATE, config)
        else:
            config.write_text(_MINIMAL, encoding="utf-8")
    return dg.DagsterInstance.from_config(str(home))
