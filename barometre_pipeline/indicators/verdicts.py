"""What may be concluded of each change between two editions: one verdict a row, or the first reason for none.

Decisions only, on numbers computed in ``changes``; the sentence that says them is ``change_wording``'s.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from barometre_pipeline.statistics.intervals import LEVEL
from barometre_pipeline.statistics.multiplicity import adjust
from barometre_pipeline.tables.rules import ROUNDING_NOISE
from barometre_pipeline.vocabulary import BASE_MINIMALE, RAISONS_EVOLUTION, VERDICTS_EVOLUTION

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

RISE, FALL, NOT_ESTABLISHED, NOT_JUDGED = VERDICTS_EVOLUTION
# Differences that must go the way of the one that is judged; a difference of zero goes no way.
_JUDGED = "ecart_composition_egale"
_ALWAYS = ("ecart_points", "ecart_serie_points", _JUDGED)
_WHERE_KNOWN = "ecart_pondere_points"
_PANEL = "panel_ecart_points"
_FAMILY = ["edition", "edition_reference", "public"]


def judge(changes: pd.DataFrame) -> pd.DataFrame:
    """Add the verdict of each change, and the interval and corrected p-value that it rests on.

    Benjamini and Hochberg (1995) correct the p-values of a family: the comparisons of one pair of editions and one
    public that are declared in the catalogue and can be judged. The intervals shown are at the level
    ``1 - 0.05 R / m`` of Benjamini and Yekutieli (2005), R of m being established: a change is significant if and
    only if its interval leaves out zero. Outside the family the level is 95 %. Where no verdict can rest on an
    interval there is none.

    Args:
        changes: ``edition, edition_reference, public, note, famille``, ``base, base_reference`` of series (NaN where
            the series is broken), ``effectif_juge, effectif_juge_reference``, the differences in points (that of
            the panel NaN where too few structures answered twice: it is no direction then),
            ``erreur_type, degres, p_valeur`` of the one that is judged, ``source_donnees, source_reference``.

    Returns:
        The same rows with ``p_valeur_corrigee, comparaisons, niveau, ic_bas, ic_haut, verdict, raison``; ``raison``
        is a key of ``RAISONS_EVOLUTION``, "" where the change is established.
    """
    table = changes.reset_index(drop=True)
    why = np.full(len(table), "", dtype=object)
    for name, holds in _obstacles(table).items():
        why[(why == "") & holds] = name
    tested = table[why == ""]
    corrected, comparisons = np.full(len(table), np.nan), np.zeros(len(table), dtype=np.int64)
    level = np.full(len(table), LEVEL)
    for _, rows in tested.groupby(_FAMILY, sort=False):
        found = adjust(rows["p_valeur"].to_numpy(float), "bh")
        corrected[rows.index], comparisons[rows.index] = found, len(rows)
        level[rows.index] = 1 - (1 - LEVEL) * max(int((found < 1 - LEVEL).sum()), 1) / len(rows)
    for name, holds in _disagreements(table).items():
        why[(why == "") & holds] = name
    why[(why == "") & ~(corrected < 1 - LEVEL)] = "intervalle"
    rise = (table[_JUDGED] > 0).to_numpy()
    verdict = np.where(why == "", np.where(rise, RISE, FALL), NOT_JUDGED)
    shown = np.isin(why, ["", "intervalle", "hors_famille"])
    half = _quantile(table["degres"].to_numpy(float), level) * table["erreur_type"].to_numpy(float)
    middle = np.where(shown, table[_JUDGED].to_numpy(float), np.nan)
    return table.assign(
        p_valeur_corrigee=corrected,
        comparaisons=comparisons,
        niveau=np.where(np.isnan(middle), np.nan, level),
        ic_bas=np.maximum(middle - half, -100.0),
        ic_haut=np.minimum(middle + half, 100.0),
        verdict=np.where(why == "intervalle", NOT_ESTABLISHED, verdict),
        raison=why,
    )


def _obstacles(table: pd.DataFrame) -> Mapping[str, Bools]:
    """Return where each reason not to judge holds, in the order in which they are looked at."""
    bases = table[["base", "base_reference"]].to_numpy(float)
    sizes = table[["effectif_juge", "effectif_juge_reference"]].to_numpy(float)
    aggregates = (table[["source_donnees", "source_reference"]] == "agregats").any(axis=1).to_numpy()
    unknown = ~(table["erreur_type"] > 0).to_numpy()
    found = {
        "serie_rompue": np.isnan(bases).any(axis=1),
        "non_comparable": (table["note"] != "").to_numpy(),
        "sans_reponses": unknown & aggregates,
        "hors_famille": ~table["famille"].to_numpy(bool),
        "base_faible": (bases < BASE_MINIMALE).any(axis=1),
        "grandeur": unknown,
        "effectif_faible": ~(sizes >= BASE_MINIMALE).all(axis=1),
    }
    return {name: found[name] for name in RAISONS_EVOLUTION if name in found}


def _disagreements(table: pd.DataFrame) -> Mapping[str, Bools]:
    """Return where a difference that exists does not go the way of the one that is judged, those of the panel apart.

    Structures seen twice that do not move are a direction that does not agree: who answered may have made the change.
    """
    ways = {
        name: np.sign(np.round(table[name].to_numpy(float), ROUNDING_NOISE))
        for name in (*_ALWAYS, _WHERE_KNOWN, _PANEL)
    }
    way = ways[_JUDGED]
    measured = np.logical_or.reduce([ways[name] != way for name in _ALWAYS])
    beside = {name: ~np.isnan(ways[name]) & (ways[name] != way) for name in (_WHERE_KNOWN, _PANEL)}
    return {"sens_contraires": (way == 0) | measured | beside[_WHERE_KNOWN], "panel": beside[_PANEL]}


def _quantile(degrees: Floats, level: Floats) -> Floats:
    return np.asarray(special.stdtrit(np.where(degrees > 0, degrees, np.nan), 0.5 + level / 2))
