"""What lies in the raw folder is a file that can be read, or a folder: anything else is told, never taken for nothing.

A link whose network share is not mounted would look like an edition that waits for its responses, or has no rules of
its own. What the files say, and where they are read, is others'.
"""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from barometre_pipeline.errors import InputError

_ASIDE: Final = (".", "~$")  # hidden files, and what programs leave beside an open file: never read
# Read or not, these are endings of files: a folder so named has taken the place of one.
_OF_FILES: Final = frozenset(
    {".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".json", ".lsa", ".lss", ".lsr", ".sav", ".sps", ".dta", ".xml",
     ".yaml", ".yml", ".zip", ".pdf", ".docx", ".pptx", ".html"}
)  # fmt: skip
_COPY: Final = "mettez le fichier lui-même à cet endroit"
_KINDS: Final = {
    stat.S_IFIFO: "c’est un tube, où rien ne se lit sans qu’un autre programme y écrive",
    stat.S_IFSOCK: "c’est une prise de communication entre programmes",
    stat.S_IFCHR: "c’est un périphérique de la machine",
    stat.S_IFBLK: "c’est un disque de la machine",
}


def refuse_irregular(folder: Path, shown: str) -> None:
    """Refuse a folder that is none, and what is in it, at any depth, and is neither a readable file nor a folder.

    Args:
        folder: of an edition, of one of its sources, or of the official lists; where there is none, nothing is refused.
        shown: its name for the reader.

    Raises:
        InputError: names it, says what it is and what to do.
    """
    if not os.path.lexists(folder):
        return
    _refuse(folder, shown, folder=True)
    for path, name in _all(folder, shown, frozenset()):
        _refuse(path, name)


def _refuse(path: Path, shown: str, *, folder: bool = False) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise _unreached(path, shown, error) from error
    wanted = "un dossier" if folder else "un fichier ordinaire"
    kind = stat.S_IFMT(mode)
    if kind == stat.S_IFDIR and not folder and path.suffix.lower() in _OF_FILES:
        raise InputError(
            shown, "", "c’est un dossier", wanted, f"{_COPY}, et donnez un autre nom à ce dossier"
        )
    if kind in _KINDS or (folder and kind != stat.S_IFDIR):
        found = _KINDS.get(kind, "c’est un fichier")
        raise InputError(
            shown, "", found, wanted, f"retirez-le, puis {'mettez le dossier' if folder else _COPY}"
        )
    if not os.access(path, os.R_OK | os.X_OK if kind == stat.S_IFDIR else os.R_OK):
        raise InputError(
            shown, "", "il ne peut pas être lu", wanted, "demandez le droit de le lire, ou copiez-le"
        )


def _unreached(path: Path, shown: str, error: OSError) -> InputError:
    if error.errno == errno.ELOOP:
        found, remedy = "c’est un lien qui mène à lui-même", f"retirez ce lien, puis {_COPY}"
    elif path.is_symlink() and error.errno in (errno.ENOENT, errno.ENOTDIR):
        found = "c’est un lien vers ce qui n’existe pas, ou n’est pas joignable d’ici"
        remedy = f"montez le partage réseau ou le disque où il mène, ou {_COPY}"
    else:
        found, remedy = "il ne peut pas être lu", "vérifiez le disque, le partage réseau et vos droits"
    return InputError(shown, "", found, "un fichier ou un dossier qui se lit", remedy)


def _all(folder: Path, shown: str, above: frozenset[str]) -> Iterator[tuple[Path, str]]:
    """Yield all that is in a folder but what is set aside; a link to a folder above is not gone through again."""
    here = above | {os.path.realpath(folder)}
    for path in sorted(folder.iterdir()):
        if path.name.startswith(_ASIDE):
            continue
        name = f"{shown}/{path.name}"
        yield path, name
        if path.is_dir() and os.path.realpath(path) not in here:
            yield from _all(path, name, here)
