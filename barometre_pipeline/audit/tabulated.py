"""The audit trail born with each tabulated answer: the conditions that count it and its base, the base in words.

Builds ``gold/fiches``; assembling a card for a reader is ``explain_tabulated``'s.
"""

from typing import TYPE_CHECKING

from barometre_pipeline.audit.sql import identifier, literal
from barometre_pipeline.tables.declarations.tabulations import ANSWER_KEY
from barometre_pipeline.trace import DataOrigin, trace_id
from barometre_pipeline.vocabulary import (
    BOX_KINDS,
    COCHE,
    INDETERMINE,
    LIBELLES_MANQUANTS,
    NON_COCHE,
    NON_POSEE,
    SANS_REPONSE,
)

if TYPE_CHECKING:
    import pandas as pd

_ASKED = "Les structures du groupe à qui la question a été posée"
BASES = {
    "choix": f"{_ASKED}, « Sans réponse » comprises",
    "case": f"{_ASKED}, qu’elles aient coché une case ou aucune",
    "toutes": "Toutes les structures du groupe, que la question leur ait été posée ou non",
}


def build_trail(
    tabulated: "pd.DataFrame", questions: "pd.DataFrame", edition: str, origin: DataOrigin
) -> "pd.DataFrame":
    """Return one row of ``gold/fiches`` for each row of ``tabulated``.

    Args:
        tabulated: output of ``statistics.tabulation.tabulate`` (with ``colonne`` and ``code``).
        questions: bronze ``questions`` of the closed columns.
        edition: partition key.
        origin: the data: the same figure has another trace on others.
    """
    import pandas as pd

    boxes = {
        str(q): list(g["colonne"])
        for q, g in questions.groupby("question")
        if g["nature"].isin([str(k) for k in BOX_KINDS]).all()
    }
    lines = tabulated[["question", "colonne", "code"]].drop_duplicates()
    conditions = {
        (row.colonne, row.code): (
            _condition(str(row.colonne), str(row.code), boxes.get(str(row.question))),
            _base(str(row.colonne), str(row.code), boxes.get(str(row.question))),
        )
        for row in lines.itertuples()
    }
    found = [conditions[k] for k in zip(tabulated["colonne"], tabulated["code"], strict=True)]
    keys = zip(*(tabulated[k] for k in ANSWER_KEY), strict=True)
    return pd.DataFrame(
        {
            "trace_id": [trace_id(edition, *k, origin.fingerprint) for k in keys],
            "edition": edition,
            **{k: tabulated[k].to_numpy() for k in ANSWER_KEY},
            "condition_sql": [counted for counted, _ in found],
            "condition_base_sql": [base for _, base in found],
            "base": [
                BASES["toutes" if c == NON_POSEE else "case" if q in boxes else "choix"]
                for q, c in zip(tabulated["question"], tabulated["code"], strict=True)
            ],
        }
    )


def _condition(column: str, code: str, boxes: list[str] | None) -> str:
    if not boxes or code == COCHE:
        return f"r.{identifier(column)} = {literal(code)}"
    states = f"({', '.join(map(literal, LIBELLES_MANQUANTS))})"
    unseen = _each(boxes, f"IN {states}")
    not_asked = _each(boxes, f"= {literal(NON_POSEE)}")
    return {
        NON_COCHE: f"r.{identifier(column)} <> {literal(COCHE)} AND NOT ({unseen})",
        SANS_REPONSE: f"{_each(boxes, f'<> {literal(COCHE)}')} AND NOT ({unseen})",
        NON_POSEE: not_asked,
        INDETERMINE: f"{unseen} AND NOT ({not_asked})",
    }[code]


def _base(column: str, code: str, boxes: list[str] | None) -> str:
    """Return the condition to be in the base: the question was put, whatever became of it."""
    if code == NON_POSEE:
        return "true"
    if boxes:
        return f"NOT ({_each(boxes, f'= {literal(NON_POSEE)}')})"
    return f"r.{identifier(column)} <> {literal(NON_POSEE)}"


def _each(boxes: list[str], statement: str) -> str:
    return " AND ".join(f"r.{identifier(c)} {statement}" for c in boxes)
