"""The streams of a command: words that any terminal can take, and a reader that may leave before the end.

Bytes and encodings only; what is written on them is decided elsewhere. What could not be written is remembered, and
told once, when the command ends: no write fails on the way.
"""

import codecs
import errno
import io
import os
import sys
from typing import Any, Final

from barometre_pipeline.errors import InputError
from barometre_pipeline.french.spaces import NBSP

_IN, _OUT, _TOLD = 0, 1, 2
_CLOSED: Final = "elle est fermée"
_WHY: Final = {
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "la place qui vous est accordée sur ce disque est épuisée",
    errno.EFBIG: "le fichier y atteint la taille permise",
}


class _Patient(io.FileIO):
    """A descriptor on which no write fails.

    Its reader may leave (``| head``): what nobody reads any more is let go, and the command ends as it would have, with
    the exit code that it earned. What a disk refuses, or what had nowhere to go, is let go too, and is ``lost``.
    """

    def __init__(self, descriptor: int, closed: bool) -> None:
        super().__init__(descriptor, "wb", closefd=False)
        self._nowhere = closed
        self.lost = ""

    def write(self, data: Any) -> int:
        """Write, or let go."""
        size = memoryview(data).nbytes
        if self._nowhere:
            self.lost = _CLOSED
        if self.lost:
            return size  # what follows a hole would be read as if it were not there
        try:
            return super().write(data) or 0
        except BrokenPipeError:
            return size
        except OSError as error:
            self.lost = _WHY.get(error.errno or 0, "l’écriture y est refusée")
            return size


def prepare_streams() -> None:
    """Make standard output and standard error take every French word and outlive their reader, even closed."""
    # In this order: what is opened takes the lowest number that is free.
    if sys.stdin is None:
        sys.stdin = os.fdopen(_nowhere(_IN), encoding="utf-8", closefd=False)
    sys.stdout = _prepared(sys.stdout, _OUT)
    sys.stderr = _prepared(sys.stderr, _TOLD)


def output_lost() -> InputError | None:
    """Say that standard output did not get all that the command wrote on it, None if it did."""
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    if not isinstance(raw, _Patient):
        return None
    sys.stdout.flush()
    if not raw.lost:
        return None
    return InputError(
        "sortie standard", "", f"{raw.lost}{NBSP}: ce que la commande y écrit est perdu, ou incomplet",
        "une sortie qui reçoit tout", "relancez la commande vers l’écran, ou vers un disque qui a de la place",
    )  # fmt: skip


def _prepared(stream: Any, number: int) -> Any:
    if stream is None:
        return _patient(_nowhere(number), "utf-8", number, closed=True)
    try:
        descriptor = stream.fileno()
    except (AttributeError, OSError, ValueError):
        return stream  # replaced by whoever runs this program
    # In the C locale nothing is promised of the terminal: almost all of them read UTF-8.
    plain = codecs.lookup(stream.encoding).name == "ascii"
    encoding = "utf-8" if plain else stream.encoding
    if stream.isatty() or os.name == "nt":
        stream.reconfigure(encoding=encoding, errors="replace")
        return stream
    stream.flush()
    return _patient(descriptor, encoding, number)


def _patient(descriptor: int, encoding: str, number: int, closed: bool = False) -> io.TextIOWrapper:
    buffer = io.BufferedWriter(_Patient(descriptor, closed))
    return io.TextIOWrapper(buffer, encoding=encoding, errors="replace", line_buffering=number == _TOLD)


def _nowhere(number: int) -> int:
    """Return a descriptor that leads nowhere, under the number of a closed stream: no file is then taken for it."""
    opened = os.open(os.devnull, os.O_RDWR)
    try:
        os.fstat(number)
    except OSError:
        os.dup2(opened, number)
        os.close(opened)
        return number
    return opened
