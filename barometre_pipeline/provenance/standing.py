"""Where an edition stands, in a word and with the reason: for the command line, the checks and whoever audits.

The facts are ``freshness``'; here they are told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.errors import InputError
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance.freshness import Freshness, Stale, closure, interrupted
from barometre_pipeline.provenance.runs import failure_of
from barometre_pipeline.tables.records import recorded_editions, records, step_name
from barometre_pipeline.tables.registry import ASSETS, TABLES, Asset

UP_TO_DATE, TO_COMPUTE, OUTDATED, FAILED, STOPPED, COMPUTING, WAITING, ORPHAN = (
    "a_jour",
    "a_calculer",
    "a_recalculer",
    "en_echec",
    "arretee",
    "en_calcul",
    "en_attente",
    "sans_dossier",
)
STATES: Final = {
    UP_TO_DATE: "à jour",
    TO_COMPUTE: "à calculer",
    OUTDATED: "à recalculer",
    FAILED: "en échec",
    STOPPED: "calcul inachevé, arrêté en route",
    COMPUTING: "en cours de calcul",
    WAITING: "attend ses réponses",
    ORPHAN: "sans dossier, gardée par le lac",
}
_COMPUTE: Final = f"lancez «{NBSP}barometre run{NBSP}»"


_ORPHAN_FINDING: Final = (
    "son dossier n’est plus dans les données brutes, mais le lac garde ce qui en a été calculé, et tout ce qui réunit "
    "les éditions la compte encore"
)


@dataclass(frozen=True)
class Standing:
    """Where an edition, or what looks across editions, stands.

    Attributes:
        state: one of ``STATES``.
        reason: why it must be computed, in French, "" otherwise.
        remedy: what the person may do about it.
    """

    state: str
    reason: str = ""
    remedy: str = _COMPUTE

    @property
    def words(self) -> str:
        """The state in words."""
        return STATES[self.state]

    @property
    def told(self) -> str:
        """The reason and the remedy in a sentence; a failure says both in its own message."""
        return f"{self.reason} ; {self.remedy}." if self.remedy else self.reason

    def while_written(self) -> "Standing":
        """Return where it stands while somebody writes in the lake: what is half done has not stopped on the way."""
        return Standing(COMPUTING) if self.state == STOPPED else self


def standing_of(fresh: Freshness, edition: str, home: Path | None = None) -> Standing:
    """Tell where an edition stands.

    Args:
        fresh: what is up to date.
        edition: its key.
        home: Dagster's home of the lake, which knows what failed last; None: nobody asks.
    """
    from barometre_pipeline.editions.loader import sources_of

    if edition in fresh.gone:
        return Standing(ORPHAN, _ORPHAN_FINDING, _of_orphans([edition]))
    if not sources_of(fresh.editions[edition]):
        put = f"déposez l’extrait dans {edition}/limesurvey/"
        if records(fresh.lake, edition):
            found = "il n’y a plus de réponse dans son dossier, et le lac garde ce qui en a été calculé"
            return Standing(WAITING, found, f"après une purge, rien à faire{NBSP}; sinon, {put}")
        return Standing(WAITING, "aucune réponse n’est encore dans son dossier", put)
    stale = fresh.of_edition(edition)
    return _failed(_standing(stale, bool(records(fresh.lake, edition))), stale, edition, home)


def standing_of_all(fresh: Freshness, home: Path | None = None) -> Standing:
    """Tell where what looks across editions stands; ``home`` as in ``standing_of``."""
    stale, known = fresh.of_all(), bool(records(fresh.lake, None))
    standing = _failed(_standing(stale, known), stale, None, home)
    return replace(standing, remedy=_of_orphans(fresh.gone)) if fresh.gone else standing


def standing_together(fresh: Freshness, home: Path | None = None) -> Standing:
    """Tell where what looks across editions stands, with what is still to come from the editions themselves.

    What a lake brings together may be of its tables as they are, and yet of yesterday's extract.
    """
    from barometre_pipeline.editions.loader import sources_of

    standing = standing_of_all(fresh, home)
    if standing.state != UP_TO_DATE:
        return standing
    moved = [
        key
        for key, edition in fresh.editions.items()
        if sources_of(edition) and any(not ASSETS[n].source for n in closure(fresh.of_edition(key)))
    ]
    if not moved:
        return standing
    which = f"l’édition {moved[0]} n’est" if len(moved) == 1 else f"les éditions {', '.join(moved)} ne sont"
    return Standing(OUTDATED, f"{which} pas à jour, et ce qui réunit les éditions en est fait")


def stopped_on_the_way(lake: Lake, edition: str) -> str:
    """Say where computing stopped before the figures of an edition were brought up to date, "" if it did not.

    Looks at the lake alone: raw files and code play no part.
    """
    stale = Freshness(lake, {}).of_lake(edition)
    return stale[0].words if interrupted(stale) else ""


def left_unfinished(lake: Lake) -> str:
    """Say which edition a computation left half done and where it stopped, "" if none: what ``of_lake`` sees."""
    fresh = Freshness(lake, {})
    for key in recorded_editions(lake):
        for stale in fresh.of_lake(key):
            if interrupted([stale]):
                return f"édition {key}{NBSP}: {stale.words}"
    return ""


def require_every_folder(lake: Lake, editions: Mapping[str, Edition]) -> None:
    """Refuse to bring together editions some of which the raw folder no longer has: nobody said what becomes of them.

    Raises:
        InputError: names them, and the two ways out.
    """
    if gone := Freshness(lake, editions).gone:
        raise InputError(
            f"données brutes, édition {', '.join(gone)}", "", _ORPHAN_FINDING,
            "un dossier pour chaque édition que le lac garde",
            f"{_of_orphans(gone)}{NBSP}; ce qui réunit les éditions reste comme il était",
        )  # fmt: skip


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


def _of_orphans(editions: Sequence[str]) -> str:
    """Say the two ways out for editions without a folder."""
    commands = " et ".join(f"«{NBSP}barometre retirer --edition {key}{NBSP}»" for key in editions)
    folders = " et ".join(f"{key}/" for key in editions)
    return f"remettez le dossier {folders}, ou retirez du lac ce qu’il en garde avec {commands}"


def _standing(stale: list[Stale], known: bool) -> Standing:
    if not stale:
        return Standing(UP_TO_DATE)
    if not known:
        return Standing(TO_COMPUTE, stale[0].words)
    return Standing(STOPPED if interrupted(stale) else OUTDATED, stale[0].words)


def _failed(standing: Standing, stale: Sequence[Stale], edition: str | None, home: Path | None) -> Standing:
    """Tell instead why computing failed, where it was tried on what is there now."""
    for one in stale if home else ():
        step = step_name(ASSETS[one.step], one.part)
        if home and (told := failure_of(home, step, edition, one.mark)):
            return Standing(FAILED, f"le dernier calcul a échoué, et rien n’a changé depuis.\n{told}", "")
    return standing
