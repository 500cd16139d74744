"""Executes the jobs of a terminal in this process, in a real instance, and tells what became of each run.

Which job, and when, is ``running``'s to say.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
from dagster._core.events import RunFailureReason

from barometre_pipeline.dagster.failures import check_told, failure_told
from barometre_pipeline.dagster.instance import open_instance
from barometre_pipeline.dagster.live_runs import place, taken_on
from barometre_pipeline.dagster.metadata import graph_keys
from barometre_pipeline.dagster.partitions import register
from barometre_pipeline.dagster.progress import progress_logger
from barometre_pipeline.dagster.unchecked import tell_unchecked
from barometre_pipeline.tables.registry import ASSETS

Listener = Callable[[str, str], None]


@dataclass(frozen=True)
class RunReport:
    """What became of a run: checks by what they mean, and the message of what failed.

    ``incomplete`` are red checks of what a person has still to say: what was computed is right as far as it goes.
    """

    run_id: str
    success: bool
    message: str
    passed: int
    failed: list[str]
    warnings: list[str]
    incomplete: list[str]


class Execution:
    """An open instance, and the definitions whose jobs it executes.

    Args:
        define: gives the definitions, which log to the console it is given.
        home: folder of the instance.
    """

    def __init__(self, define: Callable[[dg.LoggerDefinition], dg.Definitions], home: Path) -> None:
        self._listener: Listener = lambda _step, _event: None
        self._definitions = define(progress_logger(self._tell))
        self._keys = graph_keys(self._definitions.resolve_asset_graph())
        self._home, self._instance = home, open_instance(home)

    def _tell(self, step: str, event: str) -> None:
        self._listener(step, event)

    def close(self) -> None:
        """Close the instance."""
        self._instance.dispose()

    def run(self, work: str, assets: Sequence[str], partition: str | None, listener: Listener) -> RunReport:
        """Execute one job.

        Args:
            work: name of a job.
            assets: names of the only assets of the job to compute, with their checks; none: all of them.
            partition: the edition; registered in the instance where it is not yet.
            listener: called with (step, event) as the run advances.

        Raises:
            KeyboardInterrupt: the run was interrupted; Dagster, which marks it so, would go on with the next.
        """
        self._listener = listener
        if partition:
            register(self._instance, [partition])
        job = self._definitions.resolve_job_def(work)
        selection = [k for name in assets for table in ASSETS[name].tables for k in self._keys.of(table.name)]
        run_id = str(uuid.uuid4())
        with taken_on(self._home, run_id):
            result = job.execute_in_process(
                run_id=run_id,
                asset_selection=list(dict.fromkeys(selection)) or None,
                instance=self._instance,
                # Dagster looks for the key among the partitions of the job's assets; a job of checks has none.
                partition_key=partition if job.asset_layer.selected_asset_keys else None,
                tags=place(self._home, run_id) | ({"dagster/partition": partition} if partition else {}),
                raise_on_error=False,
                # Naming a logger here is what keeps Dagster's default console logger out.
                run_config={"loggers": {"console": {}}},
            )
        tell_unchecked(self._instance, run_id)
        if _interrupted(result):
            raise KeyboardInterrupt
        return _report(result)


def _interrupted(result: dg.ExecuteInProcessResult) -> bool:
    ended = result.filter_events(lambda e: e.event_type == dg.DagsterEventType.RUN_FAILURE)
    return any(e.job_failure_data.failure_reason == RunFailureReason.UNEXPECTED_TERMINATION for e in ended)


def _report(result: dg.ExecuteInProcessResult) -> RunReport:
    passed = 0
    failed: list[str] = []
    warnings: list[str] = []
    incomplete: list[str] = []
    for evaluation in result.get_asset_check_evaluations():
        if evaluation.passed:
            passed += 1
            continue
        warned = evaluation.severity == dg.AssetCheckSeverity.WARN
        # What stops nothing waits for a person; what was computed stands, in the UI too.
        kind = warnings if warned else failed if evaluation.blocking else incomplete
        kind.append(check_told(evaluation))
    failures = result.filter_events(lambda e: e.is_step_failure)
    message = "" if result.success else "\n".join(failure_told(e) for e in failures)
    return RunReport(result.run_id, result.success, message, passed, failed, warnings, incomplete)
