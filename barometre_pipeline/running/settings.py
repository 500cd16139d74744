"""What every process of a run is told: where things are, and whom to tell how it goes. Nothing is done here."""

from collections.abc import Callable
from dataclasses import dataclass

Listener = Callable[[str, str, str], None]  # edition, step, event


@dataclass(frozen=True)
class Settings:
    """What a worker must know: addresses as given on the command line."""

    raw: str
    lake: str
    home: str
