"""Tells a person at a terminal, in French, how a run advances; Dagster's own log stays in the instance."""

import logging
from collections.abc import Callable

import dagster as dg

Listener = Callable[[str, str], None]


class _ProgressHandler(logging.Handler):
    """Passes step starts, successes and failures to a listener."""

    def __init__(self, listener: Listener) -> None:
        super().__init__()
        self._listener = listener

    def emit(self, record: logging.LogRecord) -> None:
        """Translate one Dagster event."""
        event = getattr(record, "dagster_meta", {}).get("dagster_event")
        if event is None or event.step_key is None:
            return
        if event.event_type_value in ("STEP_START", "STEP_SUCCESS", "STEP_FAILURE"):
            self._listener(event.step_key, event.event_type_value)


def progress_logger(listener: Listener) -> dg.LoggerDefinition:
    """Build the logger that replaces Dagster's console logger in the command line."""

    @dg.logger
    def french_console(_init: dg.InitLoggerContext) -> logging.Logger:
        logger = logging.Logger("barometre.progress", level=logging.DEBUG)
        logger.addHandler(_ProgressHandler(listener))
        return logger

    return french_console
