"""Where the documents of an edition are: « documents/ », beside its extracts.

Which files are documents; reading them is ``read``'s.
"""

from pathlib import Path
from typing import Final

FOLDER: Final = "documents"
_NOT_DOCUMENTS: Final = (
    ".",
    "~$",
)  # hidden files, and the lock that an office suite leaves beside an open file


def documents_of(edition_folder: Path) -> list[Path]:
    """Return the documents of an edition, in order."""
    found = (p for p in (edition_folder / FOLDER).rglob("*") if p.is_file())
    return sorted(p for p in found if not p.name.startswith(_NOT_DOCUMENTS))
