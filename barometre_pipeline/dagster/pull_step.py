"""Fetches an edition's survey from the server and tells Dagster's log how it goes.

Which survey is an edition's is ``sources.limesurvey.remote``'s to say; here is what of it turns the asset red.
"""

from pathlib import Path

import dagster as dg

from barometre_pipeline.editions.loader import survey_numbers
from barometre_pipeline.french.numbers import number
from barometre_pipeline.sources.limesurvey.remote import (
    Listener,
    PullRequest,
    PullResult,
    RemoteError,
    choose_survey,
    is_configured,
    pull,
    settings_from_environment,
)


def pull_edition(
    raw: Path,
    edition: str,
    log: dg.DagsterLogManager,
    *,
    by_name: bool,
    enquete: int | None,
    date: str | None,
    page: int,
    delai: float,
    recommencer: bool,
) -> PullResult | str:
    """Pull one edition into its folder, or return in French why there was nothing to pull.

    Args:
        raw: raw folder.
        edition: key.
        log: of the run.
        by_name: the pull itself was asked for, not only « all assets ».
        enquete, date, page, delai, recommencer: as in the launchpad.

    Raises:
        BarometreError: what was asked could not be done; a failure the user can act on.
    """
    choice = choose_survey(raw / edition, enquete, survey_numbers(raw, edition))
    if choice.survey is None and not by_name:
        if not is_configured():
            return "rien n’était demandé"
        if choice.others_only:
            return choice.reason
    request = PullRequest(raw / edition, choice.required(), date, page, recommencer)
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
