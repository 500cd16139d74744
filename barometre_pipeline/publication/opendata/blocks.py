"""What a reader of the open tabulations can add up: the answers of a base, groups, and who is asked what.

A block is one distribution of one edition. Which cells are withheld is ``suppression``'s.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from barometre_pipeline.vocabulary import ABSENCES, GROUPES, NON_POSEE, STRATES, strates_of_group

_GROUPS: Final = tuple(GROUPES)
_MOST_ANSWERS = 10  # of a question that decides who is asked another: 2 ** 10 sets of answers are tried


@dataclass(frozen=True, eq=False)
class Block:
    """The rows of one distribution.

    Attributes:
        index: index of its rows in the table; ``answers`` and ``groups`` say where each stands in ``count``.
        count: answers by groups, -1 where there is no row; the last rows may be those of the base who gave none of
            the others, then those asked who are not in the base.
        free: rows of ``count`` that are no answer and are always told: who is asked and not in the base.
        asked: those asked, by group.
        size: structures of each group.
        not_asked: index of its rows « Non posée », ``not_asked_groups`` their groups.
    """

    index: pd.Index
    answers: np.ndarray
    groups: np.ndarray
    count: np.ndarray
    free: np.ndarray
    asked: np.ndarray
    size: np.ndarray
    not_asked: pd.Index
    not_asked_groups: np.ndarray

    @property
    def asked_key(self) -> bytes:
        """What two questions put to the same structures share; empty where everybody is asked."""
        return self.asked.tobytes() if (self.asked != self.size).any() else b""


@dataclass(frozen=True, eq=False)
class Link:
    """Answers of a block that are, in every group, as many as those asked another question."""

    key: bytes
    answers: np.ndarray
    asked: np.ndarray


def blocks_of(rows: pd.DataFrame) -> list[Block]:
    """Cut the rows of one edition into distributions, in their order."""
    grouped = rows.groupby(["question", "sous_question"], sort=False, observed=True)
    return [_block(block) for _, block in grouped]


def _block(rows: pd.DataFrame) -> Block:
    left = (rows["absence"] == ABSENCES[NON_POSEE]).to_numpy()
    kept = rows[~left]
    groups = _places(rows)
    answers = pd.factorize(kept["modalite"].astype(str))[0]
    count = np.full((answers.max(initial=-1) + 1, len(_GROUPS)), -1, dtype=np.int64)
    base, asked, size = (np.zeros(len(_GROUPS), dtype=np.int64) for _ in range(3))
    count[answers, groups[~left]] = kept["n"]
    base[groups], asked[groups], size[groups] = rows["base"], rows["concernees"], rows["effectif"]
    there = np.isin(np.arange(len(_GROUPS)), groups)
    rest, outside = base - np.where(count > 0, count, 0).sum(axis=0), asked - base
    free = [False] * len(count)
    for more, told in ((rest, False), (outside, True)):
        if more.any():
            count, free = np.vstack([count, np.where(there, more, -1)]), [*free, told]
    return Block(
        kept.index, answers, groups[~left], count, np.array(free), asked, size, rows.index[left], groups[left]
    )


def _places(rows: pd.DataFrame) -> np.ndarray:
    return np.array([_GROUPS.index(g) for g in rows["groupe"].astype(str)], dtype=np.int64)


def split_of(block: Block) -> Block:
    """Return the distribution of the group itself: those asked the question of a block, and the others."""
    there = (block.count >= 0).any(axis=0)
    count = np.where(there, np.vstack([block.asked, block.size - block.asked]), -1)
    nothing, nowhere = pd.Index([]), np.zeros(0, dtype=np.int64)
    none_free = np.zeros(len(count), dtype=bool)
    return Block(nothing, nowhere, nowhere, count, none_free, block.size, block.size, nothing, nowhere)


def links_of(block: Block, splits: Mapping[bytes, Block]) -> list[Link]:
    """Find the questions whose base a reader can read off some answers of a block.

    Whatever the reason: a condition of the questionnaire, or chance, which does no harm.
    """
    used = np.flatnonzero((block.count > 0).any(axis=1))
    if not 0 < len(used) <= _MOST_ANSWERS:
        return []
    sets = (np.arange(1, 2 ** len(used))[:, None] >> np.arange(len(used))) & 1
    totals = sets @ np.where(block.count > 0, block.count, 0)[used]
    found = []
    for key, split in splits.items():
        asked = split.count[0]
        same = np.flatnonzero((totals == np.where(asked >= 0, asked, 0)).all(axis=1))
        if len(same) and key != block.asked_key:
            answers = np.zeros(len(block.count), dtype=bool)
            answers[used] = sets[same[0]].astype(bool)
            found.append(Link(key, answers, asked))
    return found


def equations(present: np.ndarray, answers: int, links: list[np.ndarray]) -> np.ndarray:
    """List the known sums over the cells of one distribution, one row each.

    Args:
        present: cells that exist: answers, then the bases they decide, by groups.
        answers: how many rows are answers: together they are those asked.
        links: for each of the other rows, the answers that make it.
    """
    groups = present.shape[1]
    found = []
    for group in range(groups):
        row = np.zeros(present.shape)
        row[:answers, group] = 1
        found.append(row.ravel())
        for place, made_of in enumerate(links, start=answers):
            row = np.zeros(present.shape)
            row[:answers, group] = made_of
            row[place, group] = -1
            found.append(row.ravel())
    for line in range(len(present)):
        for sums in _SUMS:
            if present[line, sums != 0].all():
                row = np.zeros(present.shape)
                row[line] = sums
                found.append(row.ravel())
    return np.array(found).reshape(-1, present.size)


def group_sums() -> np.ndarray:
    """Write every larger group as the sum of its strates: an equation per row, +1 and -1.

    Every strate is a group too, so these equations imply all the others (communes and EPCI in ensemble...).
    """
    found = []
    for position, group in enumerate(_GROUPS):
        if group not in STRATES:
            row = np.zeros(len(_GROUPS))
            row[[_GROUPS.index(s) for s in strates_of_group(group)]] = 1
            row[position] = -1
            found.append(row)
    return np.array(found)


_SUMS: Final = group_sums()
