"""What the data say of a tied number, by the rule that judges printed figures: ``reconciliation`` decides.

A factor and an upper bound, which the list of printed figures does not know, are judged here.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from barometre_pipeline.french.numbers import noun, number
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.french.words import enumeration
from barometre_pipeline.printed.bounds import CLOSE, HALF
from barometre_pipeline.printed.documents.model import (
    ARRONDI,
    AUTRE,
    BAROMETRE,
    CALE,
    CONTREDIT,
    ECART,
    EFFECTIF,
    EXACT,
    FRACTION,
    INTROUVABLE,
    NON_JUGE,
    Occurrence,
)
from barometre_pipeline.printed.reconciliation import CALE as FITTED
from barometre_pipeline.printed.reconciliation import (
    NON_CALCULABLE,
    REPRODUIT,
    published_rows,
    reconcile,
    verdicts_on_changes,
)

_ROUNDED: Final = 1.0  # points within which a printed share is the same one, rounded otherwise
_ROUND_FRACTION: Final = 5.0  # the same of a fraction in words: « neuf sur dix » is said of 86 % and of 94 %
_FACTOR: Final = 0.15  # of a factor, « deux fois plus » allows that much
_GROWTH: Final = 0.01  # of a growth printed in percent, « a bondi de 22 % »
_NO_REASONS: Final = pd.DataFrame(columns=["indicateur", "categorie", "population", "edition", "raison"])


@dataclass(frozen=True)
class Computed:
    """What numbers are judged by.

    Attributes:
        indicateurs: rows of gold/indicateurs of all editions.
        evolutions: rows of gold/evolutions.
        figures: the printed figures (``catalogue.load_figures``).
        non_calculables: rows of gold/non_calculables.
    """

    indicateurs: pd.DataFrame
    evolutions: pd.DataFrame
    figures: pd.DataFrame
    non_calculables: pd.DataFrame

    @classmethod
    def of(
        cls,
        indicateurs: pd.DataFrame,
        evolutions: pd.DataFrame,
        figures: pd.DataFrame,
        non_calculables: pd.DataFrame | None = None,
    ) -> "Computed":
        """Put the frames together."""
        return cls(
            indicateurs, evolutions, figures, _NO_REASONS if non_calculables is None else non_calculables
        )

    def published(self) -> dict[tuple[str, str, str, str], Mapping[Any, Any]]:
        """Return the published rows by indicator, category, population and edition."""
        return published_rows(self.indicateurs)

    def changes(self) -> dict[tuple[str, str, str, str, str], Mapping[Any, Any]]:
        """Return what changed, by indicator, category, population, edition and edition of reference."""
        return verdicts_on_changes(self.evolutions)


def statistic(occurrence: Occurrence) -> str:
    """Return the kind of a number as the list of printed figures names it."""
    if occurrence.genre == EFFECTIF:
        return "effectif"
    if occurrence.genre == ECART:
        return "ecart_points"
    if occurrence.borne == "plus_de":
        return "part_plus_de"
    return (
        "part_environ"
        if occurrence.borne in ("pres_de", "environ") or occurrence.genre == FRACTION
        else "part"
    )


def judge(occurrences: Sequence[Occurrence], computed: Computed) -> list[Occurrence]:
    """Return the occurrences with what the data say of those of the barometer."""
    ours = [i for i, o in enumerate(occurrences) if o.statut == BAROMETRE and o.indicateur]
    figures = pd.DataFrame([_figure(i, occurrences[i]) for i in ours], columns=[*_COLUMNS])
    judged = list(occurrences)
    if not ours:
        return judged
    standing = reconcile(figures, computed.indicateurs, computed.non_calculables).set_index("chiffre")
    known, printed = computed.published(), _printed(computed.figures)
    for i in ours:
        one = occurrences[i]
        row = {str(k): v for k, v in standing.loc[str(i)].items()}
        judged[i] = _judged(one, row, known, printed)
    return judged


_COLUMNS: Final = (
    "chiffre", "document", "rubrique", "indicateur", "categorie", "population", "edition", "statistique", "valeur",
    "edition_reference", "base", "remarque",
)  # fmt: skip


def _figure(rank: int, one: Occurrence) -> dict[str, object]:
    words = dict.fromkeys(_COLUMNS, "")
    return words | {
        "chiffre": str(rank), "indicateur": one.indicateur, "categorie": one.categorie, "population": one.population,
        "edition": one.edition, "statistique": statistic(one), "valeur": float(one.valeur),
        "edition_reference": one.edition_reference if one.genre == ECART else "",
    }  # fmt: skip


Printed = Mapping[tuple[str, str, str, str, str, str], Sequence[tuple[str, float]]]


def _printed(figures: pd.DataFrame) -> Printed:
    found: dict[tuple[str, str, str, str, str, str], list[tuple[str, float]]] = defaultdict(list)
    for row in figures.to_dict("records"):
        kind = "part" if str(row["statistique"]).startswith("part") else str(row["statistique"])
        key = (
            *(str(row[c]) for c in ("indicateur", "categorie", "population", "edition", "edition_reference")),
            kind,
        )
        found[key].append((str(row["chiffre"]), float(row["valeur"])))  # type: ignore[index]
    return found


def _judged(
    one: Occurrence, row: Mapping[str, Any], known: Mapping[Any, Mapping[Any, Any]], printed: Printed
) -> Occurrence:
    value = None if pd.isna(row["valeur_calculee"]) else float(row["valeur_calculee"])
    synthetic = "demonstration" in str(row["donnees"])
    status, verdict = str(row["statut"]), NON_JUGE
    if one.genre == AUTRE:
        verdict, value = _factor(one, known)
    elif status == NON_CALCULABLE or value is None:
        verdict = INTROUVABLE
    elif (status in (REPRODUIT, FITTED) and one.borne not in ("moins_de", "jusqu_a")) or _bounded(one, value):
        verdict = CALE if synthetic else EXACT
    else:
        near = statistic(one) == "part" and abs(value - one.valeur) < _ROUNDED and one.borne == ""
        near |= one.genre == FRACTION and abs(value - one.valeur) <= _ROUND_FRACTION
        verdict = (
            ARRONDI if near or (one.genre == ECART and abs(value - one.valeur) < _ROUNDED) else CONTREDIT
        )
    kind = "part" if statistic(one).startswith("part") else statistic(one)
    same = printed.get(
        (
            one.indicateur,
            one.categorie,
            one.population,
            one.edition,
            one.edition_reference if kind == "ecart_points" else "",
            kind,
        ),
        (),
    )
    return replace(
        one, verdict=verdict, valeur_calculee=value, fiche=str(row["trace_id"] or ""),
        chiffres=tuple(c for c, _ in same), constat=_said(one, verdict, value, str(row["raison"]), same),
    )  # fmt: skip


def _bounded(one: Occurrence, value: float) -> bool:
    if one.borne == "moins_de":
        return value < one.valeur
    if one.borne == "jusqu_a":
        return one.valeur - CLOSE <= value <= one.valeur + HALF
    if one.borne == "plus_de" and one.genre in (EFFECTIF, ECART):
        return abs(value) > abs(one.valeur) or value == one.valeur
    if one.borne in ("pres_de", "environ") and one.genre in (EFFECTIF, ECART):
        return abs(value - one.valeur) <= max(CLOSE, 0.05 * abs(one.valeur))
    return False


def _factor(one: Occurrence, known: Mapping[Any, Mapping[Any, Any]]) -> tuple[str, float | None]:
    """Judge « a doublé »: the ratio of the shares of two editions."""
    key = (one.indicateur, one.categorie, one.population)
    now, then = known.get((*key, one.edition)), known.get((*key, one.edition_reference))
    if now is None or then is None or not then["part_publiable"] or pd.isna(then["part_publiable"]):
        return INTROUVABLE, None
    ratio = float(now["part_publiable"]) / float(then["part_publiable"])
    slack = _GROWTH if "%" in one.texte else _FACTOR
    holds = ratio > one.valeur if one.borne == "plus_de" else abs(ratio - one.valeur) <= slack * one.valeur
    synthetic = "demonstration" in f"{now['source_donnees']} {then['source_donnees']}"
    return (CALE if synthetic else EXACT) if holds else CONTREDIT, ratio


def _said(
    one: Occurrence,
    verdict: str,
    value: float | None,
    reason: str,
    same: Sequence[tuple[str, float]],
) -> str:
    shown = "" if value is None else _written(one, value)
    text = {
        EXACT: f"Les données donnent {shown}.",
        CALE: f"Les données donnent {shown}.",
        ARRONDI: f"Les données donnent {shown}{NBSP}: l’arrondi est autre.",
        CONTREDIT: f"Les données donnent {shown}{_gap(one, value)}.",
        INTROUVABLE: f"Pas de valeur calculée{NBSP}: {(reason or 'une des deux éditions manque').rstrip('.')}.",
    }.get(verdict, "")
    as_here = [c for c, v in same if abs(v - one.valeur) <= 1e-9]
    if verdict == CONTREDIT and as_here:
        text += f" Le même nombre a été imprimé{NBSP}: {enumeration(as_here)}."
    others = [
        (c, v) for c, v in same if abs(v - one.valeur) > 1e-9 and one.borne == "" and one.genre != FRACTION
    ]
    if others:
        listed = enumeration(f"{_written(one, v)} ({c})" for c, v in others)
        text += f" Imprimé ailleurs{NBSP}: {listed}."
    return text


def _written(one: Occurrence, value: float) -> str:
    """Write a value in the unit of a number: « 37,7 % », « +1,2 point », « 292 »."""
    if one.genre == AUTRE and "%" in one.texte:  # a growth is kept as the factor it is
        return f"{number((value - 1) * 100, 1, signed=True)}{NBSP}%"
    text = number(value, None if value == round(value) else 1, signed=one.genre == ECART)
    if one.genre in (EFFECTIF, AUTRE):
        return text
    return f"{text}{NBSP}{noun(value, 'point')}" if one.genre == ECART else f"{text}{NBSP}%"


def _gap(one: Occurrence, value: float | None) -> str:
    if value is None or one.genre in (EFFECTIF, AUTRE):
        return f", le document {_written(one, one.valeur)}"
    way = "de plus" if value > one.valeur else "de moins"
    gap = abs(value - one.valeur)
    return f", {number(round(gap, 1))}{NBSP}{noun(gap, 'point')} {way} que le document"
