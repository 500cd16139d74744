"""Finds the tabulated answer that an auditor names: a row of ``gold/tris``.

Looking up only; the card of what is found is ``explain_tabulated``'s.
"""

import pandas as pd

from barometre_pipeline.audit.find_indicator import same_words
from barometre_pipeline.errors import InputError
from barometre_pipeline.lake import Lake
from barometre_pipeline.vocabulary import GROUPES


def find_tabulated(
    lake: Lake, edition: str, question: str, sub_question: str | None, modalite: str | None, group: str
) -> pd.Series:
    """Find the one row of ``gold/tris`` that an auditor names.

    Answers, sub-questions and groups may be given by their wording, whatever the accents, case and punctuation.

    Raises:
        InputError: the edition is not computed, or no row or several rows answer to that name; the message
            lists what exists.
    """
    try:
        tris = lake.read("gold/tris", edition)
    except FileNotFoundError as error:
        raise InputError(
            "gold/tris", f"édition {edition}", "l’édition n’a pas été calculée dans ce lac",
            f"une édition parmi : {', '.join(lake.editions('gold/tris')) or 'aucune'}",
            f"lancez « barometre run --edition {edition} », avec le même --lake",
        ) from error  # fmt: skip
    place = f"édition {edition}"
    rows = _narrow(tris, tris["question"].str.casefold() == question.casefold(), "question", question, place)
    place += f", question {question}"
    groups = pd.Series(GROUPES)
    found = groups.index[(groups.index == group) | _answer_to(groups, group)]
    if found.empty:
        raise InputError("gold/tris", place, f"le groupe « {group} » n’existe pas",
                         f"un groupe parmi : {', '.join(GROUPES)}",
                         "corrigez --groupe")  # fmt: skip
    rows = rows[rows["groupe"] == found[0]]
    if sub_question is not None:
        mask = (rows["sous_question"] == sub_question) | _answer_to(
            rows["sous_question_libelle"], sub_question
        )
        rows = _narrow(rows, mask, "sous_question", sub_question, place)
    if modalite is not None:
        rows = _narrow(rows, _answer_to(rows["modalite"], modalite), "modalite", modalite, place)
    if len(rows) > 1:
        choices = (rows["sous_question"] + " / " + rows["modalite"]).str.removeprefix(" / ").unique()
        raise InputError("gold/tris", place, f"{len(rows)} chiffres répondent à cette description",
                         "un seul ; il y a : " + " ; ".join(choices[:20]),
                         "précisez --sous-question et --modalite")  # fmt: skip
    return rows.iloc[0]


def _answer_to(values: pd.Series, wanted: str) -> pd.Series:
    return values.map({v: same_words(str(v), wanted) for v in values.unique()}).astype(bool)


def _narrow(rows: pd.DataFrame, mask: pd.Series, column: str, wanted: str, place: str) -> pd.DataFrame:
    if mask.any():
        return rows[mask]
    known = list(dict.fromkeys(rows[column].astype("str")))
    raise InputError("gold/tris", place, f"« {wanted} » n’y est pas",
                     f"{column.replace('_', '-')} parmi : {' ; '.join(known[:25])}{' …' if len(known) > 25 else ''}",
                     f"corrigez --{column.replace('_', '-')}")  # fmt: skip
