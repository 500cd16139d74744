"""What a run says of what went wrong: its failed steps, its checks that do not hold.

Only reading events belongs here; who is told, and how, is ``execution``'s and ``alerts``'s.
"""

from typing import Final

import dagster as dg

from barometre_pipeline import errors

_FORESEEN: Final = {
    name for name in vars(errors) if name.endswith("Error")
}  # what is left of a class in an event


def failure_told(event: dg.DagsterEvent) -> str:
    """Return what a failed step says, as a terminal shows it: with the trace of an error that nobody foresaw."""
    data = event.step_failure_data
    return foreseen(event) or (str(data.error_display_string) if data.error else str(event.message))


def foreseen(event: dg.DagsterEvent) -> str:
    """Return the message written for the person who must act; nothing if the failure was not foreseen."""
    user = event.step_failure_data.user_failure_data
    return str(user.description) if user and user.description else ""


def run_failure_told(event: dg.DagsterEvent) -> str:
    """Return what a run says that failed outside of any step: the words of an error that was foreseen, where it was."""
    error = event.job_failure_data.error if event.event_specific_data else None  # none: marked from outside
    if error and error.cls_name in _FORESEEN:
        return error.message.partition(": ")[2].strip()
    return event.message or ""


def check_told(check: dg.AssetCheckEvaluation) -> str:
    """Return the name of a check with what it says."""
    name = f"{'/'.join(check.asset_key.path)} : {check.check_name}"
    return f"{name} — {check.description or ''}".rstrip(" —")
