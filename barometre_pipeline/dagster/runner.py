"""Runs editions from a terminal: one in-process Dagster run each, recorded in a real instance.

A broken edition does not stop the others; what is already up to date is left alone.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from barometre_pipeline.dagster.outcome import EditionOutcome
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance import freshness

Listener = Callable[[str, str, str], None]


def run_editions(
    editions: dict[str, Edition], raw: Path, lake: Path, with_gx: bool, force: bool, listener: Listener
) -> list[EditionOutcome]:
    """Materialize each edition that is not up to date.

    Args:
        editions: those asked for, by key.
        raw: raw folder.
        lake: lake folder.
        with_gx: run the Great Expectations suite too.
        force: recompute even what is up to date.
        listener: called with (edition, step, event) as the run advances.
    """
    store = Lake.at(lake)
    stale = {k: e for k, e in editions.items() if force or not freshness.is_fresh(store, e, with_gx)}
    outcomes = {k: EditionOutcome(k, "a_jour") for k in editions}
    if force or stale or not freshness.ensemble_is_fresh(store):
        from barometre_pipeline.dagster.execution import Runner

        with Runner(raw, lake, with_gx) as runner:
            for key, edition in stale.items():
                outcomes[key] = runner.run_edition(edition, partial(listener, key))
                if outcomes[key].etat == "calculee":
                    freshness.remember(store, edition, with_gx)
            usable = any(o.etat != "echec" for o in outcomes.values())
            if usable and (force or not freshness.ensemble_is_fresh(store)):
                together = runner.run_all_editions(partial(listener, freshness.ENSEMBLE))
                outcomes[freshness.ENSEMBLE] = together
                if together.etat == "calculee":
                    freshness.remember_ensemble(store)
    return list(outcomes.values())
