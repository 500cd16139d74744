"""Frames that several steps build the same way: rows put together, files received, files written."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.sources.raw_files import describe_file
from barometre_pipeline.tables.model import Table
from barometre_pipeline.tables.schema import arranged, empty_frame


def stack(table: Table, frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put the rows of a table together, its columns in order; empty frames say nothing of types."""
    filled = [f for f in frames if len(f)]
    return arranged(table, pd.concat(filled, ignore_index=True)) if filled else empty_frame(table)


def delivered_files(edition: Edition, source: str, origin: str, notes: Sequence[str]) -> pd.DataFrame:
    """Register the files of a source of an edition, with where the data come from and what reading noted."""
    raw = edition.folder.parent
    files = sorted(p for p in (edition.folder / source).rglob("*") if p.is_file())
    described = [describe_file(p, raw, source) for p in files]
    return pd.DataFrame(
        {
            "edition": edition.key,
            "fichier": [d.path for d in described],
            "sha256": [d.sha256 for d in described],
            "octets": [d.size for d in described],
            "source_donnees": origin,
            "avertissements": "\n".join(notes),
        }
    )


def written_files(files: Sequence[Path], root: Path) -> pd.DataFrame:
    """Index published files by their path in the lake."""
    return pd.DataFrame(
        {
            "fichier": pd.Series([f.relative_to(root).as_posix() for f in files], dtype="str"),
            "octets": pd.Series([f.stat().st_size for f in files], dtype="int64"),
        }
    )
