"""Which edition a document is of: the year that it gives most often to « its » barometer, survey or edition.

One rule for whoever checks a document without saying its edition; what a number is of is decided for each number.
"""

import re
from collections import Counter
from collections.abc import Collection
from typing import Final

from barometre_pipeline.sources.documents.model import DocumentText

# « le baromètre 2025 », « cette édition 2025 », « L’ENQUÊTE ANNUELLE 2025 », « baromètre de l’Observatoire … 2025 ».
_OWN: Final = re.compile(
    r"\b(?:baromètre|barometre|édition|edition|enquête|enquete)\b(?P<between>[^.!?;:()\d]{0,45}?)\b(?P<year>20\d\d)\b",
    re.I,
)
# What comes between makes of the year a date: « depuis la création du baromètre en 2022 ».
_DATE: Final = re.compile(
    r"\b(?:en|depuis|dès|avant|après|entre|et|été|printemps|automne|hiver|janvier|février|mars|avril|mai|juin|juillet|"
    r"août|septembre|octobre|novembre|décembre)\s*$",
    re.I,
)
_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?!\d)")
_MARKUP: Final = re.compile(r"[*_]")


def edition_of(text: DocumentText, editions: Collection[str]) -> str:
    """Return the edition of a document.

    Args:
        text: the document.
        editions: those that there are data of; at least one.

    Returns:
        The year that the document names most often as its own, the latest where several are; it may be later than all
        ``editions``, never one that they have skipped. Else the year in the name of the file, else the newest edition.
    """
    newest = max(editions)
    named = Counter(_own_years(" ".join(text.lignes)))
    keys = {year: key for year in (*named, *_YEAR.findall(text.nom)) if (key := _key(year, editions))}
    known = {year: times for year, times in named.items() if year in keys}
    if known:
        return keys[max(known, key=lambda year: (known[year], year))]
    return next((keys[year] for year in _YEAR.findall(text.nom) if year in keys), newest)


def _own_years(text: str) -> list[str]:
    found = _OWN.finditer(_MARKUP.sub("", text))
    return [m["year"] for m in found if not _DATE.search(m["between"])]


def _key(year: str, editions: Collection[str]) -> str:
    """Return the edition of a year; a year to come is one that nobody has data of yet."""
    same = [edition for edition in editions if edition.startswith(year)]
    return max(same) if same else year if year > max(editions) else ""
