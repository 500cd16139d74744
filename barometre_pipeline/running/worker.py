"""Carries out tasks in the process it is loaded by, one after the other, as runs of a Dagster instance.

Importing this module loads Dagster and every asset: only processes that compute do.
"""

import gc
import traceback
from functools import partial
from pathlib import Path

from barometre_pipeline.dagster.assembly import build
from barometre_pipeline.dagster.execution import Execution
from barometre_pipeline.disk_faults import of_the_disk
from barometre_pipeline.errors import BarometreError
from barometre_pipeline.running.outcome import EditionOutcome
from barometre_pipeline.running.settings import Listener, Settings
from barometre_pipeline.running.tasks import Task
from barometre_pipeline.vocabulary import ENSEMBLE


class Worker:
    """A Dagster instance and the definitions bound to one raw folder and one lake, opened by the first task."""

    def __init__(self, settings: Settings, listener: Listener) -> None:
        self._settings, self._listener = settings, listener
        self._execution: Execution | None = None

    def close(self) -> None:
        """Close the instance."""
        if self._execution is not None:
            self._execution.close()

    def attempt(self, task: Task) -> EditionOutcome:
        """Carry out a task; whatever goes wrong is told, so that it stops no other."""
        partition = None if task.edition == ENSEMBLE else task.edition
        try:
            if self._execution is None:
                where = self._settings
                self._execution = Execution(partial(build, where.raw, where.lake), Path(where.home))
                gc.freeze()  # definitions live as long as the process: no collection need look at them
            run = self._execution.run(
                task.work, task.assets, partition, partial(self._listener, task.edition)
            )
        except BarometreError as error:
            return EditionOutcome(task.edition, "echec", str(error))
        except Exception as error:
            where = self._settings
            told = of_the_disk(error, Path(where.raw), Path(where.lake), Path(where.home))
            return EditionOutcome(task.edition, "echec", str(told) if told else traceback.format_exc())
        return EditionOutcome(
            task.edition,
            "calculee" if run.success else "echec",
            run.message,
            run.run_id,
            run.passed,
            run.failed,
            run.warnings,
            run.incomplete,
        )
