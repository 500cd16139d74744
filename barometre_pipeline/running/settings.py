"""What every process of a run is told: where things are, and whom to tell how it goes. Nothing is done here."""

from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import reduction
from typing import Any

Listener = Callable[[str, str, str], None]  # edition, step, event


@dataclass(frozen=True)
class Held:
    """The lake, held for a run. A process that is given it holds it too: one left alone by a killed run still does."""

    descriptor: int

    def __reduce__(self) -> Any:
        """Travel to a process that is being started as a copy of the descriptor."""
        return _received, (reduction.DupFd(self.descriptor),)


def _received(copy: Any) -> Held:
    return Held(copy.detach())


@dataclass(frozen=True)
class Settings:
    """What a worker must know: addresses as given on the command line, and the lake that it writes in."""

    raw: str
    lake: str
    home: str
    held: Held | None = None
