"""The numbers of a passage that are statistics, and what each is: share, count, difference, fraction, factor.

Grammar of French only: nothing of the catalogue, no value looked up. What is not a statistic (dates, ages,
durations, thresholds, ranks, pages, laws, hours) is not returned.
"""

import re
from collections.abc import Iterator
from typing import Final

from barometre_pipeline.printed.documents.counts import THINGS, counts
from barometre_pipeline.printed.documents.found import NUM, ONES, SP, SPELT, UNITS, Found, bound, spelt, value
from barometre_pipeline.printed.documents.layout import TABLEAU, Passage
from barometre_pipeline.printed.documents.model import AUTRE, ECART, EFFECTIF, FRACTION, PART
from barometre_pipeline.printed.documents.words import unaccented

_PERCENT: Final = rf"(?:%|pour{SP}cents?\b|pourcents?\b|p\.{SP}100\b)"
_SIGN: Final = rf"(?:(?<![\w\d])[+\-−–]{SP})?"
_POINT: Final = rf"(?:points?\b(?:{SP}de{SP}pourcentage)?|pts?\b\.?)"

_WITH_PERCENT: Final = re.compile(rf"({_SIGN})({NUM}){SP}{_PERCENT}")
_POINTS: Final = re.compile(rf"({_SIGN})({NUM}){SP}{_POINT}", re.I)
# Numbers that share the sign of a later one: « 30 à 40 % », « entre 5 et 10 % », « 12, 15 et 20 % », « +3 ou 4 points »
_SHARING: Final = re.compile(
    rf"(?<![\w,.])({NUM})(?=(?:{SP}(?:,|à|et|ou|puis|-|–){SP}(?:{NUM}))*{SP}(?:,|à|et|ou|puis|-|–){SP}(?:de\s+|à\s+)?{NUM}{SP}({_PERCENT}|{_POINT}))",
    re.I,
)
_DURATION: Final = re.compile(r"\s*(?:/|ans|mois|années|heures|jours)\b|\s*[hH]\b")
_SUR: Final = re.compile(
    rf"(?<![\d,.%-])\b((?:\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})*)(?!\d)|{ONES})\b((?:(?!\b(?:sur|"
    rf"une?)\b)[^.,;:()!?\n]){{0,90}}?)"
    rf"\bsur{SP}({NUM}|{ONES})\b(?!{SP}(?:%|points))",
    re.I,
)  # fmt: skip
_NTH: Final = re.compile(
    r"(?:pages?|p\.|diapositive|diapo|slide|planche|étape|question|partie|volet|épisode|chapitre|tome|n°|numéro|série)\s*$",
    re.I,
)  # « page 12 sur 40 »
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
    r"moitié\s+(?:du\s+(?:temps|chemin|parcours|travail)|de\s+l['’]année|moins|plus)\b|(?:contrats?|relations?|"
    r"échanges?)\s+avec\s+(?:un|des)\s+tiers|(?:un|le)\s+tiers\s+(?:de\s+confiance|lieu|acteur|"
    r"certificateur|payant)|quarts?\s+d['’]heure|(?:un|le)\s+tiers[- ]lieu",
    re.I,
)
_FACTOR: Final = re.compile(
    rf"\ble\s+(double|triple|quadruple)\s+(?:de|d['’]|par\s+rapport)|"
    rf"(?<!\w)x{SP}(\d+(?:,\d+)?)(?=\s+(?:depuis|en|par|sur)\b)|(?<!\d)(?<!\d )×{SP}(\d+(?:,\d+)?)(?!\d)|"
    rf"\b(?:multipli|divis)\w*\s+par\s+(\d+(?:,\d+)?|{ONES})\b|"
    r"\b(\d+(?:,\d+)?|deux|trois|quatre|cinq|six|dix)\s+fois\s+(?:plus|moins|supérieure?s?|inférieure?s?)\b"
    r"|\b(?:ont|a|ayant|avoir|est|sont|fait|font|que|plus que)\s+(?:presque\s+|quasiment\s+|plus\s+que\s+|"
    r"pratiquement\s+)?((?:re)?doubl(?:é|er)|tripl(?:é|er)|quadrupl(?:é|er))(?:e?s?)\b(?!\s+d['’e])",
    re.I,
)
# What every fraction in words and every factor has, in small letters.
_OF_FRACTIONS: Final = re.compile(r"moitié|tiers|quart|ième")
_OF_FACTORS: Final = re.compile(r"fois|doubl|tripl|quadrupl|multipli|divis|x|×")
_TIMES: Final = {"doubl": 2.0, "redou": 2.0, "tripl": 3.0, "quadr": 4.0}
_SPELT_PERCENT: Final = re.compile(rf"\b({SPELT})\s+{_PERCENT}", re.I)
_IN_WORDS: Final = re.compile(rf"[^\W\d_]\s+{_PERCENT}", re.I)  # what each of them has
_SPELT_POINTS: Final = re.compile(rf"\b({SPELT})\s+points?\b", re.I)
_MORE: Final = re.compile(r"\s+de\s+(?:plus|moins|mieux|hausse|baisse|progression|pourcentage)\b", re.I)
_VERB: Final = 60  # characters before a percentage among which its verb stands
_FEW: Final = 10  # under which a number in words of points is left: « en trois points »
_RATIO: Final = re.compile(r"\b(\d{1,4})\s+(?:des|de\s+nos|de\s+ces|parmi\s+les)\s+(\d{1,4})\s+(\w+)", re.I)
_AGAINST_NONE: Final = re.compile(r"\bcontre\s+(aucune?)\b", re.I)

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
    r"\b(perd\w*|gagn\w*|recul\w*|progress\w*|baiss\w*|augment\w*|diminu\w*|chut\w*|bond\w*)\s+(?:encore\s+)?(de\s+)?(?:plus\s+de\s+|près\s+de\s+)?[*]{0,2}$",
    re.I,
)


