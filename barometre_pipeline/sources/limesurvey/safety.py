"""Bytes that come from outside, read within bounds: file sizes, archives, compression ratios.

Only limits and their messages belong here; nothing is ever written to disk.
"""

import lzma
import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Final

from barometre_pipeline.errors import InputError

MAX_FILE_BYTES: Final = 4 * 1024**3
MAX_MEMBER_BYTES: Final = 512 * 1024**2
MAX_ARCHIVE_BYTES: Final = 1024**3
MAX_RATIO: Final = 250  # text of a real archive packs 10 to 30 times
_RATIO_FROM: Final = 1024**2  # tiny members may pack well without danger
PACKAGE_DAMAGE: Final = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError),
    *(
        ValueError,
        NotImplementedError,
        RuntimeError,
    ),  # a place before the file, an unknown compression, a password
)
"""What a damaged or locked archive raises, as it is opened or as one of its members is read."""
_REMEDY: Final = "exporter de nouveau l’archive depuis LimeSurvey et ne pas utiliser celle-ci"


def read_bytes(path: Path, shown: str) -> bytes:
    """Return the whole content of a regular file.

    Raises:
        InputError: a link, a device, an unreadable, empty or oversized file.
    """
    check_file(path, shown)
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(shown) from error


def check_file(path: Path, shown: str) -> int:
    """Return the size of a file that is safe to open.

    Raises:
        InputError: a link, a device, an unreadable, empty or oversized file.
    """
    try:
        if path.is_symlink() or not path.is_file():
            raise InputError(
                shown,
                "",
                "ce n’est pas un fichier ordinaire (lien ou dossier)",
                "un fichier exporté de LimeSurvey",
                "copier le fichier lui-même dans le dossier de l’édition",
            )
        size = path.stat().st_size
    except OSError as error:
        raise _unreadable(shown) from error
    if size == 0:
        raise InputError(
            shown, "", "le fichier est vide", "un export LimeSurvey", "exporter de nouveau depuis LimeSurvey"
        )
    if size > MAX_FILE_BYTES:
        raise InputError(
            shown,
            "",
            f"le fichier pèse {size // 1024**2} Mio",
            f"au plus {MAX_FILE_BYTES // 1024**2} Mio",
            "vérifier qu’il s’agit bien d’un export LimeSurvey",
        )
    return size


def is_zip(data: bytes) -> bool:
    """Tell whether bytes open a zip archive (.lsa, .xlsx)."""
    return data[:4] == b"PK\x03\x04"


def open_archive(data: bytes, shown: str) -> zipfile.ZipFile:
    """Return an archive whose members are all plain, relative and of a bearable size.

    Raises:
        InputError: unreadable, or a member that leaves the archive, is a link, or inflates beyond bounds.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except PACKAGE_DAMAGE as error:
        raise InputError(
            shown, "", "l’archive est abîmée ou incomplète", "une archive zip entière", _REMEDY
        ) from error
    total = 0
    for member in archive.infolist():
        total += member.file_size
        fault = _fault(member, total)
        if fault:
            raise InputError(shown, "", fault, "une archive écrite par LimeSurvey ou un tableur", _REMEDY)
    return archive


def archive_member(data: bytes, suffix: str, shown: str) -> bytes:
    """Return the content of the only member of an archive with this suffix.

    Raises:
        InputError: hostile archive, no such member, or one that does not hold what it declares.
    """
    content = optional_member(data, suffix, shown)
    if content is None:
        raise InputError(
            shown, "", f"l’archive ne contient pas de fichier {suffix}", f"un fichier {suffix}", _REMEDY
        )
    return content


def optional_member(data: bytes, suffix: str, shown: str) -> bytes | None:
    """Return the content of the member with this suffix, or nothing where there is none."""
    with open_archive(data, shown) as archive:
        names = [info for info in archive.infolist() if info.filename.endswith(suffix)]
        if len(names) != 1:
            return None
        try:
            with archive.open(names[0]) as stream:
                content = stream.read(names[0].file_size + 1)
        except PACKAGE_DAMAGE as error:
            raise InputError(
                shown, "", "l’archive est abîmée ou chiffrée", "une archive zip entière", _REMEDY
            ) from error
    return content


def _fault(member: zipfile.ZipInfo, total: int) -> str:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return "un fichier de l’archive porte un chemin qui en sort"
    if (member.external_attr >> 16) & 0o170000 == 0o120000:
        return "l’archive contient un lien"
    if member.file_size > MAX_MEMBER_BYTES or total > MAX_ARCHIVE_BYTES:
        return "l’archive contient plus de données qu’aucune enquête"
    if member.file_size > _RATIO_FROM and member.file_size > MAX_RATIO * max(member.compress_size, 1):
        return "l’archive se décompresse démesurément (bombe de décompression)"
    return ""


def _unreadable(shown: str) -> InputError:
    return InputError(
        shown,
        "",
        "le fichier ne peut pas être lu",
        "un fichier lisible",
        "vérifier les droits sur le fichier",
    )
