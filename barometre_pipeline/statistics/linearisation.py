"""Weighted ratios and the variance of any sum of linearised scores: what the engine's counting does not cover.

Shares of closed columns are in ``engine``, which is faster; intervals in ``intervals``.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from barometre_pipeline.statistics.design import SurveyDesign

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def covariance_of_totals(scores: ArrayLike, design: SurveyDesign) -> Floats:
    """Return the design-based covariance of the sums of linearised scores.

    Stratified sampling without replacement, ``sum_h (1 - f_h) n_h/(n_h - 1) sum (z - mean_h)^2`` (Särndal,
    Swensson and Wretman 1992, section 3.7), as R's ``svyrecvar``. Responses outside a domain have score 0.

    Args:
        scores: (n, k) weighted scores; rows outside the design are ignored.
        design: the design of the n responses.

    Returns:
        (k, k) matrix.
    """
    z = np.asarray(scores, dtype=float)
    z = z.reshape(len(z), -1)[design.inside]
    stratum = design.code_strate[design.inside]
    size = design.echantillon.astype(float)
    sums = np.zeros((len(design.strates), z.shape[1]))
    np.add.at(sums, stratum, z)
    lonely = size <= 1
    centre = sums / np.maximum(size, 1)[:, None]
    centre[lonely] = 0.0
    factor = design.correction * np.where(lonely, 1.0, size / np.maximum(size - 1, 1))
    deviation = (z - centre[stratum]) * np.sqrt(np.maximum(factor, 0.0))[stratum][:, None]
    return np.asarray(deviation.T @ deviation)


def ratio_scores(y: ArrayLike, x: ArrayLike, design: SurveyDesign, mask: Bools) -> tuple[Floats, Floats]:
    """Return weighted ratios sum(wy)/sum(wx) in a sub-population and their linearised scores.

    Args:
        y: (n, k) numerators.
        x: (n,) or (n, k) denominators.
        design: the design.
        mask: (n,) sub-population.

    Returns:
        (k,) ratios, NaN on an empty base; (n, k) scores ``w (y - r x) / sum(wx)``, 0 outside the mask.
    """
    top = np.asarray(y, dtype=float).reshape(len(design), -1)
    bottom = np.broadcast_to(np.asarray(x, dtype=float).reshape(len(design), -1), top.shape)
    weight = np.where(mask, design.poids, 0.0)[:, None]
    total = (weight * bottom).sum(axis=0)
    known = np.where(total > 0, total, np.nan)
    ratio = (weight * top).sum(axis=0) / known
    return ratio, weight * (top - ratio * bottom) / known
