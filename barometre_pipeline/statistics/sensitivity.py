"""How far a share would move had those it counts answered more, or less, often than the others.

The sample is voluntary: no interval measures who chose to answer. If those who say yes answered ``ratio`` times as
often as the others, the odds of yes among respondents are ``ratio`` times those of the population, so the odds are
divided by it (odds under selection on the answer: Prentice and Pyke 1979; what response propensities tied to the
answer do to a share: Bethlehem, Cobben and Schouten 2011, chapter 2). Within a strate it amounts to weighting each
yes by 1 / ``ratio`` and going back to the structures that exist. Response is taken to be far from exhausted.

Formulas only, of numbers or of arrays alike; importing them loads no library.
"""

from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Share = TypeVar("Share", float, "Floats")

# How often those who are counted answered, for one time of the others; the names are columns of the lake.
RATIOS: Final = {
    "si_2_fois_plus": 2.0,
    "si_1_5_fois_plus": 1.5,
    "si_1_5_fois_moins": 1 / 1.5,
    "si_2_fois_moins": 0.5,
}


def share_if_answering(share: Share, ratio: float) -> Share:
    """Return the share of the population from that of respondents, its odds divided by ``ratio``.

    Args:
        share: among respondents, in [0, 1] or NaN.
        ratio: how often those counted answered, for one time of the others; above 0.
    """
    return share / (share + ratio * (1 - share))


def stratified_share_if_answering(
    n: "Floats", base: "Floats", respondents: "Floats", population: "Floats", ratio: float
) -> "Floats":
    """Return weighted shares from counts by strate, each strate going back to the structures it represents.

    A strate has three kinds of respondents: counted, in the base and not counted, outside the base; the last two
    answer alike. With a ratio of 1 it is the post-stratified share.

    Args:
        n: counted, by strate and share, (H, K).
        base: in the base, (H, K).
        respondents: of each strate, (H, 1), none without any.
        population: structures that each strate represents, (H, 1).
        ratio: as for ``share_if_answering``.

    Returns:
        (K,) shares, NaN on an empty base.
    """
    counted = n / ratio
    each = population / (respondents - n + counted)
    numerator: Floats = (each * counted).sum(axis=0)
    denominator: Floats = (each * (base - n + counted)).sum(axis=0)
    return numerator / denominator
