"""Confidence intervals of shares and means, vectorised over arrays.

Only the passage from an estimate and its standard error to an interval belongs here.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]
Pair = tuple[Floats, Floats]
LEVEL = 0.95


def student_quantile(df: ArrayLike, level: float = LEVEL) -> Floats:
    """Return the two-sided Student quantile for each degrees of freedom, NaN where df <= 0."""
    degrees = np.asarray(df, dtype=float)
    # A table has thousands of rows and a dozen distinct degrees of freedom.
    distinct, place = np.unique(np.where(degrees > 0, degrees, np.nan), return_inverse=True)
    return np.asarray(special.stdtrit(distinct, 0.5 + level / 2)[place].reshape(degrees.shape))


def logit_interval(p: ArrayLike, se: ArrayLike, df: ArrayLike, level: float = LEVEL) -> Pair:
    """Return the Wald interval on the log odds, as R's ``svyciprop(method = "logit")``.

    Args:
        p: shares in [0, 1].
        se: their standard errors.
        df: design degrees of freedom.
        level: confidence level.

    Returns:
        Lower and upper bounds; NaN where p is 0 or 1 or the degrees of freedom are not positive.
    """
    share, error = np.asarray(p, dtype=float), np.asarray(se, dtype=float)
    inner = (share > 0) & (share < 1)
    safe = np.where(inner, share, np.nan)
    half = student_quantile(df, level) * error / (safe * (1 - safe))
    centre = special.logit(safe)
    return special.expit(centre - half), special.expit(centre + half)


def beta_interval(
    p: ArrayLike, variance: ArrayLike, n: ArrayLike, df: ArrayLike, level: float = LEVEL
) -> Pair:
    """Return the interval of Korn and Graubard (1998), as R's ``svyciprop(method = "beta")``.

    Clopper-Pearson bounds with the effective sample size p(1 - p)/variance, corrected for the degrees of
    freedom.

    Args:
        p: shares in [0, 1].
        variance: their design-based variances.
        n: responses in the base.
        df: design degrees of freedom.
        level: confidence level.
    """
    share, var = np.asarray(p, dtype=float), np.asarray(variance, dtype=float)
    usable = (var > 0) & (share > 0) & (share < 1)
    effective = np.where(usable, share * (1 - share), np.nan) / np.where(usable, var, np.nan)
    return clopper_pearson(share, effective * _df_adjustment(n, df, level), level)


def clopper_pearson(p: ArrayLike, n: ArrayLike, level: float = LEVEL) -> Pair:
    """Return the exact binomial interval for a sample size that need not be whole, NaN where it is."""
    share, size = np.broadcast_arrays(np.asarray(p, dtype=float), np.asarray(n, dtype=float))
    tail = (1 - level) / 2
    hits, misses = size * share, size * (1 - share)
    low = special.betaincinv(np.where(hits > 0, hits, np.nan), misses + 1, tail)
    high = special.betaincinv(hits + 1, np.where(misses > 0, misses, np.nan), 1 - tail)
    known = ~np.isnan(size)
    return np.where(known & (share <= 0), 0.0, low), np.where(known & (share >= 1), 1.0, high)


def degenerate_interval(
    p: ArrayLike, effective: ArrayLike, n: ArrayLike, df: ArrayLike, level: float = LEVEL
) -> Pair:
    """Return an interval where the sample shows no variation (0 %, 100 %, or a null standard error).

    The standard error is then 0, which says nothing of the uncertainty. Bounds are Clopper-Pearson's with
    the effective size ``W^2 / sum_h (1 - n_h/N_h) sum w^2`` (Kish's, with the finite population
    correction) and Korn and Graubard's correction for the degrees of freedom. A census is certain: [p, p].
    Without a degree of freedom nothing can be said: [0, 1].

    Args:
        p: shares.
        effective: that effective size, ``inf`` for a census.
        n: responses in the base.
        df: design degrees of freedom.
        level: confidence level.
    """
    share, size = np.broadcast_arrays(np.asarray(p, dtype=float), np.asarray(effective, dtype=float))
    degrees = np.broadcast_to(np.asarray(df, dtype=float), share.shape)
    finite = np.where(np.isfinite(size), size, np.nan)
    low, high = clopper_pearson(share, finite * _df_adjustment(n, degrees, level), level)
    census = np.isposinf(size)
    blind = ~census & (degrees <= 0) & ~np.isnan(share)
    low = np.where(census, share, np.where(blind, 0.0, low))
    high = np.where(census, share, np.where(blind, 1.0, high))
    return low, high


def share_intervals(
    p: Floats, se: Floats, effective: Floats, n: Floats, df: Floats, level: float = LEVEL
) -> tuple[Pair, Pair]:
    """Return the logit and the beta intervals of shares; both contain the share and stay in [0, 1].

    ``degenerate_interval`` serves where the standard error is 0 or no degree of freedom is left.
    """
    flat = (se <= 0) | (p <= 0) | (p >= 1) | (df <= 0)
    low, high = degenerate_interval(p[flat], effective[flat], n[flat], df[flat], level)
    pairs = []
    for below, above in (logit_interval(p, se, df, level), beta_interval(p, se**2, n, df, level)):
        below[flat], above[flat] = low, high
        pairs.append((np.minimum(below, p), np.maximum(above, p)))
    return pairs[0], pairs[1]


def _df_adjustment(n: ArrayLike, df: ArrayLike, level: float) -> Floats:
    ratio = student_quantile(np.asarray(n, dtype=float) - 1, level) / student_quantile(df, level)
    return np.asarray(ratio**2)
