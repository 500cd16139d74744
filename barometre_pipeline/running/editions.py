"""Brings the editions asked for up to date, then what looks across them, and says what became of each.

A broken edition does not stop the others; what is already up to date is left alone.
"""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import reduce
from pathlib import Path

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.folders import dagster_home
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance import freshness
from barometre_pipeline.running.outcome import EditionOutcome
from barometre_pipeline.running.settings import Held, Listener, Settings
from barometre_pipeline.running.tasks import Task, edition_tasks, ensemble_tasks
from barometre_pipeline.running.team import Alone, Processes, Team, carry_out, interruptible
from barometre_pipeline.vocabulary import ENSEMBLE
from barometre_pipeline.writer import COMMAND_LINE, writing

MOST_PROCESSES = 2  # each holds some 300 MB; the work of four editions cannot be shared by many more


def default_processes() -> int:
    """Return how many processes compute when nobody says: as many as cores, within reason."""
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1, MOST_PROCESSES)


def run_editions(
    editions: dict[str, Edition],
    raw: Path,
    lake: Path,
    with_gx: bool,
    force: bool,
    processes: int,
    announce: Callable[[int, int], None],
    listener: Listener,
    tell: Callable[[str], None],
) -> list[EditionOutcome]:
    """Compute each edition that is not up to date, and what looks across editions, once nobody else writes.

    Args:
        editions: those asked for, by key.
        raw: raw folder.
        lake: lake folder.
        with_gx: run the Great Expectations suite too.
        force: recompute even what is up to date.
        processes: how many compute at the same time; 0: this very process.
        announce: called with (editions to compute, processes) before anything is computed.
        listener: called with (edition, step, event) as the run advances.
        tell: called with a sentence when another writer must be waited for.
    """
    home = dagster_home(lake)
    with interruptible(), writing(lake, home, COMMAND_LINE, tell) as descriptor:
        where = Settings(str(raw), str(lake), str(home), Held(descriptor))
        return _bring_up_to_date(editions, where, with_gx, force, processes, announce, listener)


def _bring_up_to_date(
    editions: dict[str, Edition],
    where: Settings,
    with_gx: bool,
    force: bool,
    processes: int,
    announce: Callable[[int, int], None],
    listener: Listener,
) -> list[EditionOutcome]:
    store = Lake.at(where.lake)
    stale = {k: e for k, e in editions.items() if force or not freshness.is_fresh(store, e, with_gx)}
    outcomes = {k: EditionOutcome(k, "a_jour") for k in editions}
    if not stale and freshness.ensemble_is_fresh(store):
        return list(outcomes.values())
    tasks = edition_tasks(stale.values(), with_gx)
    waiting = len(stale) < len(editions) and not freshness.ensemble_is_fresh(store)
    across = ensemble_tasks(tasks, needed_anyway=waiting)
    tasks += across
    count = min(processes, len(tasks))
    announce(len(stale), count)
    results: dict[Task, EditionOutcome] = {}
    try:
        with _team(where, listener, count) as team:
            for task, outcome in carry_out(tasks, team):
                results[task] = outcome
    finally:
        # Once nobody writes any more, and for what an interruption let finish too.
        for key, edition in stale.items():
            own = [t for t in tasks if t.edition == key]
            if all(t in results and results[t].etat == "calculee" for t in own):
                freshness.remember(store, edition, with_gx)
    for key in (*stale, ENSEMBLE):
        told = [results[t] for t in tasks if t.edition == key and t in results]
        if told:
            outcomes[key] = reduce(EditionOutcome.then, told)
    if all(t in results and results[t].etat == "calculee" for t in across):
        freshness.remember_ensemble(store)
    return list(outcomes.values())


def _team(settings: Settings, listener: Listener, count: int) -> AbstractContextManager[Team]:
    return Processes(settings, listener, count) if count else Alone(settings, listener)
