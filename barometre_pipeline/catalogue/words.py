"""What the catalogue calls a share, for whoever reads a list of printed figures, of contradictions or of claims.

Words only; a name that the catalogue does not know is given back as it is, and an empty one is left out.
"""

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.indicator import TOTAL
from barometre_pipeline.french.spaces import NBSP


def indicator_in_words(catalogue: Catalogue, indicator: str) -> str:
    """Return the label of an indicator."""
    known = catalogue.indicateurs.get(indicator)
    return known.libelle if known else indicator


def category_in_words(catalogue: Catalogue, indicator: str, category: str) -> str:
    """Return the label of a category, "" for the whole of what is counted."""
    known = catalogue.categories.get(indicator, {}).get(category)
    return known.libelle if known else "" if category == TOTAL else category


def population_in_words(catalogue: Catalogue, population: str) -> str:
    """Return the label of a population."""
    known = catalogue.populations.by_name.get(population)
    return known.libelle if known else population


def share_in_words(catalogue: Catalogue, indicator: str, category: str, population: str) -> str:
    """Name a share: indicator, its category between quotation marks, population between brackets."""
    category = category_in_words(catalogue, indicator, category)
    named = indicator_in_words(catalogue, indicator) + (f", «{NBSP}{category}{NBSP}»" if category else "")
    people = population_in_words(catalogue, population)
    return f"{named} ({people})" if people else named
