"""Bronze -> silver: the kept responses as dictionary-encoded answers, without personal data.

Only closed questions go through, and the numbers and dates that the edition's YAML says are not personal; free text
never does, whatever it holds, nor does a number or a date whose wording or content is a person's all the same.
"""

import pandas as pd

from barometre_pipeline.cleaning.places import places_of
from barometre_pipeline.editions.model import EVERY, EditionConfig
from barometre_pipeline.matching import ReferenceList
from barometre_pipeline.sources.limesurvey.personal import contact_reason
from barometre_pipeline.tables.declarations.silver import STRUCTURES
from barometre_pipeline.tables.schema import arranged
from barometre_pipeline.vocabulary import (
    BOX_KINDS,
    CLOSED_KINDS,
    COCHE,
    INDETERMINE,
    NON_COCHE,
    NON_POSEE,
    SANS_REPONSE,
    ColumnKind,
)

STATES = (SANS_REPONSE, NON_POSEE, INDETERMINE)
_ONLY_BOXES = frozenset("MP")  # question types whose « Autre » is a box


def closed_columns(questions: pd.DataFrame, responses: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of bronze ``questions`` that can be tabulated: closed, and gone through to silver.

    The « Autre » of a multiple choice is one of its boxes: its text stays in bronze.
    """
    closed = questions["nature"].isin([str(k) for k in CLOSED_KINDS | BOX_KINDS])
    return questions[closed & questions["colonne"].isin(list(responses.columns))]


def without_identity(questions: pd.DataFrame, config: EditionConfig) -> pd.DataFrame:
    """Leave out what may be about the respondent: questions that the YAML names, numbers and dates that it does not.

    A telephone, a birth date, a staff number may be asked as a number or a date in any words: only those that the
    YAML says are not personal (``limesurvey.nombres_et_dates``) go through.
    """
    named = questions["question"].isin(config.limesurvey.questions_identite)
    return questions[~named & ~questions["colonne"].isin(numbers_left(questions, config))]


def numbers_left(questions: pd.DataFrame, config: EditionConfig) -> list[str]:
    """Return the columns of numbers and dates that stay in bronze, for the YAML does not say that they may leave it."""
    if EVERY in config.limesurvey.nombres_et_dates:
        return []
    open_ended = questions["nature"].isin([str(ColumnKind.NUMERIC), str(ColumnKind.DATE)])
    left = open_ended & ~questions["question"].isin(config.limesurvey.nombres_et_dates)
    return [str(c) for c in questions.loc[left & questions["presente"].astype(bool), "colonne"]]


def categories_of(column: str, nature: str, answers: dict[str, list[str]]) -> list[str]:
    """Return every code a silver column may hold, in questionnaire order, the missing states last."""
    codes = [COCHE, NON_COCHE] if nature in BOX_KINDS else answers.get(column, [])
    return [*codes, *STATES]


def silver_responses(
    raw: pd.DataFrame, questions: pd.DataFrame, answers: pd.DataFrame, kept: pd.Index
) -> pd.DataFrame:
    """Return one row per kept response: ``id_reponse, ligne, fichier``, then closed, numeric and date columns."""
    rows = raw.loc[kept].reset_index(drop=True)
    codes = {str(c): list(g["code"]) for c, g in answers.groupby("colonne", sort=False)}
    columns: dict[str, pd.Series] = {c: rows[c] for c in ("id_reponse", "ligne")}
    columns["fichier"] = rows["fichier"].astype("str")
    present = questions[questions["presente"]]
    boxes = {
        str(q): list(g["colonne"])
        for q, g in present[present["nature"] == ColumnKind.MULTIPLE].groupby("question", sort=False)
    }
    for column in present.itertuples():
        name, nature = str(column.colonne), str(column.nature)
        if nature in CLOSED_KINDS:
            dtype = pd.CategoricalDtype(categories_of(name, nature, codes))
            columns[name] = pd.Series(pd.Categorical(rows[name], dtype=dtype))
        elif nature == ColumnKind.OTHER_TEXT and (column.question in boxes or column.type in _ONLY_BOXES):
            dtype = pd.CategoricalDtype(categories_of(name, nature, codes))
            ticked = _other_box(rows[name], rows[boxes.get(str(column.question), [])])
            columns[name] = pd.Series(pd.Categorical(ticked, dtype=dtype))
        elif column.nature in (ColumnKind.NUMERIC, ColumnKind.DATE):
            cells = raw[name].astype("str").where(~raw[name].isin(STATES))
            words = (str(column.question), str(column.question_libelle), str(column.sous_question_libelle))
            if contact_reason(words, cells):
                continue
            typed = cells.loc[kept].reset_index(drop=True)
            number = column.nature == ColumnKind.NUMERIC
            columns[name] = (
                pd.to_numeric(typed, errors="coerce").astype("float64") if number else typed.str[:10]
            )
    return pd.DataFrame(columns)


def _other_box(text: pd.Series, boxes: pd.DataFrame) -> pd.Series:
    """Tell who ticked « Autre »: those who wrote something there; the boxes tell to whom it was displayed."""
    text = text.astype("str")
    empty = text.isin(STATES) | (text.str.strip() == "")
    state = text.mask(text == SANS_REPONSE, NON_COCHE).where(text.isin(STATES), NON_COCHE)
    if len(boxes.columns):
        cells = boxes.astype("str")
        unseen = cells.isin(STATES).all(axis=1)
        not_asked = (cells == NON_POSEE).all(axis=1)
        state = pd.Series(NON_COCHE, index=text.index).mask(unseen, INDETERMINE).mask(not_asked, NON_POSEE)
    return state.where(empty, COCHE)


def silver_structures(
    responses: pd.DataFrame, identified: pd.DataFrame, edition: str, lists: ReferenceList | None
) -> pd.DataFrame:
    """Return one row per kept response: who answered, as ``identification`` says, and where it is.

    A kept response that nobody could identify is among ``autres``: « non_identifiee » where the survey does
    not ask the structure's name.
    """
    merged = responses[["id_reponse"]].merge(identified, on="id_reponse", how="left", validate="one_to_one")
    merged["statut"] = merged["statut"].fillna("non_identifiee").astype("str")
    merged["type"] = merged["type"].fillna("autres")
    merged["strate"] = merged["strate"].fillna("autres")
    # A number that is not a SIREN (a cell dragged by hand, a digit lost) identifies nobody.
    siren = merged["siren"].fillna("")
    merged["siren"] = siren.where(siren.str.fullmatch(r"\d{9}"), "")
    merged["code_insee"] = merged["code_insee"].fillna("")
    merged.insert(0, "edition", edition)
    return arranged(STRUCTURES, merged.assign(**places_of(merged, lists)))
