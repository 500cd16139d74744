"""Verifies a card: its files, what was read again in them, and every value counted and estimated a second time.

Running the queries of the cards is here too; how things are found again is ``second_path``'s.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

from barometre_pipeline.audit.card import Card, Check, Subject, Verification
from barometre_pipeline.audit.database import cursor
from barometre_pipeline.audit.sql import files_read
from barometre_pipeline.lake import Lake


def verify(lake: Lake, card: Card, raw: Path) -> Card:
    """Return the card with what each thing it says is found to be now."""
    from barometre_pipeline.audit.second_path.figure import PUBLISHED, figure_checks, with_mentions
    from barometre_pipeline.audit.second_path.files import file_checks, table_check
    from barometre_pipeline.audit.second_path.origin import origin_check
    from barometre_pipeline.audit.second_path.selection import selection_checks
    from barometre_pipeline.audit.second_path.session import Session
    from barometre_pipeline.audit.second_path.surroundings import surrounding_checks
    from barometre_pipeline.audit.second_path.weights import Plan

    subject = with_mentions(lake, card.subject)
    with Session(lake, subject.source, subject.edition) as session:
        files = [
            *file_checks(lake, card, raw, subject.edition),
            table_check(lake, subject.edition),
            origin_check(subject, raw),
        ]
        reading = _read_again(session, subject, card, raw)
        plan = Plan(session, raw) if subject.source == "silver/reponses" else None
        checks = [*files, *reading.checks, *([plan.check()] if plan else [])]
        lost = _lost(session, subject)
        checks += [lost] if lost else []
        if plan:
            checks += selection_checks(session, raw)
        checks += figure_checks(session, subject, plan)
        share = next((c.value for c in checks if c.name == PUBLISHED), None)
        checks += surrounding_checks(session, subject, plan, share)
    n, base = recount(lake, card.query)
    query = Check("requête de la fiche, sur silver", f"{card.n} sur {card.base}", f"{n} sur {base}",
                  (n, base) == (card.n, card.base), "relancez « barometre run »")  # fmt: skip
    return replace(card, verification=Verification(n, base, reading.path, (*checks, query)))


def _read_again(session: Any, subject: Subject, card: Card, raw: Path) -> Any:
    from barometre_pipeline.audit.second_path.files import same_bytes
    from barometre_pipeline.audit.second_path.poll import read_poll
    from barometre_pipeline.audit.second_path.published import read_published
    from barometre_pipeline.audit.second_path.responses import read_responses

    query = "\n".join((subject.query, subject.rows_query, subject.members_query, subject.mentions_query))
    intact = {str(f["fichier"]): same_bytes(raw / str(f["fichier"]), str(f["sha256"])) for f in card.files}
    if subject.source == "silver/reponses":
        extract = raw / card.extract
        return read_responses(session, query, extract, card.extract, intact=intact.get(card.extract, False))
    if subject.source == "silver/sondes":
        return read_poll(session, query, raw, intact)
    return read_published(session, raw, tuple(intact))


def _lost(session: Any, subject: Subject) -> Check | None:
    """Say how many responses of silver have no structure: they would be counted nowhere."""
    if subject.source != "silver/reponses":
        return None
    tables = [session.file(t, subject.edition) for t in ("silver/reponses", "silver/structures")]
    alone = f"SELECT id_reponse FROM {tables[0]} EXCEPT SELECT id_reponse FROM {tables[1]}"
    other = f"SELECT id_reponse FROM {tables[1]} EXCEPT SELECT id_reponse FROM {tables[0]}"
    (gone,) = session.rows(f"SELECT count(*) FROM (({alone}) UNION ALL ({other}))")[0]
    same = gone == 0
    remedy = "silver/reponses et silver/structures ne vont plus ensemble : relancez « barometre run »"
    return Check(
        "réponses et structures", "0 sans vis-à-vis", f"{gone} sans vis-à-vis", same, "" if same else remedy
    )


def recount(lake: Lake, query: str) -> tuple[int, int]:
    """Run a card's query on the lake's files and return (n, base)."""
    row = fetch(lake, query)[0]
    return int(row[0]), int(row[1])


def fetch(lake: Lake, query: str) -> list[tuple[Any, ...]]:
    """Run a query on the lake's files.

    Raises:
        NotComputedError: a table that it reads was not computed.
    """
    for table, edition in files_read(query):
        lake.require(table, edition)
    with cursor() as connection:
        connection.execute("SET file_search_path = ?", [str(lake.root)])
        return connection.execute(query).fetchall()
