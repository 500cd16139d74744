"""One share at a time, by summing over responses: what the engine's counting must give.

Formulas of the pipeline's engine are not used here; the variance of a sum of scores is ``linearisation``'s.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from barometre_pipeline.statistics.design import WHOLE, SurveyDesign
from barometre_pipeline.statistics.intervals import share_intervals
from barometre_pipeline.statistics.linearisation import covariance_of_totals, ratio_scores
from barometre_pipeline.vocabulary import BASE_MINIMALE

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
ROUNDING = 1e-10


def estimate_share(
    answered: ArrayLike,
    design: SurveyDesign,
    domaine: str = WHOLE,
    base: ArrayLike | None = None,
) -> dict[str, float | int | bool]:
    """Return one share with its standard error and intervals: a free condition rather than a column.

    Args:
        answered: (n,) whether the response meets the condition.
        design: the design.
        domaine: group.
        base: (n,) who is in the denominator; default everyone in the group.

    Returns:
        ``n`` and ``base`` unweighted, ``part``, ``part_ponderee``, ``erreur_type``, bounds, ``base_faible``.
    """
    yes, design = np.asarray(answered, dtype=bool), design.within(domaine)
    group = design.domain(domaine) & (
        np.ones(len(yes), dtype=bool) if base is None else np.asarray(base, bool)
    )
    mask = group & design.inside
    n, total = int((group & yes).sum()), int(group.sum())
    ratio, scores = ratio_scores(yes, np.ones(len(yes)), design, mask)
    error = _errors(scores, design)
    logit, beta = _intervals(ratio, error, design, mask)
    weighted = int(mask.sum())
    return {
        "n": n,
        "base": total,
        "base_ponderee": weighted,
        "part": n / total if total else np.nan,
        "part_ponderee": float(ratio[0]),
        "erreur_type": float(error[0]),
        "ic_logit_bas": float(logit[0][0]),
        "ic_logit_haut": float(logit[1][0]),
        "ic_beta_bas": float(beta[0][0]),
        "ic_beta_haut": float(beta[1][0]),
        "base_faible": (min(weighted, total) if weighted else total) < BASE_MINIMALE,
    }


def _errors(scores: Floats, design: SurveyDesign) -> Floats:
    known = ~np.isnan(scores).any(axis=0)
    errors = np.full(scores.shape[1], np.nan)
    errors[known] = np.sqrt(np.diag(covariance_of_totals(scores[:, known], design)))
    return errors


def _intervals(
    p: Floats, errors: Floats, design: SurveyDesign, mask: Bools
) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    weight = np.where(mask & design.inside, design.poids, 0.0)
    # Rounding leaves a trace instead of 0 when everyone in each stratum answered alike.
    clean = np.where(errors < ROUNDING, 0.0, errors)
    inner = np.append(design.correction, 0.0)[design.code_strate] * weight**2
    with np.errstate(divide="ignore", invalid="ignore"):
        effective = np.full(p.shape, weight.sum() ** 2 / inner.sum())
    n = np.full(p.shape, float((weight > 0).sum()))
    df = np.full(p.shape, float(design.degrees_of_freedom(mask)))
    return share_intervals(p, clean, effective, n, df)
