"""Counts and shares of every closed question by group, as the barometer has always published them.

Pure functions over silver frames. Standard errors and intervals are ``tabulated_estimates``'; nothing is rounded.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from barometre_pipeline.statistics.sampling_plan import (
    historical_weights,
    weights_for_itself,
    weights_for_neighbours,
)
from barometre_pipeline.vocabulary import (
    COCHE,
    GROUPES,
    INDETERMINE,
    LIBELLES_CASES,
    LIBELLES_MANQUANTS,
    NON_POSEE,
    SANS_REPONSE,
    STRATES,
    strates_of_group,
)

# What tells a missing state from an answer of the questionnaire that happens to have the same wording.
_STATE_APART = {
    SANS_REPONSE: "aucune réponse donnée",
    NON_POSEE: "question non posée",
    INDETERMINE: "état inconnu",
}

_STRATE_INDEX = {s: i for i, s in enumerate(STRATES)}
# groups x strates: 1 where the strate belongs to the group
_MEMBERSHIP = np.array([[int(s in strates_of_group(g)) for s in STRATES] for g in GROUPES], dtype=np.int64)


@dataclass(frozen=True)
class _CountedAnswer:
    """One answer of one column with its counts by strate, before groups are formed."""

    column: Any  # a row of bronze ``questions``
    code: str
    label: str
    n: np.ndarray
    answered: np.ndarray
    historical_base: np.ndarray
    sub_question: str
    sub_question_label: str


def tabulate(
    responses: pd.DataFrame,
    strate: pd.Series,
    questions: pd.DataFrame,
    labels: Mapping[tuple[str, str], str],
    plan: pd.DataFrame,
) -> pd.DataFrame:
    """Tabulate every closed column for the twelve groups.

    Args:
        responses: silver ``reponses``.
        strate: strate of each response, aligned with ``responses``.
        questions: bronze ``questions``, closed columns only, in questionnaire order.
        labels: (column, code) -> wording of the answer.
        plan: rows of ``silver/plan_de_sondage``, for the two redressements.

    Returns:
        Rows of ``gold/tris`` without ``edition`` and ``source_donnees``, and with ``colonne`` and ``code``, which
        say where in silver the row was counted. Shares are fractions; NaN where the group is empty or the
        weighting does not exist for it.
    """
    strate_codes = np.array([_STRATE_INDEX[s] for s in strate], dtype=np.int64)
    size = np.bincount(strate_codes, minlength=len(STRATES))
    lines: list[_CountedAnswer] = []
    for _, group in questions.groupby("question", sort=False):
        if (group["nature"] == "case").all():
            lines.extend(_multiple_choice(responses, strate_codes, size, group))
        else:
            for column in group.itertuples():
                lines.extend(_single_choice(responses, strate_codes, size, column, labels))
    return _assemble(lines, size, plan)


def _counts(values: pd.Series, strate_codes: np.ndarray) -> dict[str, np.ndarray]:
    """Cross a categorical column with strates: counts by strate for each category."""
    categories = values.cat.categories
    codes = values.cat.codes.to_numpy().astype(np.int64)
    width = len(STRATES)
    flat = np.bincount(codes * width + strate_codes, minlength=len(categories) * width)
    return dict(zip(categories, flat.reshape(len(categories), width), strict=True))


def _single_choice(
    responses: pd.DataFrame,
    strate_codes: np.ndarray,
    size: np.ndarray,
    column: Any,
    labels: Mapping[tuple[str, str], str],
) -> Iterator[_CountedAnswer]:
    """Every answer and "Sans réponse"; the other missing states only where someone is in them."""
    counts = _counts(responses[column.colonne], strate_codes)
    missing = sum((n for c, n in counts.items() if c in LIBELLES_MANQUANTS), start=np.zeros_like(size))
    scale = f"#{column.echelle}" if column.echelle else ""
    wordings = _wordings(
        counts, {c: labels[column.colonne, c] for c in counts if c not in LIBELLES_MANQUANTS}
    )
    for code, n in counts.items():
        if code not in LIBELLES_MANQUANTS or code == SANS_REPONSE or n.any():
            sub = f"{column.sous_question}{scale}"
            yield _CountedAnswer(
                column, code, wordings[code], n, size - missing, size, sub, column.sous_question_libelle
            )


def _wordings(codes: Iterable[str], answers: Mapping[str, str]) -> dict[str, str]:
    """Return the wording of each code of a column; of two alike, the second says which it is."""
    wordings: dict[str, str] = {}
    for code in codes:
        text = answers.get(code) or LIBELLES_MANQUANTS.get(code, code)
        taken = text in wordings.values()
        wordings[code] = f"{text} ({_STATE_APART.get(code, code)})" if taken else text
    return wordings


def _multiple_choice(
    responses: pd.DataFrame, strate_codes: np.ndarray, size: np.ndarray, group: pd.DataFrame
) -> Iterator[_CountedAnswer]:
    """One line per box ticked, and one for those to whom no box was shown.

    The historical weighted share of a multiple choice is a share of mentions: its denominator is the
    weighted ticks of all boxes of the question.
    """
    ticks = {c: _counts(responses[c], strate_codes)[COCHE] for c in group["colonne"]}
    mentions = np.sum(list(ticks.values()), axis=0)
    seen = np.zeros(len(responses), dtype=bool)
    for name in group["colonne"]:
        seen |= ~responses[name].isin(list(LIBELLES_MANQUANTS)).to_numpy()
    shown = np.bincount(strate_codes[seen], minlength=len(STRATES))
    for column in group.itertuples():
        n = ticks[str(column.colonne)]
        label = LIBELLES_CASES[COCHE]
        yield _CountedAnswer(
            column,
            COCHE,
            label,
            n,
            shown,
            mentions,
            str(column.sous_question),
            str(column.sous_question_libelle),
        )
    first = next(group.itertuples())
    # Nobody mentions anything here: a share of mentions does not exist, hence the empty denominator.
    yield _CountedAnswer(
        first, NON_POSEE, LIBELLES_MANQUANTS[SANS_REPONSE], size - shown, shown, mentions * 0, "", ""
    )


def _assemble(lines: list[_CountedAnswer], size: np.ndarray, plan: pd.DataFrame) -> pd.DataFrame:
    """Turn counts by strate into the twelve groups' rows, all lines at once."""
    groups = len(GROUPES)
    width = len(STRATES)
    n = np.array([x.n for x in lines], dtype=np.int64).reshape(-1, width)
    answered = np.array([x.answered for x in lines], dtype=np.int64).reshape(-1, width)
    historical_base = np.array([x.historical_base for x in lines], dtype=np.int64).reshape(-1, width)
    base = np.broadcast_to(size, n.shape)

    def repeat(values: list[str]) -> np.ndarray:
        return np.repeat(np.array(values, dtype=object), groups)

    return pd.DataFrame(
        {
            "colonne": repeat([x.column.colonne for x in lines]),
            "code": repeat([x.code for x in lines]),
            "question": repeat([x.column.question for x in lines]),
            "sous_question": repeat([x.sub_question for x in lines]),
            "question_libelle": repeat([x.column.question_libelle for x in lines]),
            "sous_question_libelle": repeat([x.sub_question_label for x in lines]),
            "modalite": repeat([x.label for x in lines]),
            "groupe": np.tile(np.array(list(GROUPES), dtype=object), len(lines)),
            "n": (n @ _MEMBERSHIP.T).ravel(),
            "repondants": (answered @ _MEMBERSHIP.T).ravel(),
            "effectif": (base @ _MEMBERSHIP.T).ravel(),
            "part": _share(n, base, np.ones(width)),
            "part_ponderee_historique": _share(n, historical_base, historical_weights(plan)),
            "part_ponderee": _share(n, base, weights_for_itself(plan), weights_for_neighbours(plan)),
        }
    )


def _share(n: np.ndarray, base: np.ndarray, weight: np.ndarray, more: np.ndarray | None = None) -> np.ndarray:
    """Weighted share by group; strates without weight count in neither side, NaN where nothing is left.

    ``more`` is the weight that strates have in some groups besides: (groups, strates).
    """
    w = np.nan_to_num(weight)
    numerator, denominator = (n * w) @ _MEMBERSHIP.T, (base * w) @ _MEMBERSHIP.T
    if more is not None:
        more = more * _MEMBERSHIP
        numerator, denominator = numerator + n @ more.T, denominator + base @ more.T
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(denominator > 0, numerator / denominator, np.nan).ravel()
