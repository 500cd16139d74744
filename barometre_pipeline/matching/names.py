"""Take a typed or official name apart: what kind of body it says it is, and the name proper.

Only words belong here; the lists of words are data (``catalogue/territoires``), territories are ``index``'s.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import cache, cached_property

from rapidfuzz.distance import OSA

from barometre_pipeline.catalogue.territories import rules
from barometre_pipeline.matching.text import in_parentheses, name_key, words

COLLECTIVITE = "collectivite"
_DEPARTMENT_NUMBER = re.compile(r"^([0-9]{2}|9[78][0-9]|2[ab])$")
_POSTCODE = re.compile(r"^([0-9]{5}|2[ab][0-9]{3})$")
_MIN_LENGTH_TO_CORRECT = 6
_SHORT_HEADS = ("ville", "mairie")  # too short to be corrected anywhere but before « de »
_LINKS_AFTER = frozenset({"de", "d", "ed", "dd", "dee", "dde", "ede"})  # the last five are slips of the first


@dataclass(frozen=True)
class Name:
    """A name taken apart.

    Attributes:
        raw: all its words.
        family: ``commune``, ``epci``, ``departement``, ``region``, ``collectivite``, or "".
        families: every family named anywhere in it, in order (two mean two bodies in one name).
        core: words of the name proper, designations removed.
        inside: words found in parentheses.
        numbers: département numbers and five-digit codes found beside the name.
        outside_scope: kind of body out of scope that it names, in French, or "".
        empty: nothing usable was typed, or a test.
        longer: the cores obtained if fewer designations were removed, for names that open with such a word.
    """

    raw: tuple[str, ...]
    family: str
    families: tuple[str, ...]
    core: tuple[str, ...]
    inside: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    outside_scope: str = ""
    empty: bool = False
    longer: tuple[str, ...] = ()

    @property
    def full(self) -> str:
        """The core as written."""
        return " ".join(self.core)

    @cached_property
    def key(self) -> str:
        """The core without linking words."""
        return name_key(list(self.core))


@cache
def _phrases(table: str) -> tuple[tuple[tuple[str, ...], str, str], ...]:
    frame = rules(table)
    rows = [
        (tuple(f.split(" ")), family, place)
        for f, family, place in zip(frame["forme"], frame["famille"], frame["place"], strict=True)
    ]
    return tuple(sorted(rows, key=lambda r: (-len(r[0]), r[0])))


@cache
def _by_first_word(table: str, place: str) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, family, where in _phrases(table):
        if place == "tete" or where == "partout":
            found.setdefault(phrase[0], []).append((phrase, family))
    return found


@cache
def _long_designation_words() -> tuple[str, ...]:
    return tuple(
        sorted({w for p, _, _ in _phrases("designations.csv") for w in p if len(w) >= _MIN_LENGTH_TO_CORRECT})
    )


@cache
def _designations() -> frozenset[tuple[str, ...]]:
    return frozenset(p for p, _, _ in _phrases("designations.csv"))


@cache
def _known_words() -> frozenset[str]:
    tables = ("designations.csv", "hors_champ.csv")
    return frozenset(w for t in tables for p, _, _ in _phrases(t) for w in p)


@cache
def _void_words() -> frozenset[str]:
    return frozenset(rules("vides.csv")["mot"])


def _phrase_at(
    tokens: tuple[str, ...] | list[str], at: int, table: str, place: str
) -> tuple[tuple[str, ...], str] | None:
    for phrase, family in _by_first_word(table, place).get(tokens[at], ()):
        if tuple(tokens[at : at + len(phrase)]) == phrase:
            return phrase, family
    return None


@cache
def _correct(word: str) -> str:
    """Return the designation word that ``word`` misspells, or ``word`` itself."""
    if len(word) < _MIN_LENGTH_TO_CORRECT or word in _known_words():
        return word
    for target in _long_designation_words():
        allowed = 2 if len(target) >= 9 else 1
        if OSA.distance(word, target, score_cutoff=allowed) <= allowed:
            return target
    return word


def _repair_head(tokens: list[str], vocabulary: Container[str]) -> list[str]:
    """Mend the designation that opens a name: short ones misspelt (« Vile de »), or glued to the link
    after.
    """
    if not tokens:
        return tokens
    first = tokens[0]
    for link in ("des", "du", "de", "d"):
        stem = first.removesuffix(link)
        if stem != first and first not in vocabulary and (stem,) in _designations():
            return [stem, link, *tokens[1:]]
    if len(tokens) > 2 and tokens[1] in _LINKS_AFTER and (first,) not in _designations():
        near = [w for w in _SHORT_HEADS if OSA.distance(first, w, score_cutoff=1) <= 1]
        return [near[0], *tokens[1:]] if near else tokens
    return tokens


def _strip_link(tokens: list[str]) -> list[str]:
    if not tokens:
        return tokens
    article = {"du": "le", "des": "les"}.get(tokens[0])
    if article:
        return [article, *tokens[1:]]
    return tokens[1:] if tokens[0] in _LINKS_AFTER else tokens


def _strip_head(tokens: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Remove the designations that open a name; those that follow must be of the same family.

    Returns the words left, the families named, and what stood before each removal.
    """
    families: list[str] = []
    longer: list[str] = []
    while tokens:
        at = 1 if tokens[0] in ("la", "le", "les", "l") and len(tokens) > 1 else 0
        found = _phrase_at(tokens, at, "designations.csv", "tete")
        if found is None or (families and not _continues(families[-1], found[1])):
            break
        families.append(found[1])
        longer.append(" ".join(tokens))
        tokens = _strip_link(tokens[at + len(found[0]) :])
    return tokens, families, longer


