"""What a run has to do, as tasks with their order: plain data, decided before anything starts.

Two tasks that may overlap never write the same table, and none reads what another is writing: the lake has
the same bytes however many processes work on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from barometre_pipeline.editions.loader import SOURCE_FOLDERS, sources_of
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.provenance.freshness import ENSEMBLE

DRIFT = "derive"


@dataclass(frozen=True)
class Task:
    """One Dagster run.

    Args:
        edition: partition key; ``ENSEMBLE`` for what looks across editions.
        work: a kind of source, ``DRIFT`` (the Great Expectations suite alone) or "ensemble".
        after: tasks that must be finished before, whatever came of them.
        needs: groups of tasks, one of which at least must have succeeded as a whole; none: no condition.
    """

    edition: str
    work: str
    after: frozenset["Task"] = frozenset()
    needs: tuple[frozenset["Task"], ...] = ()

    def worthwhile(self, succeeded: set["Task"]) -> bool:
        """Tell whether what this task needs is there."""
        return not self.needs or any(group <= succeeded for group in self.needs)


def edition_tasks(editions: Iterable[Edition], with_gx: bool) -> list[Task]:
    """Return the tasks of the editions to compute: one per source, the longest kind first, then the drift suites.

    The suite of an edition compares it with the one before: it waits until no earlier edition is being
    computed. Suites follow one another, so that one process at a time carries that library.
    """
    sources = {e.key: sources_of(e) for e in sorted(editions, key=lambda e: e.key)}
    tasks = [Task(key, kind) for kind in SOURCE_FOLDERS for key, listed in sources.items() if kind in listed]
    suites: list[Task] = []
    for survey in [t for t in tasks if t.work == "limesurvey"] if with_gx else []:
        before = frozenset(t for t in tasks if t.work == "limesurvey" and t.edition <= survey.edition)
        suites.append(Task(survey.edition, DRIFT, before | frozenset(suites[-1:]), (frozenset({survey}),)))
    return tasks + suites


def ensemble_task(tasks: Iterable[Task], needed_anyway: bool) -> Task:
    """Return the task that looks across editions, once all of them are computed.

    Args:
        tasks: those of the editions to compute.
        needed_anyway: it is out of date whatever comes of these tasks; else one edition must succeed.
    """
    computed = frozenset(t for t in tasks if t.work != DRIFT)
    editions = {t.edition for t in computed}
    groups = tuple(frozenset(t for t in computed if t.edition == e) for e in sorted(editions))
    return Task(ENSEMBLE, "ensemble", computed, () if needed_anyway else groups)
