"""The audit trail born with each tabulated answer: the condition that counts it and the base in words.

Builds ``gold/fiches``; assembling a card for a reader is ``explain_tabulated``'s.
"""

from typing import TYPE_CHECKING

from barometre_pipeline.audit.sql import identifier, literal
from barometre_pipeline.tables.declarations.tabulations import ANSWER_KEY
from barometre_pipeline.trace import trace_id
from barometre_pipeline.vocabulary import LIBELLES_MANQUANTS, NON_POSEE

if TYPE_CHECKING:
    import pandas as pd

BASES = {
    "choix": "Toutes les structures du groupe, « Sans réponse » comprises",
    "case": "Toutes les structures du groupe, y compris celles à qui la question n’a pas été posée",
}


def build_trail(tabulated: "pd.DataFrame", questions: "pd.DataFrame", edition: str) -> "pd.DataFrame":
    """Return one row of ``gold/fiches`` for each row of ``tabulated``.

    Args:
        tabulated: output of ``statistics.tabulation.tabulate`` (with ``colonne`` and ``code``).
        questions: bronze ``questions`` of the closed columns.
        edition: partition key.
    """
    import pandas as pd

    boxes = {
        str(q): list(g["colonne"]) for q, g in questions.groupby("question") if (g["nature"] == "case").all()
    }
    lines = tabulated[["question", "colonne", "code"]].drop_duplicates()
    conditions = {
        (row.colonne, row.code): _condition(str(row.colonne), str(row.code), boxes.get(str(row.question)))
        for row in lines.itertuples()
    }
    keys = zip(*(tabulated[k] for k in ANSWER_KEY), strict=True)
    return pd.DataFrame(
        {
            "trace_id": [trace_id(edition, *k) for k in keys],
            "edition": edition,
            **{k: tabulated[k].to_numpy() for k in ANSWER_KEY},
            "condition_sql": [
                conditions[k] for k in zip(tabulated["colonne"], tabulated["code"], strict=True)
            ],
            "base": [BASES["case" if q in boxes else "choix"] for q in tabulated["question"]],
        }
    )


def _condition(column: str, code: str, boxes: list[str] | None) -> str:
    if boxes and code == NON_POSEE:
        states = ", ".join(map(literal, LIBELLES_MANQUANTS))
        return " AND ".join(f"r.{identifier(c)} IN ({states})" for c in boxes)
    return f"r.{identifier(column)} = {literal(code)}"
