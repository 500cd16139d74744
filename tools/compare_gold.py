"""Compares the gold tables of two lakes cell by cell, for a change of code that must not change a number.

Usage: python -m tools.compare_gold BEFORE AFTER [--layer gold]. Rows are paired by their place: a table of the
lake has one order. What differs between two runs because their code differs (``CODE``) is left out.
"""

import argparse
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

CODE = frozenset({"empreinte_code", "version_code"})
_EXAMPLES = 5


def main() -> int:
    """Print one line a file and return 0 where every cell is the same."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--layer", default="gold")
    asked = parser.parse_args()
    files = {
        p.relative_to(root)
        for root in (asked.before, asked.after)
        for p in (root / asked.layer).rglob("*.parquet")
    }
    same_bytes = same_cells = 0
    differ = False
    for name in sorted(files):
        first, second = asked.before / name, asked.after / name
        if not (first.exists() and second.exists()):
            print(f"{name}: only in {(asked.before if first.exists() else asked.after)}")
            differ = True
        elif _sha256(first) == _sha256(second):
            same_bytes += 1
        elif found := list(differences(pd.read_parquet(first), pd.read_parquet(second))):
            differ = True
            print(f"{name}:", *found, sep="\n  ")
        else:
            same_cells += 1
    print(f"{len(files)} tables: {same_bytes} with the same bytes, {same_cells} more with the same cells")
    return int(differ)


def differences(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[str]:
    """Say in a sentence each how two frames differ, columns of ``CODE`` aside."""
    for column in before.columns.symmetric_difference(after.columns):
        yield f"column {column} only {'before' if column in before else 'after'}"
    if len(before) != len(after):
        yield f"{len(before)} rows before, {len(after)} after"
        return
    for column in before.columns.intersection(after.columns).difference(list(CODE)):
        unlike = _unlike(before[column], after[column])
        if unlike.any():
            places = np.flatnonzero(unlike)
            shown = "; ".join(
                f"row {i}: {before[column].iloc[i]} -> {after[column].iloc[i]}" for i in places[:_EXAMPLES]
            )
            yield f"column {column}: {len(places)} cells differ ({shown})"


def _unlike(before: pd.Series, after: pd.Series) -> np.ndarray:
    first, second = before.astype(object), after.astype(object)
    return ((first != second) & ~(first.isna() & second.isna())).to_numpy(dtype=bool)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
