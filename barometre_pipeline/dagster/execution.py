"""Executes Dagster jobs in this process and turns their events into an outcome a person reads.

Imported only when something must be computed: Dagster takes seconds to load.
"""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from dagster import AssetCheckSeverity, DagsterEvent, ExecuteInProcessResult

from barometre_pipeline.dagster.instance import open_instance
from barometre_pipeline.dagster.jobs import job_of
from barometre_pipeline.dagster.outcome import EditionOutcome
from barometre_pipeline.dagster.partitions import register, sources_of
from barometre_pipeline.dagster.progress import progress_logger
from barometre_pipeline.definitions import build
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.provenance.freshness import ENSEMBLE


class Runner:
    """An open Dagster instance and the definitions bound to one raw folder and one lake."""

    def __init__(self, raw: Path, lake: Path, with_gx: bool) -> None:
        self._raw, self._lake, self._with_gx = raw, lake, with_gx

    def __enter__(self) -> "Runner":
        """Open the instance."""
        self._instance = open_instance(str(self._lake))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the instance."""
        self._instance.dispose()

    def run_edition(self, edition: Edition, listener: Callable[[str, str], None]) -> EditionOutcome:
        """Materialize every asset of one edition, one run for each kind of source it has."""
        register(self._instance, [edition])
        outcome = EditionOutcome(edition.key, "calculee")
        for source in sources_of(edition):
            outcome = outcome.then(self._run(job_of(source, self._with_gx), edition.key, listener))
        return outcome

    def run_all_editions(self, listener: Callable[[str, str], None]) -> EditionOutcome:
        """Materialize what looks across editions."""
        return self._run("ensemble", None, listener)

    def _run(self, job: str, partition: str | None, listener: Callable[[str, str], None]) -> EditionOutcome:
        definitions = build(str(self._raw), str(self._lake), progress_logger(listener))
        result = definitions.resolve_job_def(job).execute_in_process(
            instance=self._instance,
            partition_key=partition,
            raise_on_error=False,
            # Naming a logger here is what keeps Dagster's default console logger out.
            run_config={"loggers": {"console": {}}},
        )
        return _outcome(partition or ENSEMBLE, result)


def _outcome(label: str, result: ExecuteInProcessResult) -> EditionOutcome:
    outcome = EditionOutcome(label, "calculee" if result.success else "echec", run_id=result.run_id)
    for evaluation in result.get_asset_check_evaluations():
        name = f"{'/'.join(evaluation.asset_key.path)} : {evaluation.check_name}"
        if evaluation.passed:
            outcome.controles_passes += 1
        else:
            told = f"{name} — {evaluation.description or ''}".rstrip(" —")
            warns = evaluation.severity == AssetCheckSeverity.WARN
            (outcome.avertissements if warns else outcome.controles_echoues).append(told)
    if not result.success:
        outcome.message = "\n".join(_failure(e) for e in result.filter_events(lambda e: e.is_step_failure))
    return outcome


def _failure(event: DagsterEvent) -> str:
    data = event.step_failure_data
    user = data.user_failure_data
    if user and user.description:
        return str(user.description)
    return str(data.error_display_string) if data.error else str(event.message)
