"""What a card says beside its figure: whose interval it is, and the shares under unequal response, found again."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from barometre_pipeline.audit.card import Check, Subject
from barometre_pipeline.audit.read import rows
from barometre_pipeline.audit.second_path.figure import compared
from barometre_pipeline.audit.second_path.session import Session
from barometre_pipeline.audit.second_path.weights import Plan
from barometre_pipeline.french.numbers import count

# How often those counted are taken to have answered: their odds are divided by it.
_ODDS = {
    "si_2_fois_plus": Fraction(2),
    "si_1_5_fois_plus": Fraction(3, 2),
    "si_1_5_fois_moins": Fraction(2, 3),
    "si_2_fois_moins": Fraction(1, 2),
}
_WEIGHTED = "redressee_"
_CLOSE = 1e-9
_REMEDY = "le lac a été modifié, ou il vient d’un autre calcul : relancez « barometre run »"
Members = list[tuple[Any, ...]]


def surrounding_checks(
    session: Session, subject: Subject, plan: Plan | None, share: float | None
) -> Iterator[Check]:
    """Yield whose interval the lake says it is, and what it says of unequal response.

    Args:
        session: the connection.
        subject: the figure.
        plan: of the survey, None for a poll and for published tables.
        share: the published share, as found again.
    """
    if subject.measure == "tri":
        return
    yield _whose(subject)
    if subject.measure != "part" or share is None:
        return
    known = session.lake.exists("gold/sensibilite")
    found = rows(session.lake, "gold/sensibilite", trace_id=str(subject.row["trace_id"])) if known else []
    if len(found) != 1:
        yield Check("sensibilité", count(len(found), "ligne"), "1 ligne", False, _REMEDY)
        return
    weighted = _weighted(session, subject, plan, share)
    for name, odds in _ODDS.items():
        yield compared(f"sensibilité, {name}", found[0][name], _moved(Fraction(share), odds), _CLOSE)
        column = _WEIGHTED + name
        yield compared(f"sensibilité, {column}", found[0][column], weighted[name], _CLOSE)


def _whose(subject: Subject) -> Check:
    kept = str(subject.row["ic_de"])
    bounded, tables = subject.row["ic_bas"], subject.source == "silver/agregats"
    none = subject.measure == "effectif" or bounded is None or bounded != bounded  # noqa: PLR0124 - NaN
    found = "" if none else "part" if tables else "part_ponderee"
    same = kept == found
    return Check("part dont c’est l’intervalle", kept, found, same, "" if same else _REMEDY)


def _moved(share: Fraction, odds: Fraction) -> Fraction:
    return share / (share + odds * (1 - share))


def _weighted(
    session: Session, subject: Subject, plan: Plan | None, share: float
) -> Mapping[str, Fraction | None]:
    """Return the weighted shares: of a poll, those of its one strate; of the survey, strate by strate."""
    if subject.source == "silver/sondes":
        return {name: _moved(Fraction(share), odds) for name, odds in _ODDS.items()}
    hosts = _hosts(session, subject, plan)
    if plan is None or not hosts:
        return dict.fromkeys(_ODDS)
    members = session.again(subject.members_query)
    return {name: _by_strate(members, plan, hosts, odds) for name, odds in _ODDS.items()}


def _hosts(session: Session, subject: Subject, plan: Plan | None) -> dict[str, int]:
    """Return the structures that each strate speaks for, where the catalogue gives the share of every one of them."""
    row = subject.row
    whole = str(row["modalite"]) in ("", str(row["population"])) and subject.of_strates
    if plan is None or not whole:
        return {}
    inside = plan.represented(subject.strates)
    hosts = {s: n for s, n in inside.items() if s in subject.strates}
    same = {c: str(row[c]) for c in ("edition", "indicateur", "categorie", "regle_base")}
    same["imprime"] = str(bool(row["imprime"])).lower()
    given = {
        str(r["population"])
        for r in rows(session.lake, "gold/indicateurs", **same)
        if r["population"] == r["modalite"]
    }
    return hosts if set(hosts) <= given else {}


def _by_strate(members: Members, plan: Plan, hosts: Mapping[str, int], odds: Fraction) -> Fraction | None:
    top = bottom = Fraction(0)
    for strate, exist in hosts.items():
        mine = [(int(y), int(x), int(c)) for s, _, y, x, c in members if s == strate]
        yes, base = sum(y * c for y, _, c in mine), sum(x * c for _, x, c in mine)
        # Each yes stands for fewer; the strate then goes back to the structures that exist.
        fewer = Fraction(yes) / odds
        each = exist / (plan.sample.get(strate, 0) - yes + fewer)
        top += each * fewer
        bottom += each * (base - yes + fewer)
    return top / bottom if bottom else None
