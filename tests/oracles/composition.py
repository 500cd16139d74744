"""What part of a change is real and what part comes from who answered (Kitagawa's decomposition).

Only the decomposition belongs here; the change itself is in ``evolution``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Decomposition:
    """Split of the change of an unweighted share; ``effet_reel + effet_composition == variation``.

    Attributes:
        variation: later share minus earlier share.
        effet_reel: change of the rates of the strates, at the average composition of both editions.
        effet_composition: change of the weights of the strates in the sample, at their average rates.
        table: by strate: ``strate, base_avant, base_apres, poids_avant, poids_apres, part_avant, part_apres,
            effet_reel, effet_composition``.
    """

    variation: float
    effet_reel: float
    effet_composition: float
    table: pd.DataFrame


def kitagawa(before: Mapping[str, tuple[int, int]], after: Mapping[str, tuple[int, int]]) -> Decomposition:
    """Split the change of a share into real change and change of sample composition (Kitagawa 1955).

    ``sum_h (p2h - p1h)(w1h + w2h)/2 + sum_h (w2h - w1h)(p1h + p2h)/2`` where w is the share of the strate
    in the sample and p the rate in it. Each strate's composition term is centred on the mean rate, which
    leaves the sum unchanged: a strate counts when it grew *and* differs from the others. A strate absent
    from one edition is given its rate of the other, so that its coming or going is all composition.

    Args:
        before: strate -> (positives, base) in the earlier edition.
        after: the same in the later edition.

    Raises:
        ValueError: an edition has no response, or a count exceeds its base.
    """
    strates = list(dict.fromkeys([*before, *after]))
    yes1, n1 = _columns(before, strates, "la première édition")
    yes2, n2 = _columns(after, strates, "la seconde édition")
    weight1, weight2 = n1 / n1.sum(), n2 / n2.sum()
    rate1, rate2 = _rates(yes1, n1), _rates(yes2, n2)
    rate1, rate2 = np.where(n1 > 0, rate1, rate2), np.where(n2 > 0, rate2, rate1)
    rate1, rate2 = np.nan_to_num(rate1), np.nan_to_num(rate2)
    weight, rate = (weight1 + weight2) / 2, (rate1 + rate2) / 2
    overall = float((weight * rate).sum())
    real = (rate2 - rate1) * weight
    composition = (weight2 - weight1) * (rate - overall)
    total = float(real.sum())
    table = pd.DataFrame(
        {
            "strate": strates,
            "base_avant": n1.astype(int),
            "base_apres": n2.astype(int),
            "poids_avant": weight1,
            "poids_apres": weight2,
            "part_avant": np.where(n1 > 0, rate1, np.nan),
            "part_apres": np.where(n2 > 0, rate2, np.nan),
            "effet_reel": real,
            "effet_composition": composition,
        }
    )
    return Decomposition(
        variation=float(yes2.sum() / n2.sum() - yes1.sum() / n1.sum()),
        effet_reel=total,
        effet_composition=float(composition.sum()),
        table=table,
    )


def counts_by_strate(
    strates: pd.Series, positifs: ArrayLike, base: ArrayLike | None = None
) -> dict[str, tuple[int, int]]:
    """Return strate -> (positives, base) of responses, as ``kitagawa`` wants them.

    Args:
        strates: (n,) strate of each response; a missing one leaves the count.
        positifs: (n,) whether the response is positive.
        base: (n,) who is in the denominator; default everyone.
    """
    inside = np.ones(len(strates), dtype=bool) if base is None else np.asarray(base, dtype=bool)
    frame = pd.DataFrame({"strate": strates.astype(object), "oui": np.asarray(positifs, dtype=bool) & inside})
    groups = frame[inside].dropna(subset="strate").groupby("strate")["oui"]
    return {str(s): (int(g.sum()), len(g)) for s, g in groups}


def _columns(
    counts: Mapping[str, tuple[int, int]], strates: list[str], edition: str
) -> tuple[Floats, Floats]:
    pairs = np.array([counts.get(s, (0, 0)) for s in strates], dtype=float).reshape(-1, 2)
    yes, base = pairs[:, 0], pairs[:, 1]
    if base.sum() <= 0:
        raise ValueError(f"aucune réponse dans {edition} : rien à comparer.")
    if (yes < 0).any() or (yes > base).any():
        wrong = strates[int(np.flatnonzero((yes < 0) | (yes > base))[0])]
        raise ValueError(f"effectif supérieur à sa base dans {edition}, strate « {wrong} ».")
    return yes, base


def _rates(yes: Floats, base: Floats) -> Floats:
    rates: Floats = np.divide(yes, base, out=np.full(len(base), np.nan), where=base > 0)
    return rates
