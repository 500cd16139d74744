"""Changes of many shares between two editions at once: one array operation serves a whole catalogue.

Which indicators are compared belongs to ``indicators.change_effects``, what is said of each to
``indicators.change_wording``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from barometre_pipeline.statistics.design import SurveyDesign
from barometre_pipeline.statistics.engine import CodedColumn, estimate_columns
from barometre_pipeline.statistics.intervals import LEVEL, student_quantile
from barometre_pipeline.vocabulary import BASE_MINIMALE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
NO_VARIATION = 1e-12
_ESTIMATES = (
    "n", "base", "base_ponderee", "part", "part_ponderee", "erreur_type", "ic_logit_bas", "ic_logit_haut",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Wave:
    """One edition: L shares of n responses.

    Attributes:
        edition: partition key.
        codes: (L, n) -1 out of the base, 0 in it, 1 in the numerator.
        design: the design of the n responses; its domains are the populations.
        strates: (n,) strate of each response.
        liens: (n,) what identifies the structure over the editions, "" where unknown; none twice.
    """

    edition: str
    codes: NDArray[np.int8]
    design: SurveyDesign
    strates: pd.Series
    liens: Sequence[str]

    @cached_property
    def estimates(self) -> dict[str, Floats]:
        """Each estimate of the L shares in the G domains, (L, G) arrays."""
        lines = (CodedColumn(str(k), row, ("0", "1")) for k, row in enumerate(self.codes))
        table = estimate_columns(lines, self.design)
        positive = table[table["code"] == "1"]
        return {name: positive[name].to_numpy(float).reshape(len(self.codes), -1) for name in _ESTIMATES}


@dataclass(frozen=True, eq=False)
class _Side:
    """K shares of one edition in one population; ``oui`` and ``base`` are (K, n), the rest (K,).

    ``design`` is that of the edition as it counts in this population.
    """

    wave: Wave
    design: SurveyDesign
    oui: Bools
    base: Bools
    effectif: Floats
    part: Floats
    effectif_pondere: Floats
    part_ponderee: Floats
    erreur_type: Floats
    strates: dict[str, Bools]

    def scores(self, rows: Ints) -> Floats:
        """Return the linearised scores w (y - p) / W of some responses, 0 out of the base: (K, rows)."""
        weight = self.design.poids
        total = self.base @ weight
        known = np.where(total > 0, total, np.nan)
        deviation = self.oui[:, rows] - self.part_ponderee[:, None] * self.base[:, rows]
        return np.asarray(weight[rows] * deviation / known[:, None])


def pairs_of(before: Sequence[str], after: Sequence[str]) -> Ints:
    """Return (m, 2) the rows, in each edition, of the structures that answered both."""
    place = {name: row for row, name in reversed(list(enumerate(after))) if name}
    known: dict[str, int] = {}
    for row, name in enumerate(before):
        if name in place:
            known.setdefault(name, row)
    return np.array([(row, place[name]) for name, row in known.items()], dtype=np.int64).reshape(-1, 2)


def changes(before: Wave, after: Wave, lines: Ints, domaine: str) -> pd.DataFrame:
    """Return the change of K shares in one population, everything in [-1, 1].

    The difference of weighted shares has the variance ``V(before) + V(after) - 2 Cov``. The covariance comes
    from the structures seen twice, stratum by stratum (Tam 1984; Qualité and Tillé 2008); one that changed
    strate counts as seen once. In a part of the sample its scores are 0 outside that part, so that every
    structure seen twice counts (Särndal, Swensson and Wretman 1992, section 5.8). The t-test has as many
    degrees of freedom as distinct structures minus strata.
    The split is Kitagawa's, of the unweighted shares by strate; the panel's test is McNemar's, exact, its
    interval Agresti and Min's.

    Args:
        before: the earlier edition.
        after: the later edition.
        lines: (K, 2) which share of each edition.
        domaine: a domain of both designs.

    Returns:
        K rows: ``n, base, base_ponderee, part, part_ponderee, erreur_type`` of both editions (``_reference``
        for the earlier); ``difference`` of weighted shares with ``erreur_type_difference, ic_bas, ic_haut,
        p_valeur, covariance, structures_communes, base_faible``; ``effet_reel`` with its bounds
        ``effet_reel_bas, effet_reel_haut``, and ``effet_composition``; ``panel_paires, panel_gagnees,
        panel_perdues, panel_part, panel_part_reference, panel_difference, panel_ic_bas, panel_ic_haut,
        panel_p_valeur``.
    """
    first, second = _side(before, lines[:, 0], domaine), _side(after, lines[:, 1], domaine)
    pairs = pairs_of(before.liens, after.liens)
    columns = {
        **_levels(second, ""),
        **_levels(first, "_reference"),
        **_difference(first, second, pairs),
        **_split(first, second),
        **_panel(first, second, pairs),
    }
    return pd.DataFrame(columns)


def _side(wave: Wave, lines: Ints, domaine: str) -> _Side:
    design = wave.design
    mask = design.domain(domaine)
    column = list(design.domaines).index(domaine)
    codes = wave.codes[lines]
    base = (codes >= 0) & mask
    found = {name: table[lines, column] for name, table in wave.estimates.items()}
    weighted = base & design.inside
    present = {s: (weighted & (design.code_strate == h)).any(axis=1) for h, s in enumerate(design.strates)}
    degrees = found["base_ponderee"] - np.sum(list(present.values()), axis=0)
    share, error = found["part_ponderee"], found["erreur_type"]
    reach = np.fmax(found["ic_logit_haut"] - share, share - found["ic_logit_bas"])
    # No variation in the sample is not certainty: read a standard error off the honest interval.
    quantile = np.where(degrees > 0, student_quantile(degrees), 1.0)
    error = np.where((error < NO_VARIATION) & (reach > 0), reach / quantile, error)
    return _Side(
        wave,
        design.within(domaine),
        (codes == 1) & mask,
        base,
        found["base"],
        found["part"],
        found["base_ponderee"],
        share,
        error,
        present,
    )


def _levels(side: _Side, suffix: str) -> dict[str, Floats | Ints]:
    return {
        f"n{suffix}": side.oui.sum(axis=1).astype(np.int64),
        f"base{suffix}": side.effectif.astype(np.int64),
        f"part{suffix}": side.part,
        f"part_ponderee{suffix}": side.part_ponderee,
        f"erreur_type{suffix}": side.erreur_type,
        f"base_ponderee{suffix}": side.effectif_pondere.astype(np.int64),
    }


def _difference(first: _Side, second: _Side, pairs: Ints) -> dict[str, Floats | Ints | Bools]:
    """Return the difference of weighted shares, its test, and how many structures are in both."""
    limit = first.erreur_type * second.erreur_type
    covariance = np.clip(_covariance(first, second, pairs), -limit, limit)
    variance = first.erreur_type**2 + second.erreur_type**2 - 2 * covariance
    error = np.sqrt(np.maximum(variance, 0.0))
    change = second.part_ponderee - first.part_ponderee
    seen = (first.base & first.wave.design.inside)[:, pairs[:, 0]]
    shared = (seen & (second.base & second.wave.design.inside)[:, pairs[:, 1]]).sum(axis=1)
    nothing = np.zeros(len(change), dtype=bool)
    names = dict.fromkeys([*first.strates, *second.strates])
    strata = np.sum([first.strates.get(s, nothing) | second.strates.get(s, nothing) for s in names], axis=0)
    structures = first.effectif_pondere + second.effectif_pondere - shared
    degrees = np.maximum(structures - strata, 1)
    half = student_quantile(degrees) * error
    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2 * special.stdtr(degrees, -np.abs(change) / error)
    p = np.where(error == 0, np.where(change == 0, 1.0, 0.0), p)
    return {
        "difference": change,
        "erreur_type_difference": error,
        "ic_bas": np.maximum(change - half, -1.0),
        "ic_haut": np.minimum(change + half, 1.0),
        "p_valeur": np.where(np.isnan(change), np.nan, p),
        "covariance": covariance,
        "structures_communes": shared,
        "base_faible": np.minimum(first.effectif_pondere, second.effectif_pondere) < BASE_MINIMALE,
    }


def _covariance(first: _Side, second: _Side, pairs: Ints) -> Floats:
    """Return the covariance of the shares of both editions, from the structures that kept their stratum."""
    before, after = first.design, second.design
    total = np.zeros(len(first.part))
    for h, name in enumerate(before.strates):
        if name not in after.strates:
            continue
        k = after.strates.index(name)
        rows = pairs[(before.code_strate[pairs[:, 0]] == h) & (after.code_strate[pairs[:, 1]] == k)]
        sizes = (int(before.echantillon[h]), int(after.echantillon[k]))
        population = float(before.population[h] + after.population[k]) / 2
        total += overlap_covariance(first.scores(rows[:, 0]), second.scores(rows[:, 1]), sizes, population)
    return total


def overlap_covariance(before: Floats, after: Floats, sizes: tuple[int, int], population: float) -> Floats:
    """Return the covariance of two sample sums from the units that both samples hold (Tam 1984).

    ``(m - n1 n2 / N) s12`` under simple random sampling, m units being in both.

    Args:
        before: (K, m) values of these units in the first sample.
        after: (K, m) values in the second.
        sizes: n1, n2.
        population: N.

    Returns:
        (K,) covariances; 0 where fewer than two units are in both.
    """
    m = before.shape[1]
    if m < 2:
        return np.zeros(len(before))
    x, y = before - before.mean(axis=1, keepdims=True), after - after.mean(axis=1, keepdims=True)
    return np.asarray((m - sizes[0] * sizes[1] / population) * (x * y).sum(axis=1) / (m - 1))


def _split(first: _Side, second: _Side) -> dict[str, Floats]:
    """Return Kitagawa's ``effet_reel, effet_reel_bas, effet_reel_haut, effet_composition``."""
    strates = sorted({*first.wave.strates.unique(), *second.wave.strates.unique()})
    (yes1, n1), (yes2, n2) = (_by_strate(side, strates) for side in (first, second))
    weight1, weight2 = (_ratio(n, n.sum(axis=1, keepdims=True)) for n in (n1, n2))
    rate1, rate2 = _ratio(yes1, n1), _ratio(yes2, n2)
    # A strate absent from one edition has its rate of the other: its coming or going is all composition.
    rate1, rate2 = np.where(n1 > 0, rate1, rate2), np.where(n2 > 0, rate2, rate1)
    weight, rate = (weight1 + weight2) / 2, (rate1 + rate2) / 2
    overall = (weight * rate).sum(axis=1, keepdims=True)
    real = ((rate2 - rate1) * weight).sum(axis=1)
    composition = ((weight2 - weight1) * (rate - overall)).sum(axis=1)
    # A success and a failure are added: unanimity is not certainty.
    sure1, sure2 = (yes1 + 1) / (n1 + 2), (yes2 + 1) / (n2 + 2)
    variance = _ratio(sure1 * (1 - sure1), n1) + _ratio(sure2 * (1 - sure2), n2)
    error = np.sqrt(np.where((n1 > 0) & (n2 > 0), weight**2 * variance, 0.0).sum(axis=1))
    half = float(special.ndtri(0.5 + LEVEL / 2)) * error
    found = {
        "effet_reel": real,
        "effet_reel_bas": real - half,
        "effet_reel_haut": real + half,
        "effet_composition": composition,
    }
    empty = (n1.sum(axis=1) == 0) | (n2.sum(axis=1) == 0)
    return {name: np.where(empty, np.nan, values) for name, values in found.items()}


