"""The numbers of a passage that are statistics, and what each is: share, count, difference, fraction, factor.

Grammar of French only: nothing of the catalogue, no value looked up. What is not a statistic (dates, ages,
durations, thresholds, ranks, pages, laws, hours) is not returned.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from barometre_pipeline.printed.documents.layout import TABLEAU, Passage
from barometre_pipeline.printed.documents.model import AUTRE, ECART, EFFECTIF, FRACTION, PART
from barometre_pipeline.printed.documents.words import unaccented

_SP: Final = r"[ \u00a0\u202f]*"
_NUM: Final = r"(?:\d{1,3}(?:[ \u00a0\u202f.]\d{3})+(?!\d)|\d+(?:[,.]\d+)?)"
_PERCENT: Final = rf"(?:%|pour{_SP}cents?\b|pourcents?\b|p\.{_SP}100\b)"
_SIGN: Final = rf"(?:(?<![\w\d])[+\-−–]{_SP})?"
_POINT: Final = rf"(?:points?\b(?:{_SP}de{_SP}pourcentage)?|pts?\b\.?)"

_WITH_PERCENT: Final = re.compile(rf"({_SIGN})({_NUM}){_SP}{_PERCENT}")
_POINTS: Final = re.compile(rf"({_SIGN})({_NUM}){_SP}{_POINT}", re.I)
# Numbers that share the sign of a later one: « 30 à 40 % », « entre 5 et 10 % », « 12, 15 et 20 % », « +3 ou 4 points »
_SHARING: Final = re.compile(
    rf"(?<![\w,.])({_NUM})(?=(?:{_SP}(?:,|à|et|ou|puis|-|–){_SP}(?:{_NUM}))*{_SP}(?:,|à|et|ou|puis|-|–){_SP}(?:de\s+|à\s+)?{_NUM}{_SP}({_PERCENT}|{_POINT}))",
    re.I,
)
_UNITS: Final = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "douze": 12, "quinze": 15, "vingt": 20, "cent": 100,
}  # fmt: skip
_ONES: Final = "|".join(_UNITS)
_DURATION: Final = re.compile(r"\s*(?:/|ans|mois|années|heures|jours)\b|\s*[hH]\b")
_SUR: Final = re.compile(
    rf"(?<![\d,.%-])\b((?:\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})*)(?!\d)|{_ONES})\b((?:(?!\b(?:sur|"
    rf"une?)\b)[^.,;:()!?\n]){{0,90}}?)"
    rf"\bsur{_SP}({_NUM}|{_ONES})\b(?!{_SP}(?:%|points))",
    re.I,
)  # fmt: skip
_PARTS: Final = {
    "moitie": 50.0, "demi": 50.0, "tiers": 100 / 3, "quart": 25.0, "quarts": 25.0,
    "cinquieme": 20.0, "cinquiemes": 20.0,
    "sixieme": 100 / 6, "huitieme": 12.5, "dixieme": 10.0, "dixiemes": 10.0, "centieme": 1.0,
}  # fmt: skip
_FRACTION: Final = re.compile(
    r"\b(?:(la|une)\s+(?:petite |grosse |bonne |courte )?(moitié)|(un|le|deux|trois|quatre|les\s+deux|"
    r"les\s+trois|les\s+quatre|neuf|sept)\s+(?:petit |gros |bon )?(tiers|quarts?|cinquièmes?|sixièmes?|"
    r"huitièmes?|dixièmes?|centièmes?))\b",
    re.I,
)
_NO_FRACTION: Final = re.compile(
    r"moitié\s+(?:du\s+temps|de\s+l['’]année|moins|plus)\b|(?:contrats?|relations?|"
    r"échanges?)\s+avec\s+(?:un|des)\s+tiers|(?:un|le)\s+tiers\s+(?:de\s+confiance|lieu|acteur|"
    r"certificateur|payant)|quarts?\s+d['’]heure|(?:un|le)\s+tiers[- ]lieu",
    re.I,
)
_FACTOR: Final = re.compile(
    rf"\ble\s+(double|triple|quadruple)\s+(?:de|d['’]|par\s+rapport)|(?<!\w)[x×]{_SP}(\d+(?:,\d+)?)(?=\s+(?:depuis|en|par|sur)\b)|\bmultipli\w*\s+par\s+(\d+(?:,\d+)?|{_ONES})\b|\b(\d+(?:,\d+)?|deux|trois|quatre|cinq|six|dix)\s+fois\s+(?:plus|moins|supérieure?s?|inférieure?s?)\b"
    r"|\b(?:ont|a|ayant|avoir|est|sont|fait|font|que|plus que)\s+(?:presque\s+|quasiment\s+|plus\s+que\s+|"
    r"pratiquement\s+)?((?:re)?doubl(?:é|er)|tripl(?:é|er)|quadrupl(?:é|er))(?:e?s?)\b(?!\s+d['’e])",
    re.I,
)
_TIMES: Final = {"doubl": 2.0, "redou": 2.0, "tripl": 3.0, "quadr": 4.0}
_TENS: Final = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
    "cinquantaine": 50, "soixantaine": 60, "centaine": 100,
}  # fmt: skip
_ABOUT: Final = re.compile(
    rf"\b(une)\s+(?:petite |bonne |grosse )?({'|'.join(_TENS)})\b(?=\s+(?:de|d['’])\s*(\w+))", re.I
)
_COUNTED: Final = re.compile(
    rf"(?<![\w,.%/-])({_NUM})((?:{_SP}(?:millions?|milliards?))?)\s*(?:de\s+|d['’])?(?:(k€|M€|Md€|€)|([^\W\d_]{{2,}})(?:\s+([^\W\d_]{{3,}}))?)",
    re.I,
)
_THINGS: Final = re.compile(
    r"^(?:collectivites?|etablissements?|repondantes?|repondants?|personnes?|projets?|structures?|organismes?|reponses?|francais|francaises|"
    r"communes?|regions?|departements?|metropoles?|epci|intercommunalites?|agents?|elus?|participants?|organisations?|entreprises?|"
    r"syndicats?|individus?|interviewe\w*|questionnaires?|internautes?|citoyens?|adultes?|acteurs?|administrations?|agglomerations?|"
    r"cyberattaques?|attaques?|incidents?|experimentations?|cas|outils?|territoires?|mairies?|villes?|partenaires?|adherents?|membres?|"
    r"sondes?|interroges?|etudiants?|enquetes?|jeux|services?|logiciels?|contributions?|contributeurs?|candidatures?|dossiers?)$"
)
# Plurals that measure time, size or place, or are no nouns.
_NOT_THINGS: Final = re.compile(
    r"(?:ans|annees|mois|jours|heures|minutes|secondes|semaines|siecles|trimestres|habitants|euros|points|fois|pages|prochaine?s?|derniere?s?|autres|"
    r"premiere?s?|plus|moins|dans|sous|vers|sans|alors|mais|apres|depuis|pays|juillets?|mars|metres|kilometres|degres|hectares|pourcents?|"
    r"supplementaires|millions|milliards|nous|vous|elles|leurs|ces|des|ses|tous|toutes)$"
)
_NO_COUNT: Final = re.compile(
    r"[/+\-–]\s*$|(?:habitants|hab\.?)\s+(?:et|ou)\s+(?:de\s+|plus\s+de\s+)*$|(?:âgée?s?\s+de|rangs?)\s*$"
)
_RANGE: Final = re.compile(rf"(?<![\w,.])({_NUM})\s*(?:à|et|-|–)\s*$")
# The people of a place: « Saint-Aubin, 8 400 habitants, »; a threshold is no statistic.
_INHABITANTS: Final = re.compile(rf"[,(]\s*({_NUM})\s+habitants(?=\s*[,).])")
_THING_BEFORE: Final = re.compile(_THINGS.pattern.strip("^$").replace("(?:", r"\b(?:", 1) + r"\b")
_MONEY: Final = re.compile(r"^(?:€|euros?|k€|m€|md€|dollars?)$|^(?:hectares?|ha|km2|km²|m2|m²)$", re.I)
_SAMPLE: Final = re.compile(
    r"(?:interrog|recueilli|auprès|échantillon|répondu|sondé|enquêté|obtenu|reçu|participé|panel|total)", re.I
)
_RATIO: Final = re.compile(r"\b(\d{1,4})\s+(?:des|de\s+nos|de\s+ces|parmi\s+les)\s+(\d{1,4})\s+(\w+)", re.I)
# « Le Conseil d'État en citait 19. »: the thing counted was named before.
_OF_THEM: Final = re.compile(
    rf"\ben\s+(?:a\s+|ont\s+|avait\s+|avaient\s+)?(?:cit|recens|compt|dénombr|identifi|relev|estim|annonc|publi|trouv|référenc|répertori|list|recueill)\w*\s+({_NUM})"
    rf"(?={_SP}(?:[.,;:)]|$|\s(?:en|au|a|à|l|de|fin)\b))",
    re.I,
)
_AGAINST_NONE: Final = re.compile(r"\bcontre\s+(aucune?)\b", re.I)

_BOUNDS: Final = (
    ("plus_de",
        r"plus\s+(?:de|d['’]|que)|au[- ]delà\s+de|supérieure?s?\s+à|dépass\w+|au\s+moins|au[- ]dessus\s+de|"
        r"franchi\w*\s+(?:la\s+barre\s+des|les?)|en\s+dessous\s+de\s+la\s+barre\s+des"),
    ("moins_de",
        r"moins\s+(?:de|d['’]|que)|inférieure?s?\s+à|en\s+dessous\s+de|sous\s+(?:la\s+barre\s+des|les)|"
        r"au\s+plus"),
    ("pres_de", r"près\s+(?:de|d['’])|presque|quasiment|pratiquement|proche\s+de|approch\w+"),
    ("environ", r"environ|autour\s+de|aux\s+alentours\s+de|à\s+peu\s+près|de\s+l['’]ordre\s+de|quelque|une?"),
    ("jusqu_a", r"jusqu['’]à|jusqu['’]aux?"),
)  # fmt: skip
_BOUND: Final = tuple(
    (name, re.compile(rf"(?<!\w)(?:{words})\s*(?:seulement\s+)?(?:les?\s+|la\s+|des?\s+)?\(?$", re.I))
    for name, words in _BOUNDS
)
_DOWN: Final = re.compile(
    r"baiss|recul|fond(?:u|ent|re)?\b|diminu|perd|perte|chut|moins\b|repli|retrait|dégrad|décr|régress|"
    r"fléchi|s['’]érod|en dessous|inférieur",
    re.I,
)
_UP: Final = re.compile(
    r"hauss|progress|augment|gagn|gain|plus\b|bond|croissan|croît|améliora|supérieur|grimp|en avance", re.I
)
_WHEN: Final = re.compile(r"\s*\*{0,2}\s*(?:en|sur|depuis|par\s+rapport|de\s+moins|vs)\b", re.I)
_FIRST_OF_TWO: Final = re.compile(r"[\s*]*(?:en\s+20\d\d\s+)?à\s+[*]{0,2}\d", re.I)
_CHANGED: Final = re.compile(
    r"\b(perd\w*|gagn\w*|recul\w*|progress\w*|baiss\w*|augment\w*|diminu\w*|chut\w*|bond\w*)\s+(?:encore\s+)?(?:de\s+)?(?:plus\s+de\s+|près\s+de\s+)?[*]{0,2}$",
    re.I,
)
_LAW: Final = re.compile(
    r"(?:article|art\.|loi|règlement|décret|n°|numéro|page|pages|p\.|figure|tableau|graphique|annexe|partie|étape|version)\s*$",
    re.I,
)
_MULTIPLE: Final = re.compile(r"^\s*(?:/|h\d|h\b|:\d)")


@dataclass(frozen=True)
class Found:
    """One number of a passage.

    Attributes:
        start, end: its characters in the passage.
        valeur: percent, points with their sign, persons or things, a factor.
        genre: part, effectif, ecart_points, fraction or autre.
        borne: plus_de, moins_de, pres_de, environ, jusqu_a or "".
        cellule: column of the table it stands in, from 1; 0 elsewhere.
        mot: the thing counted, for a count.
    """

    start: int
    end: int
    valeur: float
    genre: str
    borne: str = ""
    cellule: int = 0
    mot: str = ""


def numbers_of(passage: Passage) -> list[Found]:
    """Return the statistics of a passage, in order, none over another."""
    text = passage.texte
    kept: list[Found] = []
    for found in sorted(
        _every(text, passage.genre == TABLEAU), key=lambda f: (not f.cellule, _RANK[f.genre], f.start)
    ):
        if not any(found.start < k.end and k.start < found.end for k in kept):
            kept.append(found)
    return sorted(kept, key=lambda f: f.start)


_RANK: Final = {ECART: 0, PART: 1, FRACTION: 2, AUTRE: 3, EFFECTIF: 4}


def _every(text: str, table: bool) -> Iterator[Found]:
    yield from _points(text)
    yield from _percents(text)
    yield from _fractions(text)
    yield from _factors(text)
    yield from _counts(text)
    if table:
        yield from _cells(text)


def value(digits: str) -> float:
    """Read a French number: « 3 500 », « 32,2 »."""
    plain = re.sub(r"[ \u00a0\u202f]", "", digits)
    plain = re.sub(r"\.(?=\d{3}(?!\d))", "", plain)
    return float(plain.replace(",", "."))


def _bound(text: str, start: int) -> str:
    before = text[max(0, start - 40) : start]
    for name, pattern in _BOUND:
        match = pattern.search(before)
        if match and not (name == "environ" and match[0].strip() in ("un", "une")):
            return name
    return ""


def _points(text: str) -> Iterator[Found]:
    for match in _POINTS.finditer(text):
        start, end = match.span()
        yield Found(
            start, end, _signed(text, start, end, match[1], value(match[2])), ECART, _bound(text, start)
        )
    for match in _SHARING.finditer(text):
        if re.match(r"p(?:oin)?ts?", match[2], re.I):
            number = _signed(text, match.start(), match.end(1), "", value(match[1]))
            yield Found(match.start(), match.end(1), number, ECART, _bound(text, match.start()))
    for match in _WITH_PERCENT.finditer(text):  # « - 5 % », « a perdu 5 % » said of a share
        sign = match[1].strip()
        start = match.start() if sign else match.start(2)
        if sign and (
            sign == "+"
            or _in_brackets(text, match)
            or _near(text, match, _DOWN)
            or _WHEN.match(text[match.end() :])
        ):
            yield Found(
                start, match.end(), value(match[2]) * (1 if sign == "+" else -1), ECART, _bound(text, start)
            )
        elif (
            not sign
            and (verb := _CHANGED.search(text[:start]))
            and not _FIRST_OF_TWO.match(text[match.end() :])
        ):
            yield Found(
                start,
                match.end(),
                value(match[2]) * (-1 if _DOWN.match(verb[1]) else 1),
                ECART,
                _bound(text, start),
            )


def _in_brackets(text: str, match: re.Match[str]) -> bool:
    return text[: match.start()].rstrip()[-1:] == "("


def _near(text: str, match: re.Match[str], pattern: re.Pattern[str]) -> bool:
    return bool(pattern.search(text[max(0, match.start() - 60) : match.start()]))


def _signed(text: str, start: int, end: int, sign: str, number: float) -> float:
    """Give a difference the sign of its own, of the word that follows, or of the verb before it."""
    if sign.strip():
        return number if sign.strip() == "+" else -number
    after = re.match(
        r"\s*(?:de\s+)?(moins|plus|mieux|pire|baisse|hausse|recul|progression)", text[end : end + 20], re.I
    )
    if after:
        return -number if after[1].lower() in ("moins", "pire", "baisse", "recul") else number
    before = text[max(0, start - 160) : start]
    down, up = (
        _last(_DOWN, before),
        _last(_UP, re.sub(r"de\s+plus\s+en\s+plus|plus\s+de\s*$|plus\s+d['’]\s*$", "", before)),
    )
    return -number if down > up else number


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((m.start() for m in pattern.finditer(text)), default=-1)


def _percents(text: str) -> Iterator[Found]:
    for match in _WITH_PERCENT.finditer(text):
        start = match.start(2)
        yield Found(start, match.end(), value(match[2]), PART, _bound(text, start))
    for match in _SHARING.finditer(text):
        number = value(match[1])
        if (
            re.match(r"p(?:oin)?ts?", match[2], re.I)
            or number > 100
            or (re.search(r"\b(?:en|de|depuis)\s+$", text[: match.start()]) and number > 1900)
        ):
            continue
        yield Found(match.start(), match.end(1), number, PART, _bound(text, match.start()))
    for match in _AGAINST_NONE.finditer(text):
        yield Found(match.start(1), match.end(1), 0.0, PART)


def _count_of(word: str) -> float:
    return value(word) if word[0].isdigit() else float(_UNITS[unaccented(word)])


def _fractions(text: str) -> Iterator[Found]:
    for match in _SUR.finditer(text):
        part, whole = _count_of(match[1]), _count_of(match[3])
        if 0 < part < whole and _of_people(match[2]) and not _DURATION.match(text[match.end() :]):
            yield Found(match.start(), match.end(), 100 * part / whole, FRACTION, _bound(text, match.start()))
    for match in _FRACTION.finditer(text):
        if _NO_FRACTION.search(text[max(0, match.start() - 25) : match.end() + 20]):
            continue
        name = unaccented(match[2] or match[4])
        times = 1.0 if match[2] else _UNITS.get(unaccented((match[3] or "un").split()[-1]), 1)
        if (
            name == "tiers"
            and match[3].lower() == "le"
            and not re.match(r"\s+(?:des|d['’]|de\s)", text[match.end() :])
        ):
            continue
        yield Found(match.start(), match.end(), _PARTS[name] * times, FRACTION, _bound(text, match.start()))
    for match in _RATIO.finditer(text):
        part, whole = float(match[1]), float(match[2])
        if part < whole and _THINGS.match(unaccented(match[3])):
            yield Found(
                match.start(), match.end(2), 100 * part / whole, FRACTION, _bound(text, match.start())
            )


def _of_people(between: str) -> bool:
    """Tell whether what stands between « trois » and « sur quatre » is who is counted, or nothing."""
    words = unaccented(between).split()
    if not words:
        return True
    named = next((i for i, w in enumerate(words) if _THINGS.match(w.strip("’'*"))), None)
    return named is not None and named <= 2 and len(words) <= 14 and not re.search(r"\d\s*%", between)


def _factors(text: str) -> Iterator[Found]:
    for match in _FACTOR.finditer(text):
        group = next(g for g in range(1, 6) if match[g])
        number = _TIMES[unaccented(match[group])[:5]] if group in (1, 5) else _plain_number(match[group])
        start, end = (
            (match.start(group), match.end(group)) if group in (1, 5) else (match.start(), match.end())
        )
        yield Found(start, end, number, AUTRE, _bound(text, start))


def _plain_number(word: str) -> float:
    return value(word) if word[0].isdigit() else float(_UNITS[unaccented(word)])


def _counts(text: str) -> Iterator[Found]:
    for match in _ABOUT.finditer(text):
        if _THINGS.match(unaccented(match[3])):
            yield Found(
                match.start(),
                match.end(2),
                float(_TENS[unaccented(match[2])]),
                EFFECTIF,
                "environ",
                mot=unaccented(match[3]),
            )
    for match in _COUNTED.finditer(text):
        before = text[max(0, match.start() - 20) : match.start()]
        if _LAW.search(before) or _MULTIPLE.match(text[match.end(1) :]) or _NO_COUNT.search(before):
            continue
        first, second = unaccented(match[3] or match[4] or ""), unaccented(match[5] or "")
        if _MONEY.match(first):
            scale = 1e9 if "illiard" in match[2] else 1e6 if match[2].strip() else 1
            end = match.end(3) if match[3] else match.end(4)
            yield Found(match.start(), end, value(match[1]) * scale, AUTRE, _bound(text, match.start()))
            if lower := _RANGE.search(text[: match.start()]):
                yield Found(
                    lower.start(1), lower.end(1), value(lower[1]) * scale, AUTRE, _bound(text, lower.start(1))
                )
        thing = (
            first
            if _counted(first, value(match[1]))
            else second
            if first.endswith("s") and _THINGS.match(second)
            else ""
        )
        if thing and not match[2].strip() and _is_count(text, match):
            yield Found(
                match.start(), match.end(1), value(match[1]), EFFECTIF, _bound(text, match.start()), mot=thing
            )
    for match in _INHABITANTS.finditer(text):
        yield Found(match.start(1), match.end(1), value(match[1]), EFFECTIF, mot="habitants")
    for match in _OF_THEM.finditer(text):
        if _THING_BEFORE.search(unaccented(text[: match.start()])) and not 1990 <= value(match[1]) <= 2100:
            yield Found(match.start(1), match.end(1), value(match[1]), EFFECTIF, _bound(text, match.start(1)))


def _counted(noun: str, number: float) -> bool:
    """Tell whether a noun is of things that are counted: one known, or any plural behind a number of two digits."""
    plural = len(noun) > 3 and noun[-1] in "sx" and not _NOT_THINGS.match(noun)
    return bool(_THINGS.match(noun)) or (plural and number >= 10)


def _is_count(text: str, match: re.Match[str]) -> bool:
    number = value(match[1])
    if 1990 <= number <= 2100 and not re.search(r"[ \u00a0\u202f.]", match[1]):
        return bool(re.search(r"(?:de|d['’]|les|des|ces|nos)\s*$", text[: match.start()], re.I)) and bool(
            _SAMPLE.search(text)
        )
    within = re.search(r"(?:\d|mille)\s+(?:à|et|-)\s*$", text[: match.start()])
    return not within and number == int(number)


def _cells(text: str) -> Iterator[Found]:
    """Yield the numbers that stand alone in a cell, the first cell being the name of the row."""
    at = 0
    for column, cell in enumerate(text.split("\t")):
        match = re.fullmatch(rf"\s*({_SIGN})({_NUM}){_SP}(%?)\s*", cell)
        if (
            match
            and column
            and not (match[1].strip() and match[3])
            and value(match[2]) <= 100
            and re.search(r"[a-zà-ÿ]{3}", text.split("\t", maxsplit=1)[0], re.I)
        ):
            yield Found(
                at + match.start(2),
                at + match.end(3 if match[3] else 2),
                value(match[2]),
                PART,
                cellule=column,
            )
        at += len(cell) + 1
