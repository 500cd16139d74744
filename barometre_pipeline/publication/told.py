"""What publications take of gold: the rows that may be told, and of these what a weighted share leaves to show.

Which rows may be told is decided once, in ``statistics.disclosure``, and stored beside them; here is only how each kind
of table is cut to it. Whatever publishes reads its rows through this module.
"""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

import pandas as pd

from barometre_pipeline.printed.documents.model import Checked, Occurrence
from barometre_pipeline.tables.declarations.indicators import INDICATOR_KEY
from barometre_pipeline.vocabulary import RAISONS_RETENUE, REGLE_SERIES

# What is computed with the weights of strates; public weights and all its decimals would give counts back.
_WEIGHTED: Final = (
    "part_ponderee", "part_publiable_ponderee", "part_ponderee_historique", "effectif_efficace", "ic_bas", "ic_haut",
)  # fmt: skip
_DECIMALS: Final = 2
# Counts of responses beside the base: with it, they tell how many left the question empty where blanks are in it.
_BESIDE: Final = ("repondants", "part_ponderee_historique", "part_ponderee")


def told_tabulations(tris: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``gold/tris`` that may be told, weighted shares rounded or empty."""
    return _without_weights(tris).drop(columns=[c for c in _BESIDE if c in tris])


def told_indicators(indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``gold/indicateurs`` that may be told, weighted shares rounded or empty.

    A weighted share that is the published one, as for polls, stays the same number as it.
    """
    rows = _without_weights(indicators)
    published = indicators.loc[rows.index, "part_ponderee"] == rows["part_publiable"]
    shown = rows["ponderee_publiable"].astype(bool)
    return rows.assign(
        part_ponderee=rows["part_ponderee"].mask(published & shown, rows["part_publiable"]),
        ic_de=rows["ic_de"].where(shown | (rows["ic_de"] == "part"), ""),
        base_ponderee=rows["base_ponderee"].where(shown, 0),
        redressement_faible=rows["redressement_faible"] & shown,
    )


def reliable_indicators(told: pd.DataFrame) -> pd.DataFrame:
    """Leave out weighted shares of too small an effective size, and the intervals that are theirs."""
    weak = told["redressement_faible"].astype(bool)
    theirs = weak & (told["ic_de"] == "part_ponderee")
    intervals = {c: told[c].mask(theirs) for c in ("ic_bas", "ic_haut")}
    return told.assign(part_ponderee=told["part_ponderee"].mask(weak), **intervals)


def _without_weights(rows: pd.DataFrame) -> pd.DataFrame:
    kept = rows[rows["publiable"].astype(bool)]
    shown = kept["ponderee_publiable"].astype(bool)
    if "ic_de" in kept:  # the interval of an unweighted share follows from its counts
        shown |= kept["ic_de"] == "part"
    return kept.assign(**{c: kept[c].where(shown).round(_DECIMALS) for c in _WEIGHTED if c in kept})


def told_traces(indicators: pd.DataFrame) -> AbstractSet[str]:
    """Return the identifiers of the rows of ``gold/indicateurs`` that may be told."""
    return frozenset(indicators.loc[indicators["publiable"].astype(bool), "trace_id"].astype(str))


def told_changes(changes: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``gold/evolutions`` of shares that may be told in both editions, with either base."""
    used = indicators[indicators["imprime"].astype(bool) | (indicators["regle_base"] == REGLE_SERIES)]
    keys = ["edition", *INDICATOR_KEY]
    hidden = used.loc[~used["publiable"].astype(bool), keys].astype(str).drop_duplicates()
    fine = pd.Series(True, index=changes.index, dtype=bool)
    for edition in ("edition", "edition_reference"):
        known = changes[[edition, *INDICATOR_KEY]].astype(str).set_axis(keys, axis=1)
        fine &= known.merge(hidden, how="left", on=keys, indicator=True)["_merge"].eq("left_only").to_numpy()
    return changes[fine]


def told_reconciliation(standing: pd.DataFrame, traces: AbstractSet[str]) -> pd.DataFrame:
    """Return ``gold/rapprochement`` without what the data give for a share that may not be told."""
    hidden = (standing["trace_id"] != "") & ~standing["trace_id"].isin(traces)
    empty = {
        c: standing[c].mask(hidden) for c in ("valeur_calculee", "valeur_arrondie", "ecart", "n", "base")
    }
    why = f"part calculée non publiée : {RAISONS_RETENUE['ventilation']}"
    return standing.assign(**empty, raison=standing["raison"].mask(hidden, why))


def told_crossings(crossings: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``gold/croisements`` whose two sides may be told, without the weighted share that may not."""
    printed = indicators[indicators["imprime"].astype(bool) & indicators["publiable"].astype(bool)]
    keys = ["edition", "indicateur", "categorie", "population"]
    whole = printed[(printed["modalite"] == "") | (printed["modalite"] == printed["population"])]
    weighted = whole[whole["ponderee_publiable"].astype(bool)]
    told, shown = (set(zip(*(of[k].astype(str) for k in keys), strict=True)) for of in (whole, weighted))

    def side(name: str) -> list[tuple[str, ...]]:
        columns = ["edition", *(f"{name}_{k}" for k in keys[1:])]
        return list(zip(*(crossings[c].astype(str) for c in columns), strict=True))

    practice = side("pratique")
    both = [p in told and e in told for p, e in zip(practice, side("attente"), strict=True)]
    fine = pd.Series([p in shown for p in practice], index=crossings.index, dtype=bool)
    own = [f"pratique_{c}" for c in _WEIGHTED if f"pratique_{c}" in crossings]
    cut = crossings.assign(**{c: crossings[c].where(fine).round(_DECIMALS) for c in own})
    return cut[pd.Series(both, index=crossings.index, dtype=bool)]


def told_document(checked: Checked, traces: AbstractSet[str]) -> Checked:
    """Return a checked document without what the data give for shares that may not be told; verdicts stay."""
    return replace(checked, occurrences=tuple(_told_number(o, traces) for o in checked.occurrences))


def _told_number(found: Occurrence, traces: AbstractSet[str]) -> Occurrence:
    if found.valeur_calculee is None or (found.fiche and found.fiche in traces):
        return found
    if not found.fiche and not found.edition_reference:
        return found
    return replace(
        found,
        valeur_calculee=None,
        constat=f"La part calculée n’est pas publiée : {RAISONS_RETENUE['ventilation']}.",
    )
