"""Counts and shares of every answer to every closed question, and of every absence of one, by group.

Pure functions over silver frames. Standard errors and intervals are ``tabulated_estimates``'; nothing is rounded.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from barometre_pipeline.statistics.distributions import REPONDU, Distribution, distributions
from barometre_pipeline.statistics.sampling_plan import (
    historical_weights,
    weights_for_itself,
    weights_for_neighbours,
)
from barometre_pipeline.vocabulary import (
    ABSENCES,
    AUCUNE_CASE,
    COCHE,
    GROUPES,
    GROUPES_EN_STRATES,
    INDETERMINE,
    LIBELLES_CASES,
    LIBELLES_MANQUANTS,
    NON_COCHE,
    NON_COCHEE,
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
    """One row of one distribution with its counts by strate, before groups are formed."""

    of: Distribution
    code: str
    label: str
    absence: str
    n: np.ndarray
    answered: np.ndarray
    asked: np.ndarray
    historical_base: np.ndarray


def tabulate(
    responses: pd.DataFrame,
    strate: pd.Series,
    questions: pd.DataFrame,
    labels: Mapping[tuple[str, str], str],
    plan: pd.DataFrame,
    rule: str,
    excluded: Mapping[str, frozenset[str]],
) -> pd.DataFrame:
    """Tabulate every closed column for the twelve groups.

    Args:
        responses: silver ``reponses``.
        strate: strate of each response, aligned with ``responses``.
        questions: bronze ``questions``, closed columns only, in questionnaire order.
        labels: (column, code) -> wording of the answer.
        plan: rows of ``silver/plan_de_sondage``, for the two redressements.
        rule: key of ``vocabulary.REGLES_BASE`` that published shares follow.
        excluded: column -> codes of answers that leave the base of its published shares.

    Returns:
        Rows of ``gold/tris`` without ``edition`` and ``source_donnees``, and with ``colonne`` and ``code``, which
        say which distribution the row is of. Shares are fractions; NaN where nobody is in the base, where the row
        is not in it, or where the weighting does not exist for the group.
    """
    strate_codes = np.array([_STRATE_INDEX[s] for s in strate.to_numpy()], dtype=np.int64)
    size = _by_strate(strate_codes)
    lines: list[_CountedAnswer] = []
    bases: dict[str, np.ndarray] = {}
    for asked_together in distributions(responses, questions, excluded):
        counts = [_counts(d, strate_codes) for d in asked_together]
        bases |= {d.name: _by_strate(strate_codes[d.in_base(rule)]) for d in asked_together}
        counted = [d.without_responses() for d in asked_together]
        if counted[-1].together:
            lines.extend(_multiple_choice(counted, counts, size))
        else:
            for distribution, by_code in zip(counted, counts, strict=True):
                lines.extend(_single_choice(distribution, by_code, size, labels))
    return _assemble(lines, size, plan, bases, rule)


def _by_strate(strate_codes: np.ndarray) -> np.ndarray:
    return np.bincount(strate_codes, minlength=len(STRATES))


def _counts(distribution: Distribution, strate_codes: np.ndarray) -> dict[str, np.ndarray]:
    """Cross a distribution with strates: counts by strate for each code."""
    width, height = len(STRATES), len(distribution.categories)
    flat = np.bincount(distribution.codes.astype(np.int64) * width + strate_codes, minlength=height * width)
    return dict(zip(distribution.categories, flat.reshape(height, width), strict=True))


def _single_choice(
    distribution: Distribution,
    counts: Mapping[str, np.ndarray],
    size: np.ndarray,
    labels: Mapping[tuple[str, str], str],
) -> Iterator[_CountedAnswer]:
    """Every answer and "Sans réponse"; the other missing states only where someone is in them."""
    missing = sum((n for c, n in counts.items() if c in LIBELLES_MANQUANTS), start=np.zeros_like(size))
    asked = size - counts.get(NON_POSEE, 0)
    answers = {c: labels[distribution.name, c] for c in counts if c not in LIBELLES_MANQUANTS}
    wordings = _wordings(counts, answers)
    for code, n in counts.items():
        if code not in LIBELLES_MANQUANTS or code == SANS_REPONSE or n.any():
            absence = ABSENCES.get(code, "")
            yield _CountedAnswer(
                distribution, code, wordings[code], absence, n, size - missing, asked, historical_base=size
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
    boxes: list[Distribution], counts: list[dict[str, np.ndarray]], size: np.ndarray
) -> Iterator[_CountedAnswer]:
    """Each box ticked and not ticked, then those who ticked none and those to whom none was shown.

    The historical weighted share of a multiple choice is a share of mentions: its denominator is the
    weighted ticks of all boxes of the list. It exists for a tick only.
    """
    together = counts[-1]
    asked, seen = size - together[NON_POSEE], together[REPONDU] + together[SANS_REPONSE]
    nobody = np.zeros_like(size)
    pairs = list(zip(boxes[:-1], counts[:-1], strict=True))
    mentions = sum((c[COCHE] for d, c in pairs if d.in_mentions), start=nobody)

    def row(of: Distribution, code: str, label: str, absence: str, n: np.ndarray) -> _CountedAnswer:
        historical = mentions if of.in_mentions and not absence else nobody
        return _CountedAnswer(of, code, label, absence, n, seen, asked, historical)

    for box, by_code in pairs:
        yield row(box, COCHE, LIBELLES_CASES[COCHE], "", by_code[COCHE])
        yield row(box, NON_COCHE, LIBELLES_CASES[NON_COCHE], NON_COCHEE, by_code[NON_COCHE])
    named = {**LIBELLES_MANQUANTS, SANS_REPONSE: AUCUNE_CASE}
    for code, absence in ABSENCES.items():
        if code != INDETERMINE or together[code].any():
            yield row(boxes[-1], code, named[code], absence, together[code])


def _assemble(
    lines: list[_CountedAnswer],
    size: np.ndarray,
    plan: pd.DataFrame,
    bases: Mapping[str, np.ndarray],
    rule: str,
) -> pd.DataFrame:
    """Turn counts by strate into the twelve groups' rows, all lines at once."""
    groups = len(GROUPES)

    def by_line(counts: list[np.ndarray]) -> np.ndarray:
        return np.array(counts, dtype=np.int64).reshape(-1, len(STRATES))

    def stacked(field: str) -> np.ndarray:
        return by_line([getattr(x, field) for x in lines])

    def repeat(values: list[str]) -> np.ndarray:
        return np.repeat(np.array(values, dtype=object), groups)

    def in_groups(counts: np.ndarray) -> np.ndarray:
        return np.asarray(counts @ _MEMBERSHIP.T).ravel()

    n, base = stacked("n"), by_line([bases[x.of.name] for x in lines])
    whole = np.broadcast_to(size, n.shape)
    even, own = np.ones(len(STRATES)), weights_for_itself(plan)
    more = weights_for_neighbours(plan, GROUPES_EN_STRATES)
    in_base = np.repeat(np.array([x.of.counts_in_base(x.code, rule) for x in lines], dtype=bool), groups)
    columns = [x.of.column for x in lines]
    return pd.DataFrame(
        {
            "colonne": repeat([x.of.name for x in lines]),
            "code": repeat([x.code for x in lines]),
            "question": repeat([c.question for c in columns]),
            "sous_question": repeat([_sub_question(x.of) for x in lines]),
            "question_libelle": repeat([c.question_libelle for c in columns]),
            "sous_question_libelle": repeat(
                ["" if x.of.together else x.of.column.sous_question_libelle for x in lines]
            ),
            "modalite": repeat([x.label for x in lines]),
            "absence": repeat([x.absence for x in lines]),
            "groupe": np.tile(np.array(list(GROUPES), dtype=object), len(lines)),
            "n": in_groups(n),
            "repondants": in_groups(stacked("answered")),
            "concernees": in_groups(stacked("asked")),
            "base": in_groups(base),
            "dans_base": in_base,
            "regle_base": rule,
            "effectif": in_groups(whole),
            "part": _share(n, whole, even),
            "part_publiable": np.where(in_base, _share(n, base, even), np.nan),
            "part_ponderee_historique": _share(n, stacked("historical_base"), historical_weights(plan)),
            "part_ponderee": _share(n, whole, own, more),
            "part_publiable_ponderee": np.where(in_base, _share(n, base, own, more), np.nan),
        }
    )


def _sub_question(of: Distribution) -> str:
    scale = f"#{of.column.echelle}" if of.column.echelle else ""
    return "" if of.together else f"{of.column.sous_question}{scale}"


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
