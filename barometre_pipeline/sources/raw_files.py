"""Registers a raw file, and reads one that people fill in by hand, whose size has bounds."""

import hashlib
from pathlib import Path
from typing import Final

from barometre_pipeline.errors import InputError
from barometre_pipeline.hidden_characters import EXPECTED, REMEDY, hidden_in
from barometre_pipeline.sources.limesurvey.model import SourceFile

_LARGEST: Final = 20 * 1024**2
"""Bytes: a hundred thousand decisions with their reasons."""


def filled_in_by_hand(path: Path, shown: str) -> str:
    """Return the text of a small table of people, UTF-8.

    Raises:
        InputError: its size is that of something else, which would take the memory, or it has a hidden character.
        OSError: it cannot be read.
        UnicodeDecodeError: it is not UTF-8.
    """
    size = path.stat().st_size
    if size > _LARGEST:
        raise InputError(
            shown, "", f"ce fichier pèse {size // 1024**2} Mio",
            f"au plus {_LARGEST // 1024**2} Mio, une ligne par réponse",
            "vérifiez que c’est bien le tableau rempli à la main, puis enregistrez-le de nouveau",
        )  # fmt: skip
    text = path.read_bytes().decode("utf-8-sig")
    if hidden := hidden_in(text):
        raise InputError(
            shown, f"ligne {hidden.line}, colonne {hidden.column}", hidden.finding, EXPECTED, REMEDY
        )
    return text


def describe_file(path: Path, raw: Path, role: str) -> SourceFile:
    """Hash a file without loading it whole; the path recorded is relative to the raw folder."""
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    return SourceFile(path.relative_to(raw).as_posix(), digest, path.stat().st_size, role)
