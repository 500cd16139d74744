"""A poll read again in the institute's own .sav, by the library that reads that format, and in nothing else."""

from pathlib import Path

import yaml

from barometre_pipeline.audit.card import Check
from barometre_pipeline.audit.read import columns, rows
from barometre_pipeline.audit.second_path.poll_cells import PollFile
from barometre_pipeline.audit.second_path.session import AGAIN, SHOWN, Reading, Session
from barometre_pipeline.audit.sql import columns_read, identifier
from barometre_pipeline.errors import record_place
from barometre_pipeline.french.numbers import count

_REMEDY = "remettez le fichier de l’institut, ou relancez « barometre run »"


def read_poll(session: Session, query: str, raw: Path, intact: dict[str, bool]) -> Reading:
    """Put the people of a poll in the table ``relu``, with their weight and the columns that a query reads.

    Args:
        session: the connection.
        query: what will be counted.
        raw: raw folder.
        intact: whether each file of the poll has the bytes that were read.
    """
    silver = columns(session.lake, session.source, session.edition)
    wanted = {name: column for name, column in silver.items() if column in columns_read(query)}
    config = next((n for n in intact if n.endswith("/sondage.yaml")), "")
    delivered = next((n for n in intact if n.lower().endswith(".sav")), "")
    if not (config and delivered and intact[config] and intact[delivered]):
        # A file that is not the one read may be anything: it is not opened.
        session.connection.execute(
            f"CREATE TEMP TABLE {AGAIN} AS SELECT * FROM {session.file(session.source, session.edition)}"
        )
        return Reading("silver/sondes seulement, car le fichier de l’institut n’est pas celui qui a été lu")
    described = yaml.safe_load((raw / config).read_text(encoding="utf-8"))
    bronze = [
        rows(session.lake, table, session.edition)
        for table in ("bronze/sondage_variables", "bronze/sondage_modalites")
    ]
    file = PollFile(raw / delivered, described, *bronze)
    read = {"poids": file.weights()} | {n: file.column(n) for n in wanted if n != "poids"}
    names = ", ".join(f"{identifier(wanted[n])} VARCHAR" for n in wanted if n != "poids")
    session.connection.execute(
        f"CREATE TEMP TABLE {AGAIN} (rang BIGINT, poids DOUBLE{', ' if names else ''}{names})"
    )
    others = [n for n in wanted if n != "poids"]
    lines = [(i + 1, read["poids"][i], *(read[n][i] for n in others)) for i in range(len(read["poids"]))]
    marks = ", ".join("?" * (2 + len(others)))
    session.connection.executemany(f"INSERT INTO {AGAIN} VALUES ({marks})", lines)
    return Reading(f"fichier SPSS de l’institut lui-même ({delivered})", [_compared(session, wanted, others)])


def _compared(session: Session, wanted: dict[str, str], others: list[str]) -> Check:
    """Compare weights and answers with the lake's, person by person."""
    lake = f"SELECT row_number() OVER () AS rang, * FROM {session.file(session.source, session.edition)}"
    wrong = []
    for name in ("poids", *others):
        column = identifier(wanted.get(name, name))
        theirs = f"s.{column}" if name == "poids" else f"CAST(s.{column} AS VARCHAR)"
        found = session.rows(
            f"SELECT coalesce(r.rang, s.rang) FROM {AGAIN} AS r FULL JOIN ({lake}) AS s USING (rang)\n"
            f"WHERE {theirs} IS DISTINCT FROM r.{column} ORDER BY 1"
        )
        wrong += [(int(n), record_place(int(n), what=f"colonne {name}", headings=False)) for (n,) in found]
    (people,) = session.rows(f"SELECT count(*) FROM {AGAIN}")[0]
    cells = count(int(people) * (1 + len(others)), "cellule")
    listed = " ; ".join(place for _, place in sorted(wrong)[:SHOWN])
    return Check(
        "poids et réponses lus",
        cells,
        count(len(wrong), "cellule diffère", "cellules diffèrent") if wrong else cells,
        not wrong,
        f"{listed} : {_REMEDY}" if wrong else "",
    )
