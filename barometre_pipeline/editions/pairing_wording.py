"""How much two wordings say the same thing: words set in a common form, compared, weighted.

Text in, number between 0 and 1 out; nothing about questions, codes or files.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict
from rapidfuzz import fuzz

from barometre_pipeline.yaml_files import read_yaml

VOCABULARY = Path(__file__).with_name("rapprochement.yaml")
Weight = Callable[[str], float]

_WORD = re.compile(r"[a-z0-9]+")
_YEAR = re.compile(r"(19|20)\d\d")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
# They turn a meaning round, so they are never left out.
_NEGATIONS = frozenset({"aucun", "aucune", "jamais", "ni", "non", "pas", "rien", "sans"})
_CONTRASTS = frozenset({"plus", "moins", "avant", "apres", "hors", "dont", "sauf"})
_SAME_WORD = 75.0  # percent of letters in common for two forms of one word
_STEM = 5  # letters that two forms of one word have in common at the start


@cache
def plain(text: str) -> str:
    """Return the wording in lower case without accents, placeholders or punctuation."""
    text = _PLACEHOLDER.sub(" ", text)
    letters = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return " ".join(_WORD.findall("".join(c for c in letters if not unicodedata.combining(c))))


@cache
def distinct_words(text: str) -> frozenset[str]:
    """Return the words that carry the meaning: singular, synonyms joined, without empty words."""
    singular = " ".join(_singular(w) for w in plain(text).split())
    padded = f" {singular} "
    for expression, canonical in _vocabulary().synonyms:
        padded = padded.replace(f" {expression} ", f" {canonical} ")
    return frozenset(w for w in padded.split() if w not in _vocabulary().empty)


def _alike_weight(word: str) -> float:
    return 1.0


@lru_cache(maxsize=200_000)
def similarity(a: str, b: str, weight: Weight = _alike_weight) -> float:
    """Return 0 (nothing in common) to 1 (the same but for case, accents and punctuation).

    Half for the words in common among all words (Dice), half among the shorter wording's words, so that
    a wording made longer keeps most of its score; the letters alone can only lift a low score. Divided
    by four where one side only is negated, or where numbers or opposites (« plus », « moins ») differ.
    """
    if plain(a) == plain(b):
        return 1.0
    left, right = distinct_words(a), distinct_words(b)
    if not left or not right:
        return 0.9 * fuzz.ratio(plain(a), plain(b)) / 100 if plain(a) and plain(b) else 0.0
    pairs = _paired(left, right)
    shared_left = sum(weight(x) for x, _ in pairs)
    shared_right = sum(weight(y) for _, y in pairs)
    total_left, total_right = sum(map(weight, left)), sum(map(weight, right))
    dice = (shared_left + shared_right) / (total_left + total_right)
    within = max(shared_left / total_left, shared_right / total_right)
    letters = fuzz.ratio(plain(a), plain(b)) / 100
    score = max((dice + within) / 2, 0.9 * letters if letters > 0.8 else 0.0)
    return score / 4 if _contradict(left, right) else score


def _contradict(left: frozenset[str], right: frozenset[str]) -> bool:
    if bool(left & _NEGATIONS) != bool(right & _NEGATIONS):
        return True
    numbers = [{w for w in side if w.isdecimal() and not _YEAR.fullmatch(w)} for side in (left, right)]
    years = [sorted(int(w) for w in side if _YEAR.fullmatch(w)) for side in (left, right)]
    if all(years) and not _a_year_later(*years):
        return True
    opposites = [side & _CONTRASTS for side in (left, right)]
    return any(a and b and a != b for a, b in (numbers, opposites))


def _a_year_later(left: list[int], right: list[int]) -> bool:
    """Tell whether years are the same, or go on with the edition: « d’ici 2026 » is asked again as « d’ici 2027 »."""
    return len(left) == len(right) and all(abs(a - b) <= 1 for a, b in zip(left, right, strict=True))


def covers(whole: str, parts: Iterable[str]) -> bool:
    """Tell whether several wordings together say exactly what one says (« département ou région »)."""
    target = distinct_words(whole)
    pieces = [distinct_words(p) for p in parts]
    if len(target) < 2 or len(pieces) < 2 or not all(pieces):
        return False
    met: list[str] = []
    for piece in pieces:
        pairs = _paired(piece, target)
        if len(pairs) != len(piece) or len(piece) == len(target):
            return False
        met += [y for _, y in pairs]
    return len(met) == len(set(met)) and set(met) == set(target)


def within(part: str, whole: str) -> bool:
    """Tell whether every word of ``part`` is in ``whole``, and ``whole`` says more."""
    small, large = distinct_words(part), distinct_words(whole)
    return 0 < len(small) < len(large) and len(_paired(small, large)) == len(small)


def rarity(texts: Iterable[str]) -> Weight:
    """Return a weight by word: a word that many wordings share (« structure ») tells less than a rare one."""
    counts = Counter(w for t in texts for w in distinct_words(t))

    def weight(word: str) -> float:
        return 1.0 / (1.0 + max(0, counts[word] - 2) / 4)

    return weight


def _paired(left: Iterable[str], right: Iterable[str]) -> list[tuple[str, str]]:
    """Pair the words that are the same or two forms of one, each used once."""
    remaining = sorted(right)
    pairs = []
    for word in sorted(left):
        best = max(
            (other for other in remaining if _alike(word, other)),
            key=lambda o: fuzz.ratio(word, o),
            default=None,
        )
        if best is not None:
            pairs.append((word, best))
            remaining.remove(best)
    return pairs


def _alike(a: str, b: str) -> bool:
    if a == b:
        return True
    if a[:_STEM] != b[:_STEM] or min(len(a), len(b)) < _STEM:
        return False
    return fuzz.ratio(a, b) >= _SAME_WORD or a.startswith(b) or b.startswith(a)


def _singular(word: str) -> str:
    plural = len(word) > 3 and word[-1] in "sx" and word not in _NEGATIONS | _CONTRASTS
    return word[:-1] if plural else word


class _VocabularyFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    mots_vides: str
    synonymes: tuple[tuple[str, ...], ...]


class _Vocabulary(NamedTuple):
    empty: frozenset[str]
    synonyms: tuple[tuple[str, str], ...]  # expression in the singular -> one word that stands for it


@cache
def _vocabulary() -> _Vocabulary:
    file = read_yaml(VOCABULARY, VOCABULARY.name)
    data = file.validate(_VocabularyFile, "des mots vides et des synonymes")
    pairs = []
    for first, *others in data.synonymes:
        canonical = plain(first).replace(" ", "")
        for expression in (first, *others):
            pairs.append((" ".join(_singular(w) for w in plain(expression).split()), canonical))
    # The longest first, so that no part of an expression is replaced before the whole.
    synonyms = tuple(sorted(pairs, key=lambda p: (-len(p[0]), p[0])))
    return _Vocabulary(frozenset(data.mots_vides.split()), synonyms)
