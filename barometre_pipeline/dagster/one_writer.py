"""The executor of every job launched by Dagster: another one's, which holds the lake for as long as the run lasts.

A run of the command line has no executor: the process that leads it holds the lake.
"""

import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import current_thread, main_thread
from typing import Any

import dagster as dg

from barometre_pipeline.dagster.live_runs import place, take_on
from barometre_pipeline.dagster.unchecked import tell_unchecked
from barometre_pipeline.disk_faults import of_the_disk
from barometre_pipeline.errors import BarometreError
from barometre_pipeline.shared_lake.copies import folder_of
from barometre_pipeline.writer import INTERFACE, writing


def one_writer(inner: dg.ExecutorDefinition, lake: str) -> dg.ExecutorDefinition:
    """Return an executor that waits until nobody writes in the lake, then does what ``inner`` does.

    Args:
        inner: how steps are executed.
        lake: where runs write unless their configuration says otherwise.
    """

    def create(context: dg.InitExecutorContext) -> dg.Executor:
        assert inner.executor_creation_fn is not None
        return _OneWriter(inner.executor_creation_fn(context), lake)

    return dg.ExecutorDefinition(
        name=inner.name,
        config_schema=inner.config_schema,  # type: ignore[arg-type]  # taken as it is
        requirements=inner.get_requirements,
        executor_creation_fn=create,
        description=inner.description,
    )


class _OneWriter(dg.Executor):
    """Holds the lake around another executor, in the process that leads the run."""

    def __init__(self, inner: dg.Executor, lake: str) -> None:
        self._inner, self._lake = inner, lake

    @property
    def retries(self) -> Any:
        """Return those of the executor within."""
        return self._inner.retries

    @property
    def step_dependency_config(self) -> Any:
        """Return that of the executor within."""
        return self._inner.step_dependency_config

    def execute(self, plan_context: Any, execution_plan: Any) -> Iterator[dg.DagsterEvent]:
        """Execute the plan, once the lake is free."""
        run, instance = plan_context.dagster_run, plan_context.instance
        home = Path(instance.root_directory)
        take_on(home, run.run_id)  # until this process ends: its last word comes after this
        instance.add_run_tags(run.run_id, place(home, run.run_id))
        lake = folder_of(_lake_of(run.run_config) or self._lake)
        with _told(plan_context.log, lake, home), ExitStack() as stack:
            with _cancellable():
                doing = " ".join(filter(None, (run.job_name, run.tags.get("dagster/partition"))))
                tell = plan_context.log.info
                stack.enter_context(writing(lake, home, INTERFACE, tell, run.run_id, doing))
            try:
                yield from self._inner.execute(plan_context, execution_plan)
            finally:
                tell_unchecked(instance, run.run_id)


@contextmanager
def _told(log: Any, lake: Path, home: Path) -> Iterator[None]:
    """Say in the log of the run, in words, what forbids to hold a lake, to take it or to give it back."""
    try:
        yield
    except BarometreError as error:
        log.error(str(error))
        raise
    except OSError as error:
        if (told := of_the_disk(error, lake=lake, home=home)) is None:
            raise
        log.error(str(told))
        raise told from error


@contextmanager
def _cancellable() -> Iterator[None]:
    """Let who cancels a run end its wait: Dagster keeps interruptions back between two steps."""
    if current_thread() is not main_thread():
        yield
        return
    before = {s: signal.signal(s, signal.default_int_handler) for s in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _lake_of(config: Any) -> str | None:
    """Return the lake that a run's configuration names, if it does."""
    for key in ("resources", "paths", "config", "lake"):
        config = config.get(key) if isinstance(config, dict) else None
    return config if isinstance(config, str) else None
