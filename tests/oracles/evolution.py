"""Change of one share between two editions, one structure at a time: at equal composition, and in the matched panel.

The split itself is ``composition``'s.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import special

from barometre_pipeline.statistics.intervals import LEVEL
from barometre_pipeline.vocabulary import BASE_MINIMALE
from tests.oracles.composition import counts_by_strate, kitagawa

WHOLE = "ensemble"
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Measure:
    """One indicator in one edition, response by response.

    Attributes:
        edition: key of the edition.
        positifs: (n,) whether the response counts in the numerator.
        domaines: (n,) mask of each population.
        identifiants: (n,) stable identifier of the structure (SIREN), "" or None where unknown.
        base: (n,) who is in the denominator.
        strates: (n,) strate of each response.
    """

    edition: str
    positifs: ArrayLike
    domaines: Mapping[str, Bools]
    identifiants: Sequence[str | None]
    base: ArrayLike
    strates: pd.Series

    def masks(self, domaine: str) -> tuple[Bools, Bools]:
        """Return who is positive and who is in the base of the domain."""
        yes, base = np.asarray(self.positifs, dtype=bool), np.asarray(self.base, dtype=bool)
        return yes, base & self.domaines[domaine]

    def rows_by_structure(self, mask: Bools) -> dict[str, int]:
        """Return the first row of each known structure within a mask."""
        rows: dict[str, int] = {}
        for row in np.flatnonzero(mask).tolist():
            name = self.identifiants[row]
            if name is not None and not pd.isna(name) and str(name):
                rows.setdefault(str(name), row)
        return rows


@dataclass(frozen=True)
class EqualComposition:
    """Kitagawa's rate effect with its standard error, degrees of freedom, and the effective sizes it compares."""

    effet_reel: float
    effet_composition: float
    erreur_type: float
    degres: float
    effectif_juge: float
    effectif_juge_reference: float
    communes: int


def equal_composition(before: Measure, after: Measure, domaine: str = WHOLE) -> EqualComposition:
    """Return the change of a share had the sample been made of the same strates both years."""
    (yes1, base1), (yes2, base2) = before.masks(domaine), after.masks(domaine)
    counts1, counts2 = (
        counts_by_strate(before.strates, yes1, base1),
        counts_by_strate(after.strates, yes2, base2),
    )
    split = kitagawa(counts1, counts2)
    rows1, rows2 = before.rows_by_structure(base1), after.rows_by_structure(base2)
    variance, communes, structures, strata, spread1, spread2, total = 0.0, 0, 0, 0, 0.0, 0.0, 0.0
    for row in split.table.itertuples():
        if not row.base_avant or not row.base_apres:
            continue
        weight = (row.poids_avant + row.poids_apres) / 2
        (y1, n1), (y2, n2) = counts1[row.strate], counts2[row.strate]
        sure1, sure2 = (y1 + 1) / (n1 + 2), (y2 + 1) / (n2 + 2)
        v1, v2 = sure1 * (1 - sure1) / n1, sure2 * (1 - sure2) / n2
        twice = [
            (rows1[s], rows2[s])
            for s in rows1.keys() & rows2.keys()
            if before.strates[rows1[s]] == after.strates[rows2[s]] == row.strate
        ]
        joint = sum((yes1[a] - row.part_avant) * (yes2[b] - row.part_apres) for a, b in twice) / (n1 * n2)
        limit = float(np.sqrt(v1 * v2))
        variance += weight**2 * (v1 + v2 - 2 * min(max(joint, -limit), limit))
        communes += len(twice)
        structures += n1 + n2 - len(twice)
        strata += 1
        spread1, spread2, total = spread1 + weight**2 / n1, spread2 + weight**2 / n2, total + weight
    return EqualComposition(
        split.effet_reel,
        split.effet_composition,
        float(np.sqrt(variance)),
        max(structures - strata, 1),
        total**2 / spread2 if spread2 else float("nan"),
        total**2 / spread1 if spread1 else float("nan"),
        communes,
    )


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
