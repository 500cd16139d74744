"""The counts of a text: persons, collectivités and things counted, sums of money.

Grammar of French only; shares, differences and fractions are ``numbers``'.
"""

import re
from collections.abc import Iterator
from typing import Final

from barometre_pipeline.printed.documents.found import NUM, SP, Found, bound, value
from barometre_pipeline.printed.documents.model import AUTRE, EFFECTIF
from barometre_pipeline.printed.documents.words import unaccented

_TENS: Final = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
    "cinquantaine": 50, "soixantaine": 60, "centaine": 100,
}  # fmt: skip
_ABOUT: Final = re.compile(
    rf"\b(une)\s+(?:petite |bonne |grosse )?({'|'.join(_TENS)})\b(?=\s+(?:de|d['’])\s*(\w+))", re.I
)
_COUNTED: Final = re.compile(
    rf"(?<![\w,.%/-])({NUM})((?:{SP}(?:millions?|milliards?))?)\s*(?:de\s+|d['’])?(?:(k€|M€|Md€|€)|([^\W\d_]{{2,}})(?:\s+([^\W\d_]{{3,}}))?)",
    re.I,
)
THINGS: Final = re.compile(
    r"^(?:collectivites?|etablissements?|repondantes?|repondants?|personnes?|projets?|structures?|organismes?|reponses?|francais|francaises|"
    r"communes?|regions?|departements?|metropoles?|epci|intercommunalites?|agents?|elus?|participants?|organisations?|entreprises?|"
    r"syndicats?|individus?|interviewe\w*|questionnaires?|internautes?|citoyens?|adultes?|acteurs?|administrations?|agglomerations?|"
    r"cyberattaques?|attaques?|incidents?|experimentations?|cas|outils?|territoires?|mairies?|villes?|partenaires?|adherents?|membres?|"
    r"sondes?|interroges?|etudiants?|enquetes?|jeux|services?|logiciels?|contributions?|contributeurs?|candidatures?|dossiers?)$"
)
# Plurals that measure time, size or place, or are no nouns.
_NOTTHINGS: Final = re.compile(
    r"(?:ans|annees|mois|jours|heures|minutes|secondes|semaines|siecles|trimestres|habitants|euros|points|fois|pages|prochaine?s?|derniere?s?|autres|"
    r"premiere?s?|plus|moins|dans|sous|vers|sans|alors|mais|apres|depuis|pays|juillets?|mars|metres|kilometres|degres|hectares|pourcents?|"
    r"supplementaires|millions|milliards|nous|vous|elles|leurs|ces|des|ses|tous|toutes)$"
)
_NO_COUNT: Final = re.compile(
    r"[/+\-–]\s*$|(?:habitants|hab\.?)\s+(?:et|ou)\s+(?:de\s+|plus\s+de\s+)*$|(?:âgée?s?\s+de|rangs?)\s*$"
)
_RANGE: Final = re.compile(rf"(?<![\w,.])({NUM})\s*(?:à|et|-|–)\s*$")
# The people of a place: « Saint-Aubin, 8 400 habitants, »; a threshold is no statistic.
_INHABITANTS: Final = re.compile(rf"[,(]\s*({NUM})\s+habitants(?=\s*[,).])")
_THING_BEFORE: Final = re.compile(THINGS.pattern.strip("^$").replace("(?:", r"\b(?:", 1) + r"\b")
_AMONG: Final = re.compile(
    rf"(?<![\w,.%/-])({NUM})(?=\s+d['’]entre\s+(?:elles|eux|nous)\b)", re.I
)  # « 292 d'entre elles »
_MILLIONS: Final = re.compile(
    rf"(?<![\w,.])({NUM}){SP}(millions?|milliards?)\s+d(?:e\s+|['’])(?!euros?|dollars?)\w", re.I
)
_MONEY: Final = re.compile(r"^(?:€|euros?|k€|m€|md€|dollars?)$|^(?:hectares?|ha|km2|km²|m2|m²)$", re.I)
_SAMPLE: Final = re.compile(
    r"(?:interrog|recueilli|auprès|échantillon|répondu|sondé|enquêté|obtenu|reçu|participé|panel|total)", re.I
)
# « Le Conseil d'État en citait 19. »: the thing counted was named before.
_OF_THEM: Final = re.compile(
    rf"\ben\s+(?:a\s+|ont\s+|avait\s+|avaient\s+)?(?:cit|recens|compt|dénombr|identifi|relev|estim|annonc|publi|trouv|référenc|répertori|list|recueill)\w*\s+({NUM})"
    rf"(?={SP}(?:[.,;:)]|$|\s(?:en|au|a|à|l|de|fin)\b))",
    re.I,
)
_LAW: Final = re.compile(
    r"(?:article|art\.|loi|règlement|décret|n°|numéro|page|pages|p\.|figure|tableau|graphique|annexe|partie|étape|version)\s*$",
    re.I,
)
_MULTIPLE: Final = re.compile(r"^\s*(?:/|h\d|h\b|:\d)")


