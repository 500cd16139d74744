"""Writing a file so that nobody ever reads half of it.

Only bytes and names; what goes into a file is decided by its writer. It imports nothing at run time, so that a
script that must start fast can use it.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from upath import UPath

Address = TypeVar("Address", Path, "UPath")
UNFINISHED: Final = ".partiel"  # how the name of a file still being written ends


def write_atomically(path: Address, content: bytes) -> None:
    """Write aside, fsync, rename: a reader sees the old file or the new one, never a part.

    Missing folders are made. An address that is not on this machine's disks is renamed by its file system; there is
    nothing to flush there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}{UNFINISHED}")
    with aside.open("wb") as handle:
        handle.write(content)
        handle.flush()
        if getattr(path, "protocol", "") in ("", "file"):
            os.fsync(handle.fileno())
    aside.rename(path)
