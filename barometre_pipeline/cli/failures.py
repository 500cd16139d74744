"""How a command that fails ends: a sentence in French and an exit code, never a stack trace.

A fault of this program is kept in a file, to be passed on; what is wrong with the data is told where it is found.
"""

import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import platformdirs
import typer

from barometre_pipeline.cli.streams import output_lost, prepare_streams
from barometre_pipeline.files import nobody_else_writes, private_folder
from barometre_pipeline.path_names import require_readable, require_readable_places

TRACE_VARIABLE: Final = "BAROMETRE_TRACE"


def to_the_end(program: Callable[[], object]) -> None:
    """Carry out a program; whatever happens ends in French, with an exit code, not 0 where what it wrote is lost."""
    from barometre_pipeline.cli.common import EXIT_FAILED, stderr

    prepare_streams()
    try:
        _carry_out(program)
        code: Any = 0
    except SystemExit as done:
        code = done.code
    if lost := output_lost():
        stderr().print(f"Erreur\n{lost}", markup=False)
        code = code or EXIT_FAILED
    sys.exit(code)


def _carry_out(program: Callable[[], object]) -> None:
    from barometre_pipeline.cli.common import (
        EXIT_FAILED,
        EXIT_INTERRUPTED,
        french_errors,
        machine_refused,
        stderr,
    )

    nobody_else_writes()
    try:
        with french_errors():
            for word in sys.argv[1:]:
                require_readable(word, "ligne de commande")
            require_readable_places(os.environ)
        program()
    except KeyboardInterrupt:
        # Between two commands, where Typer does not see it.
        stderr().print("Interrompu.")
        sys.exit(EXIT_INTERRUPTED)
    except typer.Exit as done:
        sys.exit(done.exit_code)
    except Exception as error:
        told = machine_refused(error) if isinstance(error, OSError) else None
        stderr().print(f"Erreur\n{told or unexpected(error)}", markup=False)
        sys.exit(EXIT_FAILED)


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
    for kept in (platformdirs.user_log_path("barometre"), None):
        try:
            folder = private_folder(kept) if kept else Path(tempfile.gettempdir())
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
