"""Changes of each indicator between editions, with an interval and the reasons for caution.

Only differences between editions; how a change splits into real change and change of sample composition is
``statistics``' business.
"""

from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.statistics.intervals import clopper_pearson
from barometre_pipeline.tables.declarations.indicators import EVOLUTIONS, INDICATOR_KEY
from barometre_pipeline.tables.schema import arranged

Floats = NDArray[np.float64]

OPPOSED = (
    "L’écart brut et l’écart redressé sont de sens contraire : ne pas commenter sans lire "
    "gold/effets_de_structure."
)


def compute_changes(catalogue: Catalogue, indicateurs: pd.DataFrame) -> pd.DataFrame:
    """Return one row per indicator value and pair of editions where it exists.

    Args:
        catalogue: definitions, for the notes on comparability.
        indicateurs: all editions together.

    Returns:
        Rows of ``gold/evolutions``.
        ``part`` and ``ecart_points`` are the publishable shares and their difference in points.
        ``ecart_estime``, in points too, is the difference of weighted shares (``methode`` « pondérée »), or
        of unweighted ones where a year has no weights (« non pondérée »). Its 95 % interval combines those of
        the two years (MOVER; Zou and Donner 2008, Newcombe 1998), the samples being independent: design-based
        intervals, or exact binomial ones without weights. ``note`` says why the two years are not strictly
        comparable, or "".
    """
    shares = indicateurs[indicateurs["part_publiable"].notna() & indicateurs["imprime"]]
    frames = []
    for reference, edition in combinations(sorted(shares["edition"].unique()), 2):
        after, before = (shares[shares["edition"] == e] for e in (edition, reference))
        both = after.merge(before, on=list(INDICATOR_KEY), suffixes=("", "_ref"))
        if len(both):
            frames.append(_differences(both))
    table = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=EVOLUTIONS.columns)
    notes = {
        (i, p, a, b): " ".join(
            filter(None, (catalogue.note(i, (b, a)), catalogue.populations.note(p, (b, a))))
        )
        for i, p, a, b in set(
            zip(
                table["indicateur"],
                table["population"],
                table["edition"],
                table["edition_reference"],
                strict=True,
            )
        )
    }
    lines = zip(
        table["indicateur"], table["population"], table["edition"], table["edition_reference"], strict=True
    )
    opposed = table["ecart_points"].to_numpy(float) * table["ecart_estime"].to_numpy(float) < 0
    said = [f"{notes[k]} {OPPOSED}".strip() if o else notes[k] for k, o in zip(lines, opposed, strict=True)]
    return arranged(EVOLUTIONS, table.assign(note=said))


def _differences(both: pd.DataFrame) -> pd.DataFrame:
    weighted = (both["part_ponderee"].notna() & both["part_ponderee_ref"].notna()).to_numpy()
    after, after_low, after_high = _estimate(both, "", weighted)
    before, before_low, before_high = _estimate(both, "_ref", weighted)
    change = after - before
    low = change - np.hypot(after - after_low, before_high - before)
    high = change + np.hypot(after_high - after, before - before_low)
    return pd.DataFrame(
        {
            "edition": both["edition"],
            "edition_reference": both["edition_ref"],
            **{k: both[k] for k in INDICATOR_KEY},
            "part": both["part_publiable"],
            "part_reference": both["part_publiable_ref"],
            "ecart_points": 100 * (both["part_publiable"] - both["part_publiable_ref"]),
            "methode": np.where(weighted, "pondérée", "non pondérée"),
            "ecart_estime": 100 * change,
            "ic_bas": 100 * low,
            "ic_haut": 100 * high,
            "significatif": (low > 0) | (high < 0),
            "base_faible": both["base_faible"] | both["base_faible_ref"],
            "source_donnees": both["source_donnees"],
            "source_reference": both["source_donnees_ref"],
        }
    )


def _estimate(both: pd.DataFrame, suffix: str, weighted: NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
    """Return the share of one year that the comparison uses, with its bounds."""
    plain = both[f"part{suffix}"].to_numpy(float)
    low, high = clopper_pearson(plain, both[f"base{suffix}"].to_numpy(float))
    chosen = (
        np.where(weighted, both[f"{name}{suffix}"].to_numpy(float), other)
        for name, other in (("part_ponderee", plain), ("ic_bas", low), ("ic_haut", high))
    )
    share, bottom, top = chosen
    return share, bottom, top
