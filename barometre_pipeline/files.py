"""Writing a file so that nobody ever reads half of it.

Only bytes and names; what goes into a file is decided by its writer. It imports nothing at run time, so that a
script that must start fast can use it.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from upath import UPath

Address = TypeVar("Address", Path, "UPath")
_OWNER_FILE: Final = 0o600
_OWNER_FOLDER: Final = 0o700
UNFINISHED: Final = ".partiel"  # how the name of a file still being written ends


def write_atomically(path: Address, content: bytes, private: bool = False) -> None:
    """Write aside, fsync, rename: a reader sees the old file or the new one, never a part.

    Missing folders are made. An address that is not on this machine's disks is renamed by its file system; there is
    nothing to flush there, and who may read it is its own business.

    Args:
        path: where.
        content: what.
        private: readable by its owner only, and its folder too, whatever the umask; never for a moment otherwise.

    Raises:
        OSError: with the name of the file; what was begun is taken away.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if private:
        keep_private(path.parent)
    aside = path.with_name(f".{path.name}.{os.getpid()}{UNFINISHED}")
    if private and on_disk(path):
        aside.unlink(missing_ok=True)
        os.close(os.open(str(aside), os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_FILE))
    try:
        with aside.open("wb") as handle:
            handle.write(content)
            handle.flush()
            if on_disk(path):
                os.fsync(handle.fileno())
        aside.rename(path)
    except OSError as error:
        if error.errno and not error.filename:  # a full disk does not say which file it had no room for
            error.filename = str(path)
        with suppress(OSError):
            aside.unlink()
        raise


def on_disk(path: Address) -> bool:
    """Tell whether an address is on this machine's disks."""
    return getattr(path, "protocol", "") in ("", "file")


def keep_private(folder: Address) -> None:
    """Close a folder to all but its owner; one that belongs to somebody else is left to them."""
    if on_disk(folder):
        with suppress(PermissionError):
            Path(str(folder)).chmod(_OWNER_FOLDER)
