"""Extract -> bronze tables: everything that was received, in one shape, still with personal data.

Nothing is dropped or judged here; that is silver's work.
"""

import re
from typing import Any, Final

import pandas as pd

from barometre_pipeline.cleaning.codes import check_codes
from barometre_pipeline.personal_text import designates
from barometre_pipeline.sources.limesurvey.model import Extract, Questionnaire
from barometre_pipeline.tables.declarations.bronze import MODALITES, NON_COMPRIS
from barometre_pipeline.vocabulary import INDETERMINE, NON_POSEE, SANS_REPONSE

_TEXT: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_CODE: Final = re.compile(r"\S{0,20}")
_STATES = {1: SANS_REPONSE, 0: NON_POSEE, -1: INDETERMINE}


def bronze_tables(extract: Extract, edition: str) -> dict[str, pd.DataFrame]:
    """Return ``reponses_brutes``, ``questions``, ``modalites``, ``extraits`` and ``non_compris`` of one extract.

    Raises:
        InputError: a code of the questionnaire is one that the lake cannot hold.
    """
    check_codes(extract)
    return {
        "reponses_brutes": _responses(extract),
        "questions": _questions(extract.questionnaire, edition, present=set(extract.values.columns)),
        "modalites": _answers(extract.questionnaire, edition),
        "extraits": _files(extract, edition),
        "non_compris": _misread(extract, edition),
    }


def _responses(extract: Extract) -> pd.DataFrame:
    system = extract.system.reset_index(drop=True).rename(columns={"id": "id_reponse"})
    head = pd.DataFrame(
        {
            "ligne": extract.rows.to_numpy(),
            "fichier": pd.Categorical(extract.row_files or [_responses_file(extract)] * len(extract.rows)),
        }
    )
    values = {c: _with_states(extract.values[c], extract.shown[c]) for c in extract.values.columns}
    return pd.concat(
        [system[["id_reponse"]], head, system.drop(columns="id_reponse"), pd.DataFrame(values)], axis=1
    )


def _responses_file(extract: Extract) -> str:
    return next(f.path for f in extract.files if f.role == "reponses")


def _with_states(values: Any, shown: pd.Series) -> pd.Series:
    """Write the reason in place of each missing value."""
    missing = values.isna().to_numpy()
    result: pd.Series
    if isinstance(values.dtype, pd.CategoricalDtype):
        result = values.cat.add_categories([s for s in _STATES.values() if s not in values.cat.categories])
    else:
        result = values.astype("str")
    result = result.reset_index(drop=True)
    for state, code in _STATES.items():
        mask = missing & (shown.to_numpy() == state)
        if mask.any():
            result[mask] = code
    return result


def _questions(questionnaire: Questionnaire, edition: str, present: set[str]) -> pd.DataFrame:
    codes = {answer.code for column in questionnaire.columns.values() for answer in column.answers}
    rows = [
        {
            "edition": edition,
            "ordre": order,
            "colonne": column.code,
            "question": question.code,
            "sous_question": column.sub_question,
            "echelle": column.scale,
            "nature": str(column.kind),
            "type": question.type,
            "groupe_questions": question.group,
            "question_libelle": column.question_text,
            "sous_question_libelle": column.sub_question_text,
            "condition": "" if question.relevance in ("", "1") else _coded(question.relevance, codes),
            "presente": column.code in present,
        }
        for order, (question, column) in enumerate((q, c) for q in questionnaire.questions for c in q.columns)
    ]
    return pd.DataFrame(rows)


def _coded(condition: str, codes: set[str]) -> str:
    """Return a condition without its texts that are no code of an answer, nor one word or number."""

    def cut(found: re.Match[str]) -> str:
        text = found[0][1:-1]
        plain = _CODE.fullmatch(text) and not designates(text)
        return found[0] if text in codes or plain else f"{found[0][0]}…{found[0][0]}"

    return _TEXT.sub(cut, condition)


def _answers(questionnaire: Questionnaire, edition: str) -> pd.DataFrame:
    rows = [
        {
            "edition": edition,
            "colonne": column.code,
            "code": a.code,
            "libelle": a.text,
            "ordre": order,
        }
        for column in questionnaire.columns.values()
        for order, a in enumerate(column.answers)
    ]
    return pd.DataFrame(rows, columns=MODALITES.columns)


def _misread(extract: Extract, edition: str) -> pd.DataFrame:
    rows = [
        {"edition": edition, "colonne": m.column, "constat": m.finding, "nombre": m.count,
         "exemples": ", ".join(m.examples), "tenues_pour": m.taken_for}
        for m in sorted(extract.misread, key=lambda m: (m.column, m.finding))
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=NON_COMPRIS.columns).astype("str").astype({"nombre": "int64"})


def _files(extract: Extract, edition: str) -> pd.DataFrame:
    rows = [
        {"edition": edition, "fichier": f.path, "sha256": f.sha256, "octets": f.size, "role": f.role}
        for f in extract.files
    ]
    return pd.DataFrame(rows).sort_values("fichier", ignore_index=True)
