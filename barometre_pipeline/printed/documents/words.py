"""The words of a text, in the form in which two of them are compared, and the phrases that are looked for among them.

Characters and words only; what a phrase stands for is ``lexicon``'s.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+(?:\.[^\W_]+)*")
# Words that carry no meaning of their own: they may stand between the words of a phrase.
_EMPTY: Final = frozenset(
    [
        "a",
        "au",
        "aux",
        "avec",
        "ce",
        "ces",
        "cet",
        "cette",
        "ci",
        "d",
        "dans",
        "de",
        "des",
        "du",
        "elle",
        "elles",
        "en",
        "est",
        "et",
        "etre",
        "eu",
        "ete",
        "il",
        "ils",
        "l",
        "la",
        "le",
        "les",
        "leur",
        "leurs",
        "m",
        "mais",
        "me",
        "meme",
        "n",
        "ne",
        "nos",
        "notre",
        "nous",
        "on",
        "ont",
        "ou",
        "par",
        "pour",
        "qu",
        "que",
        "qui",
        "s",
        "sa",
        "se",
        "ses",
        "son",
        "sont",
        "sur",
        "tout",
        "tous",
        "toute",
        "toutes",
        "un",
        "une",
        "vos",
        "votre",
        "vous",
        "y",
        "c",
        "j",
        "ainsi",
        "aussi",
        "bien",
        "encore",
        "seulement",
        "notamment",
        "environ",
        "pres",
        "chez",
    ]
)
_TURNING: Final = frozenset({"mal", "pas", "peu", "jamais", "guer", "guere", "non", "sans", "aucun"})
_SLACK: Final = 1  # words of meaning that may come between two of a phrase


@dataclass(frozen=True, slots=True)
class Word:
    """One word of meaning: its form for comparing, and its characters in the text."""

    form: str
    start: int
    end: int


@lru_cache(maxsize=65536)
def form(word: str) -> str:
    """Return a word without case, accents, plural or feminine ending: « Déployées » gives « deploye »."""
    low = word.lower()
    for ending in ("s", "x", "e"):  # « é » is no mute « e »: « intégrées » and « intégré » are one word
        if len(low) > 4 and low.endswith(ending):
            low = low[:-1]
    return unaccented(low)


@lru_cache(maxsize=65536)
def unaccented(text: str) -> str:
    """Return a text in small letters without accents, of the same length for any text of French."""
    text = text.replace("œ", "oe") if "œ" in text else text
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


class _Bases(dict[int, int]):
    """Characters -> the letter under their accents, found when first met."""

    def __missing__(self, code: int) -> int:
        self[code] = ord(unicodedata.normalize("NFD", chr(code))[0])
        return self[code]


_BASES: Final = _Bases()


@lru_cache(maxsize=8192)
def flat(text: str) -> str:
    """Return a text in small letters without accents, character for character."""
    return text.lower().translate(_BASES)


@lru_cache(maxsize=16384)
def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of meaning of a text, in order."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        plain = unaccented(match[0])
        if plain not in _EMPTY:
            found.append(Word(form(match[0]), match.start(), match.end()))
    return tuple(found)


@dataclass(frozen=True)
class Phrase:
    """Words that follow each other; one that ends with « * » is the beginning of a word."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Phrase":
        """Read a phrase as YAML writes it: « projet* IA »."""
        parts = re.findall(r"[^\W_]+(?:\.[^\W_]+)*\*?", text)
        kept = [p for p in parts if unaccented(p) not in _EMPTY]
        return cls(tuple(form(p[:-1]) + "*" if p.endswith("*") else form(p) for p in kept))


class PhraseIndex:
    """Phrases by their first word, to find all of them in one pass over a text."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        """Index phrases; those without a word are left out."""
        self._exact: dict[str, list[Phrase]] = defaultdict(list)
        self._begun: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in phrases:
            if not phrase.words:
                continue
            first = phrase.words[0]
            if first.endswith("*"):
                self._begun[first[:-1]].append(phrase)
            else:
                self._exact[first].append(phrase)
        self._lengths = sorted({len(b) for b in self._begun})
        self._known: dict[str, tuple[tuple[Phrase, str, bool], ...]] = {}

    def found(self, words: Sequence[Word]) -> Iterator[tuple[Phrase, tuple[int, ...]]]:
        """Yield each phrase found, with the ranks of its words."""
        forms = [word.form for word in words] + [""] * (1 + _SLACK)
        for position, word in enumerate(words):
            phrases = self._known.get(word.form)
            if phrases is None:
                phrases = self._known[word.form] = tuple(map(_begun, self._starting(word.form)))
            following = forms[position + 1 : position + 2 + _SLACK]
            for phrase, second, begins in phrases:
                if not second:
                    yield phrase, (position,)
                elif any(f.startswith(second) for f in following) if begins else second in following:
                    ranks = _match(phrase.words, words, position)
                    if ranks:
                        yield phrase, ranks

    def _starting(self, word: str) -> Iterator[Phrase]:
        yield from self._exact.get(word, ())
        for length in self._lengths:
            if length > len(word):
                break
            yield from self._begun.get(word[:length], ())


def _begun(phrase: Phrase) -> tuple[Phrase, str, bool]:
    """Return a phrase, its second word, "" where it has one, and whether that is the beginning of a word."""
    second = phrase.words[1] if len(phrase.words) > 1 else ""
    return phrase, second.removesuffix("*"), second.endswith("*")


def _match(wanted: tuple[str, ...], words: Sequence[Word], position: int) -> tuple[int, ...]:
    """Return the ranks of the words of a phrase that begins here, none where it does not; a word may slip in."""
    ranks = [position]
    for part in wanted[1:]:
        for following in range(ranks[-1] + 1, min(ranks[-1] + 2 + _SLACK, len(words))):
            if same(part, words[following].form):
                ranks.append(following)
                break
            if words[following].form in _TURNING:  # it makes another phrase of it
                return ()
        else:
            return ()
    return tuple(ranks)


def same(part: str, word: str) -> bool:
    """Tell whether a word is the one of a phrase."""
    return word.startswith(part[:-1]) if part.endswith("*") else word == part
