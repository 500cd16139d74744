"""Correction of p-values when many comparisons are made at once.

Only the correction belongs here; the tests that give p-values are elsewhere.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def adjust(p_values: Floats, method: str = "holm") -> Floats:
    """Correct p-values for the number of comparisons; NaN stays NaN and does not count.

    Args:
        p_values: (m,) raw p-values.
        method: ``holm`` (family-wise error, Holm 1979) or ``bh`` (false discoveries, Benjamini and
            Hochberg 1995), as R's ``p.adjust``.

    Raises:
        ValueError: unknown method.
    """
    result = np.asarray(p_values, dtype=float).copy()
    known = np.flatnonzero(~np.isnan(result))
    if method not in {"holm", "bh"}:
        raise ValueError(f"correction inconnue : « {method} » (holm ou bh).")
    m = len(known)
    if not m:
        return result
    order = known[np.argsort(result[known], kind="stable")]
    ranks = np.arange(1, m + 1)
    if method == "holm":
        corrected = np.maximum.accumulate(result[order] * (m - ranks + 1))
    else:
        corrected = np.minimum.accumulate((result[order] * m / ranks)[::-1])[::-1]
    result[order] = np.minimum(corrected, 1.0)
    return result
