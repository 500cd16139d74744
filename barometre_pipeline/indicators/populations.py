"""Turns the populations of the catalogue into masks of one edition's responses.

Definitions are YAML; the shares computed in these populations are ``calcul``'s.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.populations import Population, Populations
from barometre_pipeline.catalogue.resolution import NotComputableError
from barometre_pipeline.indicators.answers import YES, EditionAnswers, profile
from barometre_pipeline.statistics.design import SurveyDesign
from barometre_pipeline.vocabulary import STRATES

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Domain:
    """One population of an edition: its mask and how it divides the public.

    Attributes:
        population: catalogue name; ``ventilation`` and ``modalite`` say which part of it, "" for all of it.
        systematique: computed for every indicator of the public.
        strates: strates it may hold; whoever speaks for another one does not speak for it here.
    """

    population: str
    ventilation: str
    modalite: str
    masque: Bools
    systematique: bool
    strates: frozenset[str] = field(default=frozenset(STRATES))


def structure_domains(
    populations: Populations, structures: pd.DataFrame, answers: EditionAnswers
) -> tuple[dict[str, Domain], dict[str, str]]:
    """Return the populations of local authorities, and why the others do not exist in this edition.

    Args:
        populations: the catalogue's.
        structures: silver ``structures`` aligned on the responses (``strate``, ``population``).
        answers: the responses.
    """
    found: dict[str, Domain] = {}
    reasons: dict[str, str] = {}
    for population in populations.by_name.values():
        if population.public != "collectivites" or population.minimum_de or population.region:
            continue
        if population.parmi in reasons:
            reasons[population.nom] = reasons[population.parmi]
            continue
        try:
            mask = _mask(population, structures, answers, found)
        except NotComputableError as error:
            reasons[population.nom] = str(error)
            continue
        kind = population.kind
        strates = found[population.parmi].strates if population.parmi else frozenset(STRATES)
        if population.strates is not None:
            strates &= frozenset(population.strates)
        modality, systematic = population.nom if kind else "", kind != "reponse"
        found[population.nom] = Domain(population.nom, kind, modality, mask, systematic, strates)
    return found, reasons


def region_domains(populations: Populations, structures: pd.DataFrame) -> dict[str, Domain]:
    """Return the régions as populations, for the indicators that are told by région.

    Args:
        populations: the catalogue's.
        structures: silver ``structures`` aligned on the responses (``code_region``).
    """
    where = structures["code_region"].astype("str").to_numpy(dtype=str)
    return {
        p.nom: Domain(p.nom, p.kind, p.nom, np.asarray(where == code, dtype=bool), systematique=False)
        for code, p in populations.regions().items()
    }


def members_of(
    catalogue: Catalogue, edition: str, reponses: pd.DataFrame, structures: pd.DataFrame
) -> dict[str, Bools]:
    """Return who of the responses is in each population and each région, by name.

    Args:
        catalogue: definitions.
        edition: partition key.
        reponses: silver ``reponses``.
        structures: silver ``structures``; rows are matched on ``id_reponse``.
    """
    aligned = aligned_structures(reponses, structures)
    answers = EditionAnswers(reponses, catalogue.codebook, edition, "collectivites")
    domains, _ = structure_domains(catalogue.populations, aligned, answers)
    everyone = domains | region_domains(catalogue.populations, aligned)
    return {name: domain.masque for name, domain in everyone.items()}


def aligned_structures(reponses: pd.DataFrame, structures: pd.DataFrame) -> pd.DataFrame:
    """Return the structure of each response, in their order.

    Raises:
        ValueError: a response has no structure.
    """
    aligned = structures.set_index("id_reponse").reindex(reponses["id_reponse"]).reset_index()
    if aligned["strate"].isna().any():
        raise ValueError("une réponse n’a pas de structure : les deux tables viennent d’éditions différentes")
    return aligned


def design_of(domains: Mapping[str, Domain], strates: pd.Series, plan: pd.DataFrame) -> SurveyDesign:
    """Return the design of an edition of the survey, its domains being these populations.

    Args:
        domains: populations of local authorities.
        strates: strate of each response.
        plan: rows of ``silver/plan_de_sondage`` of the edition.
    """
    masks = {key: d.masque for key, d in domains.items()}
    return SurveyDesign.planned(strates, plan, masks, {key: d.strates for key, d in domains.items()})


def _mask(
    population: Population, structures: pd.DataFrame, answers: EditionAnswers, found: Mapping[str, Domain]
) -> Bools:
    mask = found[population.parmi].masque if population.parmi else np.ones(len(structures), dtype=bool)
    if population.strates is not None:
        mask = mask & structures["strate"].astype("str").isin(population.strates).to_numpy()
    inhabitants = pd.to_numeric(structures["population"]).to_numpy(dtype=float, na_value=np.nan)
    # A structure whose inhabitants are unknown is in neither half: comparisons with NaN are false.
    if population.habitants_min is not None:
        mask = mask & (inhabitants >= population.habitants_min)
    if population.habitants_max is not None:
        mask = mask & (inhabitants < population.habitants_max)
    if population.condition is not None:
        mask = mask & (answers.truth(population.condition) == YES)
    return np.asarray(mask, dtype=bool)


def poll_domains(
    populations: Populations, sondes: pd.DataFrame, answers: EditionAnswers
) -> tuple[dict[str, Domain], dict[str, str]]:
    """Return the populations of a poll: the whole, named parts, and every answer of the profile questions."""
    found: dict[str, Domain] = {}
    reasons: dict[str, str] = {}
    whole = np.ones(len(sondes), dtype=bool)
    for population in populations.by_name.values():
        if population.public != "francais":
            continue
        try:
            inside = answers.truth(population.condition) == YES if population.condition else whole
        except NotComputableError as error:
            reasons[population.nom] = str(error)
            continue
        ventilation = population.kind
        found[population.nom] = Domain(
            population.nom,
            ventilation,
            population.nom if ventilation else "",
            inside,
            not ventilation,
        )
    for variable, masks in profile(sondes, answers.book, answers.edition).items():
        for answer, mask in masks.items():
            key = f"{variable}={answer}"
            found[key] = Domain("francais", variable, answer, mask, True)
    return found, reasons
