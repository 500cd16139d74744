"""Names of files and folders that are no UTF-8: refused where they are read, for no table, page or event can hold them.

An old archive or a foreign system leaves them; so does a Python that is told not to read UTF-8.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from barometre_pipeline.errors import InputError
from barometre_pipeline.french.spaces import NBSP

# The variables that name a place where this program reads or writes.
_PLACES: Final = (
    "BAROMETRE_RAW", "BAROMETRE_LAKE", "BAROMETRE_COPIES", "BAROMETRE_INSTANCE", "DAGSTER_HOME", "HOME", "TMPDIR",
    "XDG_STATE_HOME", "XDG_CACHE_HOME",
)  # fmt: skip


def require_readable(name: str | Path, read_from: str) -> None:
    """Refuse the name of a file or folder that cannot be written in words.

    Args:
        name: of the file or folder, or its path.
        read_from: where it was read, in French: the option, the variable, the folder.

    Raises:
        InputError: naming it readably, and what to do.
    """
    text = str(name)
    if text.isprintable() or not any("\ud800" <= c <= "\udfff" for c in text):
        return
    content = os.fsencode(text)
    try:
        shown, misread = content.decode("utf-8"), True
    except UnicodeDecodeError:
        shown, misread = content.decode("utf-8", errors="backslashreplace"), False
    if misread:
        finding = "Python ne lit pas l’UTF-8 dans cet environnement, et ce nom a des lettres accentuées"
        remedy = "retirez la variable PYTHONUTF8, ou prenez une locale en UTF-8 (LC_ALL=C.UTF-8)"
    else:
        finding = "ce nom n’est pas écrit en UTF-8"
        remedy = f"renommez-le : «{NBSP}mv{NBSP}» et la touche de tabulation, ou «{NBSP}convmv -f latin1 -t utf8{NBSP}»"
    raise InputError(
        shown, read_from, finding, "un nom en UTF-8, comme ceux des systèmes d’aujourd’hui", remedy
    )


def within_raw(name: str) -> str:
    """Return the name of a file that an edition gives, from the folder of one of its sources, if it is in the raw data.

    Raises:
        ValueError: in French; it is an absolute path, or climbs out of the folder of raw data.
    """
    place = Path(os.path.normpath(Path("edition", "source", name)))  # as it is written: nothing is looked at
    if place.is_absolute() or place.parts[0] == os.pardir:
        raise ValueError(
            f"«{NBSP}{name}{NBSP}» mène hors du dossier des données brutes{NBSP}; il faut un chemin depuis le dossier "
            "de la source"
        )
    return name


def require_readable_places(environment: Mapping[str, str]) -> None:
    """Refuse a variable of the environment that names a place so.

    Raises:
        InputError: naming the variable and the place.
    """
    for name in _PLACES:
        require_readable(environment.get(name, ""), f"variable {name}")
