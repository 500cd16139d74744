"""Means, ratios, multiple choice, ranks: any estimator that is not a share of one closed column.

Each is linearised and goes through one variance function. Shares of closed columns are in ``engine``, which
is faster; intervals in ``intervals``.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from barometre_pipeline.statistics.design import WHOLE, SurveyDesign
from barometre_pipeline.statistics.engine import BASE_MINIMALE, lonely_contribution
from barometre_pipeline.statistics.intervals import mean_interval, share_intervals

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
ROUNDING = 1e-10


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
    if (size == 1).any():
        factor = np.where(lonely, factor * lonely_contribution(design), factor)
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


def estimate_means(
    values: pd.DataFrame, design: SurveyDesign, domaines: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return weighted means of numeric columns by domain; a missing value leaves the base of its column.

    As R's ``svymean`` on ``subset(design, domain & !is.na(y))``.

    Returns:
        ``colonne, groupe, base, moyenne, erreur_type, ic_bas, ic_haut, base_faible``.
    """
    rows = []
    for name in values.columns:
        y = pd.to_numeric(values[name]).to_numpy(dtype=float, na_value=np.nan)
        for domain in domaines or design.domaines:
            mask = design.domain(domain) & ~np.isnan(y) & design.inside
            rows.append({"colonne": name, "groupe": domain, **_mean(np.nan_to_num(y), design, mask)})
    return pd.DataFrame(rows)


def _mean(y: Floats, design: SurveyDesign, mask: Bools) -> dict[str, float | int | bool]:
    base = int((mask & design.inside).sum())
    if base:
        ratio, scores = ratio_scores(y, np.ones(len(y)), design, mask)
        mean, error = float(ratio[0]), float(np.sqrt(covariance_of_totals(scores, design)[0, 0]))
    else:
        mean = error = np.nan
    low, high = mean_interval(mean, error, design.degrees_of_freedom(mask))
    return {
        "base": base,
        "moyenne": mean,
        "erreur_type": error,
        "ic_bas": float(low),
        "ic_haut": float(high),
        "base_faible": base < BASE_MINIMALE,
    }


def estimate_multiple(
    boxes: pd.DataFrame, design: SurveyDesign, *, coche: str = "Y", domaines: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return, for each box of a multiple choice, the share of respondents who ticked it and of mentions.

    The share of respondents is over all responses of the domain, as published. The share of mentions (ticks
    of the box over ticks of all boxes) is a ratio; the 2023 edition published it as « Total pondéré ».

    Args:
        boxes: (n, k) frame, one column per box, holding answer codes.
        design: the design.
        coche: code of a ticked box.
        domaines: domains to keep.

    Returns:
        ``colonne, groupe, base, part_repondants, erreur_type_repondants, part_mentions,
        erreur_type_mentions, ic_bas, ic_haut, base_faible`` (logit interval of the share of respondents).
    """
    ticks = np.column_stack([(boxes[c].astype(object) == coche).to_numpy(dtype=float) for c in boxes])
    frames = []
    for domain in domaines or design.domaines:
        mask = design.domain(domain) & design.inside
        among, scores = ratio_scores(ticks, np.ones(len(ticks)), design, mask)
        mentions, mention_scores = ratio_scores(ticks, ticks.sum(axis=1), design, mask)
        errors, mention_errors = _errors(scores, design), _errors(mention_scores, design)
        low, high = _logit(among, errors, design, mask)
        frames.append(
            pd.DataFrame(
                {
                    "colonne": list(boxes.columns),
                    "groupe": domain,
                    "base": int(mask.sum()),
                    "part_repondants": among,
                    "erreur_type_repondants": errors,
                    "part_mentions": mentions,
                    "erreur_type_mentions": mention_errors,
                    "ic_bas": low,
                    "ic_haut": high,
                    "base_faible": int(mask.sum()) < BASE_MINIMALE,
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def estimate_ranks(
    ranks: pd.DataFrame,
    design: SurveyDesign,
    *,
    items: Sequence[str] | None = None,
    premiers: int = 1,
    domaines: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return how each item of a ranking question was ranked.

    Args:
        ranks: (n, k) frame, one column per rank in order, holding the item put at this rank.
        design: the design.
        items: items to report; default, the categories or values that are not codes of a missing answer.
        premiers: how many first ranks count in ``part_premiers``.
        domaines: domains to keep.

    Returns:
        ``code, groupe, base`` (responses of the domain), ``part_classe`` and ``part_premiers`` with their
        standard errors, ``rang_moyen`` among those who ranked the item with its standard error, interval
        and base (``base_rang``), ``base_faible``.
    """
    order = [ranks[c].astype(object).to_numpy() for c in ranks]
    names = list(items) if items is not None else _items(ranks)
    rank = np.zeros((len(ranks), len(names)))
    for position, column in reversed(list(enumerate(order, start=1))):
        for i, name in enumerate(names):
            rank[column == name, i] = position
    ranked, first = (rank > 0).astype(float), ((rank > 0) & (rank <= premiers)).astype(float)
    frames = []
    for domain in domaines or design.domaines:
        mask = design.domain(domain) & design.inside
        part, scores = ratio_scores(ranked, np.ones(len(rank)), design, mask)
        top, top_scores = ratio_scores(first, np.ones(len(rank)), design, mask)
        mean, mean_scores = ratio_scores(rank, ranked, design, mask)
        error = _errors(mean_scores, design)
        degrees = [design.degrees_of_freedom(mask & (ranked[:, i] > 0)) for i in range(len(names))]
        low, high = mean_interval(mean, error, degrees)
        base_rank = (mask[:, None] & (ranked > 0)).sum(axis=0)
        frames.append(
            pd.DataFrame(
                {
                    "code": names,
                    "groupe": domain,
                    "base": int(mask.sum()),
                    "part_classe": part,
                    "erreur_type_classe": _errors(scores, design),
                    "part_premiers": top,
                    "erreur_type_premiers": _errors(top_scores, design),
                    "base_rang": base_rank,
                    "rang_moyen": mean,
                    "erreur_type_rang": error,
                    "ic_rang_bas": np.clip(low, 1, len(order)),
                    "ic_rang_haut": np.clip(high, 1, len(order)),
                    "base_faible": base_rank < BASE_MINIMALE,
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


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
    yes = np.asarray(answered, dtype=bool)
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


def _logit(p: Floats, errors: Floats, design: SurveyDesign, mask: Bools) -> tuple[Floats, Floats]:
    return _intervals(p, errors, design, mask)[0]


def _items(ranks: pd.DataFrame) -> list[str]:
    found: dict[str, None] = {}
    for name in ranks:
        column = ranks[name]
        values = (
            column.cat.categories
            if isinstance(column.dtype, pd.CategoricalDtype)
            else column.dropna().unique()
        )
        found.update(dict.fromkeys(str(v) for v in values if not str(v).startswith("@")))
    return list(found)
