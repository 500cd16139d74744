"""The streams of a command: words that any terminal can take, and a reader that may leave before the end.

Bytes and encodings only; what is written on them is decided elsewhere.
"""

import codecs
import io
import os
import sys
from typing import Any


class _Patient(io.FileIO):
    """A descriptor whose reader may leave (``| head``): what nobody reads any more is let go, without an error.

    The command then ends as it would have, with the exit code that it earned.
    """

    def write(self, data: Any) -> int:
        """Write, or let go."""
        try:
            return super().write(data) or 0
        except BrokenPipeError:
            return len(data)


def prepare_streams() -> None:
    """Make standard output and standard error take every French word and outlive their reader."""
    sys.stdout = _prepared(sys.stdout)
    sys.stderr = _prepared(sys.stderr)


def _prepared(stream: Any) -> Any:
    try:
        descriptor = stream.fileno()
    except (AttributeError, OSError, ValueError):
        return stream  # closed, or replaced by whoever runs this program
    # In the C locale nothing is promised of the terminal: almost all of them read UTF-8.
    plain = codecs.lookup(stream.encoding).name == "ascii"
    encoding = "utf-8" if plain else stream.encoding
    if stream.isatty() or os.name == "nt":
        stream.reconfigure(encoding=encoding, errors="replace")
        return stream
    stream.flush()
    patient = io.BufferedWriter(_Patient(descriptor, "wb", closefd=False))
    return io.TextIOWrapper(patient, encoding=encoding, errors="replace", line_buffering=stream is sys.stderr)