def _ratio(a: Floats, b: Floats) -> Floats:
    return np.divide(a, b, out=np.zeros(np.broadcast_shapes(a.shape, b.shape)), where=b > 0)


def _by_strate(side: _Side, strates: Sequence[str]) -> tuple[Floats, Floats]:
    inside = np.column_stack([(side.wave.strates == s).to_numpy(float) for s in strates])
    return side.oui.astype(float) @ inside, side.base.astype(float) @ inside


def _panel(first: _Side, second: _Side, pairs: Ints) -> dict[str, Floats | Ints]:
    """Return the change among the structures in the base of both editions, NaN without one."""
    both = first.base[:, pairs[:, 0]] & second.base[:, pairs[:, 1]]
    was, now = first.oui[:, pairs[:, 0]] & both, second.oui[:, pairs[:, 1]] & both
    n, gained, lost = (x.sum(axis=1) for x in (both, now & ~was, was & ~now))
    known = np.where(n > 0, n, np.nan)
    difference = (gained - lost) / known
    centre = (gained - lost) / (n + 2)
    half = float(special.ndtri(0.5 + LEVEL / 2)) * np.sqrt(
        gained + lost + 1 - (gained - lost) ** 2 / (n + 2)
    ) / (n + 2)  # fmt: skip
    changes = gained + lost
    p = np.minimum(2 * special.bdtr(np.minimum(gained, lost), np.maximum(changes, 1), 0.5), 1.0)
    return {
        "panel_paires": n,
        "panel_gagnees": gained,
        "panel_perdues": lost,
        "panel_part_reference": was.sum(axis=1) / known,
        "panel_part": now.sum(axis=1) / known,
        "panel_difference": difference,
        "panel_ic_bas": np.maximum(np.minimum(centre - half, difference), -1.0),
        "panel_ic_haut": np.minimum(np.maximum(centre + half, difference), 1.0),
        "panel_p_valeur": np.where(n > 0, np.where(changes > 0, p, 1.0), np.nan),
    }
