"""The Parquet lake: where each table lives, how it is written (atomic, same bytes for same content) and read.

No schema, no Dagster and no statistics here. Pandas and Arrow are loaded by the first table read or written.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from upath import UPath

from barometre_pipeline.errors import NotComputedError, UnreadableTableError
from barometre_pipeline.files import UNFINISHED, private_folder, write_atomically

if TYPE_CHECKING:
    import pandas as pd

LAYERS = ("bronze", "silver", "gold")
PERSONAL_LAYER = "bronze/"  # what is received, personal data included: for its owner only


@dataclass(frozen=True)
class Lake:
    """A folder (or any fsspec address) of Parquet tables.

    A table is named ``layer/name``; an edition's part of it lies in its own folder.
    """

    root: UPath

    @classmethod
    def at(cls, root: str | Path | UPath) -> "Lake":
        """Open a lake; nothing is created before the first write."""
        return cls(UPath(root))

    def path(self, table: str, edition: str | None = None, part: str = "") -> UPath:
        """Return the file of a table: for one edition or for all of them together, or a part of an edition's."""
        name = part or table.rsplit("/", 1)[-1]
        folder = self.root / table
        return (folder / f"edition={edition}" if edition else folder) / f"{name}.parquet"

    def parts(self, table: str, edition: str | None = None) -> list[str]:
        """List the files of a table, for one edition or for all of them together: one, or several parts, or none."""
        folder = self.path(table, edition).parent
        if not folder.exists():
            return []
        return sorted(p.stem for p in folder.iterdir() if p.suffix == ".parquet")

    def exists(self, table: str, edition: str | None = None) -> bool:
        """Tell whether a table has been written."""
        return bool(self.parts(table, edition))

    def editions(self, table: str) -> list[str]:
        """List the editions a table has been written for."""
        folder = self.root / table
        if not folder.exists():
            return []
        names = (p.name.removeprefix("edition=") for p in folder.iterdir() if p.name.startswith("edition="))
        return sorted(e for e in names if self.exists(table, e))

    def write(self, table: str, frame: "pd.DataFrame", edition: str | None = None, part: str = "") -> str:
        """Write a table, or a part of it, atomically and return the SHA-256 of its bytes.

        The old file stays in place until the new one is whole and on disk.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        arrow = pa.Table.from_pandas(frame, preserve_index=False)
        buffer = pa.BufferOutputStream()
        pq.write_table(arrow, buffer, compression="zstd", version="2.6", use_dictionary=True)
        content = buffer.getvalue().to_pybytes()
        private = table.startswith(PERSONAL_LAYER)
        if private:
            private_folder(self.root / PERSONAL_LAYER)
        write_atomically(self.path(table, edition, part), content, private)
        return hashlib.sha256(content).hexdigest()

    def read(
        self, table: str, edition: str | None = None, columns: list[str] | None = None
    ) -> "pd.DataFrame":
        """Read a table back, all its parts together; dictionary-encoded columns come as Categoricals.

        Raises:
            NotComputedError: the table has not been written for that edition.
            UnreadableTableError: its file is no Parquet.
        """
        import pandas as pd

        self.require(table, edition)
        found = [
            self.decode(self.read_bytes(table, edition, part), table, columns)
            for part in self.parts(table, edition)
        ]
        return found[0] if len(found) == 1 else pd.concat(found, ignore_index=True)

    def read_bytes(self, table: str, edition: str | None = None, part: str = "") -> bytes:
        """Return a file of a table as it is.

        Raises:
            NotComputedError: the table has not been written for that edition.
        """
        self.require(table, edition)
        return bytes(self.path(table, edition, part).read_bytes())

    def require(self, table: str, edition: str | None = None) -> None:
        """Say to the person who asked what is missing and how to get it.

        Raises:
            NotComputedError: the table has not been written for that edition.
        """
        if self.exists(table, edition):
            return
        others = ", ".join(self.editions(table))
        raise NotComputedError(
            table, f"édition {edition}" if edition else "",
            "cette table n’est pas dans le lac : elle n’a pas été calculée, ou le lac vient d’une autre version",
            f"une table écrite par « barometre run »{f' (elle y est pour : {others})' if others else ''}",
            "lancez « barometre run », avec le même --lake",
        )  # fmt: skip

    @staticmethod
    def decode(content: bytes, table: str, columns: list[str] | None = None) -> "pd.DataFrame":
        """Turn a table's file into a frame: of the columns named, those that it has.

        Raises:
            UnreadableTableError: it is no Parquet.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            file = pq.ParquetFile(pa.BufferReader(content))
            read = (
                file.schema_arrow.names
                if columns is None
                else [c for c in columns if c in file.schema_arrow.names]
            )
            frame: pd.DataFrame = file.read(columns=read).to_pandas()
        except (pa.ArrowInvalid, OSError) as error:
            raise UnreadableTableError(table) from error
        return frame

    def sha256(self, table: str, edition: str | None = None) -> str:
        """Return what identifies a table's content: the SHA-256 of its file, of its files together if it has parts."""
        contents = [self.read_bytes(table, edition, part) for part in self.parts(table, edition)]
        return hashlib.sha256(b"".join(contents)).hexdigest()

    def files(self) -> Iterator[UPath]:
        """Iterate over every finished file of the lake, in order."""
        yield from sorted(p for p in self.root.rglob("*") if p.is_file() and not p.name.endswith(UNFINISHED))
