"""« Toutes les régions … », « aucune commune … »: a sentence that says all or none of a group, without a number.

Grammar, and the verdict of a share at its end; what the sentence speaks of is found by ``statements``.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.words import share_in_words
from barometre_pipeline.french.numbers import percent
from barometre_pipeline.french.spaces import NBSP

TOTAL_DIT: Final = "total"
_WHOLE: Final = re.compile(
    r"(?:^|[,;:(]|\b(?:et|mais|ou|que|desormais|presque))\s*(?P<said>(?P<all>tou(?:s|tes)\s+les)\s+(?:regions|metropoles|departements|epci|intercommunalites|communes|"
    r"collectivites)|aucune?\s+(?:region|metropole|departement|epci|intercommunalite|commune|collectivite))\b"
    r"(?!\s*(?:et\s+tou|\(?\s*\d))"
)
_NEARLY: Final = re.compile(r"\b(?:presque|quasiment|pratiquement|pas)\s*$")
_ROUND: Final = 0.005  # of a share, from an end of the scale


def wholes(plain: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where a sentence, in small letters without accents, says all (True) or none of a group."""
    for match in _WHOLE.finditer(plain):
        if not _NEARLY.search(plain[: match.start("said")]):
            yield match.start("said"), match.end("said"), match["all"] is not None


def judged_whole(
    catalogue: Catalogue,
    key: tuple[str, str, str, str],
    known: Mapping[tuple[str, str, str, str], Mapping[Any, Any]],
    *,
    every: bool,
) -> tuple[bool | None, str]:
    """Return whether all or none is what the data give, None where they give nothing, and the sentence that says it.

    Args:
        catalogue: for the words of the share.
        key: indicator, answer, population, edition.
        known: published rows by those.
        every: all was said, else none.
    """
    indicator, answer, population, edition = key
    what = share_in_words(catalogue, indicator, answer, population)
    row = known.get(key)
    if row is None or row["part_publiable"] != row["part_publiable"]:
        return None, f"Pas de valeur calculée en {edition}{NBSP}: {what}."
    share = float(row["part_publiable"])
    holds = share >= 1 - _ROUND if every else share <= _ROUND
    return holds, f"En {edition}, {what}{NBSP}: {percent(share)}."
