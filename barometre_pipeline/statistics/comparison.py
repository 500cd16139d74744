"""Everything one may say of changes between two editions, in one table with one sentence per row.

Only the assembly belongs here: difference and panel are in ``evolution``, the split in ``composition``, the
sentence in ``wording``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from barometre_pipeline.indicators.change_wording import phrase_evolution
from barometre_pipeline.statistics.composition import Decomposition, counts_by_strate, kitagawa
from barometre_pipeline.statistics.design import WHOLE
from barometre_pipeline.statistics.evolution import Evolution, Measure, Panel, evolution, matched_panel
from barometre_pipeline.statistics.multiplicity import adjust


@dataclass(frozen=True, eq=False)
class Comparison:
    """One share to compare between two editions.

    Attributes:
        cle: what identifies it in the table (indicateur, modalite...).
        avant: the earlier edition.
        apres: the later one.
        groupe: a domain of both designs.
    """

    cle: Mapping[str, str]
    avant: Measure
    apres: Measure
    groupe: str = WHOLE


@dataclass(frozen=True, eq=False)
class Reading:
    """What is known of one change; ``decomposition`` is None where strates are unknown or a base is empty."""

    comparaison: Comparison
    evolution: Evolution
    panel: Panel
    decomposition: Decomposition | None


def read_change(comparison: Comparison) -> Reading:
    """Return the difference, the matched panel and the split by strate of one change."""
    before, after, group = comparison.avant, comparison.apres, comparison.groupe
    return Reading(
        comparison,
        evolution(before, after, group),
        matched_panel(before, after, group),
        _split(before, after, group),
    )


def compare_editions(comparisons: Sequence[Comparison], correction: str = "bh") -> pd.DataFrame:
    """Return one row per change, p-values corrected for all the rows together.

    Args:
        comparisons: at least one.
        correction: ``bh`` or ``holm`` (see ``multiplicity.adjust``).

    Returns:
        The keys, ``groupe, edition_reference, edition, part_reference, part, difference, erreur_type, ic_bas,
        ic_haut, p_valeur, p_corrigee, structures_communes, base_faible, panel_paires, panel_reference,
        panel_part, panel_p_valeur, variation_brute, effet_reel, ic_reel_bas, ic_reel_haut,
        effet_composition, phrase``. Shares and differences are fractions.
    """
    readings = [read_change(c) for c in comparisons]
    corrected = adjust(np.array([r.evolution.p_valeur for r in readings]), correction)
    return pd.DataFrame([_row(r, float(p), len(readings)) for r, p in zip(readings, corrected, strict=True)])


def _split(before: Measure, after: Measure, group: str) -> Decomposition | None:
    counts = []
    for measure in (before, after):
        if measure.strates is None:
            return None
        positives, base = measure.masks(group)
        counts.append(counts_by_strate(measure.strates, positives, base))
    return kitagawa(*counts) if all(counts) else None


def _row(reading: Reading, corrected: float, comparisons: int) -> dict[str, object]:
    change, panel, split = reading.evolution, reading.panel, reading.decomposition
    one = comparisons == 1
    return {
        **reading.comparaison.cle,
        "groupe": reading.comparaison.groupe,
        "edition_reference": change.avant.edition,
        "edition": change.apres.edition,
        "part_reference": change.avant.part,
        "part": change.apres.part,
        "difference": change.difference,
        "erreur_type": change.erreur_type,
        "ic_bas": change.ic_bas,
        "ic_haut": change.ic_haut,
        "p_valeur": change.p_valeur,
        "p_corrigee": corrected,
        "structures_communes": change.communes,
        "base_faible": change.base_faible,
        "panel_paires": panel.paires,
        "panel_reference": panel.part_avant,
        "panel_part": panel.part_apres,
        "panel_p_valeur": panel.p_valeur,
        "variation_brute": split.variation if split else np.nan,
        "effet_reel": split.effet_reel if split else np.nan,
        "ic_reel_bas": split.ic_reel_bas if split else np.nan,
        "ic_reel_haut": split.ic_reel_haut if split else np.nan,
        "effet_composition": split.effet_composition if split else np.nan,
        "phrase": phrase_evolution(
            change, split, panel, p_corrigee=None if one else corrected, comparaisons=comparisons
        ),
    }
