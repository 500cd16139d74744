"""Evaluates the catalogue's statements on silver responses, in three values: yes, no, unknown.

Nothing here knows an indicator or a share. Kleene's logic: « unknown » is a question shown and left empty (or
a form that cannot tell); a question never shown is a « no », for its condition has already said so.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.model import Codebook, Coding, Public
from barometre_pipeline.vocabulary import INDETERMINE, SANS_REPONSE

YES, NO, UNKNOWN = 1, 0, -1
Truth = NDArray[np.int8]


class NotComputableError(Exception):
    """A statement an edition cannot answer; the message says why, in French, for the table of reasons."""


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

    def _leaf(self, leaf: Expression) -> Truth:
        codes = self.codes(str(leaf.variable))
        if self.book.variables[codes.variable].profil:
            return self._profile(leaf, codes)
        if leaf.rang_max is not None:
            wanted = {item_code(self.book, codes, str(leaf.item))}
            columns = [c for rank, c in codes.colonnes.items() if int(rank) <= leaf.rang_max]
            return any_of([self._column(c, wanted) for c in columns])
        for item in (*(leaf.coche or ()), *((leaf.item,) if leaf.item else ())):
            item_code(self.book, codes, item)
        if leaf.coche is not None:
            return any_of([self._column(codes.colonnes[i], {codes.coche}) for i in leaf.coche])
        answers = accepted(self.book, codes, leaf.dans or ())
        if leaf.un_item:
            return _one_row([self._column(c, answers) for c in codes.colonnes.values()])
        return self._column(codes.colonnes[leaf.item or ""], answers)

    def _profile(self, leaf: Expression, codes: Coding) -> Truth:
        """Evaluate a profile question, which comes in canonical names or in the codes of the file."""
        name = codes.question if codes.question in self.frame.columns else codes.variable
        return self._column(name, accepted(self.book, codes, leaf.dans or ()) | set(leaf.dans or ()))

    def codes(self, variable: str) -> Coding:
        """Return the codes of a variable in this edition.

        Raises:
            NotComputableError: it was not asked, or never tabulated.
        """
        return edition_codes(self.book, variable, self.edition)

    def _column(self, name: str, codes: set[str]) -> Truth:
        if name not in self.frame.columns:
            raise NotComputableError(f"la colonne « {name} » n’est pas dans l’extrait")
        column = self.frame[name].astype("category")
        values = [
            UNKNOWN if str(c) in (SANS_REPONSE, INDETERMINE) else int(str(c) in codes)
            for c in column.cat.categories
        ]
        # The last place serves code -1: a null cell is an answer not given.
        return np.array([*values, UNKNOWN], dtype=np.int8)[column.cat.codes.to_numpy()]


def edition_codes(book: Codebook, variable: str, edition: str) -> Coding:
    """Return the codes of a variable in an edition.

    Raises:
        NotComputableError: not asked that year, or asked and never tabulated.
    """
    codes = book.variables[variable].codage(edition)
    label = book.variables[variable].libelle
    if codes is None:
        raise NotComputableError(f"la question « {label} » n’a pas été posée en {edition}")
    if not codes.colonnes:
        raise NotComputableError(codes.note or f"la question « {label} » n’a pas été dépouillée en {edition}")
    return codes


def accepted(book: Codebook, codes: Coding, answers: tuple[str, ...]) -> set[str]:
    """Return the codes that mean one of these canonical answers.

    Raises:
        NotComputableError: none of them existed that year, or boxes stood for another answer.
    """
    labels = book.variables[codes.variable].modalites
    if codes.coche_vaut is not None:
        if answers != (codes.coche_vaut,):
            ticked = labels[codes.coche_vaut]
            raise NotComputableError(f"en {codes.edition}, des cases à cocher ne disent que « {ticked} »")
        return {codes.coche}
    missing = [a for a in answers if a not in codes.modalites]
    if missing:
        raise NotComputableError(f"la réponse « {labels[missing[0]]} » n’existait pas en {codes.edition}")
    return {code for a in answers for code in codes.modalites[a]}


def item_code(book: Codebook, codes: Coding, item: str) -> str:
    """Return the code of an item.

    Raises:
        NotComputableError: it was not proposed that year.
    """
    if item not in codes.items:
        label = book.variables[codes.variable].items[item]
        raise NotComputableError(f"« {label} » n’était pas proposé en {codes.edition}")
    return codes.items[item]


def any_of(parts: list[Truth]) -> Truth:
    """Kleene's « or »: yes if one is yes, else unknown if one is unknown."""
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
