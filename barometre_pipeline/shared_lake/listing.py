"""What a lake holds, file by file: the list kept at its address, and the one of a folder.

Comparing lists belongs here; moving files does not.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from barometre_pipeline.files import UNFINISHED

NAME: Final = "lac.json"  # the list, at the address
_FORMAT: Final = 1
_SHARED_BITS: Final = 0o077


@dataclass(frozen=True)
class Entry:
    """One file: its SHA-256, whether it is for its owner only, and its version where the bucket keeps versions."""

    sha256: str
    private: bool = False
    version: str = ""

    def same(self, other: "Entry | None") -> bool:
        """Tell whether both hold the same bytes."""
        return other is not None and other.sha256 == self.sha256


@dataclass(frozen=True)
class Listing:
    """The files of a lake by their paths in it, as one writer gave them back."""

    files: Mapping[str, Entry] = field(default_factory=dict)
    generation: int = 0

    def as_bytes(self) -> bytes:
        """Return what is kept at the address, in the order of the paths."""
        files = {
            path: [
                e.sha256,
                *(["prive"] if e.private else []),
                *([f"version {e.version}"] if e.version else []),
            ]
            for path, e in sorted(self.files.items())
        }
        document = {"format": _FORMAT, "generation": self.generation, "fichiers": files}
        return (json.dumps(document, ensure_ascii=False, indent=0) + "\n").encode()

    @classmethod
    def parse(cls, content: bytes) -> "Listing":
        """Read what is kept at the address.

        Raises:
            ValueError: it is no such list, or of a version that is not known.
        """
        document: Any = json.loads(content)
        if not isinstance(document, dict) or document.get("format") != _FORMAT:
            raise ValueError(content[:40])
        entries = {path: _entry(path, told) for path, told in document["fichiers"].items()}
        return cls(entries, int(document["generation"]))


@dataclass(frozen=True)
class Changes:
    """What leads from one list to another."""

    written: Mapping[str, Entry]
    removed: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.written or self.removed)


def changes(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> Changes:
    """Compare two lists by the bytes of their files."""
    written = {path: e for path, e in after.items() if not e.same(before.get(path))}
    return Changes(written, frozenset(before.keys() - after.keys()))


def applied(to: Mapping[str, Entry], moved: Changes) -> dict[str, Entry]:
    """Return a list once changes are made to it."""
    return {path: e for path, e in to.items() if path not in moved.removed} | dict(moved.written)


@dataclass(frozen=True)
class Seen:
    """A file when it was last hashed: what it was told by, and its SHA-256."""

    size: int
    time: int
    sha256: str


def of_folder(folder: Path, seen: Mapping[str, Seen]) -> tuple[dict[str, Entry], dict[str, Seen]]:
    """List a folder; a file that has kept its size and its time to the nanosecond is not read again."""
    entries, now = {}, {}
    for path in _finished(folder):
        name, stat = path.relative_to(folder).as_posix(), path.stat()
        known = seen.get(name)
        if known is None or (known.size, known.time) != (stat.st_size, stat.st_mtime_ns):
            with path.open("rb") as content:
                digest = hashlib.file_digest(content, "sha256").hexdigest()
            known = Seen(stat.st_size, stat.st_mtime_ns, digest)
        now[name] = known
        entries[name] = Entry(known.sha256, not stat.st_mode & _SHARED_BITS)
    return entries, now


def _finished(folder: Path) -> Iterable[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.endswith(UNFINISHED))


def _entry(path: str, told: list[str]) -> Entry:
    parts = path.split("/")
    if path.startswith("/") or "\\" in path or any(p in ("", ".", "..") for p in parts):
        raise ValueError(path)  # it would be written outside the copy
    version = next((t.removeprefix("version ") for t in told[1:] if t.startswith("version ")), "")
    return Entry(told[0], "prive" in told[1:], version)
