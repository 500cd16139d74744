"""Where an edition stands, in a word and with the reason: for the command line, the checks and whoever audits.

The facts are ``freshness``'; here they are told.
"""

from dataclasses import dataclass
from typing import Final

from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance.freshness import Freshness, Stale, interrupted
from barometre_pipeline.tables.records import records

UP_TO_DATE, TO_COMPUTE, OUTDATED, STOPPED, WAITING = (
    "a_jour",
    "a_calculer",
    "a_recalculer",
    "arretee",
    "en_attente",
)
STATES: Final = {
    UP_TO_DATE: "à jour",
    TO_COMPUTE: "à calculer",
    OUTDATED: "à recalculer",
    STOPPED: "calcul inachevé, arrêté en route",
    WAITING: "attend ses réponses",
}


@dataclass(frozen=True)
class Standing:
    """Where an edition, or what looks across editions, stands.

    Attributes:
        state: one of ``STATES``.
        reason: why it must be computed, in French, "" otherwise.
    """

    state: str
    reason: str = ""

    @property
    def words(self) -> str:
        """The state in words."""
        return STATES[self.state]


def standing_of(fresh: Freshness, edition: str) -> Standing:
    """Tell where an edition stands."""
    from barometre_pipeline.editions.loader import sources_of

    if not sources_of(fresh.editions[edition]):
        return Standing(WAITING, "aucune réponse n’est encore dans son dossier")
    return _standing(fresh.of_edition(edition), bool(records(fresh.lake, edition)))


def standing_of_all(fresh: Freshness) -> Standing:
    """Tell where what looks across editions stands."""
    return _standing(fresh.of_all(), bool(records(fresh.lake, None)))


def stopped_on_the_way(lake: Lake, edition: str) -> str:
    """Say where computing stopped before the figures of an edition were brought up to date, "" if it did not.

    Looks at the lake alone: raw files and code play no part.
    """
    stale = Freshness(lake, {}).of_lake(edition)
    return stale[0].words if interrupted(stale) else ""


def _standing(stale: list[Stale], known: bool) -> Standing:
    if not stale:
        return Standing(UP_TO_DATE)
    if not known:
        return Standing(TO_COMPUTE, stale[0].words)
    return Standing(STOPPED if interrupted(stale) else OUTDATED, stale[0].words)
