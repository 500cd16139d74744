"""Numbers of a sentence that speak of one share: « près d'un tiers (31 %) », « de 15 % à 6 % », « contre 44 % ».

Grammar only; what they share is decided in ``tied``.
"""

import re
from collections.abc import Sequence
from typing import Final

from barometre_pipeline.printed.documents.context import Site, only_counted
from barometre_pipeline.printed.documents.found import Found
from barometre_pipeline.printed.documents.model import AUTRE, ECART, EFFECTIF, FRACTION, PART
from barometre_pipeline.printed.documents.populations import (
    names_groups,
    only_group,
    opens_group,
    without_groups,
)
from barometre_pipeline.printed.documents.words import flat

_SAYS_AGAIN: Final = 7.0  # points between a fraction in words and the number that says it again
_FACTOR_MOST: Final = 20.0  # « multiplié par 8 » is a factor, 180 000 are euros
_AGAINST: Final = re.compile(
    r"(?:\bcontre|\bapres|\bau lieu de|\bface a)\s*(?:les\s+|seulement\s+|a\s+peine\s+)*[\s*(]*$"
)
_EARLIER: Final = re.compile(
    r"^[\s*)]*(?:des\s+\w+\s+)?(?:seulement\s+)?(?:en|dans\s+l.enquete|lors\s+de|l.an\s+dernier|l.annee|il\s+y\s+a|un\s+an|pour|a\s+l.issue|auparavant|precedemment)\b|^[\s*]*$|^[\s*]*[).,;]"
)
_TO: Final = re.compile(r"\ba\s*(?:pres\s+de\s+|plus\s+de\s+)?[\s*(]*$")
_FROM: Final = re.compile(r"\bde\s*(?:pres\s+de\s+)?[\s*(]*$")
_JOINING: Final = re.compile(
    r"(?:^[\s*]*|[,;(]|\b(?:et|mais|ou|puis|voire|soit)\b)\s*(?:aussi\s+|meme\s+|encore\s+|surtout\s+|seulement\s+|a\s+peine\s+|jusqu.a\s+)*(?:[ad]e?\s+)?[\s*]*$"
)
_LISTED: Final = re.compile(r"^\s+[^\W\d_]+(?:\s*,|\s+et)\s*(?:de\s+)?$")  # « 13 métropoles, 22 régions »
_YEARED: Final = re.compile(
    r"^[\s*%]*(?:en\s+)?(?:20\d\d|l.an\s+dernier|il\s+y\s+a\s+\w+\s+ans?|un\s+an\s+plus\s+tot)\s*\)"
)
_THEN: Final = re.compile(r"\ben\s+20\d\d\s*\(\s*[\s*]*$")  # « deux fois plus qu'en 2022 (18 %) »
_LATTER: Final = re.compile(
    r"\b(?:ce\s+dernier(?:\s+\w+)?|cette\s+derniere(?:\s+\w+)?|celui-ci|celle-ci)\s+\w+(?:\s+\w+)?\s*(?:a|par)\s*[\s*]*$|"
    r"\b(?:(?:cela|ca)\s+(?:n\W?e?\s*)?(?:concerne|touche|vaut)|c\W?est\s+(?:aussi\s+)?le\s+cas)\s*(?:(?:que|aussi|seulement|pour|de|dans|chez)\s+)*[\s*]*$"
)
_WERE: Final = re.compile(
    r"(?:[;,]|\b(?:alors|tandis)\s+qu\W?|\bquand|\bla\s+ou|\bcontre|\blorsqu\W?)\s*(?:(?:elles|ils)\s+(?:n.)?etaient|on\s+(?:n.)?(?:etait|en\s+etait)|"
    r"(?:cette\s+part|ce\s+taux|elle|il)\s+(?:n.)?(?:etait|s.etablissait|s.elevait|atteignait|plafonnait))\s*(?:encore\s+)?(?:qu\W?e?\s*|seulement\s+)?(?:de\s+|a\s+)?[\s*]*$"
)  # « …; elles étaient 15 % », « alors qu'elles n'étaient que 15 % »
_BRACKET: Final = re.compile(r"^[\s*%]*\(\s*(?:contre\s+|apres\s+|soit\s+|\+\s*)?[\s*]*$")


_THAT_IS: Final = re.compile(
    r"\bsoit\s*(?:(?:tres\s+)?(?:exactement|precisement)|environ|pres\s+de|plus\s+de)?\s*$|\(\s*(?:soit|dont)\s*$|[,:–-]\s*$"
)
_LED: Final = re.compile(r"^[\s*]*(pour|chez|dans|sur|a|au|aux|en|le|la|les|l|un|une)\b")
_ARTICLES: Final = frozenset({"le", "la", "les", "l", "un", "une"})
# What may stand, beside groups, between two numbers of one share: « Les régions (71 %) et les métropoles (62 %) ».
_LINKING: Final = re.compile(
    r"\b(?:et|ou|puis|mais|les?|la|l|des|de|d|du|chez|dans|pour|au|aux|a|en|celles?|ceux|devant|contre|que|quand|tandis|alors|"
    r"suivie?s?|par|plus|moins|pres|meme|aussi|surtout|seulement|quasi|totalite|cote|ainsi|comme|tout|toutes|tous|precisement|"
    r"environ|soit|atteint|atteignent|sont|est|ne|n|qu|jusqu|encore|autres?|hab|habitants?)\b"
)