def numbers_of(passage: Passage) -> list[Found]:
    """Return the statistics of a passage, in order, none over another."""
    text = passage.texte
    kept: list[Found] = []
    for found in sorted(
        _every(text, passage.genre == TABLEAU),
        key=lambda f: (not f.cellule, _RANK[f.genre] if f.mot != "%" else 0, f.start),
    ):
        if not any(found.start < k.end and k.start < found.end for k in kept):
            kept.append(found)
    return sorted(kept, key=lambda f: f.start)


_RANK: Final = {ECART: 0, PART: 1, FRACTION: 2, AUTRE: 3, EFFECTIF: 4}


def _every(text: str, table: bool) -> Iterator[Found]:
    plain = text.lower()
    percents, pointed = "%" in text or "pour" in plain or "p." in plain, "pt" in plain or "point" in plain
    if pointed:
        yield from _points(text)
    if percents:
        yield from _changes(text)
    if percents or pointed or "contre" in plain:
        yield from _percents(text)
    yield from _fractions(text, plain)
    if _OF_FACTORS.search(plain):
        yield from _factors(text)
    yield from counts(text)
    if table:
        yield from _cells(text)


def _points(text: str) -> Iterator[Found]:
    for match in _POINTS.finditer(text):
        start, end = match.span()
        yield Found(
            start, end, _signed(text, start, end, match[1], value(match[2])), ECART, bound(text, start)
        )
    for match in _SHARING.finditer(text):
        if re.match(r"p(?:oin)?ts?", match[2], re.I):
            number = _signed(text, match.start(), match.end(1), "", value(match[1]))
            yield Found(match.start(), match.end(1), number, ECART, bound(text, match.start()))
    for match in _SPELT_POINTS.finditer(text):
        end, number = match.end(), spelt(match[1])
        if number >= _FEW and (
            _MORE.match(text[end:]) or _near(text, match, _UP) or _near(text, match, _DOWN)
        ):
            yield Found(
                match.start(),
                end,
                _signed(text, match.start(), end, "", number),
                ECART,
                bound(text, match.start()),
            )


