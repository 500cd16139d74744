"""Reads a hashed lock, and what the installed packages say of their licence. Nothing is asked of the network."""

import importlib.metadata
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
LOCK: Final = ROOT / "requirements.lock"
_PINNED: Final = re.compile(r"^([\w.-]+)(?:\[[\w,.-]+\])?==(\S+?)(?:\s*;.*?)?\s*\\?$", re.MULTILINE)
_SHORT: Final = 60  # a longer text is the licence itself, not its name


def pinned(lock: Path = LOCK) -> dict[str, str]:
    """Return the version of each package of a lock, by name."""
    return dict(_PINNED.findall(lock.read_text(encoding="utf-8")))


def licence(package: str) -> str:
    """Return the licence that an installed package declares: SPDX where it says so, else in its own words.

    Raises:
        LookupError: it is not installed, or declares none.
    """
    said = importlib.metadata.metadata(package)
    if name := _named(said):
        return name
    raise LookupError(f"{package} declares no licence")


def _named(said: importlib.metadata.PackageMetadata) -> str:
    expression = str(said.get("License-Expression") or "")  # type: ignore[attr-defined]
    own = str(said.get("License") or "").strip()  # type: ignore[attr-defined]
    return expression or (own if 0 < len(own) <= _SHORT else "") or " / ".join(_classified(said))


def _classified(said: importlib.metadata.PackageMetadata) -> Iterator[str]:
    for classifier in said.get_all("Classifier") or ():
        if str(classifier).startswith("License ::"):
            yield str(classifier).rsplit(" :: ", maxsplit=1)[-1]
