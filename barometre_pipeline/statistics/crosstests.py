"""Design-based tests of independence between two questions, or between a question and groups.

Only the test belongs here; which crossings are worth testing is the catalogue's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from barometre_pipeline.statistics.design import WHOLE, SurveyDesign, coded

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class RaoScott:
    """Pearson's chi-square with Rao and Scott's second-order correction (R's ``svychisq``).

    Attributes:
        statistique: F, the corrected statistic.
        ddl_numerateur: its numerator degrees of freedom (fractional).
        ddl_denominateur: its denominator degrees of freedom.
        p_valeur: probability of a larger F under independence.
        base: responses used.
        lignes: categories of the rows that have a respondent.
        colonnes: categories of the columns that have a respondent.
        motif: why there is no test, in French, or "".
    """

    statistique: float
    ddl_numerateur: float
    ddl_denominateur: float
    p_valeur: float
    base: int
    lignes: int
    colonnes: int
    motif: str = ""


def rao_scott(
    rows: pd.Series,
    columns: pd.Series,
    design: SurveyDesign,
    domaine: str = WHOLE,
    *,
    exclus: Sequence[str] = (),
) -> RaoScott:
    """Test the independence of two categorical variables under the design.

    Rao and Scott (1984), with the F approximation of Thomas and Rao (1987) that R's ``svychisq`` uses by
    default. Degrees of freedom are those of the responses of the domain that answered both. Where the
    design has a finite population correction, it is taken into account.

    Args:
        rows: categories, length n.
        columns: categories, length n.
        design: the design.
        domaine: sub-population.
        exclus: codes left out of both (``@non_posee``...); a missing value is always left out.
    """
    design = design.within(domaine)
    a, a_labels = coded(rows)
    b, b_labels = coded(columns)
    a, b = _leave_out(a, a_labels, exclus), _leave_out(b, b_labels, exclus)
    mask = design.domain(domaine) & design.inside & (a >= 0) & (b >= 0)
    row, n_rows = _compact(a[mask])
    column, n_columns = _compact(b[mask])
    base = int(mask.sum())
    if n_rows < 2 or n_columns < 2:
        return _no_test(base, n_rows, n_columns, "une seule modalité observée")
    df = design.degrees_of_freedom(mask)
    if df < 1:
        return _no_test(base, n_rows, n_columns, "trop peu de réponses par strate")
    share, covariance = _cells(row * n_columns + column, n_rows * n_columns, mask, design)
    chi2 = base * _pearson(share.reshape(n_rows, n_columns))
    delta = _generalised_effects(share, covariance, n_rows, n_columns, base)
    if delta is None:
        return _no_test(base, n_rows, n_columns, "trop de croisements sans réponse")
    trace, trace2 = float(np.trace(delta)), float(np.trace(delta @ delta))
    if not trace > 0:
        return _no_test(base, n_rows, n_columns, "aucune variabilité d’échantillonnage (recensement)")
    first, statistic = trace**2 / trace2, chi2 / trace
    p = float(special.fdtrc(first, first * df, statistic))
    return RaoScott(statistic, first, first * df, p, base, n_rows, n_columns)


def _leave_out(
    codes: NDArray[np.integer], labels: Sequence[str], exclus: Sequence[str]
) -> NDArray[np.integer]:
    out = [i for i, label in enumerate(labels) if label in exclus]
    return np.where(np.isin(codes, out), -1, codes)


def _compact(codes: NDArray[np.integer]) -> tuple[NDArray[np.integer], int]:
    values, compact = np.unique(codes, return_inverse=True)
    return compact, len(values)


def _cells(cell: NDArray[np.integer], size: int, mask: Bools, design: SurveyDesign) -> tuple[Floats, Floats]:
    """Return the weighted share of each cell of the table and their design-based covariance.

    A response is in one cell at most, so sums of weights and squared weights by (stratum, cell) suffice.
    """
    n_strata = len(design.strates)
    weight = design.poids[mask]
    key = design.code_strate[mask] * size + cell
    sums = np.bincount(key, weights=weight, minlength=n_strata * size).reshape(n_strata, size)
    squares = np.bincount(key, weights=weight**2, minlength=n_strata * size).reshape(n_strata, size)
    total = weight.sum()
    share = sums.sum(axis=0) / total
    covariance = np.zeros((size, size))
    for h in range(n_strata):
        n = int(design.echantillon[h])
        if n == 0:
            continue
        cross = np.outer(squares[h], share)
        products = np.diag(squares[h]) - cross - cross.T + squares[h].sum() * np.outer(share, share)
        if n > 1:
            shift = sums[h] - share * sums[h].sum()
            products = (products - np.outer(shift, shift) / n) * (n / (n - 1))
        covariance += design.correction[h] * products
    return share, covariance / total**2


def _pearson(table: Floats) -> float:
    expected = np.outer(table.sum(axis=1), table.sum(axis=0))
    return float(((table - expected) ** 2 / expected).sum())


def _generalised_effects(
    share: Floats, covariance: Floats, rows: int, columns: int, base: int
) -> Floats | None:
    """Return the matrix whose eigenvalues are Rao and Scott's generalised design effects.

    None where empty cells leave the interactions undetermined, as R's ``svychisq`` then refuses.
    """
    r = np.eye(rows)[np.repeat(np.arange(rows), columns)]
    c = np.eye(columns)[np.tile(np.arange(columns), rows)]
    main = np.column_stack([np.ones(rows * columns), r[:, 1:], c[:, 1:]])
    interaction = np.einsum("ki,kj->kij", r[:, 1:], c[:, 1:]).reshape(rows * columns, -1)
    contrast = interaction - main @ np.linalg.lstsq(main, interaction, rcond=None)[0]
    scaled = np.divide(contrast, share[:, None], out=np.zeros_like(contrast), where=share[:, None] > 0)
    simple = contrast.T @ scaled / base
    if 1 / np.linalg.cond(simple, 1) < np.finfo(float).eps:
        return None
    return np.asarray(np.linalg.solve(simple, scaled.T @ covariance @ scaled))


def _no_test(base: int, rows: int, columns: int, reason: str) -> RaoScott:
    nan = float("nan")
    return RaoScott(nan, nan, nan, nan, base, rows, columns, reason)
