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


def edition_and_reason(text: DocumentText, editions: Collection[str]) -> tuple[str, str]:
    """Return the edition of a document, and in French what says so.

    Args:
        text: the document.
        editions: those that there are data of; at least one.

    Returns:
        The year that the document names most often as its own, the latest where several are; it may be later than all
        ``editions``, never one that they have skipped. A year named once is not believed where the text speaks more of
        a later edition. Else the year in the name of the file, else the newest edition.
    """
    newest, lines = max(editions), " ".join(text.lignes)
    named = {m["year"]: " ".join(m[0].split()) for m in reversed(_own(lines))}
    times = Counter(m["year"] for m in _own(lines))
    years = (*named, *_YEAR.findall(text.nom))
    keys = {year: key for year in years if (key := _key(year, editions))}
    known = [year for year in named if year in keys]
    if known:
        best = max(known, key=lambda year: (times[year], year))
        if later := _spoken_of_more(lines, best, times[best], editions):
            return later, f"le document parle surtout de {later[:4]}"
        return keys[best], f"le document dit « {named[best]} », {_times(times[best])}"
    in_name = next((year for year in _YEAR.findall(text.nom) if year in keys), "")
    if in_name:
        return keys[in_name], f"le nom du fichier dit {in_name}"
    return newest, "la plus récente du lac, faute de mention"


def _times(count: int) -> str:
    return "une seule fois" if count == 1 else f"{count} fois"


def _spoken_of_more(lines: str, year: str, times: int, editions: Collection[str]) -> str:
    """Return the later edition whose year a text says more often than one that it named once, else ""."""
    said = Counter(_YEAR.findall(_MARKUP.sub("", lines)))
    later = [y for y in said if y > year and said[y] > said[year] and any(e.startswith(y) for e in editions)]
    return "" if times > 1 or not later else _key(max(later, key=lambda y: (said[y], y)), editions)


def _own(text: str) -> list[re.Match[str]]:
    found = _OWN.finditer(_MARKUP.sub("", text))
    return [m for m in found if not _DATE.search(m["between"])]


def _key(year: str, editions: Collection[str]) -> str:
    """Return the edition of a year; a year to come is one that nobody has data of yet."""
    same = [edition for edition in editions if edition.startswith(year)]
    return max(same) if same else year if year > max(editions) else ""
