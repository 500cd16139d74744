"""One number of a text: its shape, its value in figures or in words, the bound said before it.

Grammar of French only; which numbers are statistics is for ``numbers`` and ``counts``.
"""

import re
from dataclasses import dataclass
from typing import Final

SP: Final = r"[ \u00a0\u202f]*"
NUM: Final = r"(?:\d{1,3}(?:[ \u00a0\u202f.]\d{3})+(?!\d)|\d+(?:[,.]\d+)?)"
UNITS: Final = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "douze": 12, "quinze": 15, "vingt": 20, "cent": 100,
}  # fmt: skip
ONES: Final = "|".join(UNITS)
_DIGITS: Final = {
    **UNITS, "onze": 11, "treize": 13, "quatorze": 14, "seize": 16, "trente": 30, "quarante": 40, "cinquante": 50,
    "soixante": 60, "cents": 100, "vingts": 20, "mille": 1000,
}  # fmt: skip
_ONE_WORD: Final = "|".join(sorted(_DIGITS, key=len, reverse=True))
# « quatre-vingt-quatre », « soixante et onze », « deux cents »
SPELT: Final = rf"(?:{_ONE_WORD})(?:(?:-|\s+et\s+|-et-|{SP})(?:{_ONE_WORD}))*"

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


def value(digits: str) -> float:
    """Read a French number: « 3 500 », « 32,2 »."""
    plain = re.sub(r"[ \u00a0\u202f]", "", digits)
    plain = re.sub(r"\.(?=\d{3}(?!\d))", "", plain)
    return float(plain.replace(",", "."))


def spelt(words: str) -> float:
    """Read a French number in words: « quatre-vingt-quatre » is 84."""
    total, current = 0, 0
    for word in re.findall(r"\w+", words.lower()):
        number = _DIGITS.get(word, 0)
        if number == 1000:
            total, current = total + max(current, 1) * 1000, 0
        elif number == 100:
            current = max(current, 1) * number
        elif number == 20 and current % 100 == 4:  # « quatre-vingt »
            current += 76
        else:
            current += number
    return float(total + current)


def bound(text: str, start: int) -> str:
    """Return the bound that the words before a place are: plus_de, moins_de, pres_de, environ, jusqu_a or ""."""
    before = text[max(0, start - 40) : start]
    for name, pattern in _BOUND:
        match = pattern.search(before)
        if match and not (name == "environ" and match[0].strip() in ("un", "une")):
            return name
    return ""
