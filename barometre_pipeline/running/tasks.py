"""What a run has to do, as tasks with their order: plain data, decided before anything starts.

Two tasks that may overlap never write the same table, and none reads what another is writing: the lake has
the same bytes however many processes work on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from graphlib import TopologicalSorter

from barometre_pipeline.editions.loader import SOURCE_FOLDERS, sources_of
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.tables.registry import ASSETS, Asset
from barometre_pipeline.vocabulary import ENSEMBLE

DRIFT = "derive"
ACROSS = "ensemble"


@dataclass(frozen=True)
class Task:
    """One Dagster run.

    Args:
        edition: partition key; ``ENSEMBLE`` for what looks across editions.
        work: a kind of source, ``DRIFT`` (the Great Expectations suite alone) or ``ACROSS`` (all editions).
        after: tasks that must be finished before, whatever came of them.
        needs: groups of tasks, one of which at least must have succeeded as a whole; none: no condition.
        assets: only these of the work's assets; none: all of them.
        apart: wants a process that has done no other kind of work, for its library needs the memory.
    """

    edition: str
    work: str
    after: frozenset["Task"] = frozenset()
    needs: tuple[frozenset["Task"], ...] = ()
    assets: tuple[str, ...] = ()
    apart: bool = False

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
        after = before | frozenset(suites[-1:])
        suites.append(Task(survey.edition, DRIFT, after, (frozenset({survey}),), apart=True))
    return tasks + suites


def ensemble_tasks(tasks: Iterable[Task], needed_anyway: bool) -> list[Task]:
    """Return the tasks that look across editions, once all of them are computed: two branches, then what joins them.

    Args:
        tasks: those of the editions to compute.
        needed_anyway: they are out of date whatever comes of these tasks; else one edition must succeed.
    """
    computed = frozenset(t for t in tasks if t.work != DRIFT)
    editions = {t.edition for t in computed}
    groups = tuple(frozenset(t for t in computed if t.edition == e) for e in sorted(editions))
    separate, joining = branches(ASSETS.values())
    first = [Task(ENSEMBLE, ACROSS, computed, () if needed_anyway else groups, names) for names in separate]
    if not joining:
        return first
    done = frozenset(first)
    return [*first, Task(ENSEMBLE, ACROSS, done, (done,), joining)]


def branches(assets: Iterable[Asset]) -> tuple[list[tuple[str, ...]], tuple[str, ...]]:
    """Divide the assets that look across editions into what can be computed at the same time.

    Returns:
        The names of the largest group of assets that read one another, then those of all other groups; and
        those of the assets that read from several groups, or read such an asset.
    """
    across = [a for a in assets if not a.source]
    writer = {table.name: a.name for a in across for table in a.tables}
    read = {a.name: {writer[t] for t in a.reads if t in writer} for a in across}
    groups: list[set[str]] = []
    joining: list[str] = []
    for name in TopologicalSorter(read).static_order():
        above = [g for g in groups if g & read[name]]
        if len(above) > 1 or read[name] & set(joining):
            joining.append(name)
        elif above:
            above[0].add(name)
        else:
            groups.append({name})
    groups.sort(key=len, reverse=True)
    apart = [groups[0], set().union(*groups[1:])] if groups else []
    return [tuple(sorted(g)) for g in apart if g], tuple(joining)
