"""Normal forms of French administrative names.

Only characters and words belong here; which territory a name means is ``index`` and ``resolve``.
"""

import re
import unicodedata
from functools import cache

from barometre_pipeline.catalogue.territories import rules

# Words that link and say nothing: two names that differ only by them are the same name.
LINKS = frozenset({"de", "du", "des", "d", "la", "le", "les", "l", "lez", "et", "a", "au", "aux", "en"})
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "&": " et "})
_WORD = re.compile(r"[a-z0-9]+")
_GLUED = re.compile(r"^([a-z]{2,8})([0-9]{1,3}|2[ab])$")
_ON = re.compile(r"\bs\s*/\s*")
_INITIALS = re.compile(r"\b(?:[A-Za-zÀ-ÿ]\.){2,}[A-Za-zÀ-ÿ]?(?![A-Za-zÀ-ÿ])")


def fold(text: str) -> str:
    """Return ``text`` in lower case, without accents, ligatures or typographic apostrophes."""
    plain = text.translate(_LIGATURES)
    if plain.isascii():
        return plain.lower()
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


@cache
def _abbreviations() -> dict[str, list[str]]:
    table = rules("abreviations.csv")
    return {a: f.split(" ") for a, f in zip(table["abreviation"], table["forme"], strict=True)}


def words(text: str) -> list[str]:
    """Return the words of a name, in order, abbreviations spelt out: « St-Lô » gives saint, lo.

    A letter group followed by a number is two words (« CD31 » gives cd, 31); initials with dots are one.
    """
    dotted = _INITIALS.sub(lambda m: m.group().replace(".", ""), text)
    result: list[str] = []
    for word in _WORD.findall(_ON.sub("sur ", fold(dotted))):
        glued = _GLUED.match(word)
        parts = list(glued.groups()) if glued else [word]
        for part in parts:
            result.extend(_abbreviations().get(part, [part]))
    return result


def name_key(tokens: list[str]) -> str:
    """Return the words that carry meaning, joined by spaces (all words if none does)."""
    return " ".join([t for t in tokens if t not in LINKS] or tokens)


def initials(tokens: list[str], *, links: bool = False) -> str:
    """Return the first letters of the words; ``links`` keeps those of linking words."""
    return "".join(t[0] for t in tokens if links or t not in LINKS)


def in_parentheses(text: str) -> tuple[str, list[str]]:
    """Split ``text`` into what stands outside parentheses and the contents of each pair."""
    inside = [m.strip() for m in re.findall(r"\(([^()]*)\)?", text)]
    outside = re.sub(r"\([^()]*\)?", " ", text).strip()
    return outside, [m for m in inside if m]
