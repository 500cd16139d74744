"""Where a number named by a claim is found: printed, deduced from what is printed, in official tables, or computed.

A number that documents print with several values keeps them all; what to conclude is ``formula``'s.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.french.numbers import number
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.printed.bounds import ANY_NUMBER, ANY_SHARE, Bounds, exactly, of_figure
from barometre_pipeline.printed.matter import LEVELS, Figure
from barometre_pipeline.printed.statements import cases, dimensions


class Term(NamedTuple):
    """A number of the catalogue: what, for whom, when."""

    indicateur: str
    categorie: str
    population: str
    edition: str


def key(term: Term) -> tuple[str, str, str, str]:
    """Return a number's name as computed rows are kept by."""
    return term.indicateur, term.categorie, term.population, term.edition


@dataclass(frozen=True)
class Known:
    """One value of a number: what is known of it, where from in French, and the figures that say so."""

    bounds: Bounds
    source: str
    figures: tuple[str, ...] = ()
    printed: bool = True  # said as such, not only bounded by other figures

    def text(self) -> str:
        """Write the value and where it comes from."""
        low, high = self.bounds.low, self.bounds.high
        if self.bounds.known:
            said = number(low, 1 if low % 1 else 0)
        elif low <= 0 and high >= 100:
            return self.source
        elif low <= 0:
            said = f"au plus {number(high, 0)}"
        elif high >= 100:
            said = f"au moins {number(low, 0)}"
        else:
            said = f"entre {number(low, 1)} et {number(high, 1)}"
        return f"{said} ({self.source})"


class Evidence(Protocol):
    """What gives values to the numbers of a claim."""

    catalogue: Catalogue

    def values(self, term: Term) -> tuple[Known, ...]:
        """Return every value that is given, one that says nothing if there is none."""
        ...

    def categories(self, indicator: str) -> tuple[str, ...]:
        """Return the categories of an indicator that can be ranked against each other."""
        ...


def comparable(catalogue: Catalogue, indicator: str) -> tuple[str, ...]:
    """Return the categories of an indicator without its unions, nor the answers to an item beside the items."""
    definition = catalogue.indicateurs.get(indicator)
    names = [c for c in catalogue.categories.get(indicator, {}) if definition and c not in definition.unions]
    items = [c for c in names if "." not in c]
    return tuple(items or names)


def nothing(catalogue: Catalogue, term: Term, words: str) -> Known:
    """Return what is known of a number nobody gives, which ``words`` say."""
    definition = catalogue.indicateurs.get(term.indicateur)
    count = definition is not None and definition.mesure == "effectif"
    return Known(ANY_NUMBER if count else ANY_SHARE, words, (), printed=False)


