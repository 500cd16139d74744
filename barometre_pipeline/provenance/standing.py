"""Where an edition stands, in a word and with the reason: for the command line, the checks and whoever audits.

The facts are ``freshness``'; here they are told.
"""

from dataclasses import dataclass
from typing import Final

from barometre_pipeline.errors import InputError
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance.freshness import Freshness, Stale, interrupted
from barometre_pipeline.tables.records import records
from barometre_pipeline.tables.registry import TABLES, Asset

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


def require_one_computation(lake: Lake, asset: Asset) -> None:
    """Refuse to bring editions together while one of them is half of one computation and half of another.

    Raises:
        InputError: computing an edition stopped on the way; names it, where it stopped, and what resumes it.
    """
    fresh = Freshness(lake, {})
    for edition in sorted(
        {e for table in asset.reads if TABLES[table].by_edition for e in lake.editions(table)}
    ):
        if mixed := fresh.mixed(asset, edition):
            raise InputError(
                f"lac, édition {edition}", "",
                f"son calcul s’est arrêté en route{NBSP}: {mixed[0]}",
                "des réponses, des tris et des indicateurs d’un même calcul",
                f"corrigez ce qui l’a arrêté, puis lancez «{NBSP}barometre run --edition {edition}{NBSP}»{NBSP}; "
                "ce qui réunit les éditions l’attend et reste comme il était",
            )  # fmt: skip


def _standing(stale: list[Stale], known: bool) -> Standing:
    if not stale:
        return Standing(UP_TO_DATE)
    if not known:
        return Standing(TO_COMPUTE, stale[0].words)
    return Standing(STOPPED if interrupted(stale) else OUTDATED, stale[0].words)
