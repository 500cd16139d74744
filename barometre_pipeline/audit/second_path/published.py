"""Published tables read again by DuckDB in their CSV, their declared anomalies applied anew."""

from pathlib import Path
from typing import Any

import duckdb
import yaml

from barometre_pipeline.audit.card import Check
from barometre_pipeline.audit.second_path.session import AGAIN, SHOWN, Reading, Session
from barometre_pipeline.audit.sql import literal
from barometre_pipeline.french.numbers import count

_KEYS = ("questions", "modalite", "groupe")
_COUNTS = ("effectif", "taille_groupe", "pourcentage_imprime")
_REMEDY = "remettez les tableaux reçus, ou relancez « barometre run »"


def read_published(session: Session, raw: Path, files: tuple[str, ...]) -> Reading:
    """Put the published tables in the table ``relu``.

    Args:
        session: the connection.
        raw: raw folder.
        files: what was read.
    """
    tables = next((n for n in files if n.endswith(".csv")), "")
    oddities = next((n for n in files if n.endswith(".yaml")), "")
    stored = session.file(session.source, session.edition)
    try:
        session.connection.execute(
            f"CREATE TEMP TABLE {AGAIN} AS SELECT row_number() OVER () + 1 AS numero, *, '' AS correction\n"
            "FROM read_csv(?, header = true, all_varchar = true, delim = ',')",
            [str(raw / tables)],
        )
        for column in _COUNTS:
            session.connection.execute(f"ALTER TABLE {AGAIN} ALTER {column} TYPE BIGINT")
    except duckdb.Error:
        session.connection.execute(f"CREATE OR REPLACE TEMP TABLE {AGAIN} AS SELECT * FROM {stored}")
        return Reading(f"silver/agregats seulement, car {tables or 'le CSV'} n’est pas lisible")
    if oddities and (raw / oddities).is_file():
        for anomaly in yaml.safe_load((raw / oddities).read_text(encoding="utf-8"))["anomalies"]:
            _apply(session, anomaly)
    compared = ("question", "modalite", "groupe", "effectif", "taille_groupe", "correction")
    names = ", ".join(f"CAST({c} AS VARCHAR)" for c in compared)
    wrong = session.rows(
        f"(SELECT {names} FROM {AGAIN} EXCEPT ALL SELECT {names} FROM {stored})\n"
        f"UNION ALL (SELECT {names} FROM {stored} EXCEPT ALL SELECT {names} FROM {AGAIN})"
    )
    (lines,) = session.rows(f"SELECT count(*) FROM {AGAIN}")[0]
    (theirs,) = session.rows(f"SELECT count(*) FROM {stored}")[0]
    places = dict.fromkeys(" / ".join(row[:3]) for row in sorted(wrong))
    listed = " ; ".join(list(places)[:SHOWN])
    check = Check(
        "lignes des tableaux",
        count(int(theirs), "ligne"),
        count(len(places), "ligne diffère", "lignes diffèrent") if wrong else count(int(lines), "ligne"),
        not wrong,
        f"{listed} : {_REMEDY}" if wrong else "",
    )
    return Reading(f"DuckDB sur le fichier CSV lui-même ({tables}), anomalies déclarées comprises", [check])


def _apply(session: Session, anomaly: dict[str, Any]) -> None:
    limits = [f"question IN ({', '.join(literal(str(q)) for q in anomaly['questions'])})"]
    limits += [f"{key} = {literal(str(anomaly[key]))}" for key in _KEYS[1:] if anomaly.get(key)]
    where = " AND ".join(limits)
    if anomaly["traitement"] == "ecarter":
        session.connection.execute(f"DELETE FROM {AGAIN} WHERE {where}")
        return
    session.connection.execute(
        f"UPDATE {AGAIN} SET {anomaly['champ']} = ?, correction = ? WHERE {where}",
        [anomaly["valeur"], anomaly["motif"]],
    )
