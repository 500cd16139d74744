"""Brings together all that documents print, from the catalogue's data; what to make of it is the other modules'."""

from collections.abc import Iterator

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.indicator import TOTAL
from barometre_pipeline.catalogue.loader import problem
from barometre_pipeline.catalogue.populations import load_samples
from barometre_pipeline.catalogue.printed_claims import CLAIMS, Claim, load_claims, load_notices
from barometre_pipeline.catalogue.printed_figures import load_renamings
from barometre_pipeline.printed.language import FormulaError, relations, terms
from barometre_pipeline.printed.matter import Printed, sample_sizes
from barometre_pipeline.printed.relations import RELATIONS


def gather(catalogue: Catalogue, figures: pd.DataFrame, samples: pd.DataFrame) -> Printed:
    """Return the printed figures with the notices, the claims and the sizes of the samples.

    Raises:
        ConfigurationError: a claim names a number or a relation that does not exist.
    """
    claims = load_claims()
    for claim in claims:
        for fault in faults(catalogue, claim, set(figures["chiffre"])):
            raise problem(CLAIMS, f"affirmation « {claim.affirmation} »", fault, "des noms du catalogue")
    sizes = sample_sizes(samples, load_samples())
    return Printed(catalogue, figures, samples, sizes, load_renamings(), load_notices(), claims)


def faults(catalogue: Catalogue, claim: Claim, figures: set[str]) -> Iterator[str]:
    """Yield what a claim names and nobody knows, in French."""
    yield from (f"le chiffre « {f} » n’existe pas" for f in claim.ecartes if f not in figures)
    try:
        called, named = relations(claim.formule), list(terms(claim.formule))
    except FormulaError as error:
        yield str(error)
        return
    yield from (f"la relation « {r} » n’existe pas" for r in sorted(called - RELATIONS.keys()))
    for term in named:
        if term.population not in catalogue.populations.by_name:
            yield f"la population « {term.population} » n’existe pas"
        if term.categorie not in {*catalogue.categories.get(term.indicateur, {}), TOTAL}:
            yield f"« {term.categorie} » n’est pas une catégorie de « {term.indicateur} »"
