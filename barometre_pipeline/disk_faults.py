"""What the machine refuses, in words: a disk that is full, rights that lack, a folder where a file should be.

Which refusals are the person's matter is decided here, for the terminal and for Dagster; showing them is theirs.
"""

import errno
import os
from pathlib import Path
from typing import Final

from barometre_pipeline.errors import InputError
from barometre_pipeline.folders import PROJECT_ROOT

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
    errno.ENOSPC: ("le disque est plein", "libérez de la place, puis relancez"),
    errno.EDQUOT: (
        "la place qui vous est accordée sur ce disque est épuisée",
        "libérez de la place, puis relancez",
    ),
    errno.EIO: (
        "ce disque ne répond plus correctement",
        "vérifiez le disque ou le partage réseau, puis relancez",
    ),
    errno.EROFS: ("ce disque est en lecture seule", "choisissez un autre endroit"),
    errno.ENAMETOOLONG: ("ce nom est trop long", "choisissez un nom plus court"),
}
_WHOLE_DISK: Final = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS)
"""True of the disk whichever file was being written: told even where the file is not named."""


def of_the_disk(error: OSError) -> InputError | None:
    """Put into words what the machine refused; None where that is not the person's matter."""
    if error.errno not in _FOUND or (error.filename is None and error.errno not in _WHOLE_DISK):
        return None
    path = Path(os.fsdecode(error.filename or "disque"))
    if path.is_relative_to(_CODE):
        return None  # a file of this program: not theirs to mend
    finding, remedy = _FOUND[error.errno]
    return InputError(path.name or str(path), "", finding, "un endroit où lire et écrire", remedy)
