"""What the common codebook may say: canonical variables, their answers, and each edition's codes for them.

Only the shape of the codebook and what follows from it (codes, column names) belong here; finding the
files is ``loader``'s, the catalogue of indicators is ``indicator``'s.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from barometre_pipeline.catalogue.expression import Expression, Strict
from barometre_pipeline.french.suggestion import among
from barometre_pipeline.vocabulary import COCHE, REGLE_INCLUSES, REGLE_SERIES

Public = Literal["collectivites", "francais"]


class VariableType(StrEnum):
    """How a question is asked, whatever the tool that asks it."""

    SINGLE = "choix_unique"
    MULTIPLE = "choix_multiple"  # boxes: items
    ARRAY = "tableau"  # rows: items, the same answers for each
    RANKING = "classement"  # items put in order


class Wording(Strict):
    """The words of a question, its answers and its items, by canonical name.

    In ``formulation``, only what that edition words otherwise than the common codebook.
    """

    question: str = ""
    modalites: dict[str, str] = Field(default_factory=dict)
    items: dict[str, str] = Field(default_factory=dict)

    def but_for(self, said: "Wording") -> "Wording":
        """Return these words, but for those that another wording says."""
        return Wording(
            question=said.question or self.question,
            modalites=self.modalites | said.modalites,
            items=self.items | said.items,
        )


class VariableEdition(Strict):
    """How one edition asked a variable.

    ``modalites`` and ``items`` are mappings canonical name -> code(s) of the edition, or lists of canonical
    names numbered in order (AO01…, SQ001… for LimeSurvey, 1… for the institute), or nothing: all, in order.
    """

    question: str
    modalites: dict[str, str | tuple[str, ...]] | tuple[str, ...] | None = None
    items: dict[str, str] | tuple[str, ...] | None = None
    coche: str | None = None  # asked as boxes: a tick means this answer of the array
    rangs: int | None = None
    condition: Expression | None = None  # replaces the variable's own
    formulation: Wording = Wording()
    note: str = ""  # why this year is not strictly comparable
    notes: dict[str, str] = Field(
        default_factory=dict
    )  # item or answer -> why it is not, the others being so

    def notes_on(self, leaf: Expression) -> tuple[str, ...]:
        """Return what limits the comparison of a statement about this question: its items and answers named."""
        named = (*(leaf.coche or ()), *leaf.rows, *((leaf.item,) if leaf.item else ()), *(leaf.dans or ()))
        # A statement about any row is about every item.
        notes = self.notes if leaf.un_item else {k: v for k, v in self.notes.items() if k in named}
        return (self.note, *notes.values())


@dataclass(frozen=True)
class Coding:
    """The codes of one variable in one edition, ready to read or write an extract.

    Attributes:
        modalites: canonical answer -> codes that mean it (the first is the one to write).
        items: canonical item -> code of its sub-question, box or ranked answer.
        colonnes: item (rank number for a ranking, "" for one column) -> column of the silver table.
        coche: code of a ticked box.
    """

    variable: str
    edition: str
    type: VariableType
    question: str
    modalites: dict[str, tuple[str, ...]]
    items: dict[str, str]
    colonnes: dict[str, str]
    coche: str
    coche_vaut: str | None
    condition: Expression | None
    note: str


class Variable(Strict):
    """One canonical variable of the barometer."""

    nom: str
    public: Public
    type: VariableType
    libelle: str
    question: str
    modalites: dict[str, str] = Field(default_factory=dict)
    items: dict[str, str] = Field(default_factory=dict)
    definitions: dict[str, str] = Field(default_factory=dict)  # what an answer or an item is said to mean
    exclusifs: tuple[str, ...] = ()  # boxes that exclude all others
    maximum: int | None = None  # boxes that may be ticked
    condition: Expression | None = None  # asked only of those
    profil: bool = False  # who the person is, not what they think
    sensible: bool = (
        False  # what all, or none, of a small group answered is not told: attacks suffered, compliance
    )
    editions: dict[str, VariableEdition]

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        has_items = self.type is not VariableType.SINGLE
        has_answers = self.type in (VariableType.SINGLE, VariableType.ARRAY)
        for needed, present, key in (
            (has_items, self.items, "items"),
            (has_answers, self.modalites, "modalites"),
        ):
            if needed != bool(present):
                verb = "demande" if needed else "n’admet pas"
                raise ValueError(f"« {self.nom} » : le type « {self.type} » {verb} « {key} »")
        self._check_names("exclusifs", self.exclusifs, self.items)
        if self.maximum is not None and self.type is not VariableType.MULTIPLE:
            raise ValueError(f"« {self.nom} » : « maximum » demande le type « {VariableType.MULTIPLE} »")
        self._check_names("definitions", self.definitions, self.modalites | self.items)
        for year, edition in self.editions.items():
            self._check_names(f"editions.{year}.modalites", edition.modalites or (), self.modalites)
            self._check_names(f"editions.{year}.items", edition.items or (), self.items)
            self._check_names(f"editions.{year}.notes", edition.notes, self.items | self.modalites)
            self._check_names(
                f"editions.{year}.formulation.modalites", edition.formulation.modalites, self.modalites
            )
            self._check_names(f"editions.{year}.formulation.items", edition.formulation.items, self.items)
            if edition.coche is not None:
                self._check_names(f"editions.{year}.coche", (edition.coche,), self.modalites)
            self._check_codes(f"editions.{year}.modalites", edition.modalites)
            self._check_codes(f"editions.{year}.items", edition.items)
        return self

    def _check_codes(self, key: str, given: object) -> None:
        """One code means one answer: two would count the same people twice, and nobody under the right code."""
        taken: dict[str, str] = {}
        for name, codes in given.items() if isinstance(given, dict) else ():
            for code in (codes,) if isinstance(codes, str) else codes:
                if code in taken:
                    raise ValueError(
                        f"« {self.nom} », {key} : le code « {code} » est donné à « {taken[code]} » et à « {name} » ; "
                        "à un code, une seule réponse ou ligne"
                    )
                taken[code] = name

    def _check_names(self, key: str, names: object, known: dict[str, str]) -> None:
        unknown = [n for n in names if n not in known]  # type: ignore[attr-defined]
        if unknown:
            raise ValueError(
                f"« {self.nom} », {key} : « {unknown[0]} » inconnu{among(str(unknown[0]), known)}"
            )

    def checked(self) -> Self:
        """Return itself once its names were found to exist, which a copy with other editions is not.

        Raises:
            ValueError: a name of an edition is no answer nor item of the variable.
        """
        checked: Self = self._coherent()  # type: ignore[operator]
        return checked

    def rewordings(self, edition: str) -> dict[str, str]:
        """Return the answers and items that an edition words otherwise: common words -> its own."""
        own = self.editions[edition].formulation if edition in self.editions else Wording()
        kinds = (
            (self.modalites, own.modalites),
            (self.items, own.items),
        )  # an answer and an item may share a name
        return {
            common[name]: text
            for common, said in kinds
            for name, text in said.items()
            if text != common[name]
        }

    def as_worded(self, edition: str) -> Self:
        """Return itself with answers and items in the words of an edition; itself where these are the common ones."""
        if not self.rewordings(edition):
            return self
        own = self.editions[edition].formulation
        return self.model_copy(
            update={"modalites": self.modalites | own.modalites, "items": self.items | own.items}
        )

    def wording(self, edition: str) -> Wording:
        """Return all the words of an edition's questionnaire, definitions included."""
        asked = self.editions.get(edition)
        own = asked.formulation if asked else Wording()
        return Wording(
            question=own.question or self.question,
            modalites={
                name: self._defined(name, own.modalites, text) for name, text in self.modalites.items()
            },
            items={name: self._defined(name, own.items, text) for name, text in self.items.items()},
        )

    def _defined(self, name: str, own: dict[str, str], text: str) -> str:
        meaning = self.definitions.get(name)
        return f"{own.get(name, text)}\u00a0: {meaning}" if meaning else own.get(name, text)

    def coding(self, edition: str) -> Coding | None:
        """Return the codes of this variable in an edition, or None where it was not asked."""
        asked = self.editions.get(edition)
        if asked is None:
            return None
        lime = self.public == "collectivites"
        boxes = self.type is VariableType.MULTIPLE or asked.coche is not None
        answers = {} if boxes else _numbered(asked.modalites, self.modalites, "AO{:02d}" if lime else "{}")
        ranked = self.type is VariableType.RANKING
        items = _numbered(asked.items, self.items, ("AO{:02d}" if ranked else "SQ{:03d}") if lime else "{}")
        shape = "{}[{}]" if lime else "{}_{}"
        if self.type is VariableType.SINGLE:
            columns = {"": asked.question}
        elif ranked:
            ranks = range(1, (asked.rangs or len(items)) + 1) if items else range(0)
            columns = {str(r): shape.format(asked.question, r) for r in ranks}
        else:
            columns = {name: shape.format(asked.question, codes[0]) for name, codes in items.items()}
        return Coding(
            variable=self.nom,
            edition=edition,
            type=self.type,
            question=asked.question,
            modalites=answers,
            items={name: codes[0] for name, codes in items.items()},
            colonnes=columns,
            coche=COCHE if lime else "1",
            coche_vaut=asked.coche,
            condition=asked.condition or self.condition,
            note=asked.note,
        )


