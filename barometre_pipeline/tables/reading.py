"""Reads tables of the lake and checks them against their schema; a step reads what its tables declare, no more.

The same bytes are decoded and checked once in a process: whoever reads them next gets the same frame.
"""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from barometre_pipeline.lake import Lake
from barometre_pipeline.tables.model import DeclarationError
from barometre_pipeline.tables.registry import TABLES, Asset
from barometre_pipeline.tables.schema import validate

Frames = dict[str, pd.DataFrame]  # by name of table

_KEPT_BYTES = 20_000_000  # of Parquet; a larger table is decoded again rather than kept in memory
_VALID: dict[tuple[str, str], pd.DataFrame | None] = {}


def read_valid(lake: Lake, table: str, edition: str | None = None) -> pd.DataFrame:
    """Return a table of the lake.

    Raises:
        NotComputedError: the table has not been written for that edition.
        UnreadableTableError: its file is no Parquet.
        SchemaError: its rows do not respect the schema.
    """
    lake.require(table, edition)
    found = [_read_file(lake, table, edition, part) for part in lake.parts(table, edition)]
    return found[0] if len(found) == 1 else pd.concat(found, ignore_index=True)


def _read_file(lake: Lake, table: str, edition: str | None, part: str) -> pd.DataFrame:
    content = lake.read_bytes(table, edition, part)
    mark = (table, hashlib.sha256(content).hexdigest())
    kept = _VALID.get(mark)
    if kept is None:
        kept = lake.decode(content, table)
        if mark not in _VALID:
            validate(TABLES[table], kept, "à la lecture")
        _VALID[mark] = kept if len(content) <= _KEPT_BYTES else None
    # Copy-on-write: the caller may change its frame, never the one kept here.
    return kept.copy(deep=False)


def forget() -> None:
    """Drop the frames kept, for instance between two runs of a long-lived process."""
    _VALID.clear()


@dataclass(frozen=True)
class DeclaredTables:
    """The tables that an asset may read, and where it writes files.

    Attributes:
        lake: where they are.
        asset: what it declares.
        edition: the edition computed, None for an asset that looks at all of them.
        seen: names of the tables read or looked for so far.
    """

    lake: Lake
    asset: Asset
    edition: str | None = None
    seen: set[str] = field(default_factory=set)

    def read(self, table: str, edition: str | None = None) -> pd.DataFrame:
        """Return a table: of the edition computed, or of the one named, or common to all.

        Raises:
            DeclarationError: no table of the asset declares that it reads this one.
            NotComputedError: the table has not been written.
            SchemaError: its rows do not respect the schema.
        """
        self._declared(table)
        wanted = (edition or self.edition) if TABLES[table].by_edition else None
        return read_valid(self.lake, table, wanted)

    def editions(self, table: str) -> list[str]:
        """List the editions a table has been written for.

        Raises:
            DeclarationError: no table of the asset declares that it reads this one.
        """
        self._declared(table)
        return self.lake.editions(table)

    def exists(self, table: str) -> bool:
        """Tell whether a table common to all editions has been written.

        Raises:
            DeclarationError: no table of the asset declares that it reads this one.
        """
        self._declared(table)
        return self.lake.exists(table)

    def folder(self) -> str:
        """Return where in the lake the step publishes its files."""
        return self.asset.step.folder.format(edition=self.edition)

    def root(self) -> Path:
        """Return the folder of the lake, for the files that an asset publishes."""
        return Path(str(self.lake.root))

    def _declared(self, table: str) -> None:
        if table not in self.asset.reads:
            raise DeclarationError(
                f"L’étape « {self.asset.name} » lit « {table} », dont aucune colonne de ses tables ne vient.\n"
                f"  Attendu : une table parmi {', '.join(self.asset.reads) or '(aucune)'}.\n"
                "  À faire : déclarez l’origine de la colonne dans tables/declarations, ou « also_reads »."
            )
        self.seen.add(table)
