"""What every response says to every closed question: one answer, or one of three absences, as integer codes.

One distribution gives the rows of one column of the tabulations. Wordings and counts are ``tabulation``'s, how sure
a share is ``tabulated_estimates``'.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from barometre_pipeline.statistics.engine import CodedColumn, coded_column
from barometre_pipeline.vocabulary import (
    BOX_KINDS,
    COCHE,
    INDETERMINE,
    LIBELLES_MANQUANTS,
    NON_COCHE,
    NON_POSEE,
    REGLE_INCLUSES,
    SANS_REPONSE,
    ColumnKind,
)

# At least one box ticked: what the boxes of a question say together, and no row of the tabulations.
REPONDU: Final = "@repondu"
_BOX: Final = (COCHE, NON_COCHE, INDETERMINE, NON_POSEE)
_TOGETHER: Final = (REPONDU, SANS_REPONSE, INDETERMINE, NON_POSEE)
_YES, _NO, _UNSURE, _NOT_ASKED = np.arange(4, dtype=np.int8)

Codes = NDArray[np.integer[Any]]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Distribution:
    """The answers to one column.

    Attributes:
        column: row of bronze ``questions``; the first box for what the boxes of a question say together.
        codes: where each response stands in ``categories``.
        categories: codes of answers and absences.
        answered: who answered the question: gave an answer, saw a box (ticked or not), filled one rank at least.
        excluded: codes of answers that leave the base, whatever the rule: « ne sait pas », where the catalogue says so.
        box: it is one box of a multiple choice.
        together: it is what all the boxes of a question say together.
    """

    column: Any
    codes: Codes
    categories: tuple[str, ...]
    answered: Mask
    excluded: frozenset[str] = frozenset()
    box: bool = False
    together: bool = False

    @property
    def name(self) -> str:
        """Return the name its rows have: the column in silver, or the question where boxes speak together."""
        return str(self.column.question if self.together else self.column.colonne)

    def without_responses(self) -> "Distribution":
        """Return what it is of, without what each response says: a row of tables keeps no more than that."""
        return replace(self, codes=self.codes[:0], answered=self.answered[:0])

    @property
    def in_mentions(self) -> bool:
        """Whether it is a box of the list, whose ticks 2023 weighted as shares of mentions (« Autre » was not)."""
        return self.box and self.column.nature == ColumnKind.MULTIPLE

    @property
    def asked(self) -> Mask:
        """Return to whom the question was put."""
        if NON_POSEE not in self.categories:
            return np.ones(len(self.codes), dtype=bool)
        asked: Mask = self.codes != self.categories.index(NON_POSEE)
        return asked

    def in_base(self, rule: str) -> Mask:
        """Return who is in the denominator of its shares, by a rule of ``vocabulary.REGLES_BASE``."""
        inside = self.asked if rule == REGLE_INCLUSES else self.answered
        out = [place for place, code in enumerate(self.categories) if code in self.excluded]
        kept: Mask = inside & ~np.isin(self.codes, out) if out else inside
        return kept

    def counts_in_base(self, code: str, rule: str) -> bool:
        """Tell whether those whom a category counts are in the base: answers are, absences by the rule.

        Who saw boxes and ticked none answered. Of a ranking, whoever filled one rank is in the base of the others.
        """
        if code == NON_POSEE or code in self.excluded:
            return False
        left_empty = code == INDETERMINE or (code == SANS_REPONSE and not (self.box or self.together))
        return rule == REGLE_INCLUSES or not left_empty

    def among_base(self, rule: str) -> CodedColumn:
        """Return the same answers, of those who are in the base only."""
        kept = [c for c in self.categories if c != NON_POSEE]
        place = np.array([kept.index(c) if c in kept else -1 for c in self.categories], dtype=np.int64)
        return CodedColumn(self.name, np.where(self.in_base(rule), place[self.codes], -1), tuple(kept))


def is_multiple_choice(columns: pd.DataFrame) -> bool:
    """Tell whether the columns of a question are boxes, from their rows of bronze ``questions``."""
    return bool(columns["nature"].isin([str(k) for k in BOX_KINDS]).all())


def distributions(
    responses: pd.DataFrame, questions: pd.DataFrame, excluded: Mapping[str, frozenset[str]]
) -> Iterator[list[Distribution]]:
    """Yield the distributions of each question, in questionnaire order.

    Args:
        responses: silver ``reponses``.
        questions: bronze ``questions``, closed columns only.
        excluded: column -> codes of answers that leave its base.
    """
    for _, columns in questions.groupby("question", sort=False):
        if is_multiple_choice(columns):
            yield _boxes(responses, columns)
        elif (columns["nature"] == str(ColumnKind.RANK)).all():
            yield _ranks(responses, columns)
        else:
            singles = [_single(responses[str(c.colonne)], c) for c in columns.itertuples()]
            yield [replace(d, excluded=excluded.get(d.name, frozenset())) for d in singles]


def _single(values: pd.Series, column: Any) -> Distribution:
    coded = coded_column(str(column.colonne), values)
    answer = np.array([c not in LIBELLES_MANQUANTS for c in coded.categories], dtype=bool)
    return Distribution(column, coded.codes, coded.categories, answer[coded.codes])


def _ranks(responses: pd.DataFrame, columns: pd.DataFrame) -> list[Distribution]:
    """One distribution per rank: who gave a first choice and no second answered the question."""
    found = [_single(responses[str(c.colonne)], c) for c in columns.itertuples()]
    answered = np.logical_or.reduce([d.answered for d in found])
    return [replace(d, answered=answered) for d in found]


def _boxes(responses: pd.DataFrame, columns: pd.DataFrame) -> list[Distribution]:
    """One distribution per box, then the boxes together.

    Who saw one box was asked the question: a box that an exclusive answer disables was not ticked.
    """
    cells = {str(c): responses[str(c)] for c in columns["colonne"]}
    ticked = {c: (v == COCHE).to_numpy() for c, v in cells.items()}
    seen = np.logical_or.reduce([~v.isin(list(LIBELLES_MANQUANTS)).to_numpy() for v in cells.values()])
    not_asked = np.logical_and.reduce([(v == NON_POSEE).to_numpy() for v in cells.values()])
    without = np.where(seen, _NO, np.where(not_asked, _NOT_ASKED, _UNSURE))
    found = [
        Distribution(c, np.where(ticked[str(c.colonne)], _YES, without), _BOX, seen, box=True)
        for c in columns.itertuples()
    ]
    any_of_them = np.logical_or.reduce(list(ticked.values()))
    together = replace(found[0], codes=np.where(any_of_them, _YES, without), categories=_TOGETHER)
    return [*found, replace(together, box=False, together=True)]