def _numbered(
    given: dict[str, str] | dict[str, str | tuple[str, ...]] | tuple[str, ...] | None,
    canonical: dict[str, str],
    shape: str,
) -> dict[str, tuple[str, ...]]:
    if isinstance(given, dict):
        return {name: (code,) if isinstance(code, str) else tuple(code) for name, code in given.items()}
    names = tuple(canonical) if given is None else given
    return {name: (shape.format(i),) for i, name in enumerate(names, start=1)}


class Theme(Strict):
    """One file of the codebook."""

    theme: str
    libelle: str
    ordre: int
    variables: tuple[Variable, ...]


class QuestionnaireState(Strict):
    """What is known of the questionnaire of one edition and public."""

    edition: str
    public: Public
    statut: Literal["reel", "agregats", "demonstration"]
    sans_reponse: Literal["incluses", "exclues"]  # are empty answers in the base of a share?
    note: str


class QuestionnairesFile(Strict):
    """The file of questionnaires."""

    questionnaires: tuple[QuestionnaireState, ...]


@dataclass(frozen=True)
class Codebook:
    """The whole codebook: themes in order, the state of each questionnaire, and the files that editions extend it by.

    Where an edition has such a file, by edition, what is not mapped there may have been asked all the same.
    """

    themes: tuple[Theme, ...]
    questionnaires: tuple[QuestionnaireState, ...]
    extended_by: Mapping[str, str] = field(default_factory=dict, hash=False)

    @cached_property
    def variables(self) -> dict[str, Variable]:
        """Every variable by name, in questionnaire order."""
        return {v.nom: v for t in self.themes for v in t.variables}

    @cached_property
    def theme_of(self) -> dict[str, Theme]:
        """The theme of each variable."""
        return {v.nom: t for t in self.themes for v in t.variables}

    def questionnaire(self, edition: str, public: Public) -> tuple[tuple[Variable, Coding], ...]:
        """Variables asked to a public in an edition, in order, each with its codes."""
        asked = ((v, v.coding(edition)) for v in self.variables.values() if v.public == public)
        return tuple((v, codes) for v, codes in asked if codes is not None)

    def printed_rule(self, edition: str, public: Public) -> str:
        """Return the rule of base (a key of ``REGLES_BASE``) that the printed figures of an edition follow."""
        known = self.status(edition, public)
        return REGLE_INCLUSES if known is not None and known.sans_reponse == "incluses" else REGLE_SERIES

    def base_rules(self, edition: str, public: Public) -> tuple[str, ...]:
        """Return the rules that shares of an edition are computed with: the printed one, and that of series."""
        return tuple(dict.fromkeys((self.printed_rule(edition, public), REGLE_SERIES)))

    def status(self, edition: str, public: Public) -> QuestionnaireState | None:
        """Return what is known of a questionnaire, or None if the public was not asked that year."""
        return next((q for q in self.questionnaires if (q.edition, q.public) == (edition, public)), None)
