"""What the machine refuses, in words: a disk that is full, rights that lack, a folder where a file should be.

Which refusals are the person's matter is decided here, for the terminal and for Dagster; showing them is theirs. What
a library refuses without naming a file, such as the data base of Dagster's history, is asked again of each place.
"""

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from barometre_pipeline.errors import InputError
from barometre_pipeline.files import UNFINISHED, finished_name
from barometre_pipeline.folders import PROJECT_ROOT, default_copies

_CODE: Final = PROJECT_ROOT / "barometre_pipeline"
_FOUND: Final = {
    errno.ENOENT: ("ce fichier ou ce dossier n’existe pas", "vérifiez le chemin"),
    errno.EACCES: (
        "l’accès est refusé",
        "demandez le droit de lire et d’écrire à cet endroit, ou changez-en",
    ),
    errno.EPERM: ("l’opération n’est pas permise", "demandez le droit d’écrire à cet endroit, ou changez-en"),
    errno.ENOTDIR: ("un fichier se trouve là où il faut un dossier", "donnez le chemin d’un dossier"),
    errno.EISDIR: ("un dossier se trouve là où il faut un fichier", "donnez le chemin d’un fichier"),
    errno.EEXIST: ("quelque chose porte déjà ce nom", "choisissez un autre nom"),
    errno.ENOSPC: ("le disque est plein", "libérez de la place sur ce disque, puis relancez"),
    errno.EDQUOT: (
        "la place qui vous est accordée sur ce disque est épuisée",
        "libérez de la place sur ce disque, ou faites-vous en accorder, puis relancez",
    ),
    errno.EIO: (
        "ce disque ne répond plus correctement",
        "vérifiez le disque ou le partage réseau, puis relancez",
    ),
    errno.EROFS: ("ce disque est en lecture seule", "rendez ce disque modifiable, puis relancez"),
    errno.ENAMETOOLONG: ("ce nom est trop long", "choisissez un nom plus court"),
    errno.EMFILE: (
        "trop de fichiers sont ouverts à la fois",
        "relevez la limite de cette session (ulimit -n 1024), puis relancez",
    ),
    errno.ENFILE: (
        "trop de fichiers sont ouverts sur cette machine",
        "fermez d’autres programmes, puis relancez",
    ),
}
_NO_INODE: Final = (
    "ce disque ne peut plus recevoir de fichier, même vide (plus d’inode)",
    "effacez des fichiers de ce disque, puis relancez",
)
# True of the disk, or of the process, whichever file was concerned: told even where the file is not named.
_WHOLE_DISK: Final = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS)
_OPEN_FILES: Final = (errno.EMFILE, errno.ENFILE)
_OF_SQLITE: Final = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,  # most often: what else it may be is asked again of the places
    sqlite3.SQLITE_PERM: errno.EACCES,
}
_PRIMARY: Final = 0xFF  # of an extended SQLite code, what it is a case of
_PROBE_BYTES: Final = 65_536


@dataclass(frozen=True)
class _Place:
    """A folder of this program: what is there, and what chooses another, "" where it is only read."""

    folder: Path
    words: str
    chosen_by: str
    names: bool = True  # a person knows its files by their names


def of_the_disk(
    error: BaseException, raw: Path | None = None, lake: Path | None = None, home: Path | None = None
) -> InputError | None:
    """Put into words what the machine refused; None where that is not the person's matter.

    Args:
        error: what was raised, by this program or by a library around what the machine said.
        raw: raw folder of what was being done, where it has one.
        lake: its lake.
        home: Dagster's home of that lake.
    """
    places = list(_places(raw, lake, home))
    if (said := _said(error)) is None:
        return None
    number, path, of_the_history = said
    if path is None and number not in _OPEN_FILES:
        number, path = _asked_again(places) or (number, home if of_the_history else None)
    if path is not None and path.is_relative_to(_CODE) and number not in _OPEN_FILES:
        return None  # a file of this program: not theirs to mend
    finding, remedy = _FOUND[number]
    place = _place_of(path, places)
    if number == errno.ENOSPC and path is not None and _without_inodes(path):
        finding, remedy = _NO_INODE
    name = (finished_name(path.name) or str(path)) if path else "fichiers de ce calcul"
    where = ""
    if place and number in _WHOLE_DISK:
        remedy += f" ; ou choisissez un autre endroit ({place.chosen_by})" if place.chosen_by else ""
        name, where = (
            (name, f"{place.words} ({place.folder})") if place.names else (str(place.folder), place.words)
        )
    return InputError(name, where, finding, "un endroit où lire et écrire", remedy)


def _places(raw: Path | None, lake: Path | None, home: Path | None) -> Iterator[_Place]:
    """Yield the places of a command, those that it writes in most first."""
    copies = default_copies()
    if home is not None:
        yield _Place(home, "historique de Dagster", "DAGSTER_HOME", names=False)
    if lake is not None and not lake.is_relative_to(copies):
        yield _Place(lake, "lac", "--lake")
    yield _Place(copies, "copies des lacs distants", "BAROMETRE_COPIES", names=False)
    yield _Place(Path(tempfile.gettempdir()), "fichiers temporaires", "TMPDIR", names=False)
    if raw is not None:
        yield _Place(raw, "données brutes", "")


def _said(error: BaseException) -> tuple[int, Path | None, bool] | None:
    """Return the number of what the machine refused, the file where it is named, and whether a data base was refused.

    None where the machine refused nothing that is a person's matter. The only data base of files is the history's.
    """
    chain: BaseException | None = error
    while chain is not None:
        if isinstance(chain, OSError) and chain.errno in _FOUND:
            named = chain.filename if isinstance(chain.filename, str | bytes | os.PathLike) else None
            whole = chain.errno in (*_WHOLE_DISK, *_OPEN_FILES)
            if whole or (chain is error and named is not None):
                return chain.errno, None if named is None else Path(os.fsdecode(named)), False
        if isinstance(chain, sqlite3.Error):
            number = _OF_SQLITE.get(getattr(chain, "sqlite_errorcode", -1) & _PRIMARY)
            if number is not None:
                return number, None, True
        chain = chain.__cause__ or chain.__context__
    return None


def _asked_again(places: list[_Place]) -> tuple[int, Path] | None:
    """Return which place refuses a few bytes now, and why; None where all of them take these."""
    for place in places:
        refused = _refused(place.folder) if place.chosen_by else None
        if refused is not None and refused.errno in _FOUND:
            return refused.errno, place.folder
    return None


def _refused(folder: Path) -> OSError | None:
    """Return what the machine answers to who writes a few bytes in a folder, nothing where it takes them."""
    there = next((p for p in (folder, *folder.parents) if p.is_dir()), folder)
    path = there / f".essai.{os.getpid()}{UNFINISHED}"
    try:
        with path.open("wb") as file:
            file.write(bytes(_PROBE_BYTES))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return error
    finally:
        with suppress(OSError):
            path.unlink()
    return None


def _place_of(path: Path | None, places: list[_Place]) -> _Place | None:
    """Return the place that a file is in: the deepest, for the history may be in the lake's parent."""
    inside = [p for p in places if path is not None and path.absolute().is_relative_to(p.folder.absolute())]
    return max(inside, key=lambda p: len(p.folder.absolute().parts), default=None)


def _without_inodes(path: Path) -> bool:
    there = next((p for p in (path, *path.parents) if p.exists()), None)
    if there is None:
        return False
    state = os.statvfs(there)
    return state.f_files > 0 and state.f_favail == 0 and state.f_bavail > 0
