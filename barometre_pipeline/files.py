"""Writing a file so that nobody ever reads half of it.

Only bytes and names; what goes into a file is decided by its writer. It imports nothing at run time, so that a
script that must start fast can use it.
"""

import errno
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from upath import UPath

Address = TypeVar("Address", Path, "UPath")
_OWNER_FILE: Final = 0o600
_OWNER_FOLDER: Final = 0o700
_BY_OTHERS: Final = 0o002
_NOT_OURS: Final = (errno.EPERM, errno.EACCES, errno.EROFS)
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
    if private:
        private_folder(path.parent)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}{UNFINISHED}")
    try:
        if private and on_disk(path):
            aside.unlink(missing_ok=True)
            os.close(os.open(str(aside), os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_FILE))
        with aside.open("wb") as handle:
            handle.write(content)
            handle.flush()
            if on_disk(path):
                os.fsync(handle.fileno())
        aside.rename(path)
    except OSError as error:
        if error.errno:  # a full disk does not say which file it had no room for, others name the one aside
            error.filename = str(path)
        with suppress(OSError):
            aside.unlink()
        raise


def put_in_place(whole: Path, path: Path, private: bool) -> None:
    """Give its name to a file that is whole and on the same disk, as ``write_atomically`` gives it to bytes."""
    if private:
        private_folder(path.parent)
        whole.chmod(_OWNER_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    whole.rename(path)


def finished_name(name: str) -> str:
    """Return the name of a file as it is known, of one that is still being written under another."""
    found = re.fullmatch(rf"\.(.+)\.\d+{re.escape(UNFINISHED)}", name)
    return found[1] if found else name


def on_disk(path: Address) -> bool:
    """Tell whether an address is on this machine's disks."""
    return getattr(path, "protocol", "") in ("", "file")


def keep_private(folder: Address) -> None:
    """Close a folder to all but its owner; one of somebody else, or of a disk that is only read, is left as it is."""
    if on_disk(folder):
        try:
            Path(str(folder)).chmod(_OWNER_FOLDER)
        except OSError as error:
            if error.errno not in _NOT_OURS:
                raise


def private_folder(folder: Address) -> Address:
    """Return a folder that only its owner may enter, made where there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    keep_private(folder)
    return folder


def nobody_else_writes() -> None:
    """Let nobody write, past its owner and group, in what this process and those it starts make, whatever the umask.

    The programs of this package and what Dagster loads begin with it: libraries make files too.
    """
    os.umask(os.umask(_BY_OTHERS) | _BY_OTHERS)
