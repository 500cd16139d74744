"""Changes of many shares between two editions at once: one array operation serves a whole catalogue.

Which indicators are compared belongs to ``indicators.changes``, what may be concluded to ``indicators.verdicts``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from barometre_pipeline.statistics.intervals import LEVEL

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Wave:
    """One edition: L shares of n responses.

    Attributes:
        edition: partition key.
        codes: (L, n) -1 out of the base, 0 in it, 1 in the numerator.
        domaines: (n,) mask of each population.
        strates: (n,) strate of each response.
        liens: (n,) what identifies the structure over the editions, "" where unknown; none twice.
    """

    edition: str
    codes: NDArray[np.int8]
    domaines: Mapping[str, Bools]
    strates: pd.Series
    liens: Sequence[str]


@dataclass(frozen=True, eq=False)
class _Side:
    """K shares of one edition in one population; ``oui`` and ``base`` are (K, n)."""

    wave: Wave
    oui: Bools
    base: Bools


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

    What is judged is Kitagawa's rate effect (1955): the change of the unweighted share had the sample been made of
    the same strates both years, those of the two samples on average. Its variance takes the strates one by one, a
    success and a failure added to each (unanimity is not certainty), without finite population correction: a change
    of practice is asked about, not one of a closed list (Cochran 1977, section 2.14; Graubard and Korn 2002).
    Structures seen twice in the same strate give a covariance (Tam 1984). The t-test has as many degrees of freedom
    as distinct structures minus strates. The panel's test is McNemar's, exact, its interval Agresti and Min's.

    Args:
        before: the earlier edition.
        after: the later edition.
        lines: (K, 2) which share of each edition.
        domaine: a population of both.

    Returns:
        K rows: ``base, base_reference``; ``effet_reel`` with ``erreur_type, degres, p_valeur``, the effective sizes
        ``effectif_juge`` and ``effectif_juge_reference`` of the two shares it compares, and ``structures_communes``,
        those seen twice in its base; ``effet_composition``; ``panel_paires, panel_part, panel_part_reference,
        panel_difference, panel_ic_bas, panel_ic_haut, panel_p_valeur``.
    """
    first, second = _side(before, lines[:, 0], domaine), _side(after, lines[:, 1], domaine)
    pairs = pairs_of(before.liens, after.liens)
    return pd.DataFrame(
        {
            "base": second.base.sum(axis=1),
            "base_reference": first.base.sum(axis=1),
            **_equal_composition(first, second, pairs),
            **_panel(first, second, pairs),
        }
    )


def _side(wave: Wave, lines: Ints, domaine: str) -> _Side:
    mask, codes = wave.domaines[domaine], wave.codes[lines]
    return _Side(wave, (codes == 1) & mask, (codes >= 0) & mask)


def _equal_composition(first: _Side, second: _Side, pairs: Ints) -> dict[str, Floats | Ints]:
    """Return Kitagawa's two effects, and what is needed to judge the first."""
    strates = sorted({*first.wave.strates.unique(), *second.wave.strates.unique()})
    (yes1, n1), (yes2, n2) = (_by_strate(side, strates) for side in (first, second))
    weight1, weight2 = _ratio(n1, n1.sum(axis=1, keepdims=True)), _ratio(n2, n2.sum(axis=1, keepdims=True))
    rate1, rate2 = _ratio(yes1, n1), _ratio(yes2, n2)
    # A strate absent from one edition has its rate of the other: its coming or going is all composition.
    seen = (n1 > 0) & (n2 > 0)
    rate1, rate2 = np.where(n1 > 0, rate1, rate2), np.where(n2 > 0, rate2, rate1)
    weight, rate = (weight1 + weight2) / 2, (rate1 + rate2) / 2
    overall = (weight * rate).sum(axis=1, keepdims=True)
    judged = np.where(seen, weight, 0.0)
    variance1, variance2 = _rate_variance(yes1, n1), _rate_variance(yes2, n2)
    shared, joint = _overlap(first, second, pairs, strates, (rate1, rate2))
    limit = np.sqrt(variance1 * variance2)
    covariance = np.clip(_ratio(joint, n1 * n2), -limit, limit)
    error = np.sqrt((judged**2 * (variance1 + variance2 - 2 * covariance)).sum(axis=1))
    structures = (np.where(seen, n1 + n2, 0.0) - shared).sum(axis=1)
    degrees = np.maximum(structures - seen.sum(axis=1), 1)
    effect = ((rate2 - rate1) * weight).sum(axis=1)
    empty = (n1.sum(axis=1) == 0) | (n2.sum(axis=1) == 0) | ~seen.any(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2 * special.stdtr(degrees, -np.abs(effect) / error)
    found = {
        "effet_reel": effect,
        "effet_composition": ((weight2 - weight1) * (rate - overall)).sum(axis=1),
        "erreur_type": error,
        "degres": degrees,
        "p_valeur": p,
        "effectif_juge": _effective(judged, n2),
        "effectif_juge_reference": _effective(judged, n1),
    }
    known: dict[str, Floats | Ints] = {k: np.where(empty, np.nan, v) for k, v in found.items()}
    return known | {"structures_communes": shared.sum(axis=1).astype(np.int64)}


def _rate_variance(yes: Floats, n: Floats) -> Floats:
    """Return binomial variances of rates by strate, a success and a failure added; 0 for an empty strate."""
    sure = (yes + 1) / (n + 2)
    return _ratio(sure * (1 - sure), n)


def _effective(weight: Floats, n: Floats) -> Floats:
    """Return Kish's effective size of a share of standard weights by strate, each shared among its n responses."""
    spread = _ratio(weight**2, n).sum(axis=1)
    return _ratio(weight.sum(axis=1) ** 2, spread)


def _overlap(
    first: _Side, second: _Side, pairs: Ints, strates: Sequence[str], rates: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    """Return, by strate, the structures in the base of both editions and the sum of their crossed deviations.

    One that changed strate counts as seen once. (K, strates) each.
    """
    before, after = first.wave.strates.to_numpy()[pairs[:, 0]], second.wave.strates.to_numpy()[pairs[:, 1]]
    count = np.zeros((len(first.base), len(strates)))
    joint = np.zeros_like(count)
    for h, name in enumerate(strates):
        rows = pairs[(before == name) & (after == name)]
        both = first.base[:, rows[:, 0]] & second.base[:, rows[:, 1]]
        x = first.oui[:, rows[:, 0]] - rates[0][:, [h]]
        y = second.oui[:, rows[:, 1]] - rates[1][:, [h]]
        count[:, h], joint[:, h] = both.sum(axis=1), (x * y * both).sum(axis=1)
    return count, joint


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
        "panel_part_reference": was.sum(axis=1) / known,
        "panel_part": now.sum(axis=1) / known,
        "panel_difference": difference,
        "panel_ic_bas": np.maximum(np.minimum(centre - half, difference), -1.0),
        "panel_ic_haut": np.minimum(np.maximum(centre + half, difference), 1.0),
        "panel_p_valeur": np.where(n > 0, np.where(changes > 0, p, 1.0), np.nan),
    }
