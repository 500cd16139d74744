"""Tells how a run advances: a line in words for each step of each edition, and how many of the known ones are done."""

from collections.abc import Callable, Collection, Mapping
from typing import Final

from barometre_pipeline.cli.progress import Advance
from barometre_pipeline.tables.operations import operation_in_words, step_in_words
from barometre_pipeline.vocabulary import ENSEMBLE

_START, _SUCCESS, _FAILURE = "STEP_START", "STEP_SUCCESS", "STEP_FAILURE"
_LONG: Final = 1.0  # seconds from which a check deserves a line of its own


class RunProgress:
    """Listens to the steps of a run.

    Args:
        advance: where it is shown.
        themes: gives the name in words of each theme, asked for once there is something to compute.
    """

    def __init__(self, advance: Advance, themes: Callable[[], Mapping[str, str]]) -> None:
        self._advance = advance
        self._read_themes = themes
        self._themes: Mapping[str, str] = {}
        self._known: set[tuple[str, str]] = set()
        self._started: dict[tuple[str, str], float] = {}
        self._done: set[tuple[str, str]] = set()

    def begin(self, steps: Collection[tuple[str, str]]) -> None:
        """Say which steps of which editions there are to do."""
        self._themes = self._read_themes()
        self._known = set(steps)
        self._advance.move("Étapes", 0, len(self._known))

    def tell(self, edition: str, step: str, event: str) -> None:
        """Note that a step began, and show that one is over."""
        here = (edition, step)
        if event == _START:
            self._started[here] = self._advance.now()
        if event not in (_SUCCESS, _FAILURE):
            return
        since = self._started.pop(here, None)
        computed = bool(step_in_words(step, self._themes))
        if computed:
            self._done.add(here)
            self._known.add(here)
            self._advance.move("Étapes", len(self._done), len(self._known))
        if event == _FAILURE or computed or self._is_long(since):
            mark, style = ("✓", "green") if event == _SUCCESS else ("✗", "red")
            words = operation_in_words(step, self._themes)
            self._advance.line(f"{_edition_in_words(edition)} · {words}", since, style, mark)

    def _is_long(self, since: float | None) -> bool:
        return since is not None and self._advance.now() - since >= _LONG


def _edition_in_words(edition: str) -> str:
    return "Toutes éditions" if edition == ENSEMBLE else edition
