"""The identity of data: a hash of a table's content, the same on every machine.

The fingerprint of code is ``code_version``'s.
"""

import hashlib

import pandas as pd


def frames_version(frames: dict[str, pd.DataFrame]) -> str:
    """Return 16 hexadecimal digits that change with any cell, column name or edition."""
    digest = hashlib.sha256()
    for edition, frame in sorted(frames.items()):
        digest.update("\x1f".join([edition, *map(str, frame.columns)]).encode())
        digest.update(pd.util.hash_pandas_object(frame, index=False, categorize=True).to_numpy().tobytes())
    return digest.hexdigest()[:16]
