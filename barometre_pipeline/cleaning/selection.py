"""Decides which responses are kept, and why each of the others is set aside.

Works on bronze frames; knows neither territories nor statistics. Reasons are tried in a fixed order, so a
response has exactly one.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from barometre_pipeline.cleaning.doubtful import doubt_about, normalise_name
from barometre_pipeline.editions.model import EditionConfig
from barometre_pipeline.vocabulary import (
    INDETERMINE,
    MOTIFS,
    NON_COCHE,
    NON_POSEE,
    SANS_REPONSE,
    ColumnKind,
)

_MISSING = frozenset({SANS_REPONSE, NON_POSEE, INDETERMINE})
_NOT_ANSWERS = frozenset(
    {ColumnKind.DISPLAY, ColumnKind.EQUATION, ColumnKind.LANGUAGE, ColumnKind.FILE_COUNT}
)


@dataclass(frozen=True)
class Selection:
    """Which rows stay (positions) and the table of those set aside."""

    kept: np.ndarray
    set_aside: pd.DataFrame


def select_responses(
    raw: pd.DataFrame, questions: pd.DataFrame, config: EditionConfig, structure_keys: pd.Series | None = None
) -> Selection:
    """Apply the edition's rules to ``reponses_brutes``.

    Args:
        raw: bronze ``reponses_brutes``.
        questions: bronze ``questions``.
        config: the edition's YAML.
        structure_keys: one key per row naming the territory recognised, "" where none; used when the
            edition asks for one response per territory rather than per typed name.

    Returns:
        Kept rows in file order; set aside: ``id_reponse, ligne, fichier, motif, detail, id_retenue``.
    """
    columns = questions[questions["presente"]]
    motif = np.full(len(raw), "", dtype=object)
    detail = np.full(len(raw), "", dtype=object)
    retained = np.full(len(raw), -1, dtype=np.int64)

    motif[_is_empty(raw, columns)] = "vide"
    motif[(motif == "") & ~is_complete(raw, columns, config)] = "incomplete"
    names = typed_names(raw, config)
    if not config.nettoyage.conserver_douteuses:
        # Where an official territory was recognised, whatever the name looks like, it names one.
        unnamed = True if structure_keys is None else (structure_keys == "").to_numpy(dtype=bool)
        asked = np.flatnonzero((motif == "") & unnamed)
        for i, identity in zip(asked, _identity_words(raw.iloc[asked], config), strict=True):
            doubt = doubt_about(names[i], identity)
            if doubt:
                motif[i], detail[i] = "douteuse", doubt
    if config.nettoyage.une_reponse_par_structure:
        keys = _keys(names, structure_keys, config)
        gaps = count_gaps(raw, columns)
        for loser, winner in _duplicates(np.flatnonzero(motif == ""), keys, gaps):
            motif[loser], retained[loser] = "doublon", raw["id_reponse"].iloc[winner]
            detail[loser] = f"{gaps[loser]} cellules vides contre {gaps[winner]} dans la réponse retenue"

    aside = np.flatnonzero(motif != "")
    table = raw.loc[aside, ["id_reponse", "ligne", "fichier"]].reset_index(drop=True)
    table["motif"] = pd.Series(motif[aside], dtype="str")
    table["detail"] = pd.Series([detail[i] or MOTIFS[motif[i]] for i in aside], dtype="str")
    table["id_retenue"] = pd.array([int(r) if r >= 0 else None for r in retained[aside]], dtype="Int64")
    table["fichier"] = table["fichier"].astype("str")
    return Selection(np.flatnonzero(motif == ""), table)


def is_complete(raw: pd.DataFrame, columns: pd.DataFrame, config: EditionConfig) -> np.ndarray:
    """Tell which rows answered the closing question, or have a submit date where none is named.

    A multiple choice counts as answered when a box is ticked.
    """
    closing = config.limesurvey.question_cloture
    if closing is None:
        if "submitdate" not in raw:
            return np.ones(len(raw), dtype=bool)
        return raw["submitdate"].fillna("").ne("").to_numpy(dtype=bool)
    names = columns.loc[columns["question"] == closing, "colonne"]
    answered = [~raw[c].isin(_MISSING | {NON_COCHE}).to_numpy(dtype=bool) for c in names]
    any_of_them: np.ndarray = np.logical_or.reduce(answered)
    return any_of_them


def matchable(raw: pd.DataFrame, columns: pd.DataFrame, config: EditionConfig) -> pd.Series:
    """Tell which rows are worth identifying: complete, and with a structure's name or number typed."""
    columns = columns[columns["presente"]]
    return pd.Series(is_complete(raw, columns, config) & ~_is_empty(raw, columns), index=raw.index)


def typed_names(raw: pd.DataFrame, config: EditionConfig) -> list[str]:
    """Return the structure's name as typed, "" where it is missing or not asked."""
    column = config.limesurvey.question_nom
    if column is None or column not in raw:
        return [""] * len(raw)
    return [v if isinstance(v, str) and v not in _MISSING else "" for v in raw[column].to_numpy()]


def count_gaps(raw: pd.DataFrame, columns: pd.DataFrame) -> np.ndarray:
    """Count each row's unanswered cells, the rule that ranks two responses of one structure.

    Questions that were not shown are not gaps, nor are the texts that only go with an « autre » answer.
    """
    gaps = np.zeros(len(raw), dtype=np.int64)
    for name in columns.loc[columns["nature"] != ColumnKind.OTHER_TEXT, "colonne"]:
        gaps += raw[name].isin({SANS_REPONSE, INDETERMINE}).to_numpy(dtype=np.int64)
    return gaps


def _is_empty(raw: pd.DataFrame, columns: pd.DataFrame) -> np.ndarray:
    answers = columns.loc[~columns["nature"].isin(_NOT_ANSWERS), "colonne"]
    empty = np.ones(len(raw), dtype=bool)
    for name in answers:
        empty &= raw[name].isin(_MISSING | {NON_COCHE}).to_numpy(dtype=bool)
    return empty


def _identity_words(raw: pd.DataFrame, config: EditionConfig) -> list[frozenset[str]]:
    columns = [c for c in config.limesurvey.questions_identite if c in raw]
    return [
        frozenset(
            w for v in row if isinstance(v, str) and v not in _MISSING for w in normalise_name(v).split()
        )
        for row in raw[columns].itertuples(index=False)
    ]


def _keys(names: list[str], structure_keys: pd.Series | None, config: EditionConfig) -> list[str]:
    by_name = [normalise_name(n) for n in names]
    if structure_keys is None or config.nettoyage.cle_structure == "nom":
        return by_name
    territories: dict[str, set[str]] = {}
    for key, name in zip(structure_keys, by_name, strict=True):
        if key and name:
            territories.setdefault(name, set()).add(str(key))
    # A name that was left to review is its twin's where every recognised twin is the same territory.
    alone = {name: next(iter(keys)) for name, keys in territories.items() if len(keys) == 1}
    chosen = (key or alone.get(name, "") for key, name in zip(structure_keys, by_name, strict=True))
    return [f"territoire:{k}" if k else n for k, n in zip(chosen, by_name, strict=True)]


def _duplicates(candidates: np.ndarray, keys: list[str], gaps: np.ndarray) -> list[tuple[int, int]]:
    """Pair each losing row with the row kept for the same key: fewest gaps, then first in the file."""
    best: dict[str, int] = {}
    for i in candidates:
        key = keys[i]
        if key and (key not in best or gaps[i] < gaps[best[key]]):
            best[key] = int(i)
    return [(int(i), best[keys[i]]) for i in candidates if keys[i] and best[keys[i]] != i]
