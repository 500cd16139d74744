"""Shares of mentions: ticks of a box over ticks of all boxes, a ratio and not a share of respondents.

Only this measure; shares of respondents go through the engine of ``statistics``.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from barometre_pipeline.statistics.design import SurveyDesign
from barometre_pipeline.statistics.intervals import logit_interval
from barometre_pipeline.statistics.linearisation import covariance_of_totals, ratio_scores
from barometre_pipeline.vocabulary import REGLE_SERIES

Bools = NDArray[np.bool_]


def mention_rows(
    ticks: Mapping[str, Bools],
    numerators: Mapping[str, Sequence[str]],
    design: SurveyDesign,
    domains: Sequence[str],
) -> tuple[pd.DataFrame, NDArray[np.object_]]:
    """Return one row per category and domain, and the domain of each row.

    Args:
        ticks: mask of each box.
        numerators: boxes that each category counts.
        design: weights and domains.
        domains: domains to compute.

    Returns:
        ``categorie, n, base, part, part_ponderee, base_ponderee, effectif_efficace, regle_base, ic_bas,
        ic_haut``; ``n`` and ``base`` count mentions, the effective size is of respondents.
    """
    every = np.sum([t.astype(float) for t in ticks.values()], axis=0)
    zero = np.zeros(len(design))
    top = np.column_stack(
        [
            np.sum([ticks[b].astype(float) for b in boxes], axis=0) if boxes else zero
            for boxes in numerators.values()
        ]
    )
    frames, groups = [], []
    for domain in domains:
        mask, part = design.domain(domain), design.within(domain)
        share, scores = ratio_scores(top, every, part, mask & part.inside)
        error = np.sqrt(np.diag(covariance_of_totals(np.nan_to_num(scores), part)))
        low, high = logit_interval(share, error, design.degrees_of_freedom(mask & (every > 0)))
        counted, base = top[mask].sum(axis=0), every[mask].sum()
        frames.append(
            pd.DataFrame(
                {
                    "categorie": list(numerators),
                    "n": counted.astype(int),
                    "base": int(base),
                    "part": counted / base if base else np.nan,
                    "part_ponderee": share,
                    "base_ponderee": int(every[mask & part.inside].sum()),
                    "effectif_efficace": _effective(part.poids[mask] * every[mask]),
                    "regle_base": REGLE_SERIES,
                    "ic_bas": low,
                    "ic_haut": high,
                }
            )
        )
        groups += [domain] * len(numerators)
    return pd.concat(frames, ignore_index=True), np.array(groups, dtype=object)


def _effective(weights: NDArray[np.float64]) -> float:
    """Return Kish's effective number of respondents, NaN where none has a weight."""
    square = float((weights**2).sum())
    return float(weights.sum()) ** 2 / square if square > 0 else float("nan")
