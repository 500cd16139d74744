"""What the catalogue calls a share, for whoever reads a list of printed figures, of contradictions or of claims.

Words only; a name that the catalogue does not know is given back as it is, and an empty one is left out.
"""

from collections.abc import Collection, Iterable, Mapping

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.indicator import TOTAL
from barometre_pipeline.french.spaces import NBSP, quoted
from barometre_pipeline.french.words import enumeration

_FEW = 3  # rewordings that are told one by one under a chart


def indicator_in_words(catalogue: Catalogue, indicator: str) -> str:
    """Return the label of an indicator."""
    known = catalogue.indicateurs.get(indicator)
    return known.libelle if known else indicator


def category_in_words(catalogue: Catalogue, indicator: str, category: str) -> str:
    """Return the label of a category, "" for the whole of what is counted."""
    known = catalogue.categories.get(indicator, {}).get(category)
    return known.libelle if known else "" if category == TOTAL else category


def said_once(words: Mapping[str, str]) -> dict[str, str]:
    """Return category -> words, without those whose words an earlier one has: another name of the same answer."""
    first: dict[str, str] = {}
    for category, text in words.items():
        first.setdefault(text, category)
    return {category: text for text, category in first.items()}


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


def rewording_in_words(years: str, reworded: Mapping[str, str]) -> str:
    """Say which answers some editions, in words, word otherwise: common words -> their own."""
    return f"En {years}, {enumeration([f'{quoted(a)} se lit {quoted(b)}' for a, b in reworded.items()])}"


def rewordings_in_words(
    catalogue: Catalogue, indicator: str, editions: Iterable[str], shown: Collection[str] | None = None
) -> tuple[str, ...]:
    """Return a sentence for the editions that word answers of an indicator otherwise than the label of them all.

    Args:
        catalogue: the words.
        indicator: its name.
        editions: those shown together.
        shown: canonical names of the answers and items shown, where many rewordings are only counted; all of them, in
            full, by default.
    """
    known = catalogue.indicateurs.get(indicator)
    variable = catalogue.codebook.variables.get(known.variable or "") if known else None
    if variable is None:
        return ()
    common = [*variable.modalites.items(), *variable.items.items()]
    kept = {text for name, text in common if shown is None or name in shown}
    few = len(common) if shown is None else _FEW
    alike: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for edition in sorted({*editions}):
        own = tuple((a, b) for a, b in variable.rewordings(edition).items() if a in kept)
        alike.setdefault(own, []).append(edition)
    return tuple(
        f"{rewording_in_words(enumeration(years), dict(own))}."
        if len(own) <= few
        else f"En {enumeration(years)}, {len(own)} réponses étaient dites en d’autres mots."
        for own, years in alike.items()
        if own
    )