def _changes(text: str) -> Iterator[Found]:
    """Yield the percentages that are differences or growths: « - 5 % », « a perdu 5 % », « a bondi de 22 % »."""
    for match in _WITH_PERCENT.finditer(text):
        sign = match[1].strip()
        start = match.start() if sign else match.start(2)
        if sign and (
            sign == "+"
            or _in_brackets(text, match)
            or _near(text, match, _DOWN)
            or _WHEN.match(text[match.end() :])
        ):
            yield Found(
                start, match.end(), value(match[2]) * (1 if sign == "+" else -1), ECART, bound(text, start)
            )
        elif (
            not sign
            and (verb := _CHANGED.search(text[max(0, start - _VERB) : start]))
            and not _FIRST_OF_TWO.match(text[match.end() :])
        ):
            change = value(match[2]) * (-1 if _DOWN.match(verb[1]) else 1)
            if verb[2]:  # « a bondi de 22 % » is a growth: times 1.22
                yield Found(start, match.end(), 1 + change / 100, AUTRE, bound(text, start), mot="%")
            else:
                yield Found(start, match.end(), change, ECART, bound(text, start))


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
        yield Found(start, match.end(), value(match[2]), PART, bound(text, start))
    for match in _SHARING.finditer(text):
        number = value(match[1])
        if (
            re.match(r"p(?:oin)?ts?", match[2], re.I)
            or number > 100
            or (re.search(r"\b(?:en|de|depuis)\s+$", text[: match.start()]) and number > 1900)
        ):
            continue
        yield Found(match.start(), match.end(1), number, PART, bound(text, match.start()))
    for match in _SPELT_PERCENT.finditer(text) if _IN_WORDS.search(text) else ():
        yield Found(match.start(), match.end(), spelt(match[1]), PART, bound(text, match.start()))
    for match in _AGAINST_NONE.finditer(text):
        yield Found(match.start(1), match.end(1), 0.0, PART)


def _count_of(word: str) -> float:
    return value(word) if word[0].isdigit() else float(UNITS[unaccented(word)])


def _fractions(text: str, plain: str) -> Iterator[Found]:
    for match in _SUR.finditer(text) if "sur" in plain else ():
        part, whole = _count_of(match[1]), _count_of(match[3])
        if _NTH.search(text[max(0, match.start() - 20) : match.start()]):
            continue
        if 0 < part < whole and _of_people(match[2]) and not _DURATION.match(text[match.end() :]):
            yield Found(match.start(), match.end(), 100 * part / whole, FRACTION, bound(text, match.start()))
    for match in _FRACTION.finditer(text) if _OF_FRACTIONS.search(plain) else ():
        if _NO_FRACTION.search(text[max(0, match.start() - 25) : match.end() + 20]):
            continue
        name = unaccented(match[2] or match[4])
        times = 1.0 if match[2] else UNITS.get(unaccented((match[3] or "un").split()[-1]), 1)
        if (
            name == "tiers"
            and match[3].lower() == "le"
            and not re.match(r"\s+(?:des|d['’]|de\s)", text[match.end() :])
        ):
            continue
        yield Found(match.start(), match.end(), _PARTS[name] * times, FRACTION, bound(text, match.start()))
    for match in _RATIO.finditer(text):
        part, whole = float(match[1]), float(match[2])
        if part < whole and THINGS.match(unaccented(match[3])):
            yield Found(match.start(), match.end(2), 100 * part / whole, FRACTION, bound(text, match.start()))


def _of_people(between: str) -> bool:
    """Tell whether what stands between « trois » and « sur quatre » is who is counted, or nothing."""
    words = unaccented(between).split()
    if not words:
        return True
    named = next((i for i, w in enumerate(words) if THINGS.match(w.strip("’'*"))), None)
    return named is not None and named <= 2 and len(words) <= 14 and not re.search(r"\d\s*%", between)


def _plain_number(word: str) -> float:
    return value(word) if word[0].isdigit() else float(UNITS[unaccented(word)])


def _factors(text: str) -> Iterator[Found]:
    for match in _FACTOR.finditer(text):
        group = match.lastindex or 1
        worded = unaccented(match[group])[:5] in _TIMES
        number = _TIMES[unaccented(match[group])[:5]] if worded else _plain_number(match[group])
        if unaccented(match[0]).startswith("divis"):
            number = 1 / number if number else 0.0
        start, end = match.span(group) if worded else match.span()
        yield Found(start, end, number, AUTRE, bound(text, start))


def _cells(text: str) -> Iterator[Found]:
    """Yield the numbers that stand alone in a cell, the first cell being the name of the row."""
    at = 0
    for column, cell in enumerate(text.split("\t")):
        match = re.fullmatch(rf"\s*({_SIGN})({NUM}){SP}(%?)\s*", cell)
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
