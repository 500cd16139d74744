"""What a run has to do, as tasks with their order: plain data, decided before anything starts.

Two tasks that may overlap never write the same table, and none reads what another is writing: the lake has
the same bytes however many processes work on it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

from barometre_pipeline.editions.loader import SOURCE_FOLDERS, sources_of
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.tables.model import EVERY_SOURCE
from barometre_pipeline.tables.registry import ASSETS, Asset
from barometre_pipeline.vocabulary import ENSEMBLE

BY_EDITION = "edition"  # the names of Dagster's jobs
ACROSS = "ensemble"
DRIFT = "derive"
PRINTED = "chiffres_imprimes"

_RECONCILED = "gold/rapprochement"  # what PRINTED reads


@dataclass(frozen=True)
class Task:
    """One Dagster run.

    Args:
        edition: partition key; ``ENSEMBLE`` for what looks across editions.
        work: ``BY_EDITION``, ``DRIFT`` (the Great Expectations suite alone), ``ACROSS`` (all editions) or ``PRINTED``.
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


def plan(
    editions: Mapping[str, Edition],
    assets: Mapping[str, Collection[str]],
    drift: Collection[str],
    anyway: bool,
) -> list[Task]:
    """Return what there is to do, in order.

    Args:
        editions: by key.
        assets: names of the assets to compute, by edition, and under ``ENSEMBLE`` those that look across editions.
        drift: editions whose drift suite is to be passed.
        anyway: what looks across editions is out of date whatever comes of the editions; else one must succeed.
    """
    across = set(assets.get(ENSEMBLE, ()))
    by_source = _sources({k: editions[k] for k in editions if assets.get(k)}, assets)
    books = _codebooks(across, by_source, anyway)
    indicators = _every_source(by_source, assets, books)
    suites = _suites(by_source, editions, drift)
    computed = [*by_source, *indicators]
    tasks = [*by_source, *books, *indicators, *suites]
    tasks += _across(across - {n for t in books for n in t.assets}, computed, books, anyway)
    return _most_awaited_first(tasks)


def _most_awaited_first(tasks: list[Task]) -> list[Task]:
    """Put first what has the longest chain of tasks behind it, so that no process is idle at the end."""
    behind = dict.fromkeys(tasks, 0)
    for task in reversed(tasks):  # what a task follows stands before it
        for before in task.after:
            behind[before] = max(behind[before], behind[task] + 1)
    return sorted(tasks, key=lambda t: -behind[t])


def _sources(editions: Mapping[str, Edition], assets: Mapping[str, Collection[str]]) -> list[Task]:
    """One task per source of each edition, the longest kind first."""
    found = []
    for kind in SOURCE_FOLDERS:
        for key, edition in sorted(editions.items()):
            names = tuple(n for n in ASSETS if n in assets[key] and ASSETS[n].source == kind)
            if names and kind in sources_of(edition):
                found.append(Task(key, BY_EDITION, assets=names))
    return found


def _codebooks(across: Collection[str], by_source: list[Task], anyway: bool) -> list[Task]:
    """What looks across editions and reads no table: indicators are computed with it, once one edition is read."""
    names = tuple(n for n in ASSETS if n in across and not ASSETS[n].reads)
    needs = () if anyway else _whole(by_source)
    return [Task(ENSEMBLE, ACROSS, frozenset(by_source), needs, names)] if names else []


def _whole(tasks: list[Task]) -> tuple[frozenset[Task], ...]:
    """Group tasks by edition."""
    return tuple(frozenset(t for t in tasks if t.edition == e) for e in sorted({t.edition for t in tasks}))


def _every_source(
    by_source: list[Task], assets: Mapping[str, Collection[str]], books: list[Task]
) -> list[Task]:
    """What an edition computes from whatever sources it has, once they are read."""
    found = []
    for key in sorted(k for k in assets if k != ENSEMBLE):
        own = frozenset(t for t in by_source if t.edition == key)
        names = tuple(n for n in ASSETS if n in assets[key] and ASSETS[n].source == EVERY_SOURCE)
        if names:
            needed = own | frozenset(books)
            found.append(Task(key, BY_EDITION, needed, (needed,) if needed else (), names))
    return found


def _suites(by_source: list[Task], editions: Mapping[str, Edition], drift: Collection[str]) -> list[Task]:
    """The drift suites, one at a time, so that one process carries that library.

    The suite of an edition compares it with the one before: it waits until no earlier edition is being computed.
    """
    surveys = [t for t in by_source if any(ASSETS[n].source == "limesurvey" for n in t.assets)]
    found: list[Task] = []
    for key in sorted(k for k in editions if k in drift):
        before = frozenset(t for t in surveys if t.edition <= key)
        own = frozenset(t for t in surveys if t.edition == key)
        found.append(Task(key, DRIFT, before | frozenset(found[-1:]), (own,) if own else (), apart=True))
    return found


def _across(names: Collection[str], computed: list[Task], books: list[Task], anyway: bool) -> list[Task]:
    """What looks across editions, once all of them are computed: two branches, what joins them, printed figures."""
    after = frozenset([*computed, *books])
    groups = _whole(computed)
    separate, joining = branches(a for a in ASSETS.values() if a.name in names)
    # Without the codebooks that it is computed with, nothing is brought together, whatever came of the editions.
    first = (frozenset(books),) if books else ()
    needs = first if anyway or not groups else tuple(g | frozenset(books) for g in groups)
    tasks = [Task(ENSEMBLE, ACROSS, after, needs, part) for part in separate]
    if joining:
        done = frozenset(tasks)
        tasks.append(Task(ENSEMBLE, ACROSS, after | done, (done,), joining))
    # The checks of indicators tell what the reconciliation found: they follow it, whatever made it change.
    compared = [t for t in tasks if any(x.name == _RECONCILED for n in t.assets for x in ASSETS[n].tables)]
    if compared:
        done = frozenset(compared)
        tasks.append(Task(ENSEMBLE, PRINTED, after | done, (done,)))
    return tasks


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
