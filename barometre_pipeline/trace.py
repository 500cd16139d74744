"""The stable identifier of a figure, the same in every table that shows it, another one on other data.

Which keys name a figure is decided by the table that first holds it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class DataOrigin:
    """The data that the figures of one edition and public are computed from.

    Attributes:
        source_donnees: a key of ``vocabulary.SOURCES_DONNEES``.
        fingerprint: what tells these files from any others.
    """

    source_donnees: str
    fingerprint: str

    @classmethod
    def of(cls, source_donnees: str, sha256: Iterable[str]) -> Self:
        """Build the origin from the SHA-256 of the files received, whatever their names and order."""
        return cls(source_donnees, trace_id(*sorted(sha256)))


def trace_id(*keys: str) -> str:
    """Return 16 hexadecimal digits of the SHA-256 of the keys of a figure."""
    return hashlib.sha256("\x1f".join(keys).encode("utf-8")).hexdigest()[:16]
