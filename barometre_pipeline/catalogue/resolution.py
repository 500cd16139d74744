"""What a statement of the catalogue becomes in one edition: which columns, which codes; decided here, once.

Masks, SQL, published tables and an institute's tables each evaluate what is resolved here. Nothing is counted.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, auto

from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.model import Codebook, Coding
from barometre_pipeline.vocabulary import INDETERMINE, SANS_REPONSE

UNKNOWN_CODES = (SANS_REPONSE, INDETERMINE)  # shown and left empty, or a form that cannot tell


class NotComputableError(Exception):
    """A statement an edition cannot answer; the message says why, in French, for the table of reasons."""


class Form(Enum):
    """How the edition asked what a statement is about."""

    ANSWER = auto()  # one answer to a question
    BOX = auto()  # boxes: ticked or not
    ROW = auto()  # an answer on one row of an array
    ANY_ROW = auto()  # an answer on at least one row of an array
    RANK = auto()  # an item ranked k or better


@dataclass(frozen=True)
class Leaf:
    """A statement about one variable, in the columns and codes of one edition.

    It holds where one of ``columns`` has one of ``codes``. It is unknown where none has and one of them is empty
    or has one of ``UNKNOWN_CODES``; where ``one_is_enough``, only where all of them do.

    Attributes:
        variable: canonical name.
        form: how it was asked.
        question: code of the question.
        items: codes of the items named, where the statement names some.
        columns: columns of silver looked at.
        codes: codes that count, sorted.
    """

    variable: str
    form: Form
    question: str
    items: tuple[str, ...]
    columns: tuple[str, ...]
    codes: tuple[str, ...]

    @property
    def one_is_enough(self) -> bool:
        """Whether an answer in one of the columns answers the question: rows of an array, ranks of a ranking."""
        return self.form in (Form.ANY_ROW, Form.RANK)

    @property
    def printed_rows(self) -> tuple[str, ...]:
        """Rows of the question's published table: a box is a row named by its item, else answers are."""
        return self.items if self.form is Form.BOX else self.codes


@dataclass(frozen=True)
class Resolver:
    """Resolves the statements of one edition.

    Args:
        book: the codebook.
        edition: partition key.
        columns: columns of silver: a statement about an absent one cannot be computed, and a profile question
            is found there under its own name or the edition's. None where no responses exist (published tables).
    """

    book: Codebook
    edition: str
    columns: Collection[str] | None = None

    def coding(self, variable: str) -> Coding:
        """Return the codes of a variable in this edition.

        Raises:
            NotComputableError: not asked that year, or asked and never tabulated.
        """
        known = self.book.variables[variable]
        coding = known.coding(self.edition)
        if coding is None:
            asked = f"la question « {known.libelle} » n’a pas été posée en {self.edition}"
            raise NotComputableError(self._unmapped("question", known.libelle) or asked)
        if not coding.colonnes:
            unread = f"la question « {known.libelle} » n’a pas été dépouillée en {self.edition}"
            raise NotComputableError(coding.note or unread)
        return coding

    def leaf(self, statement: Expression) -> Leaf:
        """Resolve a statement about one variable.

        Raises:
            NotComputableError: a question, an item, an answer or a column does not exist in this edition.
        """
        coding = self.coding(str(statement.variable))
        codes = self._answers(coding, statement.dans) if statement.dans else set()
        named = statement.coche or statement.rows or ((statement.item,) if statement.item else ())
        items = tuple(self._item(coding, name) for name in named)
        if statement.rang_max is not None:
            columns = tuple(c for rank, c in coding.colonnes.items() if int(rank) <= statement.rang_max)
            return self._leaf(Form.RANK, coding, items, columns, items)
        if statement.coche is not None:
            columns = tuple(coding.colonnes[name] for name in statement.coche)
            return self._leaf(Form.BOX, coding, items, columns, (coding.coche,))
        if self.book.variables[coding.variable].profil:
            # A profile question comes in the codes of the file or in canonical names.
            absent = self.columns is not None and coding.question not in self.columns
            columns = (coding.variable if absent else coding.question,)
            return self._leaf(Form.ANSWER, coding, items, columns, codes | set(statement.dans or ()))
        if statement.un_item:
            columns = tuple(coding.colonnes[name] for name in statement.rows or coding.colonnes)
            return self._leaf(Form.ANY_ROW, coding, items, columns, codes)
        form = Form.ANSWER if not items else Form.ROW if coding.coche_vaut is None else Form.BOX
        return self._leaf(form, coding, items, (coding.colonnes[statement.item or ""],), codes)

    def leaves(self, statement: Expression) -> tuple[Leaf, ...]:
        """Resolve the statements about one variable that an expression is made of."""
        return tuple(self.leaf(each) for each in statement.leaves())

    def exclusions(self, numerator: Expression, answers: Collection[str]) -> tuple[Expression, ...]:
        """Return the statements « gave one of these answers » to the questions of a numerator.

        Answers that did not exist that year exclude nobody.
        """
        found = []
        for leaf in numerator.leaves() if answers else ():
            known = self.coding(str(leaf.variable)).modalites
            given = tuple(a for a in answers if a in known)
            if given:
                found.append(leaf.model_copy(update={"dans": given}))
        return tuple(found)

    def mentions(self, variable: str) -> tuple[str, ...]:
        """Return the boxes whose ticks are mentions: those of this edition that do not exclude the others."""
        exclusive = self.book.variables[variable].exclusifs
        return tuple(name for name in self.coding(variable).items if name not in exclusive)

    def _leaf(
        self,
        form: Form,
        coding: Coding,
        items: tuple[str, ...],
        columns: tuple[str, ...],
        codes: Collection[str],
    ) -> Leaf:
        if self.columns is not None:
            for absent in (c for c in columns if c not in self.columns):
                raise NotComputableError(f"la colonne « {absent} » n’est pas dans l’extrait")
        return Leaf(coding.variable, form, coding.question, items, columns, tuple(sorted(codes)))

    def _unmapped(self, what: str, label: str) -> str:
        """Say what an edition with a codebook of its own left unmapped, "" for another: it may have asked it or not."""
        shown = self.book.extended_by.get(self.edition)
        told = f"aucune {what} de {self.edition} n’est rattachée à « {label} » (voir {shown})"
        return told if shown else ""

    def _item(self, coding: Coding, name: str) -> str:
        if name not in coding.items:
            label = self.book.variables[coding.variable].items[name]
            offered = f"« {label} » n’était pas proposé en {self.edition}"
            raise NotComputableError(self._unmapped("ligne ou réponse", label) or offered)
        return coding.items[name]

    def _answers(self, coding: Coding, answers: tuple[str, ...]) -> set[str]:
        labels = self.book.variables[coding.variable].modalites
        if coding.coche_vaut is not None:
            if answers != (coding.coche_vaut,):
                ticked = labels[coding.coche_vaut]
                raise NotComputableError(f"en {self.edition}, des cases à cocher ne disent que « {ticked} »")
            return {coding.coche}
        missing = [a for a in answers if a not in coding.modalites]
        if missing:
            label = labels[missing[0]]
            offered = f"la réponse « {label} » n’existait pas en {self.edition}"
            raise NotComputableError(self._unmapped("réponse", label) or offered)
        return {code for answer in answers for code in coding.modalites[answer]}
