"""The card of a checked number: what it is tied to, what the data give, on what evidence, how to see it again.

Cells are text already formatted; nothing is judged here.
"""

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.indicator import TOTAL
from barometre_pipeline.catalogue.printed_figures import load_documents
from barometre_pipeline.catalogue.words import category_in_words, population_in_words, share_in_words
from barometre_pipeline.french.numbers import count, number, percent
from barometre_pipeline.french.spaces import NBSP, spaced
from barometre_pipeline.indicators.presentation import interval_in_words
from barometre_pipeline.printed.documents.model import CONTREDIT, LIENS, SUR, Candidate, Occurrence
from barometre_pipeline.publication.verification import words
from barometre_pipeline.sources.documents.model import DocumentText
from barometre_pipeline.vocabulary import SOURCES_DONNEES, weakest_source

_FIGURE_UNITS: Final = {"effectif": "", "ecart_points": f"{NBSP}points"}


@dataclass(frozen=True)
class Known:
    """What cards quote beside what the check found.

    Attributes:
        catalogue: definitions and words.
        indicateurs: ``gold/indicateurs``.
        figures: the list of printed figures.
    """

    catalogue: Catalogue
    indicateurs: pd.DataFrame
    figures: pd.DataFrame

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {str(trace): place for place, trace in enumerate(self.indicateurs["trace_id"])}

    def row(self, trace: str) -> Mapping[Any, Any] | None:
        """Return a row of ``gold/indicateurs``, None where nothing has this identifier."""
        place = self._places.get(trace)
        return None if place is None else self.indicateurs.iloc[place].to_dict()

    @cached_property
    def printed(self) -> Mapping[str, Mapping[Any, Any]]:
        """Printed figures by identifier."""
        return {str(r["chiffre"]): r for r in self.figures.to_dict("records")}

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Titles of documents by name."""
        return load_documents()

    def source_of(self, occurrences: tuple[Occurrence, ...]) -> str:
        """Return which data the numbers of a document were judged by: what proves least; "" where none was."""
        rows = (self.row(trace) for trace in {o.fiche for o in occurrences})
        return weakest_source("; ".join(str(row["source_donnees"]) for row in rows if row is not None))


@dataclass(frozen=True)
class Card:
    """One number, ready to be shown.

    Attributes:
        rang: its rank in the document, from 1.
        occurrence: what was found.
        genre: word by which it is drawn.
        signe: sign of its verdict.
        etat: where it stands, in words.
        imprime, calcule, ecart: values in words.
        nom: what it is tied to, in words, "" for nothing.
        lieu: where it is.
        faits: label -> text, in order; only what there is.
        chiffres: printed figures that state the same share.
        candidats: what else it may be.
        commandes: how to see it again.
    """

    rang: int
    occurrence: Occurrence
    genre: str
    signe: str
    etat: str
    imprime: str
    calcule: str
    ecart: str
    nom: str
    lieu: str
    faits: Mapping[str, str]
    chiffres: tuple[str, ...]
    candidats: tuple[str, ...]
    commandes: tuple[str, ...]

    @property
    def contredit(self) -> bool:
        """Whether the data contradict it, its tie being sure or probable."""
        return self.genre == CONTREDIT

    @property
    def sur(self) -> bool:
        """Whether its tie is sure."""
        return self.occurrence.lien == SUR


def card(rank: int, found: Occurrence, text: DocumentText, known: Known) -> Card:
    """Return the card of a number."""
    return Card(
        rang=rank,
        occurrence=found,
        genre=words.kind(found),
        signe=words.sign(found),
        etat=words.state(found),
        imprime=words.printed(found),
        calcule=words.computed(found),
        ecart=words.difference(found),
        nom=words.tied_to(known.catalogue, found),
        lieu=text.place(found.ligne),
        faits={k: spaced(v) for k, v in _facts(found, known) if v},
        chiffres=tuple(_figure(known, c) for c in found.chiffres),
        candidats=tuple(_candidate(known.catalogue, c) for c in found.candidats),
        commandes=tuple(_commands(found)),
    )


def _facts(found: Occurrence, known: Known) -> Iterator[tuple[str, str]]:
    yield "Constat", found.constat
    yield "Source citée", found.source
    yield "Lien", LIENS.get(found.lien, "")
    yield "Indices", f"{NBSP}; ".join(found.indices)
    indicator = known.catalogue.indicateurs.get(found.indicateur)
    if indicator is not None:
        yield "Indicateur", f"{indicator.libelle} ({found.indicateur})"
        yield "Catégorie", category_in_words(known.catalogue, found.indicateur, found.categorie)
        yield "Définition", indicator.definition
        yield "Numérateur", indicator.numerateur
        yield "Base", indicator.base
        yield "Population", population_in_words(known.catalogue, found.population)
        yield "Édition", words.editions(found)
        note = (found.edition_reference, found.edition) if found.edition_reference else ()
        if note:
            yield "Comparaison", known.catalogue.note(found.indicateur, note, found.categorie)
    row = known.row(found.fiche)
    if row is not None:
        yield from _value(row)


def _value(row: Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
    yield (
        "Effectifs",
        f"{number(row['n'])} sur {number(row['base'])}"
        + (f" (base faible{NBSP}: à ne pas commenter seule)" if row["base_faible"] else ""),
    )
    if pd.notna(row["part_publiable"]):
        yield "Part publiée", percent(row["part_publiable"], 1)
    if pd.notna(row["part_ponderee"]) and not row["redressement_faible"]:
        yield "Part redressée", percent(row["part_ponderee"], 1)
    yield f"Intervalle à 95{NBSP}%", interval_in_words(row)
    yield "Données", SOURCES_DONNEES[str(row["source_donnees"])]


def _figure(known: Known, identifier: str) -> str:
    row = known.printed.get(identifier)
    if row is None:
        return identifier
    document = str(row["document"])
    unit = _FIGURE_UNITS.get(str(row["statistique"]), f"{NBSP}%")
    value = f"{number(float(row['valeur']), signed=row['statistique'] == 'ecart_points')}{unit}"
    where = ", ".join(filter(None, (known.titles.get(document, document), str(row["rubrique"]))))
    return f"{identifier}{NBSP}: {value}, {where}"


def _candidate(catalogue: Catalogue, candidate: Candidate) -> str:
    named = share_in_words(catalogue, candidate.indicateur, candidate.categorie, candidate.population)
    weight = count(round(candidate.points), "point d’indice", "points d’indice")
    return f"{named}, {candidate.edition} ({weight})"


def _commands(found: Occurrence) -> Iterator[str]:
    if found.fiche:
        yield shlex.join(["barometre", "audit", found.fiche, "--verify"])
    elif found.indicateur and found.edition:
        category = ["--categorie", found.categorie] if found.categorie not in ("", TOTAL) else []
        people = ["--population", found.population] if found.population else []
        named = ["--edition", found.edition, "--indicateur", found.indicateur]
        yield shlex.join(["barometre", "audit", *named, *category, *people])
    for identifier in found.chiffres[:1]:
        yield shlex.join(["barometre", "audit", "--chiffre", identifier])