def partner(site: Site) -> int | None:
    """Return the rank, among the numbers before it in the sentence, of the one that says the same share, or None."""
    if not site.before or site.found.cellule:
        return None
    plain = flat(site.passage.texte)
    last = site.before[-1]
    between = plain[last.end : site.found.start]
    right = plain[site.found.end : site.after[0].start if site.after else site.phrase[1]]
    rank = len(site.before) - 1
    again = _again(site, plain)
    if again is not None:
        return again
    if _TO.search(between) and _FROM.search(plain[site.phrase[0] : last.start]) and len(between.split()) < 16:
        return rank
    if _AGAINST.search(between) and (_EARLIER.match(right) or opens_group(right)):
        return rank
    if _BRACKET.match(between) and _dated(right) and not opens_group(right):
        return rank
    if between.rstrip(" *").endswith("(") and (_YEARED.match(right) or _THEN.search(between)):
        return rank
    if site.found.genre == last.genre == EFFECTIF and _LISTED.match(between) and opens_group(f" {right}"):
        return rank
    if site.found.genre == PART and _of_another_group(last, between, right):
        return rank
    if site.found.genre == AUTRE and site.found.valeur <= _FACTOR_MOST and len(between.split()) < 20:
        return rank
    if site.found.genre == ECART and len(between.split()) < 14 and ";" not in between:
        return rank
    if (_LATTER.search(between) or _WERE.search(between)) and len(between.split()) < 14:
        return rank
    if last.genre == ECART and _BRACKET.match(between):
        return rank
    return None


def _of_another_group(last: Found, between: str, right: str) -> bool:
    """Tell whether a number is the share of the one before for another group, named after it or before it."""
    if (only_group(right) or (opens_group(right) and only_counted(right))) and _JOINING.search(between):
        return True
    return last.genre in (PART, FRACTION) and _only_groups(between, right)


def _only_groups(between: str, right: str) -> bool:
    """Tell whether nothing stands between two numbers but the group of the second: it is of the share of the first."""
    if ";" in between or not names_groups(between) or opens_group(between) or opens_group(right):
        return False
    return not re.search(r"\w", _LINKING.sub(" ", without_groups(between)))


def _dated(right: str) -> bool:
    return bool(
        re.match(
            r"^[\s*%]*(?:en\s+|l.an\s+dernier|dans\s+l.enquete\s+|des\s+\w+\s+en\s+)?(?:20\d\d|dernier|[)])",
            right,
        )
    )


def _again(site: Site, plain: str) -> int | None:
    """Return the fraction in words that this number, in brackets or after « soit », says again."""
    if site.found.genre not in (PART,):
        return None
    opened = plain[site.phrase[0] : site.found.start].rstrip(" *")
    if not (opened.endswith("(") or _THAT_IS.search(opened)):
        return None
    for rank in range(len(site.before) - 1, max(-1, len(site.before) - 3), -1):
        other = site.before[rank]
        if rank < len(site.before) - 1 and site.before[-1].genre == PART and not opened.endswith("("):
            return None  # that one has said it again
        if other.genre == FRACTION and abs(other.valeur - site.found.valeur) <= _SAYS_AGAIN:
            return rank
    return None


def says_again(site: Site, sentence: Sequence[Site]) -> Site | None:
    """Return the number in figures that a fraction in words doubles, or None."""
    if site.found.genre != FRACTION:
        return None
    plain = flat(site.passage.texte)
    rank = len(site.before)
    return next((s for s in sentence if s.found.start > site.found.start and _again(s, plain) == rank), None)


def bracketed(site: Site) -> bool:
    """Tell whether a number stands alone in brackets, or with words of date: « (46 %) », « (46 % en 2024) »."""
    text, found = site.passage.texte, site.found
    left = text[: found.start].rstrip(" *\u00a0")
    return left.endswith("(") and bool(re.match(r"[\s*\u00a0]*(?:en\s+20\d\d\s*)?\)", text[found.end :]))


def parallel(before: Site, site: Site) -> bool:
    """Tell whether two numbers stand in one row: « 64 % pour les maires, 45 % pour l'État »."""
    text = flat(site.passage.texte)
    between = text[before.found.end : site.found.start]
    here, there = (_LED.match(t) for t in (text[site.found.end : site.phrase[1]], between))
    kind = [m and ("le" if m[1] in _ARTICLES else m[1]) for m in (here, there)]
    return kind[0] is not None and kind[0] == kind[1] and bool(re.search(r"(?:,|\bet)\s*\**$", between))


def parts_of(site: Site) -> tuple[int, ...]:
    """Return the ranks, among the numbers after it, of two or three that add up to it: « 62 % (22 % … et 40 % …) »."""
    if site.found.genre not in (PART, FRACTION) or site.found.cellule:
        return ()
    after = [f for f in site.after if f.genre == PART]
    if len(after) != len(site.after):
        return ()
    for count in (2, 3):
        if len(after) >= count and abs(sum(f.valeur for f in after[:count]) - site.found.valeur) <= 1:
            return tuple(range(count))
    return ()


def opens_range(site: Site) -> bool:
    """Tell whether a number is the first of « 30 à 40 % »: it is of the same share as the next."""
    if not site.after or site.found.genre != PART:
        return False
    text = site.passage.texte
    between = flat(text[site.found.end : site.after[0].start])
    return "%" not in text[site.found.start : site.found.end] and bool(
        re.fullmatch(r"\s*(?:a|et|ou|-|–)\s*", between)
    )
