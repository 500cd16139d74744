"""Which checks of an edition, and of what looks across editions, are red: as the last run that passed each left it.

Reads the history of Dagster's instance; nothing is computed again. Warnings are not red.
"""

from dataclasses import dataclass
from pathlib import Path

import dagster as dg
from dagster._core.event_api import PartitionKeyFilter
from dagster._core.storage.asset_check_execution_record import AssetCheckExecutionRecord

from barometre_pipeline.dagster.assembly import build
from barometre_pipeline.dagster.failures import check_told
from barometre_pipeline.dagster.instance import open_instance


@dataclass(frozen=True)
class CheckStates:
    """How many checks were passed, and in words those that are red."""

    known: int
    red: tuple[str, ...]


def check_states(raw: Path, lake: Path, home: Path, edition: str) -> CheckStates:
    """Return what the checks that concern an edition say: its own, and those of what looks across editions.

    Args:
        raw: raw folder, whose codebooks say which checks there are.
        lake: the lake.
        home: folder of the instance that computed it.
        edition: partition key.
    """
    keys = list(build(str(raw), str(lake)).resolve_asset_graph().asset_check_keys)
    last: dict[dg.AssetCheckKey, AssetCheckExecutionRecord] = {}
    with open_instance(home) as instance:
        for partition in (None, edition):
            found = instance.event_log_storage.get_latest_asset_check_execution_by_key(
                keys, partition_filter=PartitionKeyFilter(key=partition)
            )
            for key, record in found.items():
                if key not in last or record.id > last[key].id:
                    last[key] = record
    return CheckStates(len(last), tuple(words for key in sorted(last, key=str) if (words := _red(last[key]))))


def _red(record: AssetCheckExecutionRecord) -> str:
    """Say what a check that does not hold says, "" where it holds or only warns."""
    event = record.event.dagster_event if record.event else None
    if event is None or event.event_type != dg.DagsterEventType.ASSET_CHECK_EVALUATION:
        return f"{'/'.join(record.key.asset_key.path)} : {record.key.name} — n’a pas été passé jusqu’au bout"
    evaluation = event.asset_check_evaluation_data
    warns = evaluation.severity == dg.AssetCheckSeverity.WARN
    return "" if evaluation.passed or warns else check_told(evaluation)
