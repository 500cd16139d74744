"""How a command that fails ends: a sentence in French and an exit code, never a stack trace.

A fault of this program is kept in a file, to be passed on; what is wrong with the data is told where it is found.
"""

import errno
import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

import platformdirs
import typer

from barometre_pipeline.cli.streams import prepare_streams
from barometre_pipeline.errors import InputError
from barometre_pipeline.folders import PROJECT_ROOT

TRACE_VARIABLE: Final = "BAROMETRE_TRACE"
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
    errno.EROFS: ("ce disque est en lecture seule", "choisissez un autre endroit"),
    errno.ENAMETOOLONG: ("ce nom est trop long", "choisissez un nom plus court"),
}


def to_the_end(program: Callable[[], object]) -> None:
    """Carry out a program; whatever happens ends in French, with an exit code."""
    from barometre_pipeline.cli.common import EXIT_FAILED, EXIT_INTERRUPTED, stderr

    prepare_streams()
    try:
        program()
    except KeyboardInterrupt:
        # Between two commands, where Typer does not see it.
        stderr().print("Interrompu.")
        sys.exit(EXIT_INTERRUPTED)
    except typer.Exit as done:
        sys.exit(done.exit_code)
    except Exception as error:
        stderr().print(f"Erreur\n{unexpected(error)}", markup=False)
        sys.exit(EXIT_FAILED)


def of_the_disk(error: OSError) -> InputError | None:
    """Put into words what the machine refused; None where that is not the person's matter."""
    if error.errno not in _FOUND or error.filename is None:
        return None
    path = Path(os.fsdecode(error.filename))
    if path.is_relative_to(_CODE):
        return None  # a file of this program: not theirs to mend
    finding, remedy = _FOUND[error.errno]
    return InputError(path.name or str(path), "", finding, "un endroit où lire et écrire", remedy)


def unexpected(error: BaseException) -> str:
    """Keep the trace of a fault of this program in a file, and return what to tell the person."""
    trace = "".join(traceback.format_exception(error))
    return f"{_kept(trace)}\n  Nature : {type(error).__name__}"


def of_this_program(message: str) -> str:
    """Return a message that a run gave as it is, or, where it is a stack trace, what to tell the person."""
    is_trace = "Stack Trace:\n" in message or message.startswith("Traceback (most recent call last)")
    return _kept(message) if is_trace else message


def _kept(trace: str) -> str:
    if os.environ.get(TRACE_VARIABLE):
        print(trace, file=sys.stderr)
    name = f"panne-{datetime.now():%Y-%m-%d-%H%M%S}-{os.getpid()}.txt"
    for folder in (platformdirs.user_log_path("barometre"), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / name
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(trace)
            place = f"son détail est dans {path}"
            break
        except OSError:
            place = f"son détail n’a pu être gardé ; pour le voir, relancez avec {TRACE_VARIABLE}=1"
    return (
        f"Le programme a rencontré une panne qu’il n’avait pas prévue ; {place}\n"
        "  À faire : relancez une fois ; si la panne revient, transmettez ce fichier à qui tient le programme"
    )
