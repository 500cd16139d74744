"""The population of each number: the group beside it, the note of its chart, its star, or the indicator's own.

Which groups a sentence names is ``populations``'; here one of them is chosen for the reading kept.
"""

import re
from collections.abc import Sequence
from typing import Final

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.printed.documents.found import Found
from barometre_pipeline.printed.documents.layout import NOTE, PAGE, TEXTE, TITRE, Passage
from barometre_pipeline.printed.documents.lexicon import GROUPE, Lexicon
from barometre_pipeline.printed.documents.model import EFFECTIF, FRACTION
from barometre_pipeline.printed.documents.populations import Belongs, Groups
from barometre_pipeline.printed.documents.tie import Tie
from barometre_pipeline.printed.documents.topic import Marks

DITE, NOTEE, SUPPOSEE = "dite", "notee", "supposee"
_PERSONS: Final = re.compile(
    r"personnes?|francais|individus?|adultes?|internautes?|citoyens?|sonde|interviewe"
)
_STAR: Final = re.compile(r"[^.;:()\d]{0,40}?[^\s*]?\*(?!\*)")
_ALL: Final = "ensemble"
_WITHOUT_SMALL: Final = "hors_moins_3500"
_WHOLES: Final = frozenset({_ALL, _WITHOUT_SMALL})
_NOTES_AHEAD, _NOTES_BEHIND = 7, 4  # passages among which the note of a chart is looked for
_CLOSE: Final = 0.2  # reach from which what a group did is said of the number
_AT_ONCE, _FREE = 3, 2  # force of « 46 % des métropoles », and of a group named before


class People:
    """The populations of a document's numbers."""

    def __init__(
        self,
        every: Sequence[Passage],
        numbers: Sequence[Sequence[Found]],
        catalogue: Catalogue,
        lexicon: Lexicon,
        marks: Sequence[Marks],
    ) -> None:
        """Read what the document says of its populations at large: notes and stars."""
        self._every, self._catalogue, self._lexicon, self._marks = every, catalogue, lexicon, marks
        self.groups = Groups(catalogue.populations)
        without = [
            p for p in every if any(m.population == _WITHOUT_SMALL for m in self.groups.mentions(p.texte))
        ]
        self._leaves_out = bool(without)
        marked = any(_STAR.match(p.texte[f.end :]) for p, n in zip(every, numbers, strict=True) for f in n)
        self._starred = marked and any(p.texte.lstrip().startswith("*") for p in without)

    def populate(self, tie: Tie, ties: Sequence[Tie], belongs: Belongs | None) -> None:
        """Give a tie its population, and how it is known."""
        best = tie.best
        if best is not None:
            tie.population, tie.qui = self._population(tie, ties, belongs, self.natural(tie))

    def natural(self, tie: Tie) -> str:
        """Return the population that the indicator kept counts where nothing else is said."""
        indicator = self._catalogue.indicateurs[tie.key[0]]
        if indicator.public == "tous":
            return "francais" if _PERSONS.match(tie.site.found.mot) else _ALL
        return indicator.population

    def _population(
        self, tie: Tie, ties: Sequence[Tie], belongs: Belongs | None, natural: str
    ) -> tuple[str, str]:
        if tie.groupe:
            return self.within(natural, tie.groupe) or tie.groupe, DITE
        others = self._catalogue.indicateurs[tie.key[0]].autres_populations
        if named := self._by_deed(tie, (*others, natural)):
            return named, DITE
        other = ties[tie.lie_a] if tie.lie_a is not None else None
        if other and other.population and not _names_its_own(other, tie, belongs):
            return other.population, other.qui
        if self._catalogue.populations.by_name[natural].public == "francais":
            return natural, DITE if belongs and belongs.population == "francais" else SUPPOSEE
        if belongs is None or belongs.generique or belongs.population == "francais":
            if noted := self._noted_for(tie, natural):
                return noted, NOTEE
            known = DITE if belongs and natural == _ALL else SUPPOSEE
            return self._whole(tie, natural, named=belongs is not None), known
        tie.indices.append(f"population : « {belongs.mot.strip()} »")
        group = self.within(natural, belongs.population) or belongs.population or natural
        return group, DITE if belongs.population and belongs.force >= _FREE else SUPPOSEE

    def _noted_for(self, tie: Tie, natural: str) -> str:
        if tie.site.found.genre == EFFECTIF or natural not in _WHOLES:
            return ""
        if self._starred:  # what bears no star is of all
            return _WITHOUT_SMALL if _STAR.match(tie.site.passage.texte[tie.site.found.end :]) else ""
        return self.noted(tie.site.passage)

    def _whole(self, tie: Tie, natural: str, *, named: bool) -> str:
        """Return the whole meant where no group is named: that of the indicator, or the one that documents print."""
        if natural not in _WHOLES:
            return natural
        printed = self._lexicon.populations.get((*tie.key, tie.quand.edition), set()) & _WHOLES
        if len(printed) == 1 and not self._starred:
            return next(iter(printed))
        if natural == _WITHOUT_SMALL and named and (self._starred or not self._leaves_out):
            return _ALL
        return next(iter(printed)) if len(printed) == 1 else natural

    def _by_deed(self, tie: Tie, names: Sequence[str]) -> str:
        """Return the population named by what it did, in the sentence: « celles qui ont franchi un premier pas »."""
        around, rank = tie.autour, tie.site.passage.rang
        best = (_CLOSE, "")
        for name in names if around is not None else ():
            for start, end in self._marks[rank].get((GROUPE, name), ()):
                if around is not None and around.own(rank, start):
                    best = max(best, (around.reach(rank, start, end).categorie, name))
        return best[1]

    def within(self, natural: str, group: str) -> str:
        """Return the part of a group that answers to the condition of the natural population, or ""."""
        known = self._catalogue.populations.by_name
        condition = known[natural].condition
        if condition is None:
            return ""
        if group in _WHOLES or group == natural:
            return natural
        return next((n for n, p in known.items() if p.parmi == group and p.condition == condition), "")

    def noted(self, passage: Passage) -> str:
        """Return the population that the note of a chart of the same section gives, or ""."""
        ahead = self._every[passage.rang : passage.rang + 1 + _NOTES_AHEAD]
        behind = self._every[max(0, passage.rang - _NOTES_BEHIND) : passage.rang]
        for other in ahead:
            if other is not passage and (_starts_section(other) or other.genre == PAGE):
                break
            if self._is_note(other):
                return _WITHOUT_SMALL
            if other.genre == TEXTE and other.rang > passage.rang + 1:
                break
        for other in reversed(behind):
            if _starts_section(other) or other.genre == TITRE:
                break
            if self._is_note(other):
                return _WITHOUT_SMALL
        return ""

    def _is_note(self, passage: Passage) -> bool:
        return passage.genre == NOTE and any(
            m.population == _WITHOUT_SMALL for m in self.groups.mentions(passage.texte)
        )


def _names_its_own(other: Tie, tie: Tie, belongs: Belongs | None) -> bool:
    """Tell whether a number that shares the reading of another has a group of its own, beside it or since the other."""
    if belongs is None:
        return False
    if belongs.generique:  # « … des EPCI, mais 53 % de l'ensemble des répondants »
        return belongs.force >= _AT_ONCE and other.qui == DITE and tie.site.found.genre != FRACTION
    since = other.site.found.end - tie.site.phrase[0]
    return belongs.force >= _AT_ONCE or (belongs.force >= _FREE and belongs.debut >= since)


def _starts_section(passage: Passage) -> bool:
    return 0 < passage.niveau < 3
