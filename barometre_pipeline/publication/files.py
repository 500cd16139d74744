"""Writing what is published: every file aside first, then renamed.

Only bytes and names; what goes into a file is decided by its writer.
"""

from pathlib import Path


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside ``path``, then rename, so that a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.partiel")
    aside.write_bytes(content)
    aside.replace(path)
