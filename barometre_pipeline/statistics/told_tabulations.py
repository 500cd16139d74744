"""What may be told of each question of the tabulations: ``disclosure``'s rule on counts of answers by strate.

Which questions are sensitive, and which population matters most, are given; nothing is shown or left out here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import pandas as pd

from barometre_pipeline.statistics.disclosure import (
    Cells,
    Counts,
    Mask,
    Told,
    Weighted,
    choose,
    is_safe,
    pieces,
    weighted_gives_away,
)
from barometre_pipeline.vocabulary import ABSENCES, GROUPES, NON_POSEE, STRATES, strates_of_group

_STRATES: Final = tuple(STRATES)
MEMBERS: Final[dict[str, Mask]] = {
    g: np.array([s in strates_of_group(g) for s in STRATES], dtype=bool) for g in GROUPES
}
_REST: Final = (
    "@reste"  # those of the base whom no row counts: who ticked a box, among all the boxes together
)
# Weighted shares are told to the nearest hundredth; those of several answers tell more closely what each of them is.
_FINER: Final = 0.005
_MOST_ANSWERS: Final = (
    10  # of a question that decides who is asked another: 2 ** 10 sets of answers are tried
)


@dataclass(frozen=True, eq=False)
class Tabulated:
    """One column of the questionnaire: its counts, and what is told of them.

    Attributes:
        colonne: column of silver, or question where boxes speak together.
        question: code of the question.
        codes: answers, in the order of ``cells``.
        cells: counts by strate.
        asked: to how many of each strate the question was put.
        told: what is told.
    """

    colonne: str
    question: str
    codes: tuple[str, ...]
    cells: Cells
    asked: Counts
    told: Told = field(default_factory=Told)

    def mask(self, codes: Collection[str]) -> Mask:
        """Return the mask of some answers."""
        return np.array([c in codes for c in self.codes], dtype=bool)

    def tells_group(self, group: Mask) -> bool:
        """Tell whether a group is told."""
        return any(np.array_equal(group, g) for g in self.told.groups)


def tabulated_columns(
    tris: pd.DataFrame, sensible: Collection[str], first: Mapping[str, Sequence[str]]
) -> dict[str, Tabulated]:
    """Choose what to tell of every column of one edition.

    Args:
        tris: rows of ``gold/tris`` of one edition.
        sensible: sensitive columns.
        first: column -> groups of ``GROUPES`` that matter most, in order; « ensemble » comes next.

    Returns:
        Column name -> what is told of it.
    """
    columns = list(_read(tris, sensible))
    size = {g: max((int(c.asked[m].sum()) for c in columns), default=0) for g, m in MEMBERS.items()}
    by_size = sorted(GROUPES, key=lambda g: (g != "ensemble", -size[g]))
    filtered = {c.asked.tobytes(): c.asked for c in columns if c.cells.apart.any()}
    found = {}
    for column in columns:
        order = list(dict.fromkeys([*first.get(column.colonne, ()), *by_size]))
        told = choose(column.cells, [MEMBERS[g] for g in order], list(_splits(column, filtered.values())))
        found[column.colonne] = replace(column, told=told)
    return _whole_columns(found)


def _read(tris: pd.DataFrame, sensible: Collection[str]) -> Iterator[Tabulated]:
    """Yield the counts of each column, read off the rows of its strates."""
    by_strate = tris[tris["groupe"].isin(_STRATES)]
    places = {strate: place for place, strate in enumerate(_STRATES)}
    names = [by_strate[c].astype(str).tolist() for c in ("colonne", "question", "code", "groupe")]
    told = by_strate["dans_base"].astype(bool).tolist()
    values = by_strate[["n", "base", "concernees", "effectif"]].to_numpy(np.int64)
    inside: dict[tuple[str, str], dict[str, Counts]] = {}
    sizes: dict[tuple[str, str], Counts] = {}
    for name, question, code, groupe, in_base, (n, *of_group) in zip(
        *names, told, values.tolist(), strict=True
    ):
        key, place = (name, question), places[groupe]
        answers = inside.setdefault(key, {})
        sizes.setdefault(key, np.zeros((3, len(_STRATES)), dtype=np.int64))[:, place] = of_group
        if in_base:
            answers.setdefault(code, np.zeros(len(_STRATES), dtype=np.int64))[place] = n
    for (name, question), answers in inside.items():
        base, asked, size = sizes[name, question]
        left = base - sum(answers.values(), start=np.zeros(len(_STRATES), dtype=np.int64))
        if left.any():
            answers[_REST] = left
        counts = np.array(list(answers.values()), dtype=np.int64).reshape(-1, len(_STRATES))
        cells = Cells(counts, (size - asked)[None, :], name in sensible)
        yield Tabulated(name, question, tuple(answers), cells, asked)


def _splits(column: Tabulated, asked: Iterable[Counts]) -> Iterator[Mask]:
    """Find the sets of answers of a column that are, in every strate, those whom another question was put to.

    Whatever the reason: a condition of the questionnaire, or chance, which does no harm.
    """
    used = np.flatnonzero(column.cells.counts.any(axis=1))
    if not 0 < len(used) <= _MOST_ANSWERS:
        return
    sets = (np.arange(1, 2 ** len(used))[:, None] >> np.arange(len(used))) & 1
    totals = sets @ column.cells.counts[used]
    for target in asked:
        same = np.flatnonzero((totals == target).all(axis=1))
        if len(same):
            mask = np.zeros(len(column.codes), dtype=bool)
            mask[used] = sets[same[0]].astype(bool)
            yield mask


def _whole_columns(columns: Mapping[str, Tabulated]) -> dict[str, Tabulated]:
    """Leave a group out of a question with several lines where fewer than half of them tell it: no table of holes."""
    lines: dict[str, list[Tabulated]] = {}
    for column in columns.values():
        lines.setdefault(column.question, []).append(column)
    found = {}
    for name, column in columns.items():
        together = lines[column.question]
        kept = tuple(
            group
            for place, group in enumerate(column.told.groups)
            if place == 0 or 2 * sum(c.tells_group(group) for c in together) >= len(together)
        )
        found[name] = replace(column, told=Told(column.told.answers, kept))
    return found


def tell(
    tris: pd.DataFrame, columns: Mapping[str, Tabulated], weights: Mapping[str, np.ndarray]
) -> pd.DataFrame:
    """Say of each row whether it is told, why not, and whether its weighted share is.

    Args:
        tris: rows of ``gold/tris`` of one edition.
        columns: what ``tabulated_columns`` chose for them.
        weights: group -> weight of a structure of each strate in it.

    Returns:
        ``publiable``, ``raison_retenue`` (a key of ``vocabulary.RAISONS_RETENUE``) and ``ponderee_publiable``.
    """
    keys = zip(*(tris[c].astype(str) for c in ("colonne", "code", "groupe", "absence")), strict=True)
    known: dict[tuple[str, str, str, str], tuple[bool, str, bool]] = {}
    rows = []
    for key, inside in zip(keys, tris["dans_base"].astype(bool), strict=True):
        if key not in known:
            known[key] = _told(columns[key[0]], key[1], key[2], inside, key[3], weights[key[2]])
        rows.append(known[key])
    told = pd.DataFrame(rows, columns=["publiable", "raison_retenue", "ponderee_publiable"], index=tris.index)
    return told.astype({"publiable": bool, "raison_retenue": "str", "ponderee_publiable": bool})


def _told(
    column: Tabulated, code: str, group: str, inside: bool, absence: str, weight: np.ndarray
) -> tuple[bool, str, bool]:
    members = MEMBERS[group]
    if not column.told.groups:
        return False, "question", False
    if not inside and absence != ABSENCES[NON_POSEE]:
        return False, "hors_base", False
    if not column.tells_group(members):
        return False, "ventilation", False
    if not inside:
        return True, "", False
    answers = column.mask((code,))
    if not is_safe(column.cells, column.told.plus(answers=[answers])):
        return False, "reponse_rare", False
    return True, "", weighted_told(column.cells, column.told, weight, members)


def weighted_told(cells: Cells, told: Told, weight: np.ndarray, group: Mask) -> bool:
    """Tell whether the weighted shares of a question are told in a group, to the nearest hundredth: all or none.

    All, for each follows from the others, whose sum is known: the pieces that the answers told make are checked. Of a
    part told by itself it is the share that is told already. Of several, one group a question has weighted shares, the
    first told: two would be two equations on the same counts.
    """
    if group.sum() == 1:
        return True
    if not np.array_equal(group, told.groups[0]):
        return False
    classes = pieces(told.answers, len(cells.counts))
    shares = (Weighted(cells.counts[c].sum(axis=0), np.nan_to_num(weight), _FINER) for c in classes)
    return not any(weighted_gives_away(cells, told, share, group) for share in shares)
