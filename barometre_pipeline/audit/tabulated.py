"""The audit trail born with each tabulated answer: the conditions that count it and its base, the base in words.

Builds ``gold/fiches``; assembling a card for a reader is ``explain_tabulated``'s.
"""

from collections.abc import Iterable
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
    REGLE_INCLUSES,
    SANS_REPONSE,
    STRUCTURES_DE_LA_BASE,
    ColumnKind,
)

if TYPE_CHECKING:
    import pandas as pd

_OF_GROUP = "Les structures du groupe"
_ASKED = f"{_OF_GROUP} à qui la question a été posée"
BASES = {
    **{("choix", rule): f"{_OF_GROUP} {words}" for rule, words in STRUCTURES_DE_LA_BASE.items()},
    **{
        ("case", rule): f"{_ASKED}, qu’elles aient coché une case ou aucune" for rule in STRUCTURES_DE_LA_BASE
    },
}
_TOGETHER = ([str(k) for k in BOX_KINDS], [str(ColumnKind.RANK)])
# What is outside the base is counted among more.
OUTSIDE = {
    NON_POSEE: "Toutes les structures du groupe, que la question leur ait été posée ou non",
    "vide": f"{_ASKED}, y compris celles qui l’ont laissée vide, qui ne sont pas dans la base",
    "exclue": f"{_ASKED} ; celles qui ont donné cette réponse ne sont pas dans la base",
}
BOXES = frozenset(BASES["case", rule] for rule in STRUCTURES_DE_LA_BASE)


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

    together = _asked_together(questions)
    boxes = {q: columns for q, columns in together.items() if columns[0] not in _ranks(questions)}
    told = ["question", "colonne", "code", "modalite", "absence", "dans_base", "regle_base"]
    lines = tabulated[told].drop_duplicates()
    excluded: dict[str, dict[str, str]] = {}
    for row in lines[~lines["dans_base"].astype(bool) & (lines["absence"] == "")].itertuples():
        excluded.setdefault(str(row.colonne), {})[str(row.code)] = str(row.modalite)
    found = {}
    for row in lines.itertuples():
        column, code, question, rule = str(row.colonne), str(row.code), str(row.question), str(row.regle_base)
        columns = together.get(question, [column])
        out = excluded.get(column, {})
        if row.dans_base:
            base, said = _base(columns, rule, out), BASES["case" if question in boxes else "choix", rule]
            said += f", sans « {' », « '.join(out.values())} »" if out else ""
        else:
            base = "true" if code == NON_POSEE else _base(columns, REGLE_INCLUSES, {})
            said = OUTSIDE[code if code == NON_POSEE else "vide" if row.absence else "exclue"]
        found[column, code] = _condition(column, code, boxes.get(question)), base, said
    trail = [found[k] for k in zip(tabulated["colonne"], tabulated["code"], strict=True)]
    keys = zip(*(tabulated[k] for k in ANSWER_KEY), strict=True)
    return pd.DataFrame(
        {
            "trace_id": [trace_id(edition, *k, origin.fingerprint) for k in keys],
            "edition": edition,
            **{k: tabulated[k].to_numpy() for k in ANSWER_KEY},
            "condition_sql": [condition for condition, _, _ in trail],
            "condition_base_sql": [base for _, base, _ in trail],
            "base": [said for _, _, said in trail],
        }
    )


def _asked_together(questions: "pd.DataFrame") -> dict[str, list[str]]:
    """Return the columns of the questions whose columns are one question: boxes of a list, ranks of a ranking."""
    return {
        str(question): [str(c) for c in columns["colonne"]]
        for question, columns in questions.groupby("question")
        if any(columns["nature"].isin(kinds).all() for kinds in _TOGETHER)
    }


def _ranks(questions: "pd.DataFrame") -> set[str]:
    return set(questions.loc[questions["nature"] == str(ColumnKind.RANK), "colonne"].astype(str))


def _condition(column: str, code: str, boxes: list[str] | None) -> str:
    if not boxes or code == COCHE:
        return f"r.{identifier(column)} = {literal(code)}"
    unseen = _each(boxes, f"IN {_listed(LIBELLES_MANQUANTS)}")
    not_asked = _each(boxes, f"= {literal(NON_POSEE)}")
    return {
        NON_COCHE: f"r.{identifier(column)} <> {literal(COCHE)} AND NOT ({unseen})",
        SANS_REPONSE: f"{_each(boxes, f'<> {literal(COCHE)}')} AND NOT ({unseen})",
        NON_POSEE: not_asked,
        INDETERMINE: f"{unseen} AND NOT ({not_asked})",
    }[code]


def _base(columns: list[str], rule: str, excluded: Iterable[str]) -> str:
    """Return the condition to be in the base of columns asked together: boxes, ranks, or one column alone.

    Where empty answers are out, one column that says something is enough: whoever saw a box or gave a first choice.
    """
    states = (NON_POSEE,) if rule == REGLE_INCLUSES else tuple(LIBELLES_MANQUANTS)
    if len(columns) == 1:
        only, out = f"r.{identifier(columns[0])}", (*states, *excluded)
        return f"{only} <> {literal(NON_POSEE)}" if len(out) == 1 else f"{only} NOT IN {_listed(out)}"
    return f"NOT ({_each(columns, f'IN {_listed(states)}')})"


def _listed(codes: Iterable[str]) -> str:
    return f"({', '.join(map(literal, codes))})"


def _each(boxes: list[str], statement: str) -> str:
    return " AND ".join(f"r.{identifier(c)} {statement}" for c in boxes)
