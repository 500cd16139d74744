"""Evaluates the catalogue's statements on silver responses, in three values: yes, no, unknown.

Which columns and codes is ``catalogue.resolution``'s; no indicator nor share is known here. Kleene's logic:
« unknown » is a question shown and left empty (or a form that cannot tell); a question never shown is a « no »,
for its condition has already said so.
"""

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.model import Codebook, Public
from barometre_pipeline.catalogue.resolution import UNKNOWN_CODES, NotComputableError, Resolver

YES, NO, UNKNOWN = 1, 0, -1
Truth = NDArray[np.int8]


class EditionAnswers:
    """The responses of one edition and public, asked in canonical names.

    Args:
        frame: silver ``reponses`` or ``sondes``: one categorical column of codes per question or box.
        book: the codebook.
        edition: partition key.
        public: who answered.
    """

    def __init__(self, frame: pd.DataFrame, book: Codebook, edition: str, public: Public) -> None:
        self.frame = frame
        self.book = book
        self.edition = edition
        self.public = public
        self.resolver = Resolver(book, edition, frame.columns)
        self._known: dict[Expression, Truth] = {}

    def __len__(self) -> int:
        return len(self.frame)

    def truth(self, expression: Expression) -> Truth:
        """Return yes, no or unknown for each response.

        Raises:
            NotComputableError: a question, an item or an answer does not exist in this edition.
        """
        if expression not in self._known:
            self._known[expression] = self._evaluate(expression)
        return self._known[expression]

    def forget(self) -> None:
        """Free the statements evaluated so far: a million responses times a catalogue is too much."""
        self._known.clear()

    def _evaluate(self, expression: Expression) -> Truth:
        if expression.un_de is not None:
            return any_of([self.truth(e) for e in expression.un_de])
        if expression.tous is not None:
            return all_of([self.truth(e) for e in expression.tous])
        if expression.non is not None:
            inner = self.truth(expression.non)
            return np.where(inner == UNKNOWN, UNKNOWN, 1 - inner).astype(np.int8)
        return self._leaf(expression)

    def _leaf(self, statement: Expression) -> Truth:
        leaf = self.resolver.leaf(statement)
        parts = [self._column(name, leaf.codes) for name in leaf.columns]
        return _one_row(parts) if leaf.one_is_enough else any_of(parts)

    def _column(self, name: str, codes: Collection[str]) -> Truth:
        column = self.frame[name].astype("category")
        values = [UNKNOWN if str(c) in UNKNOWN_CODES else int(str(c) in codes) for c in column.cat.categories]
        # The last place serves code -1: a null cell is an answer not given.
        return np.array([*values, UNKNOWN], dtype=np.int8)[column.cat.codes.to_numpy()]


def any_of(parts: list[Truth]) -> Truth:
    """Kleene's « or »: yes if one is yes, else unknown if one is unknown."""
    if len(parts) == 1:
        return parts[0]
    stacked = np.stack(parts)
    yes, unknown = (stacked == YES).any(axis=0), (stacked == UNKNOWN).any(axis=0)
    return np.where(yes, YES, np.where(unknown, UNKNOWN, NO)).astype(np.int8)


def all_of(parts: list[Truth]) -> Truth:
    """Kleene's « and »: no if one is no, else unknown if one is unknown."""
    stacked = np.stack(parts)
    no, unknown = (stacked == NO).any(axis=0), (stacked == UNKNOWN).any(axis=0)
    return np.where(no, NO, np.where(unknown, UNKNOWN, YES)).astype(np.int8)


def _one_row(rows: list[Truth]) -> Truth:
    """« At least one row » of an array: unknown only where the whole array is empty.

    Someone who skips « other field » has not left the question unanswered.
    """
    stacked = np.stack(rows)
    yes, empty = (stacked == YES).any(axis=0), (stacked == UNKNOWN).all(axis=0)
    return np.where(yes, YES, np.where(empty, UNKNOWN, NO)).astype(np.int8)


def profile(
    frame: pd.DataFrame, book: Codebook, edition: str
) -> Mapping[str, Mapping[str, NDArray[np.bool_]]]:
    """Return the masks of each answer of the profile questions present in a poll."""
    asked = EditionAnswers(frame, book, edition, "francais")
    found: dict[str, dict[str, NDArray[np.bool_]]] = {}
    for variable in book.variables.values():
        if not variable.profil:
            continue
        try:
            masks = {
                a: asked.truth(Expression(variable=variable.nom, dans=(a,))) == YES
                for a in variable.modalites
            }
        except NotComputableError:
            continue
        found[variable.nom] = masks
    return found
