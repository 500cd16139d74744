"""Says of each check that a run was to make and did not what kept it from it, where Dagster says « Execution failed ».

A check that was not made says nothing of the lake: it warns. Reading a run's own events belongs here, and nothing else.
"""

from collections.abc import Iterator
from typing import Final

import dagster as dg
from dagster import DagsterEventType as Kind

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.dagster.failures import foreseen
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.tables.operations import operation_in_words

_ASKED: Final = {Kind.ASSET_CHECK_EVALUATION_PLANNED, Kind.ASSET_CHECK_EVALUATION, Kind.STEP_FAILURE}
_NOT_MADE: Final = f"Ce contrôle n’a pas été fait{NBSP}:"
_REMEDY: Final = (
    f"Il ne dit rien de ce que le lac contient. À faire{NBSP}: corrigez ce qui est dit ci-dessus, puis relancez le "
    "calcul."
)


def tell_unchecked(instance: dg.DagsterInstance, run_id: str, why: str = "") -> None:
    """Record, for each check of a run that was not made, why it was not; nothing where no step of the run failed.

    Args:
        instance: where the run is.
        run_id: the run, none of whose steps goes on.
        why: in French, what ended the run; the steps that failed say it by default.
    """
    events = [e for entry in instance.all_logs(run_id, of_type=_ASKED) if (e := entry.dagster_event)]
    failures = [e for e in events if e.event_type == Kind.STEP_FAILURE]
    if not failures and not why:
        return
    told = "\n\n".join([f"{_NOT_MADE} {why or _stopped(failures)}", _REMEDY])
    run = instance.get_run_by_id(run_id)
    for key, partition in _left(events):
        evaluation = dg.AssetCheckEvaluation(
            asset_key=key.asset_key,
            check_name=key.name,
            passed=False,
            severity=dg.AssetCheckSeverity.WARN,
            description=told,
            blocking=False,
            partition=partition,
        )
        event = dg.DagsterEvent(
            event_type_value=Kind.ASSET_CHECK_EVALUATION.value,
            job_name=run.job_name if run else "",
            event_specific_data=evaluation,
            message=told,
        )
        instance.report_dagster_event(event, run_id)


def _left(events: list[dg.DagsterEvent]) -> Iterator[tuple[dg.AssetCheckKey, str | None]]:
    """Yield the checks that were planned, each with its edition, and have no result."""
    made = set()
    for event in events:
        if event.event_type == Kind.ASSET_CHECK_EVALUATION:
            result = event.asset_check_evaluation_data
            made.add((result.asset_check_key, result.partition))
    for event in events:
        if event.event_type == Kind.ASSET_CHECK_EVALUATION_PLANNED:
            planned = event.asset_check_planned_data
            subset = planned.partitions_subset
            for partition in subset.get_partition_keys() if subset else [None]:
                if (planned.asset_check_key, partition) not in made:
                    yield planned.asset_check_key, partition


def _stopped(failures: list[dg.DagsterEvent]) -> str:
    """Say which steps failed, each with the message that it ended on where that one is for a person."""
    themes = load_catalogue().theme_words
    said = []
    for failure in failures:
        name = operation_in_words(str(failure.step_key), themes)
        detail = (
            foreseen(failure) or f"Une panne que rien n’avait prévue{NBSP}; son détail est dans l’exécution."
        )
        said.append(f"l’étape «{NBSP}{name}{NBSP}», dont il a besoin, a échoué dans ce calcul.\n{detail}")
    return "\n\n".join(said)
