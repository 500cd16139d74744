"""Brings the editions asked for up to date, then what looks across them, and says what became of each.

A broken edition does not stop the others; what is already up to date is left alone.
"""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import reduce
from pathlib import Path

from barometre_pipeline.editions.loader import discover_editions, sources_of
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.folders import dagster_home
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance.freshness import Freshness, themes
from barometre_pipeline.provenance.update import update_of
from barometre_pipeline.running.outcome import EditionOutcome
from barometre_pipeline.running.settings import Held, Listener, Settings
from barometre_pipeline.running.tasks import Task, plan
from barometre_pipeline.running.team import Alone, Processes, Team, carry_out, interruptible
from barometre_pipeline.tables.records import step_name
from barometre_pipeline.tables.registry import ASSETS
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
    announce: Callable[[int, int, list[tuple[str, str]]], None],
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
        announce: called with (editions to compute, processes, steps of editions) before anything is computed.
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
    announce: Callable[[int, int, list[tuple[str, str]]], None],
    listener: Listener,
) -> list[EditionOutcome]:
    store = Lake.at(where.lake)
    fresh = Freshness(store, discover_editions(Path(where.raw)))
    todo = update_of(fresh, editions, drift=with_gx, force=force)
    outcomes = {
        k: EditionOutcome(k, "a_jour" if sources_of(e) else "en_attente") for k, e in editions.items()
    }
    tasks = plan(editions, todo.assets, todo.drift, todo.anyway)
    if not tasks:
        return list(outcomes.values())
    stale = [k for k in editions if any(t.edition == k for t in tasks)]
    count = min(processes, len(tasks))
    announce(len(stale), count, _steps(tasks, store))
    results: dict[Task, EditionOutcome] = {}
    with _team(where, listener, count) as team:
        for task, outcome in carry_out(tasks, team):
            results[task] = outcome
    for key in (*stale, ENSEMBLE):
        told = [results[t] for t in tasks if t.edition == key and t in results]
        if told:
            outcomes[key] = reduce(EditionOutcome.then, told)
    return list(outcomes.values())


def _steps(tasks: list[Task], store: Lake) -> list[tuple[str, str]]:
    """Name the steps of tasks; an asset that is computed in parts has one for each."""
    parts = themes(store)
    return [
        (task.edition, step_name(ASSETS[name], part))
        for task in tasks
        for name in task.assets
        for part in (parts if ASSETS[name].part else ("",))
    ]


def _team(settings: Settings, listener: Listener, count: int) -> AbstractContextManager[Team]:
    return Processes(settings, listener, count) if count else Alone(settings, listener)
