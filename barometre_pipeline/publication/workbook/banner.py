"""The columns of a table: for local authorities by type, size and région, for the French by profile.

Which columns exist and their words; which of them have something to tell is ``tables``'.
"""

from collections.abc import Container, Iterable, Mapping
from string import ascii_uppercase
from typing import Final

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.indicator import Indicator
from barometre_pipeline.catalogue.populations import BY_REGION, Population
from barometre_pipeline.french.spaces import spaced
from barometre_pipeline.publication.workbook.model import Column, Group, Place
from barometre_pipeline.vocabulary import STRATES_COMMUNES, TYPES

WHOLE: Final = "Ensemble"
_OTHERS: Final = "hors_moins_3500"  # printed beside the whole in the documents
_SHORT: Final[dict[str, str]] = {_OTHERS: "Hors communes < 3\u202f500 hab.", "autres": "Autres structures"}
_SIZES: Final = (
    "< 3\u202f500 hab.",
    "3\u202f500 à 10\u202f000",
    "10\u202f000 à 100\u202f000",
    "> 100\u202f000 hab.",
)


def survey_banner(catalogue: Catalogue, indicator: Indicator, told: Container[Place]) -> tuple[Group, ...]:
    """Return the banner of a question put to local authorities: whole, types, sizes of commune, régions.

    A question put to those who gave an answer has the parts of that population, where the catalogue has them.

    Args:
        catalogue: populations.
        indicator: the question.
        told: where it has something to tell; there is no other column.
    """
    known = catalogue.populations.by_name
    main = known[indicator.population]
    regions = [(p.nom, p.libelle) for p in catalogue.populations.regions().values()]
    if main.condition is not None:
        parts = _same_condition(catalogue, indicator, main)
        whole, sizes, regions = [(main.nom, WHOLE)], [], []
        types = [(parts[t], _SHORT.get(t, label)) for t, label in TYPES.items() if t in parts]
    else:
        whole = [("ensemble", WHOLE), (_OTHERS, _SHORT[_OTHERS])]
        sizes = list(zip(STRATES_COMMUNES, _SIZES, strict=True))
        types = [(t, _SHORT.get(t, label)) for t, label in TYPES.items()]
    named = (
        (WHOLE, whole),
        ("Type de structure", types),
        ("Taille de la commune", sizes),
        ("Région", regions),
    )
    return _groups(((title, [(_place(known[n]), label) for n, label in of]) for title, of in named), told)


def _same_condition(catalogue: Catalogue, indicator: Indicator, main: Population) -> Mapping[str, str]:
    """Return, by type, the population that is the part of ``main`` of that type."""
    found = (catalogue.populations.by_name[n] for n in indicator.autres_populations)
    return {str(p.parmi): p.nom for p in found if p.condition == main.condition and p.parmi in TYPES}


def poll_banner(catalogue: Catalogue, told: Container[Place]) -> tuple[Group, ...]:
    """Return the banner of a question put to the French: whole, then each profile question that was cut by.

    Args:
        catalogue: profile questions.
        told: where it has something to tell; there is no other column.
    """
    profile = [v for v in catalogue.codebook.variables.values() if v.profil and v.public == "francais"]
    cuts = (
        (spaced(v.libelle), [(("francais", v.nom, a), spaced(label)) for a, label in v.modalites.items()])
        for v in profile
    )
    return _groups(((WHOLE, [(("francais", "", ""), WHOLE)]), *cuts), told)


def _groups(
    named: Iterable[tuple[str, list[tuple[Place, str]]]], told: Container[Place]
) -> tuple[Group, ...]:
    """Return the groups that have a column with something to tell; where several exclude one another, with letters."""
    found = []
    for title, places in named:
        kept = [(place, label) for place, label in places if place in told]
        compared = title != WHOLE and len(kept) > 1
        marks = letters(len(kept)) if compared else [""] * len(kept)
        columns = (Column(p, label, m) for (p, label), m in zip(kept, marks, strict=True))
        found.append(Group(title, tuple(columns)))
    return tuple(g for g in found if g.columns)


def _place(population: Population) -> Place:
    kind = population.kind
    return population.nom, kind, population.nom if kind else ""


def letters(count: int) -> list[str]:
    """Return the names of so many columns: A to Z, then AA, AB…"""
    names = [*ascii_uppercase, *(a + b for a in ascii_uppercase for b in ascii_uppercase)]
    return names[:count]


def is_region(place: Place) -> bool:
    """Tell whether a column is a région."""
    return place[1] == BY_REGION