class PrintedEvidence:
    """What documents print; at most what official tables of an edition add where documents are silent."""

    def __init__(
        self,
        catalogue: Catalogue,
        figures: pd.DataFrame,
        *,
        margin: float = 0,
        official: "ComputedEvidence | None" = None,
    ) -> None:
        """Index the printed figures; ``margin`` is what rounding may have taken from each, in points."""
        self.catalogue, self.margin, self.official = catalogue, margin, official
        self._set_aside: frozenset[str] = frozenset()
        self._read: dict[Term, tuple[Known, ...]] = {}
        self.by_name: dict[str, Figure] = {str(r["chiffre"]): r for r in figures.to_dict("records")}
        self._levels: dict[Term, list[Figure]] = defaultdict(list)
        self._changes: dict[Term, list[Figure]] = defaultdict(list)
        self._around: dict[tuple[str, str], list[Term]] = defaultdict(list)
        for figure in self.by_name.values():
            term = Term(*(str(figure[c]) for c in Term._fields))
            if figure["statistique"] in LEVELS:
                self._levels[term].append(figure)
                self._around[term.population, term.edition].append(term)
            else:
                self._changes[term].append(figure)
                self._changes[term._replace(edition=str(figure["edition_reference"]))].append(figure)

    def without(self, figures: Iterable[str]) -> "PrintedEvidence":
        """Return the same evidence, some figures set aside."""
        other = object.__new__(PrintedEvidence)
        other.__dict__ = {**self.__dict__, "_set_aside": frozenset(figures), "_read": {}}
        return other

    def categories(self, indicator: str) -> tuple[str, ...]:
        """Return the categories of an indicator that can be ranked against each other."""
        return comparable(self.catalogue, indicator)

    def printed_for(self, population: str) -> dict[str, str]:
        """Return the editions in which something is printed about a population, each with one figure."""
        found: dict[str, str] = {}
        for term, figures in self._levels.items():
            if term.population == population:
                found.setdefault(term.edition, str(figures[0]["chiffre"]))
        return found

    def values(self, term: Term) -> tuple[Known, ...]:
        """Return the values printed, else those that changes give, else official, else what others leave."""
        if term not in self._read:
            self._read[term] = (
                self._printed(term)
                or self._by_change(term)
                or (self.official.found(term) if self.official else ())
                or self._left_by_others(term)
                or (nothing(self.catalogue, term, "non imprimé"),)
            )
        return self._read[term]

    def _kept(self, figures: Iterable[Figure]) -> list[Figure]:
        return [f for f in figures if f["chiffre"] not in self._set_aside]

    def _printed(self, term: Term) -> tuple[Known, ...]:
        figures = self._kept(self._levels.get(term, ()))
        exact: dict[float, list[str]] = defaultdict(list)
        loose = []
        for figure in figures:
            if figure["statistique"] in ("part", "effectif"):
                exact[float(figure["valeur"])].append(str(figure["chiffre"]))
            else:
                loose.append(figure)
        if exact:
            kind = str(figures[0]["statistique"]) if not loose else "part"
            return tuple(
                Known(of_figure(kind, value, self.margin), ", ".join(names), tuple(names))
                for value, names in exact.items()
            )
        found = ANY_SHARE
        for figure in loose:
            said = of_figure(str(figure["statistique"]), float(figure["valeur"]), self.margin)
            found = found.meet(said) or found
        names = tuple(str(f["chiffre"]) for f in loose)
        return (Known(found, ", ".join(names), names),) if loose else ()

    def _by_change(self, term: Term) -> tuple[Known, ...]:
        """Deduce a level from a printed change and the level of the other edition."""
        found: dict[Bounds, tuple[str, ...]] = {}
        for change in self._kept(self._changes.get(term, ())):
            now = str(change["edition"]) == term.edition
            other = term._replace(edition=str(change["edition_reference" if now else "edition"]))
            gap = of_figure("ecart", float(change["valeur"]), 2 * self.margin)
            for level in self._printed(other):
                bounds = level.bounds + gap if now else level.bounds - gap
                found.setdefault(bounds, (*level.figures, str(change["chiffre"])))
        return tuple(Known(b, f"déduit de {', '.join(names)}", names) for b, names in found.items())

    def _left_by_others(self, term: Term) -> tuple[Known, ...]:
        """Bound a share by those of other answers to the same question, exclusive, inside or around it."""
        found = ANY_SHARE
        used: list[str] = []
        for other in dict.fromkeys(self._around[term.population, term.edition]):
            relation = self._relation(term, other)
            for known in self._printed(other) if relation else ():
                said = {
                    "exclusive": Bounds(0, 100 - known.bounds.low),
                    "inside": Bounds(0, known.bounds.high),
                    "around": Bounds(known.bounds.low, 100),
                }[relation]
                narrower = found.meet(said)
                if narrower is not None and narrower != found:
                    found, used = narrower, [*used, *known.figures]
        source = f"d’après {', '.join(used)}"
        return (Known(found, source, tuple(used), printed=False),) if used else ()

    def _relation(self, term: Term, other: Term) -> str:
        """Say how the answers of one number stand to those of another: exclusive, inside, around, or ""."""
        pair = [self.catalogue.categories.get(t.indicateur, {}).get(t.categorie) for t in (term, other)]
        if pair[0] is None or pair[1] is None:
            return ""
        if any(self.catalogue.indicateurs[t.indicateur].mesure != "part" for t in (term, other)):
            return ""
        statements = [c.expression(term.edition) for c in pair if c is not None]
        spaces = [dimensions(s, self.catalogue.codebook) for s in statements]
        if spaces[0] is None or spaces[1] is None or not spaces[0].keys() & spaces[1].keys():
            return ""
        space = {**spaces[0], **spaces[1]}
        ours, theirs = (cases(s, space) for s in statements)
        if ours is None or theirs is None:
            return ""
        if not ours & theirs:
            return "exclusive"
        return "inside" if ours <= theirs else "around" if ours >= theirs else ""


class ComputedEvidence:
    """What the lake computed: one exact value for each number, with where its data come from."""

    def __init__(
        self, catalogue: Catalogue, rows: Mapping[tuple[str, str, str, str], Figure], words: str = ""
    ) -> None:
        """Take the rows by indicator, category, population and edition; ``words`` says what they are."""
        self.catalogue, self.rows, self.words = catalogue, rows, words

    def categories(self, indicator: str) -> tuple[str, ...]:
        """Return the categories of an indicator that can be ranked against each other."""
        return comparable(self.catalogue, indicator)

    def found(self, term: Term) -> tuple[Known, ...]:
        """Return the computed value, if there is one."""
        row = self.rows.get(key(term))
        if row is None:
            return ()
        definition = self.catalogue.indicateurs.get(term.indicateur)
        count = definition is not None and definition.mesure == "effectif"
        value = float(row["n"]) if count else 100 * float(row["part_publiable"])
        if math.isnan(value):  # nobody in this population
            return ()
        said = self.words or f"sur{NBSP}{number(row['base'])}"
        return (Known(exactly(value), said, (), printed=True),)

    def values(self, term: Term) -> tuple[Known, ...]:
        """Return the computed value, or what says nothing."""
        return self.found(term) or (nothing(self.catalogue, term, "non calculé"),)
