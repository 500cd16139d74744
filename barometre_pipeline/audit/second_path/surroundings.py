"""What a card says beside its figure: how many responses each filter left, and the share under unequal response."""

from collections.abc import Iterator

from barometre_pipeline.audit.card import Check, Subject
from barometre_pipeline.audit.second_path.figure import compared
from barometre_pipeline.audit.second_path.session import Session

# Column of the edition's context -> why a response was set aside.
_FILTERS = {"vides": "vide", "incompletes": "incomplete", "douteuses": "douteuse", "doublons": "doublon"}
# How often those counted are taken to have answered: their odds are divided by it.
_ODDS = {"si_2_fois_plus": 2, "si_1_5_fois_plus": 1.5, "si_1_5_fois_moins": 2 / 3, "si_2_fois_moins": 0.5}
_CLOSE = 1e-9


def surrounding_checks(session: Session, subject: Subject) -> Iterator[Check]:
    """Yield what the filters of the card and its sensitivity are found to be."""
    if subject.source == "silver/reponses":
        yield from _filters(session, subject.edition)
    trace = str(subject.row.get("trace_id") or "")
    if trace and session.lake.exists("gold/sensibilite"):
        yield from _sensitivity(session, trace, float(subject.row["part_publiable"]))


def _filters(session: Session, edition: str) -> Iterator[Check]:
    kept = session.rows(f"SELECT {', '.join(_FILTERS)} FROM {session.file('gold/contexte', edition)}")[0]
    aside = session.file("silver/reponses_ecartees", edition)
    found = dict(session.rows(f"SELECT CAST(motif AS VARCHAR), count(*) FROM {aside} GROUP BY ALL"))
    for stored, (name, reason) in zip(kept, _FILTERS.items(), strict=True):
        yield compared(f"réponses écartées, {name}", stored, found.get(reason, 0))


def _sensitivity(session: Session, trace: str, share: float) -> Iterator[Check]:
    query = f"SELECT {', '.join(_ODDS)} FROM {session.file('gold/sensibilite')} WHERE trace_id = ?"
    for row in session.rows(query, [trace])[:1]:
        for stored, (name, odds) in zip(row, _ODDS.items(), strict=True):
            yield compared(f"sensibilité, {name}", stored, share / (share + odds * (1 - share)), _CLOSE)
