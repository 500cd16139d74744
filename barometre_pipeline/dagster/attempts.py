"""What Dagster's history says of a state of an edition: whether it is being computed, whether it was tried in vain.

A state that failed is not tried again until something moves; a run that was killed has tried nothing.
"""

from collections.abc import Mapping
from typing import Final

import dagster as dg

from barometre_pipeline.dagster.live_runs import DEAD_TAG
from barometre_pipeline.vocabulary import ENSEMBLE

STATE_TAG: Final = "barometre/etat"
EDITION_TAG: Final = "barometre/edition"
_GOING_ON: Final = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]
_TWICE: Final = 2


def state_tags(edition: str, state: str) -> Mapping[str, str]:
    """Return the tags of a run that computes an edition in a state."""
    return {STATE_TAG: state, EDITION_TAG: edition}


def running(instance: dg.DagsterInstance) -> bool:
    """Tell whether any run of the instance is going on, or waits its turn."""
    return bool(instance.get_runs_count(dg.RunsFilter(statuses=_GOING_ON)))


def attempted(instance: dg.DagsterInstance, edition: str, state: str) -> bool:
    """Tell whether this state was computed last and failed, or was computed twice and is still there."""
    tags = {EDITION_TAG: edition} if edition == ENSEMBLE else {"dagster/partition": edition}
    last = instance.get_runs(dg.RunsFilter(tags=tags), limit=_TWICE)
    mine = [r for r in last if r.tags.get(STATE_TAG) == state and r.tags.get(DEAD_TAG) != r.run_id]
    if last and last[0] in mine and last[0].status != dg.DagsterRunStatus.SUCCESS:
        return True
    return len(mine) == _TWICE


def next_key(instance: dg.DagsterInstance, edition: str, state: str) -> str:
    """Return a key that no run has yet: Dagster starts nothing twice under the same key."""
    earlier = instance.get_runs_count(dg.RunsFilter(tags=dict(state_tags(edition, state))))
    return f"{edition}-{state}-{earlier}"
