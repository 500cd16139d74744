"""Registers a raw file: its path inside the raw folder, its SHA-256 and its size."""

import hashlib
from pathlib import Path

from barometre_pipeline.sources.limesurvey.model import SourceFile


def describe_file(path: Path, raw: Path, role: str) -> SourceFile:
    """Hash a file without loading it whole; the path recorded is relative to the raw folder."""
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    return SourceFile(path.relative_to(raw).as_posix(), digest, path.stat().st_size, role)