def counts(text: str) -> Iterator[Found]:
    """Yield the counts and the sums of money of a text; a candidate may be given twice."""
    yield from _worded(text)
    for match in _COUNTED.finditer(text):
        before = text[max(0, match.start() - 20) : match.start()]
        if _LAW.search(before) or _MULTIPLE.match(text[match.end(1) :]) or _NO_COUNT.search(before):
            continue
        first, second = unaccented(match[3] or match[4] or ""), unaccented(match[5] or "")
        if _MONEY.match(first):
            scale = 1e9 if "illiard" in match[2] else 1e6 if match[2].strip() else 1
            end = match.end(3) if match[3] else match.end(4)
            yield Found(match.start(), end, value(match[1]) * scale, AUTRE, bound(text, match.start()))
            if lower := _RANGE.search(text[: match.start()]):
                yield Found(
                    lower.start(1), lower.end(1), value(lower[1]) * scale, AUTRE, bound(text, lower.start(1))
                )
        thing = (
            first
            if _counted(first, value(match[1]))
            else second
            if first.endswith("s") and THINGS.match(second)
            else ""
        )
        if thing and not match[2].strip() and _is_count(text, match):
            yield Found(
                match.start(), match.end(1), value(match[1]), EFFECTIF, bound(text, match.start()), mot=thing
            )
    for match in _INHABITANTS.finditer(text):
        yield Found(match.start(1), match.end(1), value(match[1]), EFFECTIF, mot="habitants")
    for match in _OF_THEM.finditer(text):
        if _THING_BEFORE.search(unaccented(text[: match.start()])) and not 1990 <= value(match[1]) <= 2100:
            yield Found(match.start(1), match.end(1), value(match[1]), EFFECTIF, bound(text, match.start(1)))


def _worded(text: str) -> Iterator[Found]:
    """Yield « 292 d'entre elles », « 17 millions d'habitants », « une centaine de communes »."""
    for match in _AMONG.finditer(text):
        if not 1990 <= value(match[1]) <= 2100:
            yield Found(
                match.start(),
                match.end(1),
                value(match[1]),
                EFFECTIF,
                bound(text, match.start()),
                mot="collectivites",
            )
    for match in _MILLIONS.finditer(text):
        scale = 1e9 if "illiard" in match[2] else 1e6
        yield Found(match.start(), match.end(2), value(match[1]) * scale, AUTRE, bound(text, match.start()))
    for match in _ABOUT.finditer(text):
        if THINGS.match(unaccented(match[3])):
            yield Found(
                match.start(),
                match.end(2),
                float(_TENS[unaccented(match[2])]),
                EFFECTIF,
                "environ",
                mot=unaccented(match[3]),
            )


def _counted(noun: str, number: float) -> bool:
    """Tell whether a noun is of things that are counted: one known, or any plural behind a number of two digits."""
    plural = len(noun) > 3 and noun[-1] in "sx" and not _NOTTHINGS.match(noun)
    return bool(THINGS.match(noun)) or (plural and number >= 10)


def _is_count(text: str, match: re.Match[str]) -> bool:
    number = value(match[1])
    if 1990 <= number <= 2100 and not re.search(r"[ \u00a0\u202f.]", match[1]):
        return bool(re.search(r"(?:de|d['’]|les|des|ces|nos)\s*$", text[: match.start()], re.I)) and bool(
            _SAMPLE.search(text)
        )
    within = re.search(r"(?:\d|mille)\s+(?:à|et|-)\s*$", text[: match.start()])
    return not within and number == int(number)
