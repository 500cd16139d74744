"""One writer per lake: whoever writes holds the lake, whoever else wants to write waits; readers never do.

The lock is the operating system's, on the lake's own folder: it goes with the last process that holds it, however that
one ends. Nothing is written into the lake for it; who holds it is noted beside Dagster's history.
"""

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import shlex
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from upath import UPath

from barometre_pipeline.files import UNFINISHED, private_folder, write_atomically
from barometre_pipeline.shared_lake.copies import address_of

COMMAND_LINE: Final = "la ligne de commande"
INTERFACE: Final = "Dagster"
_NOTE: Final = "json"
_LOCK: Final = "verrou"  # for a lake whose own folder cannot be locked
_NO_LOCKS: Final = (errno.EBADF, errno.ENOLCK, errno.EOPNOTSUPP)
_PAUSE: Final = 0.5
_SHOWN: Final = 120  # characters of a command that are shown


@dataclass(frozen=True)
class Owner:
    """Who writes in a lake: in words, with the process, since when, what it does, and Dagster's run where there is one.

    What it does is the command as it was typed, or the job and its edition.
    """

    qui: str
    processus: int
    depuis: str
    execution: str = ""
    commande: str = ""

    def __str__(self) -> str:
        """Say it in French."""
        run = f", exécution {self.execution[:8]}" if self.execution else ""
        doing = f", «\u00a0{self.commande}\u00a0»" if self.commande else ""
        since = f"{datetime.fromisoformat(self.depuis):%d/%m/%Y à %H:%M:%S}"
        return f"{self.qui} (processus {self.processus}{run}{doing}), depuis le {since}"


@contextmanager
def writing(
    lake: str | Path, home: Path, who: str, tell: Callable[[str], None], run: str = "", doing: str = ""
) -> Iterator[int]:
    """Hold a lake; wait for whoever holds it now. The copy of an address is taken from it, and given back at the end.

    Args:
        lake: folder or fsspec address.
        home: Dagster's home of the lake.
        who: ``COMMAND_LINE`` or ``INTERFACE``.
        tell: called with a sentence when one must wait, and when the writer before was killed.
        run: Dagster's run, if the lake is held for one.
        doing: what the lake is held for; by default the command as it was typed.

    Yields:
        The descriptor that holds the lake: the lake is free when every copy of it, in any process, is closed.
    """
    private_folder(home)
    descriptor = _acquire(lake, home, tell)
    try:
        note = _beside(home, lake, _NOTE)
        # Also after a writer that ended well: its workers may have been killed.
        _forget_unfinished(lake)
        if before := _owner(note):
            tell(
                f"Le calcul précédent s’est arrêté sans finir : {before}. Ses fichiers inachevés sont effacés."
            )
        owner = Owner(who, os.getpid(), f"{datetime.now():%Y-%m-%dT%H:%M:%S}", run, doing or _typed())
        write_atomically(note, json.dumps(asdict(owner), ensure_ascii=False).encode("utf-8"))
        try:
            with _taken_and_given(lake, tell):
                yield descriptor
        finally:
            note.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


@contextmanager
def _taken_and_given(lake: str | Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Take what an address holds before the block writes in the copy, and give back what it wrote, however it ends."""
    if not address_of(lake):
        yield
        return
    # Imported here: a lake of this machine needs none of it.
    from barometre_pipeline.shared_lake.exchange import give, take

    take(Path(lake), for_writing=True)
    try:
        yield
    finally:
        give(Path(lake), tell)


def refresh(lake: str | Path, home: Path) -> None:
    """Take what an address holds into the copy of this machine, for who reads it; a folder is as it is.

    While somebody writes in the copy it is left to them: who reads it then is told so.

    Raises:
        InputError: the address cannot be read.
    """
    if not address_of(lake):
        return
    from barometre_pipeline.shared_lake.exchange import take

    private_folder(home)
    descriptor = _opened(lake, home)
    try:
        if _locked(descriptor):
            take(Path(lake))
    finally:
        os.close(descriptor)


def held_by(lake: str | Path, home: Path) -> str:
    """Say who writes in a lake at this moment, "" if nobody does; nobody is kept waiting by the question.

    Two that ask at the same time do not take one another for a writer; where nothing can be locked, as where the
    history may not be written, nobody is known to write.
    """
    if _is_folder(lake) and not Path(UPath(lake).path).is_dir():
        return ""
    try:
        descriptor = _opened(lake, home, fcntl.LOCK_SH)
    except OSError:
        return ""
    try:
        return (
            ""
            if _locked(descriptor, fcntl.LOCK_SH)
            else str(_owner(_beside(home, lake, _NOTE)) or "un autre calcul")
        )
    finally:
        os.close(descriptor)


def _typed() -> str:
    """Return the command of this process as it was typed, without the folders of the program."""
    line = shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]])
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def _acquire(lake: str | Path, home: Path, tell: Callable[[str], None]) -> int:
    """Open what stands for the lake and lock it; said once, who is waited for."""
    descriptor, told = _opened(lake, home), ""
    try:
        while not (_locked(descriptor) and _is_still(descriptor, lake)):
            if not _is_still(descriptor, lake):  # the folder was removed, or put elsewhere, during the wait
                gone, descriptor = descriptor, _opened(lake, home)
                os.close(gone)
                continue
            time.sleep(_PAUSE)
            holder = str(
                _owner(_beside(home, lake, _NOTE)) or told or "un autre calcul"
            )  # unnamed too while it lets go
            if holder != told and not _locked(descriptor):
                tell(f"Le lac est en cours d’écriture par {holder}. En attente de la fin…")
                told = holder
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _is_folder(lake: str | Path) -> bool:
    return UPath(lake).protocol in ("", "file")


def _beside(home: Path, lake: str | Path, kind: str) -> Path:
    """Return a file of a lake's own beside Dagster's history, which several lakes may share."""
    address = os.path.realpath(UPath(lake).path) if _is_folder(lake) else str(lake)
    return home / f"ecriture-{hashlib.sha256(os.fsencode(address)).hexdigest()[:12]}.{kind}"


def _is_still(descriptor: int, lake: str | Path) -> bool:
    """Tell whether what is open still stands for the lake: a folder made again is another one."""
    held = os.fstat(descriptor)
    if not _is_folder(lake) or not stat.S_ISDIR(held.st_mode):
        return True
    try:
        return os.path.samestat(held, Path(UPath(lake).path).stat())
    except FileNotFoundError:
        return False


def _opened(lake: str | Path, home: Path, kind: int = fcntl.LOCK_EX) -> int:
    """Open the lake's own folder, or a file of Dagster's home where there is none that can be locked."""
    if _is_folder(lake):
        folder = Path(UPath(lake).path)
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            _locked(descriptor, kind)
        except OSError as error:  # a network file system that locks files only
            os.close(descriptor)
            if error.errno not in _NO_LOCKS:
                raise
        else:
            return descriptor
    return os.open(_beside(home, lake, _LOCK), os.O_RDWR | os.O_CREAT, 0o600)


def _locked(descriptor: int, kind: int = fcntl.LOCK_EX) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _owner(note: Path) -> Owner | None:
    with contextlib.suppress(OSError, ValueError, TypeError):
        return Owner(**json.loads(note.read_text(encoding="utf-8")))
    return None


def _forget_unfinished(lake: str | Path) -> None:
    """Remove what a killed writer was writing; nobody else writes now, and nobody reads such files."""
    for path in UPath(lake).rglob(f".*{UNFINISHED}"):
        path.unlink(missing_ok=True)
