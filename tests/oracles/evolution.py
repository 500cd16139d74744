"""Change of a share between two editions: difference, interval, test, and the matched panel.

What part of a change comes from the composition of the sample belongs to ``composition``; the sentence that
says what may be concluded to ``wording``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import special

from barometre_pipeline.statistics.design import WHOLE, SurveyDesign
from barometre_pipeline.statistics.intervals import LEVEL, clopper_pearson, student_quantile
from barometre_pipeline.vocabulary import BASE_MINIMALE
from tests.oracles.shares import estimate_share, ratio_scores

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Measure:
    """One indicator in one edition, response by response.

    Attributes:
        edition: key of the edition.
        positifs: (n,) whether the response counts in the numerator.
        design: the design of the n responses.
        identifiants: (n,) stable identifier of the structure (SIREN), "" or None where unknown.
        base: (n,) who is in the denominator; None for everyone.
        strates: (n,) strate of each response, for the split by strate; None where unknown.
    """

    edition: str
    positifs: ArrayLike
    design: SurveyDesign
    identifiants: Sequence[str | None]
    base: ArrayLike | None = None
    strates: pd.Series | None = None

    def masks(self, domaine: str) -> tuple[Bools, Bools]:
        """Return who is positive and who is in the base of the domain."""
        yes = np.asarray(self.positifs, dtype=bool)
        base = np.ones(len(yes), dtype=bool) if self.base is None else np.asarray(self.base, dtype=bool)
        return yes, base & self.design.domain(domaine)

    def rows_by_structure(self, mask: Bools) -> dict[str, int]:
        """Return the first row of each known structure within a mask."""
        rows: dict[str, int] = {}
        for row in np.flatnonzero(mask).tolist():
            name = self.identifiants[row]
            if name is not None and not pd.isna(name) and str(name):
                rows.setdefault(str(name), row)
        return rows


@dataclass(frozen=True)
class Estimate:
    """A share as an edition gives it, enough to compare it with another.

    Attributes:
        edition: key of the edition.
        part: share in [0, 1].
        erreur_type: its standard error, never 0 unless the share is known by census.
        ddl: its degrees of freedom.
        base: responses behind it.
    """

    edition: str
    part: float
    erreur_type: float
    ddl: float
    base: int


@dataclass(frozen=True)
class Evolution:
    """Difference of two shares, later minus earlier, in [-1, 1].

    Attributes:
        avant: the earlier share.
        apres: the later share.
        difference: ``apres - avant``.
        erreur_type: its standard error.
        ic_bas: lower bound at 95 %.
        ic_haut: upper bound.
        p_valeur: two-sided, of no change.
        communes: structures that answered both editions.
        covariance: of the two shares, from these structures.
        base_faible: one of the two bases is under 30.
    """

    avant: Estimate
    apres: Estimate
    difference: float
    erreur_type: float
    ic_bas: float
    ic_haut: float
    p_valeur: float
    communes: int
    covariance: float
    base_faible: bool


def evolution(before: Measure, after: Measure, domaine: str = WHOLE) -> Evolution:
    """Return the change of a weighted share between two editions.

    ``V(d) = V(before) + V(after) - 2 Cov``. The covariance comes from the structures seen twice, stratum by
    stratum: ``(m - n1 n2 / N) s12`` with m such structures (Tam 1984; Qualité and Tillé 2008). It lowers
    the variance where answers are stable. A structure that changed strate counts as seen once.
    The t-test has as many degrees of freedom as distinct structures minus strata.

    Args:
        before: the earlier edition.
        after: the later edition.
        domaine: a domain both designs have.
    """
    first, first_scores, first_mask = _estimate(before, domaine)
    second, second_scores, second_mask = _estimate(after, domaine)
    rows_before = before.rows_by_structure(before.design.inside)
    rows_after = after.rows_by_structure(after.design.inside)
    seen = [(row, rows_after[s]) for s, row in rows_before.items() if s in rows_after]
    pairs = np.array(seen, dtype=np.int64).reshape(-1, 2)
    # A structure out of the base has a null score, and is still one of those the strate was drawn from.
    covariance = _covariance(before.design, after.design, first_scores, second_scores, pairs)
    shared = int((first_mask[pairs[:, 0]] & second_mask[pairs[:, 1]]).sum())
    strata = {before.design.strates[h] for h in np.unique(before.design.code_strate[first_mask])}
    strata |= {after.design.strates[h] for h in np.unique(after.design.code_strate[second_mask])}
    structures = int(first_mask.sum()) + int(second_mask.sum()) - shared
    return compare(first, second, covariance, communes=shared, ddl=max(structures - len(strata), 1))


def compare(
    before: Estimate, after: Estimate, covariance: float = 0.0, *, communes: int = 0, ddl: float | None = None
) -> Evolution:
    """Return the change between two shares already estimated (independent unless a covariance is given).

    Args:
        before: the earlier share.
        after: the later share.
        covariance: of the two estimates; held within what their standard errors allow.
        communes: structures that answered both.
        ddl: degrees of freedom; default, the sum of both.
    """
    limit = before.erreur_type * after.erreur_type
    held = float(np.clip(covariance, -limit, limit))
    variance = max(before.erreur_type**2 + after.erreur_type**2 - 2 * held, 0.0)
    difference, error = after.part - before.part, float(np.sqrt(variance))
    degrees = before.ddl + after.ddl if ddl is None else ddl
    half = float(student_quantile(degrees, LEVEL)) * error
    return Evolution(
        avant=before,
        apres=after,
        difference=difference,
        erreur_type=error,
        ic_bas=max(difference - half, -1.0),
        ic_haut=min(difference + half, 1.0),
        p_valeur=_p_value(difference, error, degrees),
        communes=communes,
        covariance=held,
        base_faible=min(before.base, after.base) < BASE_MINIMALE,
    )


def estimate_from_counts(edition: str, positifs: int, base: int) -> Estimate:
    """Return a share known only by a published count, as if the responses were a simple random sample.

    Raises:
        ValueError: the base is empty or smaller than the count.
    """
    if not 0 <= positifs <= base or base == 0:
        raise ValueError(f"effectif impossible pour {edition} : {positifs} sur {base}.")
    part = positifs / base
    error = float(np.sqrt(part * (1 - part) / max(base - 1, 1)))
    return Estimate(edition, part, error or _prudent_error(part, base), max(base - 1, 1), base)


def _estimate(measure: Measure, domaine: str) -> tuple[Estimate, Floats, Bools]:
    yes, group = measure.masks(domaine)
    mask = group & measure.design.inside
    found = estimate_share(yes, measure.design, domaine, base=group)
    ratio, scores = ratio_scores(yes, np.ones(len(yes)), measure.design, mask)
    degrees = measure.design.degrees_of_freedom(mask)
    error = float(found["erreur_type"])
    reach = max(float(found["ic_logit_haut"]) - ratio[0], ratio[0] - float(found["ic_logit_bas"]))
    if error < 1e-12 and reach > 0:
        # No variation in the sample is not certainty: read a standard error off the honest interval.
        quantile = float(student_quantile(degrees)) if degrees > 0 else 1.0
        error = float(reach) / quantile
    share = Estimate(measure.edition, float(ratio[0]), error, float(max(degrees, 0)), int(mask.sum()))
    return share, scores[:, 0], mask


def _prudent_error(part: float, base: int) -> float:
    low, high = clopper_pearson(part, float(base))
    return max(float(high) - part, part - float(low)) / float(student_quantile(max(base - 1, 1)))


def _covariance(
    before: SurveyDesign, after: SurveyDesign, first: Floats, second: Floats, pairs: NDArray[np.int64]
) -> float:
    """Return the covariance of two sums of scores, from the rows of the structures seen twice."""
    position = {name: h for h, name in enumerate(after.strates)}
    total = 0.0
    for h, name in enumerate(before.strates):
        k = position.get(name)
        if k is None or not len(pairs):
            continue
        same = (before.code_strate[pairs[:, 0]] == h) & (after.code_strate[pairs[:, 1]] == k)
        m = int(same.sum())
        if m < 2:
            continue
        x, y = first[pairs[same, 0]], second[pairs[same, 1]]
        joint = float(((x - x.mean()) * (y - y.mean())).sum()) / (m - 1)
        population = (before.population[h] + after.population[k]) / 2
        expected = before.echantillon[h] * after.echantillon[k] / population
        total += (m - expected) * joint
    return total


def _p_value(difference: float, error: float, degrees: float) -> float:
    if np.isnan(difference) or np.isnan(error):
        return float("nan")
    if error == 0:
        return 1.0 if difference == 0 else 0.0
    return float(2 * special.stdtr(degrees, -abs(difference) / error)) if degrees > 0 else float("nan")


@dataclass(frozen=True)
class Panel:
    """The structures that answered both editions, unweighted.

    Attributes:
        paires: how many.
        gagnees: not positive before, positive after.
        perdues: positive before, not after.
        part_avant: share of positives before, among them.
        part_apres: share after.
        difference: change of the share.
        ic_bas: lower bound at 95 %.
        ic_haut: upper bound.
        p_valeur: exact McNemar test.
        base_faible: fewer than 30 pairs.
    """

    paires: int
    gagnees: int
    perdues: int
    part_avant: float
    part_apres: float
    difference: float
    ic_bas: float
    ic_haut: float
    p_valeur: float
    base_faible: bool


def matched_panel(before: Measure, after: Measure, domaine: str = WHOLE) -> Panel:
    """Return the change among the structures in the base of both editions.

    Interval of Agresti and Min (2005), half a pair added to each cell; exact McNemar test. NaN without a
    pair.
    """
    yes_before, base_before = before.masks(domaine)
    yes_after, base_after = after.masks(domaine)
    rows_before, rows_after = before.rows_by_structure(base_before), after.rows_by_structure(base_after)
    pairs = [(yes_before[r], yes_after[rows_after[s]]) for s, r in rows_before.items() if s in rows_after]
    n = len(pairs)
    gained = sum(1 for was, now in pairs if now and not was)
    lost = sum(1 for was, now in pairs if was and not now)
    if n == 0:
        nan = float("nan")
        return Panel(0, 0, 0, nan, nan, nan, nan, nan, nan, True)
    stable = sum(1 for was, now in pairs if was and now)
    difference = (gained - lost) / n
    centre = (gained - lost) / (n + 2)
    spread = (gained + lost + 1) - (gained - lost) ** 2 / (n + 2)
    half = float(special.ndtri(0.5 + LEVEL / 2)) * float(np.sqrt(spread)) / (n + 2)
    changes = gained + lost
    from scipy.stats import binomtest  # heavy to load, and only a panel needs it

    return Panel(
        paires=n,
        gagnees=gained,
        perdues=lost,
        part_avant=(stable + lost) / n,
        part_apres=(stable + gained) / n,
        difference=difference,
        ic_bas=max(min(centre - half, difference), -1.0),
        ic_haut=min(max(centre + half, difference), 1.0),
        p_valeur=float(binomtest(gained, changes).pvalue) if changes else 1.0,
        base_faible=n < BASE_MINIMALE,
    )
