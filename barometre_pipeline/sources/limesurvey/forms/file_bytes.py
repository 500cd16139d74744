"""The bytes of a file taken part by part from the disk, so that a large extract is never in memory as a whole.

Only where bytes are; what they say is the readers'.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, Self

import pyarrow as pa

BLOCK = 8 * 1024**2


class Bytes(Protocol):
    """Bytes in memory (``pyarrow.Buffer``) or in a file."""

    size: int

    def slice(self, offset: int = 0, length: int | None = None) -> Self:
        """Return a part, to the end where no length is given."""

    def to_pybytes(self) -> bytes:
        """Return them all at once."""


class FileBytes:
    """A part of a file; nothing is read before it is asked for.

    Args:
        path: the file.
        start: where the part begins.
        size: its length; to the end of the file where None.
    """

    def __init__(self, path: Path, start: int = 0, size: int | None = None) -> None:
        self._path, self._start = path, start
        self.size = path.stat().st_size - start if size is None else size

    def slice(self, offset: int = 0, length: int | None = None) -> "FileBytes":
        """Return a part of this part."""
        left = max(0, self.size - offset)
        return FileBytes(self._path, self._start + offset, left if length is None else min(length, left))

    def to_pybytes(self) -> bytes:
        """Read it."""
        with self._path.open("rb") as stream:
            stream.seek(self._start)
            return stream.read(self.size)

    def opened(self) -> "pa.NativeFile":
        """Return a stream of it."""
        return pa.PythonFile(_Part(self._path, self._start, self.size), mode="r")


def opened(data: Bytes) -> "pa.NativeFile":
    """Return a stream of bytes, wherever they are."""
    return data.opened() if isinstance(data, FileBytes) else pa.BufferReader(data)


def blocks(data: Bytes) -> Iterator[bytes]:
    """Yield bytes block by block."""
    for start in range(0, data.size, BLOCK):
        yield data.slice(start, min(BLOCK, data.size - start)).to_pybytes()


class _Part(io.RawIOBase):
    """A file that ends where a part of it ends."""

    def __init__(self, path: Path, start: int, size: int) -> None:
        self._stream = path.open("rb")
        self._stream.seek(start)
        self._left = size

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        content = self._stream.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(content)
        return content

    def close(self) -> None:
        self._stream.close()
        super().close()
