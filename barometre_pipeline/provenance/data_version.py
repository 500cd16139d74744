"""The identity of data: a hash of a table's content, the same on every machine.

The fingerprint of code is ``code_version``'s.
"""

import hashlib
from collections.abc import Mapping

import pandas as pd


def frames_version(frames: dict[str, pd.DataFrame]) -> str:
    """Return 16 hexadecimal digits that change with any cell, column name or edition."""
    return rows_version({edition: row_hashes(frame) for edition, frame in frames.items()})


def row_hashes(frame: pd.DataFrame) -> pd.Series:
    """Return a hash of each row, which its neighbours do not change; named after the columns."""
    hashes = pd.util.hash_pandas_object(frame, index=False, categorize=True)
    return hashes.rename("\x1f".join(map(str, frame.columns)))


def rows_version(hashes: Mapping[str, pd.Series]) -> str:
    """Return what ``frames_version`` returns, from the ``row_hashes`` of some rows of each edition."""
    digest = hashlib.sha256()
    for edition, rows in sorted(hashes.items()):
        digest.update("\x1f".join([edition, str(rows.name)]).encode())
        digest.update(rows.to_numpy().tobytes())
    return digest.hexdigest()[:16]
