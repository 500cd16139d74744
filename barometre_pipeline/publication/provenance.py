"""Which values are no demonstration where most are: in words, for the pages and the documents that warn of it.

What each row comes from is gold's; here are only the sentences.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.french.words import enumeration, uncapitalised
from barometre_pipeline.vocabulary import SOURCES_DONNEES

WHOSE: Final = {"collectivites": "des collectivités", "francais": "du sondage auprès des Français"}
_PROOF: Final = {"agregats": "tableaux publiés", "reelles": "données réelles"}

Provenance = tuple[str, str, str]  # public, kind of data, edition


def not_made_up(values: Iterable[Provenance]) -> str:
    """Return « les valeurs 2022 des collectivités (tableaux publiés) », or "" where all values were made up.

    Args:
        values: public, kind of data and edition of each value shown.
    """
    found = [
        f"les valeurs {enumeration(years)} {WHOSE[public]} ({_PROOF[kind]})"
        for public, kind, years in _by_public(values)
        if kind != "demonstration"
    ]
    return enumeration(found)


def in_words(values: Iterable[Provenance]) -> list[str]:
    """Say for each public and kind of data which years are shown: a sentence each, the surveys apart."""
    return [
        f"{enumeration(years)}, valeurs {WHOSE[public]}{NBSP}: {uncapitalised(SOURCES_DONNEES[kind])}."
        for public, kind, years in _by_public(values)
    ]


def _by_public(values: Iterable[Provenance]) -> Iterator[tuple[str, str, list[str]]]:
    known = set(values)
    for public in WHOSE:
        for kind in SOURCES_DONNEES:
            if years := sorted({y for p, k, y in known if (p, k) == (public, kind)}):
                yield public, kind, years
