"""Fingerprints of what defines a result: the source of the package's parts.

The identity of data is ``data_version``'s.
"""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_SUFFIXES = {".py", ".yaml", ".csv", ".txt", ".j2", ".css"}


@cache
def code_version(*parts: str) -> str:
    """Return 12 hexadecimal digits of the SHA-256 of the files of ``parts`` (``cleaning``, ``vocabulary.py``...).

    ``tables``, ``vocabulary.py`` and ``lake.py`` define every table and always count.
    """
    digest = hashlib.sha256()
    for path in _files((*parts, "tables", "vocabulary.py", "lake.py")):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _files(parts: tuple[str, ...]) -> Iterator[Path]:
    found: set[Path] = set()
    for part in parts:
        path = _PACKAGE / part
        found |= {path} if path.is_file() else {p for p in path.rglob("*") if p.suffix in _SUFFIXES}
    yield from sorted(p for p in found if "__pycache__" not in p.parts)
