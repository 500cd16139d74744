"""Match the typed names of an edition's responses to official territories.

Only the passage from frames to verdicts and back belongs here; reading and weighing are in the other modules.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import pandas as pd

from barometre_pipeline.catalogue.territories import rules
from barometre_pipeline.matching.identifiers import read_number
from barometre_pipeline.matching.index import NameIndex, build_index
from barometre_pipeline.matching.names import parse
from barometre_pipeline.matching.resolve import EXACT, NUMBER, Reading, read_exactly, read_likely
from barometre_pipeline.matching.text import words
from barometre_pipeline.matching.verdict import OUT, VOID, Evidence, Verdict, decide
from barometre_pipeline.sources.territories import ReferenceList
from barometre_pipeline.tables.declarations.silver import APPARIEMENTS
from barometre_pipeline.tables.schema import empty_frame

# What matching says of a response, in the order and the types of the table that keeps it; « nature » is not kept.
_ADDED_LATER = ("id_reponse", "origine", "auteur", "liste")
_TYPED = empty_frame(APPARIEMENTS).drop(columns=list(_ADDED_LATER)).assign(nature=pd.Series(dtype="str"))
_CANDIDATES = 3


def match_structures(
    noms: Sequence[str],
    sirets: Sequence[str],
    referentiel: ReferenceList,
    hints: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Match each response to an official territory.

    Args:
        noms: names as typed; missing values count as empty.
        sirets: SIREN or SIRET as typed, same length.
        referentiel: official lists of the edition's year.
        hints: optional, same length: ``departement`` and/or ``region`` where the survey asked (a code or a
        name).

    Returns:
        One row per response in order, the columns of ``silver/appariements`` that matching fills, and ``nature``:
        the territory (empty unless certain or probable; type and strate are ``autres`` where out of scope),
        ``population`` (Int64), ``score`` 0 to 100, ``preuve`` and ``candidats`` (JSON list, three best) in French.
        What was typed is never in it.

    Raises:
        ValueError: the lengths differ.
    """
    if len(noms) != len(sirets) or (hints is not None and len(hints) != len(noms)):
        raise ValueError("noms, sirets and hints must have the same length")
    index = _index(referentiel)
    places = _hinted_places(hints, len(noms), index)
    typed = [(_text(n), _text(s), *p) for n, s, p in zip(noms, sirets, places, strict=True)]
    places_of = {t: i for i, t in enumerate(dict.fromkeys(typed))}
    rows = [_as_row(verdict, index) for verdict in _verdicts(list(places_of), index)]
    unique = pd.DataFrame(rows, columns=_TYPED.columns).astype(_TYPED.dtypes)
    return unique.take([places_of[t] for t in typed]).reset_index(drop=True)


_INDEXES: WeakKeyDictionary[ReferenceList, NameIndex] = WeakKeyDictionary()


def _index(referentiel: ReferenceList) -> NameIndex:
    if referentiel not in _INDEXES:
        _INDEXES[referentiel] = build_index(referentiel)
    return _INDEXES[referentiel]


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else "" if pd.isna(value) else str(value).strip()


def _verdicts(typed: list[tuple[str, str, str, str]], index: NameIndex) -> list[Verdict]:
    names = [parse(t[0], vocabulary=index.vocabulary) for t in typed]
    numbers = [read_number(t[1]) for t in typed]
    readings = [read_exactly(n, index) for n in names]
    unsure = [
        at
        for at, (name, reading) in enumerate(zip(names, readings, strict=True))
        if name.core and not name.empty and not _settled(reading)
    ]
    likely = read_likely([names[a] for a in unsure], [readings[a] for a in unsure], index)
    for at, reading in zip(unsure, likely, strict=True):
        readings[at] = reading
    return [
        decide(
            Evidence(name, reading, number, index.rows_by_siren.get(number.siren), dep, reg),
            index,
        )
        for name, reading, number, (_, _, dep, reg) in zip(names, readings, numbers, typed, strict=True)
    ]


def _settled(reading: Reading) -> bool:
    return reading.level in (EXACT, NUMBER) and len(reading.rows) == 1


def _hinted_places(hints: pd.DataFrame | None, count: int, index: NameIndex) -> list[tuple[str, str]]:
    if hints is None:
        return [("", "")] * count
    departments = {dep: dep for dep, _ in index.places.values() if dep}
    regions = {reg: reg for _, reg in index.places.values() if reg}
    for name, (dep, reg) in index.places.items():
        (departments if dep else regions)[name] = dep or reg

    def code(column: str, known: dict[str, str]) -> list[str]:
        if column not in hints:
            return [""] * count
        return [known.get(_text(v)) or known.get(" ".join(words(_text(v)))) or "" for v in hints[column]]

    return list(zip(code("departement", departments), code("region", regions), strict=True))


def _as_row(verdict: Verdict, index: NameIndex) -> dict[str, Any]:
    candidates = verdict.candidates
    if verdict.row is not None:
        candidates = ((verdict.row, verdict.score), *(c for c in candidates if c[0] != verdict.row))
    best = [_candidate(row, score, index) for row, score in candidates[:_CANDIDATES]]
    return {
        **_territory(verdict, index),
        "score": round(verdict.score, 1),
        "preuve": verdict.preuve,
        "statut": verdict.statut,
        "candidats": json.dumps(best, ensure_ascii=False),
    }


def _territory(verdict: Verdict, index: NameIndex) -> dict[str, Any]:
    same = ("territoire_id", "siren", "code_insee", "nature", "type", "strate", "population")
    if verdict.row is not None:
        t = index.territories[verdict.row]
        return {**{c: t[c] for c in same}, "nom_officiel": t["nom"]}
    kind = "autres" if verdict.statut in (OUT, VOID) else ""
    return {**dict.fromkeys((*same, "nom_officiel"), ""), "type": kind, "strate": kind, "population": pd.NA}


@lru_cache(maxsize=1)
def _nature_labels() -> dict[str, str]:
    table = rules("natures.csv")
    return dict(zip(table["nature"], table["libelle"], strict=True))


def _candidate(row: int, score: float, index: NameIndex) -> dict[str, Any]:
    t = index.territories[row]
    return {
        "territoire_id": t["territoire_id"],
        "nom": t["nom"],
        "nature": _nature_labels()[str(t["nature"])],
        "departement": t["departement"],
        "population": int(str(t["population"])),
        "score": round(score, 1),
    }
