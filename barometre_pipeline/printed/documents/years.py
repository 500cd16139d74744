"""Which edition a number is of, and which one a difference starts from: « en 2022 », « l'an dernier », « en 3 ans ».

Grammar of time only; a year that is later than the document's edition is no edition of its numbers.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from barometre_pipeline.printed.documents.words import flat

_YEAR: Final = re.compile(r"\b(20\d\d)\b")
_AFTER: Final = re.compile(
    r"^[\s*)]*(?:,\s*)?(?:des\s+\w+\s+)?(?:\(?\s*(?:dans\s+l.enquete|lors\s+de\s+l.edition|en|pour|a\s+l.issue\s+de)\s*(?:l.enquete\s+)?)(20\d\d)"
)
_LAST: Final = re.compile(
    r"^[^.;:()]{0,60}?\b(?:l.an\s+(?:dernier|passe)|l.annee\s+(?:derniere|precedente|passee)|(?:un\s+an|douze\s+mois)\s+(?:plus\s+tot|auparavant)|il\s+y\s+a\s+un\s+an|"
    r"(?:vague|edition|enquete)\s+precedente)\b"
)
_MORE_THAN: Final = re.compile(r"\b(?:plus|moins|mieux)\s+qu")  # « trois de plus que l'an dernier »
_LAST_OPENS: Final = re.compile(
    r"\bqu\W?e?\s*(?:un\s+an\s+(?:plus\s+tot|auparavant|avant)|l.an\s+(?:dernier|passe)|il\s+y\s+a\s+un\s+an)\s*\(\s*$"
)  # « deux fois plus qu'un an auparavant (8 % »
_WHERE: Final = re.compile(
    r"\b(20\d\d)\s*,\s*ou\b[^.;:%\d]*$"
)  # « par rapport à 2024, où elle concernait 70 % »
_NOW: Final = re.compile(r"^[^.;:()\d]{0,60}?\b(?:cette\s+annee\b(?!-la)|aujourd.hui\b|desormais\b)")
_OF_EDITION: Final = re.compile(r"\b(?:barometre|edition|enquete|vague)\s+(?:de\s+)?(20\d\d)\b[^.;:%\d]*$")
_ASIDE: Final = re.compile(
    r",\s*en\s+(20\d\d)\s*,[^.;:%\d]*$"
)  # « la première fois, en 2022, on en trouvait »
_PAST: Final = re.compile(
    r"^[\s\W]*(?:l.an\s+(?:dernier|passe)|l.annee\s+(?:derniere|precedente|passee)|il\s+y\s+a\s+un\s+an|"
    r"(?:un\s+an|douze\s+mois)\s+(?:plus\s+tot|auparavant|avant))\s*[,?]"
)
_AGO: Final = re.compile(r"^[^.;:()\d]{0,40}?\bil\s+y\s+a\s+(\d|un|deux|trois|quatre|cinq)\s+ans?\b")
_BEFORE_THAT: Final = re.compile(
    r"^[^.;:()\d]{0,40}?\b(\d|un|deux|trois|quatre|cinq)\s+ans?\s+(?:plus\s+tot|auparavant)\b"
)
_YEARS_AGO: Final = re.compile(r"^[\s\W]*il\s+y\s+a\s+(\d|un|deux|trois|quatre|cinq)\s+ans?\s*,")
_THEN: Final = re.compile(r"\ben\s+(20\d\d)\s*\(\s*[*]{0,2}$")  # « deux fois plus qu'en 2022 (18 % »
_ASKED: Final = re.compile(r"^[\s\W]*(?:et\s+)?en\s+(20\d\d)\s*\?[\s\W]*$")  # « En 2022 ? »
_THAT_YEAR: Final = re.compile(r"^[\s\W]*(?:cette\s+annee-la|a\s+l.epoque|alors)\b")
_FIRST_ONE: Final = re.compile(
    r"^[^.;:()\d]{0,40}?\b(?:lors\s+de|a|dans|depuis)\s+(?:la|notre|sa|leur|cette)\s+(?:toute\s+)?premiere\s+(?:enquete|edition|vague)\b"
)
_INSTEAD: Final = re.compile(r"(?:\bcontre|\bau\s+lieu\s+de|\bapres)\s*(?:seulement\s+)?[\s*(]*$")
_CLOSED: Final = re.compile(r"^[\s*]*(?:[).,;]|$)")
_SPAN: Final = re.compile(
    r"\ben\s+(\d+|un|deux|trois|quatre|cinq)\s+ans?\b|\bil\s+y\s+a\s+(\d+|un|deux|trois|quatre|cinq)\s+ans\b"
)
_SINCE: Final = re.compile(
    r"\b(?:depuis|par\s+rapport\s+a|compare\w*\s+a|vs\.?|contre|face\s+a)\s+(?:l.enquete\s+|l.edition\s+)?(?:de\s+)?(20\d\d)"
)
_LAST_YEAR: Final = re.compile(
    r"(?:par\s+rapport\s+a|depuis|sur|que)\s+(?:l.an\s+dernier|l.annee\s+(?:derniere|precedente)|l.edition\s+precedente|un\s+an)|en\s+un\s+an|sur\s+un\s+an"
)
_LEADING: Final = re.compile(
    r"^[\s\W]*(?:a\s+la\s+date\s+de\s+l.enquete\s*\(\w+\s+|en|des|mi-?|fin|depuis|comme\s+en|dans\s+le\s+barometre|dans\s+l.edition|dans\s+l.enquete|lors\s+de\s+l.enquete)\s*(20\d\d)"
)
_FIRST: Final = re.compile(
    r"points?\s+(?:de\s+(?:moins|plus)\s+)?depuis\s+(?:la\s+premiere\s+edition|la\s+creation|le\s+lancement|l.origine)"
)
_FROM_TO: Final = re.compile(r"\bde\s*(?:pres\s+de\s+)?[*(]*$")
_TO: Final = re.compile(
    r"^[\s*%)]*(?:\([^)]{0,40}\)|(?:(?!\d{1,3}\s*%)[^.;]){0,70}?)?\s*\ba\s*(?:pres\s+de\s+)?[*(]*$"
)
_WORDS: Final = {"un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5}


@dataclass(frozen=True)
class Dated:
    """The edition of a number, whether the text says it, and the edition a difference starts from ("" if unsaid)."""

    edition: str
    dit: bool
    reference: str = ""


def dated(
    text: str,
    at: tuple[int, int],
    others: list[tuple[int, int]],
    edition: str,
    editions: frozenset[str],
    inherited: str,
) -> Dated:
    """Return the edition of a number of a sentence.

    Args:
        text: the sentence.
        at: characters of the number.
        others: characters of every number of the sentence, this one included, in order.
        edition: the document's own.
        editions: those that exist.
        inherited: the earlier edition that the sentences before compare with, "" where none does.
    """
    plain, (start, end) = flat(text), at
    following = min((s for s, _ in others if s >= end), default=len(plain))
    right = plain[end:following]
    said = _AFTER.match(right)
    if said and _allowed(said[1], edition):
        return Dated(said[1], True, _reference(plain, edition, editions, inherited))
    if _NOW.match(right):
        return Dated(edition, True, _reference(plain, edition, editions, inherited))
    last = _LAST.match(right)
    if (last and not _MORE_THAN.search(last[0])) or _PAST.match(plain) or _LAST_OPENS.search(plain[:start]):
        return Dated(_previous(edition, editions), True)
    if then := _THEN.search(plain[:start]):
        return Dated(then[1], True)
    if ago := _AGO.match(right) or _BEFORE_THAT.match(right) or _YEARS_AGO.match(plain):
        years = int(ago[1]) if ago[1].isdigit() else _WORDS[ago[1]]
        if (then_year := str(int(edition) - years)) in editions or not _YEARS_AGO.match(plain):
            return Dated(then_year, True)
    if inherited and _THAT_YEAR.match(plain):
        return Dated(inherited, True)
    if _FIRST_ONE.match(right):
        return Dated(min(editions), True)
    if _INSTEAD.search(plain[:start]) and _CLOSED.match(right):
        return Dated(_reference(plain, edition, editions, "") or _previous(edition, editions), True)
    pair = _pair(plain, at, others)
    if pair == "from":
        return Dated(_reference(plain, edition, editions, inherited) or _previous(edition, editions), True)
    near = re.match(
        r"^[\s*]*(?:[^\d%().;]{0,60}?)\(?\b(?:en|enquete|barometre|edition)\s+(20\d\d)(?!\s*:)", right
    )
    if near and _allowed(near[1], edition):
        return Dated(near[1], True, _reference(plain, edition, editions, inherited))
    if before := _named_before(plain, start, edition, editions):
        return Dated(before, True, _reference(plain, edition, editions, inherited))
    return Dated(edition, False, _reference(plain, edition, editions, inherited))


def _named_before(plain: str, start: int, edition: str, editions: frozenset[str]) -> str:
    """Return the year that stands before a number and is its own, "" where none does."""
    bracket = re.search(r"\((?:en\s+)?(20\d\d)\s*:?\s*$", plain[:start])
    if bracket and _allowed(bracket[1], edition):
        return bracket[1]
    if (there := _WHERE.search(plain[:start])) and _allowed(there[1], edition):
        return there[1]
    named = _OF_EDITION.search(plain[:start])
    aside = _ASIDE.search(plain[:start])
    leading = _LEADING.match(_clause(plain, start))
    first = None if plain.startswith("comme") else _LEADING.match(plain)
    if named and named[1] == edition:
        named = None
    found = (m[1] for m in (named, aside, leading, first) if m)
    return next((year for year in found if year in editions and _allowed(year, edition)), "")


def _clause(plain: str, start: int) -> str:
    """Return what stands before a number since the last « : » or « ; »."""
    return plain[max(plain.rfind(c, 0, start) for c in ":;") + 1 : start]


def _allowed(year: str, edition: str) -> bool:
    return year <= edition


def _pair(plain: str, at: tuple[int, int], others: list[tuple[int, int]]) -> str:
    """Tell whether a number is the first of « de 15 % à 6 % », "from", or its second, "to"."""
    rank = others.index(at)
    following = others[rank + 1][0] if rank + 1 < len(others) else None
    opened = following is not None and _FROM_TO.search(plain[: at[0]].rstrip("*( ") + " ")
    if opened and _TO.match(plain[at[1] : following]):
        return "from"
    if rank and _TO.match(plain[others[rank - 1][1] : at[0]]):
        return "to"
    return ""


def _previous(edition: str, editions: frozenset[str]) -> str:
    return max((e for e in editions if e < edition), default=str(int(edition) - 1))


@lru_cache(maxsize=256)
def _reference(plain: str, edition: str, editions: frozenset[str], inherited: str) -> str:
    """Return the earlier edition that a sentence compares with, or ""."""
    since = [y for y in _SINCE.findall(plain) if y < edition]
    if since:
        return str(since[-1])
    span = _SPAN.search(plain)
    if span:
        word = span[1] or span[2]
        return str(int(edition) - (int(word) if word.isdigit() else _WORDS[word]))
    if _FIRST.search(plain):
        return min(editions, default="")
    if _LAST_YEAR.search(plain):
        return _previous(edition, editions)
    years = [y for y in _YEAR.findall(plain) if y < edition and y in editions]
    if years:
        return str(years[-1])
    return inherited


def asked_year(text: str, editions: frozenset[str]) -> str:
    """Return the edition that a sentence does nothing but ask about: « En 2022 ? », else ""."""
    match = _ASKED.match(flat(text))
    return match[1] if match and match[1] in editions else ""


def compared(text: str, edition: str, editions: frozenset[str]) -> str:
    """Return the earlier edition that a sentence compares with, for those that follow it, or ""."""
    return _reference(flat(text), edition, editions, "")
