"""The audit trail born with each figure: the condition that counts it and the base in words.

Builds ``gold/fiches``; assembling a card for a reader is ``explain``'s, running the query ``verify``'s.
"""

import hashlib

import pandas as pd

from barometre_pipeline.vocabulary import LIBELLES_MANQUANTS, NON_POSEE

KEYS = ["edition", "question", "sous_question", "modalite", "groupe"]

BASES = {
    "choix": "Toutes les structures du groupe, « Sans réponse » comprises",
    "case": "Toutes les structures du groupe, y compris celles à qui la question n’a pas été posée",
}


def trace_id(edition: str, question: str, sub_question: str, modalite: str, group: str) -> str:
    """Return the stable identifier of a figure: 16 hexadecimal digits of the SHA-256 of its keys."""
    text = "\x1f".join((edition, question, sub_question, modalite, group))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def build_cards(tabulated: pd.DataFrame, questions: pd.DataFrame, edition: str) -> pd.DataFrame:
    """Return one row of ``gold/fiches`` for each row of ``tabulated``.

    Args:
        tabulated: output of ``statistics.tabulation.tabulate`` (with ``colonne`` and ``code``).
        questions: bronze ``questions`` of the closed columns.
        edition: partition key.
    """
    boxes = {
        str(q): list(g["colonne"]) for q, g in questions.groupby("question") if (g["nature"] == "case").all()
    }
    keys = zip(
        tabulated["question"],
        tabulated["sous_question"],
        tabulated["modalite"],
        tabulated["groupe"],
        strict=True,
    )
    lines = tabulated[["question", "colonne", "code"]].drop_duplicates()
    conditions = {
        (row.colonne, row.code): _condition(str(row.colonne), str(row.code), boxes.get(str(row.question)))
        for row in lines.itertuples()
    }
    return pd.DataFrame(
        {
            "trace_id": [trace_id(edition, *k) for k in keys],
            "edition": edition,
            **{c: tabulated[c].to_numpy() for c in KEYS[1:]},
            "condition_sql": [
                conditions[k] for k in zip(tabulated["colonne"], tabulated["code"], strict=True)
            ],
            "base": [BASES["case" if q in boxes else "choix"] for q in tabulated["question"]],
        }
    )


def _condition(column: str, code: str, boxes: list[str] | None) -> str:
    if boxes and code == NON_POSEE:
        states = ", ".join(_literal(c) for c in LIBELLES_MANQUANTS)
        return " AND ".join(f"r.{_identifier(c)} IN ({states})" for c in boxes)
    return f"r.{_identifier(column)} = {_literal(code)}"


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
