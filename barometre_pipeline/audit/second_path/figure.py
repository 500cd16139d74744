"""One figure counted and estimated again, each value that the lake holds set against the one found here."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

from barometre_pipeline.audit.card import Check, Subject
from barometre_pipeline.audit.counting import TabulatedCounting
from barometre_pipeline.audit.read import Row, columns, rows
from barometre_pipeline.audit.second_path.estimates import (
    Estimate,
    Member,
    Stratum,
    estimate,
    exact_binomial,
)
from barometre_pipeline.audit.second_path.session import Session
from barometre_pipeline.audit.second_path.weights import Plan
from barometre_pipeline.audit.sql import columns_read, identifier, literal
from barometre_pipeline.french.numbers import NONE, number
from barometre_pipeline.lake import Lake
from barometre_pipeline.tables.declarations.tabulations import ANSWER_KEY
from barometre_pipeline.vocabulary import BASE_MINIMALE, BOX_KINDS, COCHE, ColumnKind

_SHARE, _BOUND = 1e-9, 1e-8
_SHOWN = 9  # decimals of a share in the table
_REMEDY = "le lac a été modifié, ou il vient d’autres données ou d’un autre code : relancez « barometre run »"
PUBLISHED = "part publiable"
Members = list[tuple[Any, ...]]


def figure_checks(session: Session, subject: Subject, plan: Plan | None) -> Iterator[Check]:
    """Yield every value stored for a figure against what is found again, on what was read again."""
    n, base = (int(v) for v in session.again(subject.query)[0])
    yield compared("n", subject.stored_n, n)
    yield compared("base", subject.stored_base, base)
    if subject.rows_query:
        kept, found = ([int(r[0]) for r in run(subject.rows_query)] for run in (session.rows, session.again))
        yield Check("enregistrements comptés", *_counted(kept, found), kept == found, _missing(kept, found))
    if subject.measure == "effectif":
        return
    members = session.again(subject.members_query) if subject.members_query else []
    if subject.measure == "tri":
        yield from _tabulated(session, subject, plan, members)
        return
    share = Fraction(n, base) if base else None
    yield compared("part", subject.row["part"], share, _SHARE)
    if subject.source == "silver/agregats":
        yield compared("part redressée", subject.row["part_ponderee"], None)
        bounds = exact_binomial(share, base) if share is not None else (None, None)
        yield from _published_share(subject.row, share, base, bounds)
        return
    found_estimate = _estimate(subject, plan, members)
    weighted = found_estimate.share if found_estimate else None
    yield compared("part redressée", subject.row["part_ponderee"], weighted, _SHARE)
    yield from _effective(subject.row, found_estimate)
    poll = subject.source == "silver/sondes"
    if found_estimate is None:
        bounds = None, None
    else:
        bounds = found_estimate.wald_logit() if subject.measure == "mentions" else found_estimate.logit()
    yield from _published_share(subject.row, weighted if poll else share, base, bounds)


def _estimate(subject: Subject, plan: Plan | None, members: Members) -> Estimate | None:
    if plan is not None:
        return estimate(plan.strata(members, subject.strates))
    size = sum(int(c) for *_, c in members)
    people = tuple(Member(Fraction(w), int(y), int(x), int(c)) for _, w, y, x, c in members)
    return estimate([Stratum(max(size, subject.sample), None, people)])


def _published_share(
    row: Row, share: Fraction | None, base: int, bounds: tuple[float | None, float | None]
) -> Iterator[Check]:
    yield compared(PUBLISHED, row["part_publiable"], share, _SHARE)
    kept = _number(row["part_publiable"])
    yield compared(
        "arrondi (pour cent, demi au pair)",
        None if kept is None else half_even(100 * kept),
        None if share is None else half_even(100 * share),
    )
    yield compared("intervalle, borne basse", row["ic_bas"], bounds[0], _BOUND)
    yield compared("intervalle, borne haute", row["ic_haut"], bounds[1], _BOUND)
    small = base < BASE_MINIMALE
    yield Check(
        "base faible", _yes(row["base_faible"]), _yes(small), bool(row["base_faible"]) == small, _REMEDY
    )


def _effective(row: Row, found: Estimate | None) -> Iterator[Check]:
    """Yield the base and the effective size of the weighted share, where the lake says them."""
    if "base_ponderee" in row:
        yield compared("base de la part redressée", row["base_ponderee"], found.base if found else 0)
    if "effectif_efficace" in row:
        yield compared("effectif efficace", row["effectif_efficace"], found.kish if found else None, 1e-6)


def _tabulated(session: Session, subject: Subject, plan: Plan | None, members: Members) -> Iterator[Check]:
    """Yield the shares of a tabulated answer: of the group, as 2023 printed, and of the base."""
    assert plan is not None
    row, inside = subject.row, bool(subject.row["dans_base"])
    whole = [(s, w, y, 1, c) for s, w, y, _, c in members]
    n, size, base = (sum(v * c for v, c in each) for each in (
        [(y, c) for *_, y, _, c in members], [(1, c) for *_, c in members], [(x, c) for *_, x, c in members],
    ))  # fmt: skip
    yield compared("effectif du groupe", row["effectif"], size)
    yield compared("part du groupe", row["part"], Fraction(n, size) if size else None, _SHARE)
    among = Fraction(n, base) if base and inside else None
    yield compared("part publiable", row["part_publiable"], among, _SHARE)
    weighted = bool(plan.represented())
    all_of_them = estimate(plan.strata(whole, subject.strates)) if weighted else None
    found = estimate(plan.strata(members, subject.strates)) if weighted and inside else None
    yield compared(
        "part redressée du groupe", row["part_ponderee"], all_of_them and all_of_them.share, _SHARE
    )
    yield compared(
        "part redressée, sur la même base", row["part_publiable_ponderee"], found and found.share, _SHARE
    )
    yield _historical(session, subject, plan, members)
    keys = {k: str(row[k]) for k in ANSWER_KEY}
    for line in rows(session.lake, "gold/estimations", subject.edition, **keys):
        yield from _estimations(line, found)


def _estimations(line: Row, found: Estimate | None) -> Iterator[Check]:
    logit, beta = (found.logit(), found.beta()) if found else ((None, None), (None, None))
    values: Mapping[str, float | Fraction | None] = {
        "base_ponderee": found.base if found else 0,
        "effectif_efficace": found.kish if found else None,
        "part_publiable_ponderee": found.share if found else None,
        "erreur_type": found.error if found else None,
        "ic_logit_bas": logit[0], "ic_logit_haut": logit[1], "ic_beta_bas": beta[0], "ic_beta_haut": beta[1],
        "deff": found.design_effect() if found else None,
    }  # fmt: skip
    for name, value in values.items():
        if name in line:
            loose = name in ("deff", "effectif_efficace")
            yield compared(f"estimation, {name}", line[name], value, 1e-6 if loose else _BOUND)


def _historical(session: Session, subject: Subject, plan: Plan, members: Members) -> Check:
    """Compare the share by the rule of 2023: of structures, or of mentions where boxes are ticked."""
    name = "part, redressement historique"
    kept = _number(subject.row["part_ponderee_historique"])
    boxes = bool(subject.mentions_query)
    if boxes and not ticked(subject):
        return compared(name, kept, None)
    top = sum((plan.historical(s) * y * c for s, _, y, _, c in members), Fraction(0))
    if boxes:
        below = session.again(subject.mentions_query)
        bottom = sum((plan.historical(s) * int(n) for s, n in below), Fraction(0))
    else:
        bottom = sum((plan.historical(s) * c for s, *_, c in members), Fraction(0))
    return compared(name, kept, top / bottom if bottom else None, _SHARE)


def with_mentions(lake: Lake, subject: Subject) -> Subject:
    """Return the subject with the query of the ticks of its list, where it is about boxes."""
    if subject.measure != "tri":
        return subject
    names = columns(lake, subject.source, subject.edition)
    asked = rows(lake, "bronze/questions", subject.edition, question=str(subject.row["question"]))
    listed = [
        names[str(q["colonne"])]
        for q in asked
        if q["nature"] == ColumnKind.MULTIPLE and str(q["colonne"]) in names
    ]
    if not listed or any(q["nature"] not in BOX_KINDS for q in asked):
        return subject
    counting = TabulatedCounting(subject.edition, subject.condition, "true", str(subject.row["groupe"]))
    return replace(subject, mentions_query=counting.mentions_query(listed))


def ticked(subject: Subject) -> bool:
    """Tell whether a tabulated answer is a tick of a box of the list, and not of « Autre » or no tick at all."""
    (one, *more) = sorted(columns_read(subject.condition))
    is_tick = not more and subject.condition == f"r.{identifier(one)} = {literal(COCHE)}"
    return is_tick and one in columns_read(subject.mentions_query)


def compared(name: str, stored: Any, found: Any, tolerance: float = 0.0) -> Check:
    """Set a stored value against the one found; None and NaN are both « no value »."""
    kept, again = _number(stored), _number(found)
    if kept is None or again is None:
        same = kept is None and again is None
    else:
        same = abs(kept - again) <= tolerance * max(1.0, abs(again))
    return Check(name, _shown(kept), _shown(again), same, "" if same else _REMEDY, again)


def half_even(value: float | Fraction, decimals: int = 0) -> float:
    """Round half to even, binary noise set aside, by decimal arithmetic."""
    exact = Decimal(str(round(float(value), 12)))
    return float(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN))


def _number(value: Any) -> float | None:
    return None if value is None or math.isnan(value) else float(value)


def _shown(value: float | None) -> str:
    return NONE if value is None else number(value, None if value.is_integer() else _SHOWN)


def _yes(value: Any) -> str:
    return "oui" if value else "non"


def _counted(kept: list[int], found: list[int]) -> tuple[str, str]:
    return number(len(kept)), number(len(found))


def _missing(kept: list[int], found: list[int]) -> str:
    gone, new = sorted(set(kept) - set(found)), sorted(set(found) - set(kept))
    said = [("dans le lac seulement", gone), ("dans le fichier seulement", new)]
    words = " ; ".join(f"{label} : {', '.join(map(str, some[:8]))}" for label, some in said if some)
    return f"{words}. {_REMEDY}" if words else ""
