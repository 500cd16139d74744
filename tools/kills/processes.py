"""Processes: who descends from whom, killing them, waiting for something.

Nothing here knows what the processes do.
"""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path


def tree(pid: int) -> list[int]:
    """Return a process and all its descendants."""
    try:
        own = [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        own = []
    return [pid, *(p for child in own for p in tree(child))]


def command_of(pid: int) -> str:
    """Return the command line of a process, "" once it has ended."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    return ""


def kill(*pids: int) -> None:
    """Kill processes that may have ended by themselves."""
    for pid in pids:
        if pid > 1:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def until(true: Callable[[], bool], seconds: float) -> float | None:
    """Wait for something; return how long it took, None if it did not come."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        if true():
            return time.monotonic() - begun
        time.sleep(0.1)
    return None
