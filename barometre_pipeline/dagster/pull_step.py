"""Fetches an edition's survey from the server and tells Dagster's log how it goes."""

from pathlib import Path

import dagster as dg

from barometre_pipeline.french.numbers import number
from barometre_pipeline.sources.limesurvey.remote import (
    Listener,
    PullRequest,
    PullResult,
    RemoteError,
    pull,
    settings_from_environment,
    survey_id,
)


def pull_edition(
    folder: Path,
    log: dg.DagsterLogManager,
    enquete: int | None,
    date: str | None,
    page: int,
    delai: float,
    recommencer: bool,
) -> PullResult:
    """Pull one edition into its folder.

    Raises:
        BarometreError: a failure the user can act on.
    """
    request = PullRequest(folder, survey_id(enquete), date, page, recommencer)
    return pull(settings_from_environment(timeout=delai), request, listener=_Log(log))


class _Log(Listener):
    """Tells Dagster's log how the pull goes: one line for each tenth, not for each page."""

    def __init__(self, log: dg.DagsterLogManager) -> None:
        self._log = log
        self._tenth = -1

    def step(self, text: str) -> None:
        """Log the step."""
        self._log.info(text)
        self._tenth = -1

    def progress(self, done: int, total: int) -> None:
        """Log each tenth."""
        tenth = 10 * done // total if total else 10
        if tenth > self._tenth:
            self._tenth = tenth
            self._log.info(f"{done} sur {total}")

    def pause(self, error: RemoteError, seconds: float, attempt: int, attempts: int) -> None:
        """Log why nothing moves."""
        self._log.warning(
            f"{error.constat} ; nouvel essai dans {number(seconds, 0)} s ({attempt}/{attempts})"
        )
