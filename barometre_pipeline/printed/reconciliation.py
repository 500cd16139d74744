"""Ties every published figure to the value computed for it.

One pure function from frames to a frame; what documents print against each other is ``contradictions``'.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from barometre_pipeline.french.numbers import number, round_half_even
from barometre_pipeline.printed.bounds import CLOSE
from barometre_pipeline.tables.declarations.printed import RAPPROCHEMENT
from barometre_pipeline.vocabulary import (
    REGLE_SERIES,
    REGLES_DE_PHRASES,
    STATUTS_RAPPROCHEMENT,
    weakest_source,
)

Key = tuple[str, str, str, str]
Record = Mapping[Any, Any]

REPRODUIT, CALE, ECART, NON_CALCULABLE, CONTRADICTION = STATUTS_RAPPROCHEMENT


@dataclass(frozen=True)
class _Value:
    """What was computed for one figure; a missing value comes with its reason."""

    value: float | None
    rounded: float | None = None
    n: int | None = None
    base: int | None = None
    source: str = ""
    trace: str = ""
    reason: str = ""


def reconcile(
    figures: pd.DataFrame,
    indicateurs: pd.DataFrame,
    non_calculables: pd.DataFrame,
    contradictions: pd.DataFrame | None = None,
    explications: Mapping[tuple[str, str], str] | None = None,
) -> pd.DataFrame:
    """Return one row per published figure.

    Args:
        figures: printed figures (``catalogue.load_figures``).
        indicateurs: computed values of all editions.
        non_calculables: reasons for what no edition could compute.
        contradictions: findings between documents (``regle``, ``chiffre_a``, ``chiffre_b``, ``constat``); a figure
            that another one opposes there and that is not reproduced is a contradiction, not an unexplained
            difference. A figure that a sentence misreports is none.
        explications: figure and kind of data -> one line that explains why those data do not give it.

    Returns:
        Rows of ``gold/rapprochement``.
        A figure follows the data of the rows it uses: what demonstration data give, alone or beside others, is
        ``cale``, for they were fitted to it.
        ``valeur_calculee`` is in percent, points or persons, unrounded; ``valeur_arrondie`` is
        rounded half to even to the decimals printed. ``part_environ`` is reproduced within 2.5 points,
        ``part_plus_de`` when the unrounded value exceeds the bound.
    """
    known = published_rows(indicateurs)
    why = {
        (r["indicateur"], r["categorie"], r["population"], r["edition"]): str(r["raison"])
        for r in non_calculables.to_dict("records")
    }
    opposed = _opposed(contradictions)
    rows = []
    for figure in figures.to_dict("records"):
        if figure["statistique"] == "ecart_points":
            found = _difference(figure, known, why)
        else:
            found = _level(figure, str(figure["edition"]), known, why)
        rows.append(_row(figure, found, opposed, explications or {}))
    numbers = ["valeur_publiee", "valeur_calculee", "valeur_arrondie", "ecart"]
    kinds = (
        dict.fromkeys(RAPPROCHEMENT.columns, "str")
        | dict.fromkeys(numbers, "float")
        | {"n": "Int64", "base": "Int64"}
    )
    return pd.DataFrame(rows, columns=RAPPROCHEMENT.columns).astype(kinds)


def published_rows(indicateurs: pd.DataFrame) -> dict[Key, Record]:
    """Return the rows that what is printed is about, by indicator, category, population and edition."""
    return _by_key(indicateurs[indicateurs["imprime"].astype(bool)])


def series_rows(indicateurs: pd.DataFrame) -> dict[Key, Record]:
    """Return the rows that are computed with one base for all editions, by the same keys."""
    return _by_key(indicateurs[indicateurs["regle_base"] == REGLE_SERIES])


def verdicts_on_changes(evolutions: pd.DataFrame) -> dict[tuple[str, str, str, str, str], Record]:
    """Return the rows that say what changed, by indicator, category, population, edition and edition of reference."""
    rows = _without_breakdown(evolutions).to_dict("records")
    return {
        (r["indicateur"], r["categorie"], r["population"], r["edition"], r["edition_reference"]): r
        for r in rows
    }


def _without_breakdown(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["modalite"].isin([""]) | (rows["population"] == rows["modalite"])]


def _by_key(rows: pd.DataFrame) -> dict[Key, Record]:
    named = _without_breakdown(rows)
    values = ["n", "base", "part_publiable", "source_donnees", "trace_id"]
    return {
        (r["indicateur"], r["categorie"], r["population"], r["edition"]): r
        for r in named[["indicateur", "categorie", "population", "edition", *values]].to_dict("records")
    }


def _level(figure: Record, edition: str, known: Mapping[Key, Record], why: Mapping[Key, str]) -> _Value:
    key = (figure["indicateur"], figure["categorie"], figure["population"], edition)
    row = known.get(key)
    if row is None:
        return _Value(None, reason=_reason(key, why))
    base = (row["n"], row["base"], row["source_donnees"], row["trace_id"])
    if figure["statistique"] == "effectif":
        return _Value(float(row["n"]), float(row["n"]), *base)
    if math.isnan(row["part_publiable"]):
        return _Value(None, None, *base, reason="aucun répondant dans cette population")
    percent = 100 * row["part_publiable"]
    return _Value(percent, round_half_even(percent, _decimals(figure)), *base)


def _difference(figure: Record, known: Mapping[Key, Record], why: Mapping[Key, str]) -> _Value:
    now, then = (_level(figure, str(figure[e]), known, why) for e in ("edition", "edition_reference"))
    source = "; ".join(dict.fromkeys(v.source for v in (now, then) if v.source))
    if now.value is None or then.value is None or now.rounded is None or then.rounded is None:
        return _Value(None, source=source, trace=now.trace, reason=now.reason or then.reason)
    change = now.value - then.value
    # Documents subtract rounded levels or round the difference: either is a faithful printing.
    subtracted, rounded = now.rounded - then.rounded, round_half_even(change)
    printed = subtracted if subtracted == figure["valeur"] else rounded
    return _Value(change, printed, now.n, now.base, source, now.trace)


def _reason(key: Key, why: Mapping[Key, str]) -> str:
    indicator, category, population, edition = key
    tries = [
        key,
        (indicator, category, "", edition),
        (indicator, "", population, edition),
        ("", "", population, edition),
    ]
    return next((why[t] for t in tries if t in why), f"aucune donnée de {edition} pour cette population")


def _row(
    figure: Record, found: _Value, opposed: Mapping[str, str], explanations: Mapping[tuple[str, str], str]
) -> dict[str, object]:
    identifier, printed = str(figure["chiffre"]), float(figure["valeur"])
    source, explained = weakest_source(found.source), ""
    if found.value is None or found.rounded is None:
        status, reason = NON_CALCULABLE, found.reason
    elif reproduced(str(figure["statistique"]), printed, found.value, found.rounded):
        status, reason = (CALE if source == "demonstration" else REPRODUIT), ""
    else:
        status, reason = ECART, f"calculé {number(found.rounded)}, imprimé {number(printed)}"
        explained = explanations.get((identifier, source), "")
    if status in (ECART, NON_CALCULABLE):
        known = opposed.get(identifier)
        status = CONTRADICTION if known else status
        reason = "\u00a0; ".join(filter(None, (known, reason)))
    copied = [c for c in RAPPROCHEMENT.columns if c in figure]
    return {c: figure[c] for c in copied} | {
        "valeur_publiee": printed,
        "valeur_calculee": found.value,
        "valeur_arrondie": found.rounded,
        "ecart": None if found.value is None else found.value - printed,
        "n": found.n,
        "base": found.base,
        "statut": status,
        "raison": reason,
        "explication": explained,
        "donnees": found.source,
        "trace_id": found.trace,
    }


def _decimals(figure: Record) -> int:
    return 0 if float(figure["valeur"]).is_integer() else 1


def reproduced(kind: str, printed: float, value: float, rounded: float) -> bool:
    """Tell whether a computed value gives the printed one, by kind of statistic."""
    if kind == "part_environ":
        return abs(value - printed) <= CLOSE
    if kind == "part_plus_de":
        return value > printed
    return math.isclose(rounded, printed, abs_tol=1e-9)


def _opposed(contradictions: pd.DataFrame | None) -> dict[str, str]:
    found: dict[str, str] = {}
    if contradictions is None:
        return found
    between_figures = contradictions[~contradictions["regle"].isin(REGLES_DE_PHRASES)]
    for row in between_figures.itertuples(index=False):
        for figure in (str(row.chiffre_a), str(row.chiffre_b)):
            if figure:
                found.setdefault(figure, str(row.constat))
    return found
