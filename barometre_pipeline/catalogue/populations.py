"""Populations of the indicators, and what is known of the samples: read from YAML and checked.

Who belongs to a population is decided in ``indicators``; here is only what the YAML says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Self

from pydantic import Field, model_validator

from barometre_pipeline.catalogue.expression import Expression, Strict
from barometre_pipeline.catalogue.loader import (
    FOLDER,
    expression_faults,
    load,
    load_codebook,
    problem,
    shown,
)
from barometre_pipeline.catalogue.model import Codebook, Public
from barometre_pipeline.french.suggestion import among
from barometre_pipeline.vocabulary import GROUPES, STRATES, TYPES, strates_of_group

# The breakdown of local authorities by région; « region » alone is a profile question of the poll.
BY_REGION: Final = "region_insee"


class Population(Strict):
    """One population: a group of strates, a sub-population by an answer, or « in each of these »."""

    nom: str
    libelle: str
    public: Public = "collectivites"
    parmi: str | None = None
    strates: tuple[str, ...] | None = None
    habitants_min: int | None = None
    habitants_max: int | None = None
    region: str | None = Field(
        default=None, pattern=r"^[0-9]{2,3}$"
    )  # official code of the région they are in
    condition: Expression | None = None
    minimum_de: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _known_strates(self) -> Self:
        unknown = [s for s in self.strates or () if s not in STRATES]
        if unknown:
            raise ValueError(f"strate inconnue « {unknown[0]} » (attendues : {', '.join(STRATES)})")
        return self

    @property
    def kind(self) -> str:
        """How this population divides the public, "" for the whole.

        ``type``, ``strate``, ``region_insee``, ``reunion`` or ``reponse``.
        """
        if self.region is not None:
            return BY_REGION
        if self.nom in ("ensemble", "francais"):
            return ""
        if self.condition is not None or self.minimum_de:
            return "reponse"
        if self.nom in TYPES:
            return "type"
        return "strate" if self.nom in STRATES else "reunion"


class GroupNote(Strict):
    """Why a population of one edition is not quite that of the others."""

    population: str
    edition: str
    note: str


class _File(Strict):
    populations: tuple[Population, ...]
    notes: tuple[GroupNote, ...] = ()


class Samples(Strict):
    """Known samples and bounds used to deduce the others (``echantillons.yaml``)."""

    connus: dict[str, dict[str, int]]
    totaux: dict[str, int]
    maximum: dict[str, int]
    taux_de_reponse: float = Field(gt=0, lt=1)

    def mean_shares(self) -> dict[str, float]:
        """Mean share of each strate over the samples where it is known."""
        shares = {}
        for strate in STRATES:
            seen = [sizes[strate] / self.totaux[e] for e, sizes in self.connus.items() if strate in sizes]
            shares[strate] = sum(seen) / len(seen)
        return shares


@dataclass(frozen=True)
class Populations:
    """Every population by name, those of ``vocabulary.GROUPES`` first."""

    by_name: dict[str, Population]
    notes: tuple[GroupNote, ...] = ()

    def note(self, population: str, editions: tuple[str, ...]) -> str:
        """Return what limits the comparison of a population between these editions."""
        return " ".join(n.note for n in self.notes if n.population == population and n.edition in editions)

    def regions(self) -> dict[str, Population]:
        """Return the populations that are the structures of a région, by the official code of the région."""
        return {p.region: p for p in self.by_name.values() if p.region is not None}

    def strata_groups(self) -> dict[str, tuple[str, ...]]:
        """Populations that are unions of strates, with their strates."""
        groups = {g: strates_of_group(g) for g in GROUPES}
        for population in self.by_name.values():
            if population.strates is not None and population.condition is None:
                groups[population.nom] = population.strates
        return groups


@cache
def load_populations(path: Path = FOLDER / "populations.yaml") -> Populations:
    """Load the populations.

    Raises:
        ConfigurationError: unknown strate, parent, member, variable or answer.
    """
    found = {g: Population(nom=g, libelle=label, strates=strates_of_group(g)) for g, label in GROUPES.items()}
    file = load(_File, path)
    listed = [(population, shown(path)) for population in file.populations]
    populations = with_populations(Populations(found, file.notes), listed, load_codebook())
    for note in file.notes:
        if note.population not in populations.by_name:
            raise problem(
                path, "notes", f"« {note.population} » n’est pas une population", "une population définie"
            )
    return populations


def with_populations(
    known: Populations, listed: Iterable[tuple[Population, str]], book: Codebook
) -> Populations:
    """Return the populations with others, each with the name of the file that says it.

    Raises:
        ConfigurationError: a name already taken, a parent, member, variable or answer that does not exist.
    """
    found = dict(known.by_name)
    for population, path in listed:
        place = f"population « {population.nom} »"
        if population.nom in found:
            raise problem(path, place, "ce nom est déjà pris", "un nom par population")
        for name in (*population.minimum_de, *((population.parmi,) if population.parmi else ())):
            if name not in found:
                raise problem(
                    path,
                    place,
                    f"« {name} » n’est pas défini plus haut{among(name, found)}",
                    "une population déjà définie",
                )
        for fault in expression_faults(population.condition, book) if population.condition else ():
            raise problem(path, f"{place}, condition", fault, "des noms du codebook")
        found[population.nom] = population
    return Populations(found, known.notes)


@cache
def load_samples(path: Path = FOLDER / "echantillons.yaml") -> Samples:
    """Load what is known of the samples."""
    return load(Samples, path)
