"""Tells how a run advances: a line in words for each step of each edition, and how many of the known ones are done."""

from collections.abc import Mapping
from typing import Final

from barometre_pipeline.cli.progress import Advance
from barometre_pipeline.editions.loader import sources_of
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.tables.registry import ASSETS
from barometre_pipeline.vocabulary import ENSEMBLE

_START, _SUCCESS, _FAILURE = "STEP_START", "STEP_SUCCESS", "STEP_FAILURE"
_LONG: Final = 1.0  # seconds from which a check deserves a line of its own


class RunProgress:
    """Listens to the steps of a run.

    Args:
        advance: where it is shown.
        editions: those asked for; some may be up to date, which ``begin`` tells.
    """

    def __init__(self, advance: Advance, editions: Mapping[str, Edition]) -> None:
        self._advance = advance
        self._steps = {key: _steps_of(sources_of(edition)) for key, edition in editions.items()}
        self._known: set[tuple[str, str]] = {(ENSEMBLE, step) for step in _steps_of([""])}
        self._started: dict[tuple[str, str], float] = {}
        self._done: set[tuple[str, str]] = set()

    def begin(self, editions: int) -> None:
        """Say how many editions will be computed; where that is all of them, every step is known."""
        if editions == len(self._steps):
            self._known |= {(key, step) for key, steps in self._steps.items() for step in steps}
        self._advance.move("Étapes", 0, len(self._known))

    def tell(self, edition: str, step: str, event: str) -> None:
        """Note that a step began, and show that one is over."""
        here = (edition, step)
        # Which editions are out of date is known as they begin.
        self._known |= {(edition, name) for name in self._steps.get(edition, ())}
        if event == _START:
            self._started[here] = self._advance.now()
        if event not in (_SUCCESS, _FAILURE):
            return
        since = self._started.pop(here, None)
        if step in ASSETS:
            self._done.add(here)
            self._known.add(here)
            self._advance.move("Étapes", len(self._done), len(self._known))
        if event == _FAILURE or step in ASSETS or self._is_long(since):
            mark, style = ("✓", "green") if event == _SUCCESS else ("✗", "red")
            self._advance.line(f"{_edition_in_words(edition)} · {_in_words(step)}", since, style, mark)

    def _is_long(self, since: float | None) -> bool:
        return since is not None and self._advance.now() - since >= _LONG


def _steps_of(sources: list[str]) -> set[str]:
    return {asset.name for asset in ASSETS.values() if asset.source in sources}


def _edition_in_words(edition: str) -> str:
    return "Toutes éditions" if edition == ENSEMBLE else edition


def _in_words(step: str) -> str:
    """Name a step as it is declared; any other operation is a check, named by Dagster."""
    return (
        ASSETS[step].step.titre if step in ASSETS else " ".join(step.replace("_", " ").split()).capitalize()
    )
