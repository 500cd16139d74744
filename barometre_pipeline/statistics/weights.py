"""How far weights are from equal: their bounds, and what their spread costs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class WeightSpread:
    """Weights of a sample, NaN where none has one.

    Attributes:
        lowest, highest: the smallest and the largest weight.
        effect: Kish's design effect, n Σw² / (Σw)² (Kish, *Survey Sampling*, 1965, 11.7): 1 where all are equal.
    """

    lowest: float
    highest: float
    effect: float


def weight_spread(weights: ArrayLike, responses: ArrayLike = 1) -> WeightSpread:
    """Return the spread of weights, each borne by so many responses; those without a positive weight are left out."""
    weight, size = np.broadcast_arrays(np.asarray(weights, dtype=float), np.asarray(responses, dtype=float))
    used = (weight > 0) & (size > 0)
    if not used.any():
        return WeightSpread(np.nan, np.nan, np.nan)
    weight, size = weight[used], size[used]
    effect = size.sum() * (size * weight**2).sum() / (size * weight).sum() ** 2
    return WeightSpread(float(weight.min()), float(weight.max()), float(effect))