def _continues(previous: str, family: str) -> bool:
    return previous in (family, COLLECTIVITE)


def _strip_within(tokens: list[str]) -> tuple[list[str], list[str]]:
    """Remove the designations of intercommunalities that stand inside or after a name."""
    kept: list[str] = []
    families: list[str] = []
    at = 0
    while at < len(tokens):
        found = _phrase_at(tokens, at, "designations.csv", "partout")
        if found is None:
            kept.append(tokens[at])
            at += 1
            continue
        families.append(found[1])
        at += len(found[0])
    while len(kept) > 1 and kept[-1] in ("de", "d", "du", "des", "et", "la", "l"):
        kept.pop()
    return kept, families


def _outside_scope(tokens: list[str]) -> str:
    start = 1 if tokens and tokens[0] in ("la", "le", "les", "l") and len(tokens) > 1 else 0
    for at in range(len(tokens)):
        found = _phrase_at(tokens, at, "hors_champ.csv", "tete" if at == start else "partout")
        if found:
            return found[1]
    return ""


def _is_void(tokens: list[str]) -> bool:
    if not tokens or " ".join(tokens) in _void_words() or all(t in _void_words() for t in tokens):
        return True
    letters = "".join(tokens)
    return len(letters) < 2 or len(set(letters)) == 1 or all(len(set(t)) == 1 for t in tokens)


def parse(typed: str, *, official: bool = False, vocabulary: Container[str] = frozenset()) -> Name:
    """Take a name apart.

    Args:
        typed: the name as typed, or as an official list writes it.
        official: the name comes from a list: its words are not corrected and numbers in it are its own.
        vocabulary: words of official names, which are never taken for a misspelt designation.
    """
    outside, groups = in_parentheses(typed)
    tokens = words(outside) or words(typed)
    if not official:
        tokens = [t if t in vocabulary else _correct(t) for t in _repair_head(tokens, vocabulary)]
    inside = [w for g in groups for w in words(g)]
    scope = "" if official else _outside_scope(tokens)
    core, head, longer = _strip_head(list(tokens))
    core, within = _strip_within(core)
    core = _strip_link(core) if head or within else core
    numbers: list[str] = []
    if not official:
        core, numbers = _split_numbers(core, has_family=bool(head or within))
        numbers += [w for w in inside if _DEPARTMENT_NUMBER.match(w) or _POSTCODE.match(w)]
    families = tuple(dict.fromkeys([*head, *within]))
    return Name(
        raw=tuple(tokens),
        family=_main_family(head, within),
        families=families,
        core=tuple(core),
        inside=tuple(inside),
        numbers=tuple(numbers),
        outside_scope=scope,
        empty=not official and _is_void(list(tokens)),
        longer=(*longer, *((" ".join([*core, *inside]),) if inside else ())),
    )


def _main_family(head: list[str], within: list[str]) -> str:
    named = [f for f in head if f != COLLECTIVITE]
    if named:
        return named[-1]
    return within[0] if within else (COLLECTIVITE if head else "")


def _split_numbers(core: list[str], *, has_family: bool) -> tuple[list[str], list[str]]:
    """Take trailing département numbers and any five-digit code out of a name's core.

    A number standing alone after a designation is the name itself (« CD 31 »): it is returned as number
    with an empty core.
    """
    codes = [t for t in core if _POSTCODE.match(t)]
    core = [t for t in core if not _POSTCODE.match(t)]
    if len(core) == 1 and core[0].isdigit() and len(core[0]) == 1 and has_family:
        codes.append(core.pop())
    while core and _DEPARTMENT_NUMBER.match(core[-1]) and (len(core) > 1 or has_family):
        codes.append(core.pop())
    return core, [c.upper().zfill(2) for c in codes]
