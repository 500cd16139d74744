"""The rows of ``gold/indicateurs`` found by what they count and of whom, with their counts by part of the sample.

Looking up only; which rows may be told is ``disclosure``'s.
"""

import numpy as np
import pandas as pd

from barometre_pipeline.indicators.cuts import Cut, Place
from barometre_pipeline.statistics.disclosure import Counts

Key = tuple[str, str, str]  # indicator, category, rule of base


class Values:
    """The rows of one edition and public, found by key and place."""

    def __init__(self, rows: pd.DataFrame) -> None:
        names = [rows[c].astype(str).tolist() for c in ("indicateur", "categorie", "regle_base")]
        where = [rows[c].astype(str).tolist() for c in ("population", "ventilation", "modalite")]
        numbers = zip(rows.index, rows["n"].tolist(), rows["base"].tolist(), strict=True)
        self.of: dict[Key, dict[Place, tuple[int, int, int]]] = {}
        for key, place, (index, n, base) in zip(
            zip(*names, strict=True), zip(*where, strict=True), numbers, strict=True
        ):
            self.of.setdefault(key, {})[place] = (int(index), int(n), int(base))
        printed = rows["imprime"].astype(bool).tolist()
        self.printed = {key for key, told in zip(zip(*names, strict=True), printed, strict=True) if told}

    def counts(self, key: Key, cut: Cut, whole: Place) -> tuple[Counts, Counts]:
        """Return who is counted, and among whom, by part; last, what is in no part of the whole."""
        rows = self.of[key]
        known = np.array([rows.get(p, (0, 0, 0))[1:] for p in cut.parts], dtype=np.int64).reshape(-1, 2)
        total = np.array(rows.get(whole, (0, *known.sum(axis=0)))[1:], dtype=np.int64)
        every = np.vstack([known, total - known.sum(axis=0)])
        return every[:, 0], every[:, 1]
