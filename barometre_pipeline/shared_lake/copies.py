"""Which folder of this machine is the copy of which address.

Names only; nothing is fetched here.
"""

import hashlib
import re
from pathlib import Path
from typing import Final

from barometre_pipeline.disk_faults import of_the_disk
from barometre_pipeline.errors import InputError
from barometre_pipeline.folders import default_copies

_ADDRESS: Final = re.compile(
    r"([a-z][a-z0-9+.-]+):/+(.*)", re.DOTALL
)  # « s3:/ »: a path was made of « s3:// »
_NOTE: Final = ".adresse"
KNOWN: Final = "s3"


def is_address(lake: str | Path) -> bool:
    """Tell whether a lake is named by an address and not by a folder."""
    return _ADDRESS.fullmatch(str(lake)) is not None


def folder_of(lake: str | Path) -> Path:
    """Return the folder of this machine where a lake is read and written: itself, or the copy of an address.

    ``BAROMETRE_COPIES`` holds the copies, else the user's cache folder. Which address a copy is of is noted beside it.

    Raises:
        InputError: an address of another kind than ``s3://bucket/prefix``, or a copy that this machine cannot keep.
    """
    if not is_address(lake):
        return Path(lake)
    address = _normal(str(lake))
    digest = hashlib.sha256(address.encode()).hexdigest()[:12]
    copy = (
        default_copies() / digest / address.rsplit("/", 1)[-1]
    )  # errors call it by the name that its address ends with
    try:
        if not (note := _note(copy)).exists():
            copy.mkdir(parents=True, exist_ok=True)
            note.write_text(address, encoding="utf-8")
    except OSError as error:
        if told := of_the_disk(error):
            raise InputError(
                address, "", f"cette machine ne peut pas en garder de copie : {told.constat}", told.attendu,
                f"{told.remede} ; la variable BAROMETRE_COPIES dit où",
            ) from error  # fmt: skip
        raise
    return copy


def address_of(folder: str | Path) -> str:
    """Return the address of which a folder is the copy, "" for a lake that has none."""
    try:
        return _note(Path(folder)).read_text(encoding="utf-8")
    except OSError:
        return ""


def shown(lake: str | Path) -> str:
    """Return a lake as whoever named it knows it: an address rather than the folder of its copy."""
    return address_of(lake) or str(lake)


def _note(copy: Path) -> Path:
    return copy.with_name(copy.name + _NOTE)


def _normal(address: str) -> str:
    kind, place = _ADDRESS.fullmatch(address).groups()  # type: ignore[union-attr]  # an address, its caller knows
    parts = [p for p in place.split("/") if p]
    if kind != KNOWN or len(parts) < 2 or ".." in parts or "." in parts:
        raise InputError(
            address, "", "cette adresse n’est pas celle d’un lac", "un dossier, ou s3://seau/nom-du-lac",
            "corrigez --lake ou BAROMETRE_LAKE",
        )  # fmt: skip
    return f"{KNOWN}://{'/'.join(parts)}"
