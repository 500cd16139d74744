"""Who a number is about: the groups that a sentence names, and which of them a number belongs to.

Grammar of groups and of sizes; the populations are those of the catalogue, found by reading their labels the same way.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from barometre_pipeline.catalogue.populations import Populations
from barometre_pipeline.printed.documents.words import flat

ENSEMBLE: Final = "ensemble"
_NOUNS: Final = {
    "communes": r"communes|(?<=une )commune|villes|municipalites|mairies|bourgs|villages",
    "epci": r"epci|intercommunalites|(?<=les\s)intercos?\b|intercos\b|"
    r"communautes(?:\s+de\s+communes|\s+d.agglomerations?)?|agglomerations",
    "metropoles": r"metropoles?",
    "departements": r"departements|(?<=un )departement|conseils\s+departementaux",
    "regions": r"regions|(?<=une )region|conseils\s+regionaux",
    "francais": r"francais(?:es)?(?!\s+d)|concitoyens|personnes\s+(?:interrogees|sondees)|sondes|"
    r"citoyens\s+(?:interroges|francais)",
    ENSEMBLE: r"(?:(?:celles|ceux)(?:\s+qui\s+(?:comptent|ont|abritent|rassemblent))?|dont|(?:chez|pour|dans)\s+les|"
    r"petites\s+d.entre\s+elles)(?=\s+\(?(?:de\s+)?(?:moins|plus)\s+de\s+\d)|"
    r"collectivites(?:\s+(?:territoriales|locales))?|"
    r"collectivite|repondants|structures|administrations\s+locales",
}
_N: Final = r"(\d{1,3}(?:[ \u00a0\u202f.]?\d{3})*)"
_HAB: Final = r"(?:\s*(?:000)?\s*(?:habitants?|hab\b\.?))"
_SIZE: Final = re.compile(
    rf"^[\s,(]*(?:(?!(?:ou|et|hors|communes|dont)\b)\w+\s+){{0,2}}?(?:"
    rf"(?:de|entre|comprises\s+entre)\s+{_N}\s*(?:a|et|-)\s*{_N}|"
    rf"(?:de\s+)?(?P<less>moins\s+de|<|-\s*de|inferieures?\s+a|jusqu.a)\s*{_N}|"
    rf"(?:de\s+)?(?P<more>plus\s+de|>|au[- ]dela\s+de|superieures?\s+a|au\s+moins)\s*{_N}|"
    rf"de\s+{_N}{_HAB}\s+et\s+plus){_HAB}?"
)
_MENTION: Final = re.compile("|".join(rf"(?P<{name}>\b(?:{words})\b)" for name, words in _NOUNS.items()))
# « hors communes de moins de 3 500 habitants », « hormis les petites communes », « communes de moins de … exclues ».
_WITHOUT: Final = re.compile(
    r"(?:hors|hormis|sauf|excepte|sans\s+compter|en\s+dehors\s+des|a\s+l.exception\s+des?|a\s+l.exclusion\s+des?|"
    r"(?:en\s+)?(?:mettant|laissant|mises?)\s+(?:de\s+cote|a\s+part)|en\s+excluant|exclusion\s+faite\s+des)\s+(?:les\s+|des\s+)?"
    rf"(?:(?:plus\s+)?petites\s+(?:communes|villes)(?!\s+de)|(?:(?:petites\s+)?communes\s*)?\(?\s*(?:de\s+)?"
    rf"(?:moins\s+de|<|-\s*de)\s*{_N}{_HAB}?)|"
    rf"(?:communes\s+)?(?:de\s+)?(?:moins\s+de|<)\s*{_N}{_HAB}?\s*,?\s*(?:\(?\s*(?:sont|etant)\s+)?"
    r"(?:exclues?|exceptees?|mises?\s+(?:de\s+cote|a\s+part)|non\s+comprises)"
)
_OPENS: Final = re.compile(r"[\s\W]*(?:dans|chez|parmi|pour|du\s+cote\s+des?|au\s+sein\s+des)\b")
_SMALL: Final = 3500  # inhabitants under which a commune is « petite »
_EXCEPT: Final = re.compile(r"^\s*\(?\s*hors\s+metropoles?\)?")
# What stands between a number and the group it counts: « 82 % des », « 15 % seulement de nos ».
_OF: Final = re.compile(
    r"^[\s*)»\"]*(?:seulement\s+|environ\s+|a\s+peine\s+)?(?:des|de\s+ces|de\s+nos|de\s+leurs|de\s+l.ensemble\s+des|de\s+toutes\s+les|de|d.|parmi\s+les|"
    r"chez\s+les|pour\s+l.ensemble\s+des|dans\s+les|pour\s+les|parmi|chez|pour|dans|les|du\s+panel\s+des)\s*(?:(?:petites|grandes|plus\s+petites|plus\s+grandes|autres|plus)\s+)*$"
)


@dataclass(frozen=True)
class Mention:
    """A group named in a text: its characters, and its population in the catalogue, "" for a size unknown there.

    ``generique`` tells that the whole is meant and no size given: « des collectivités ».
    """

    start: int
    end: int
    population: str
    generique: bool = False


class Groups:
    """The populations of a catalogue by the way a text names them."""

    def __init__(self, populations: Populations) -> None:
        """Read the labels of populations that no answer makes."""
        self._known: dict[tuple[str, int | None, int | None], str] = {}
        for name, population in populations.by_name.items():
            if population.condition is None and not population.minimum_de:
                for key, _, _ in _keys(flat(population.libelle)):
                    self._known.setdefault(key, name)
        self._known[(ENSEMBLE, None, None)] = ENSEMBLE
        self.unions = {
            frozenset(p.strates): name
            for name, p in populations.by_name.items()
            if p.strates and len(p.strates) == 2 and p.parmi is None
        }

    def mentions(self, text: str) -> list[Mention]:
        """Return the groups that a text names, in order."""
        found = []
        for (noun, low, high), start, end in _keys(flat(text)):
            name = self._known.get((noun, low, high))
            if name is None and noun == ENSEMBLE and high is not None:
                name = self._known.get(("communes", low, high))
            found.append(Mention(start, end, name or "", noun == ENSEMBLE and low is None and high is None))
        return found

    def union(self, names: Iterable[str]) -> str | None:
        """Return the population that is two groups together, or None."""
        return self.unions.get(frozenset(names))


_Key = tuple[str, int | None, int | None]


@lru_cache(maxsize=16384)
def _keys(text: str) -> tuple[tuple[_Key, int, int], ...]:
    found: list[tuple[_Key, int, int]] = []
    covered = -1
    for match in _WITHOUT.finditer(text):
        size = match[1] or match[2]
        found.append(((ENSEMBLE, _number(size) if size else _SMALL, None), match.start(), match.end()))
    outs = [(s, e) for _, s, e in found]
    for match in _MENTION.finditer(text):
        if match.start() < covered or any(s <= match.start() < e for s, e in outs):
            continue
        noun = str(match.lastgroup)
        low = high = None
        end = match.end()
        small = noun == "communes" and text[: match.start()].endswith(("petites ", "plus petites "))
        size = _SIZE.match(text[end:]) if noun in ("communes", ENSEMBLE, "epci") else None
        if size:
            low, high = _bounds(size)
            end += size.end()
        elif _EXCEPT.match(text[end:]):
            end += _EXCEPT.match(text[end:]).end()  # type: ignore[union-attr]
        if small and size is None:
            high = _SMALL
        covered = end
        found.append(((noun, low, high), match.start(), end))
    return tuple(sorted(found, key=lambda k: k[1]))


def _bounds(size: re.Match[str]) -> tuple[int | None, int | None]:
    numbers = [_number(g) for g in size.groups() if g and g[0].isdigit()]
    if size["less"]:
        return None, numbers[-1]
    if size["more"]:
        return numbers[-1], None
    if len(numbers) == 2:
        low, high = numbers
        return (low * 1000 if low < 1000 <= high else low), high
    return numbers[0], None


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


@dataclass(frozen=True)
class Belongs:
    """The group of a number: the population, how surely, whether the whole was meant, where the sentence names it."""

    population: str
    force: float
    generique: bool
    mot: str
    seconde: str = ""
    debut: int = 0


def group_of(
    text: str,
    start: int,
    end: int,
    mentions: list[Mention],
    groups: Groups,
    taken: Mapping[tuple[int, int], int],
    value: float,
) -> Belongs | None:
    """Return the group that a number of a sentence belongs to, or None where the sentence names none.

    Args:
        text: the sentence.
        start: first character of the number.
        end: the one after its last.
        mentions: groups of the sentence.
        groups: the populations by their names.
        taken: mention -> how many numbers it follows at once, « 46 % des métropoles ».
        value: of the number: the union of two groups is not what « 100 % des A et des B » says, but each.
    """
    plain = flat(text)
    for rank, mention in enumerate(mentions):
        if mention.start >= start and mention.end <= end:  # inside: « une collectivité … sur deux »
            return Belongs(mention.population, 3, mention.generique, text[mention.start : mention.end])
        if mention.start >= end and _counts(plain[end : mention.start]):
            following = mentions[rank + 1] if rank + 1 < len(mentions) else None
            if mention.generique and (led := _leading(plain, start, mentions, taken)) is not None:
                return _with_previous(text, led, mentions, groups, value, 3)
            if mention.generique and following and not plain[mention.end : following.start].strip(" (,*"):
                return Belongs(following.population, 3, False, text[mention.start : following.end])
            return _with_next(text, rank, mentions, groups, value, 3)
    before = [(r, m) for r, m in enumerate(mentions) if m.end <= start]
    free = [(r, m) for r, m in before if (m.start, m.end) not in taken]
    bracketed = plain[:start].rstrip(" *")[-1:] == "(" or bool(re.search(r"\([^)]{0,40}$", plain[:start]))
    if bracketed and before:
        rank, mention = before[-1]
        return _with_previous(text, rank, mentions, groups, value, 2.5 if start - mention.end < 40 else 1.5)
    if free:
        rank, mention = free[-1]
        return _with_previous(text, rank, mentions, groups, value, 2 if start - mention.end < 90 else 1.2)
    after = [m for m in mentions if m.start >= end and (m.start, m.end) not in taken and not m.generique]
    if after and after[-1].population in ("hors_moins_3500",):
        return Belongs(after[-1].population, 1.2, False, text[after[-1].start : after[-1].end])
    return None


def _leading(
    plain: str, start: int, mentions: list[Mention], taken: Mapping[tuple[int, int], int]
) -> int | None:
    """Return the rank of the group set apart before a number: « Dans les régions, 60 % des répondants »."""
    if not _OPENS.match(plain):
        return None
    before = [
        (r, m)
        for r, m in enumerate(mentions)
        if m.end <= start and not m.generique and (m.start, m.end) not in taken
    ]
    if before and re.fullmatch(
        r"[\s*]*,?\s*(?:seulement|environ|seuls?|pres\s+de|plus\s+de)?\s*[\s*]*",
        plain[before[-1][1].end : start],
    ):
        return before[-1][0]
    return None


def _counts(between: str) -> bool:
    """Tell whether these words stand between a number and the group it counts: « 82 % des régions », « 22 régions »."""
    return bool(_OF.match(between)) or between.isspace()


def _linked(text: str, one: Mention, other: Mention) -> str:
    between = flat(text[one.end : other.start]).strip()
    match = re.fullmatch(r"(?:\s|,)*(et|ou|[-–/&])\s*(?:des|les|dans\s+les|aux)?", between)
    return ("ou" if match[1] == "ou" else "et") if match else ""


def _with_next(
    text: str, rank: int, mentions: list[Mention], groups: Groups, value: float, force: float
) -> Belongs:
    mention = mentions[rank]
    following = mentions[rank + 1] if rank + 1 < len(mentions) else None
    return _both(text, mention, following, mention, groups, value, force)


def _with_previous(
    text: str, rank: int, mentions: list[Mention], groups: Groups, value: float, force: float
) -> Belongs:
    mention = mentions[rank]
    return _both(text, mentions[rank - 1] if rank else None, mention, mention, groups, value, force)


def _both(
    text: str,
    one: Mention | None,
    other: Mention | None,
    alone: Mention,
    groups: Groups,
    value: float,
    force: float,
) -> Belongs:
    words, at = text[alone.start : alone.end], alone.start
    if one and other and (link := _linked(text, one, other)):
        union = groups.union((one.population, other.population))
        if union and link == "et" and value != 100:
            return Belongs(union, force, False, text[one.start : other.end], debut=one.start)
        second = other.population if alone is one else one.population
        return Belongs(alone.population, force, alone.generique, words, second, at)
    return Belongs(alone.population, force, alone.generique, words, debut=at)


def taken_mentions(
    text: str, numbers: Iterable[tuple[int, int]], mentions: list[Mention]
) -> dict[tuple[int, int], int]:
    """Return the groups that follow a number at once, « 46 % des métropoles »: they are that number's."""
    plain = flat(text)
    taken: dict[tuple[int, int], int] = {}
    for start, end in numbers:
        for mention in mentions:
            inside = start <= mention.start and mention.end <= end
            if inside or (mention.start >= end and _counts(plain[end : mention.start])):
                taken[(mention.start, mention.end)] = taken.get((mention.start, mention.end), 0) + 1
                break
    return taken


def opens_group(plain: str) -> bool:
    """Tell whether what follows a number names at once the group it counts: « des collectivités … »."""
    match = _MENTION.search(plain[:70])
    return bool(match and _counts(plain[: match.start()]))


def without_groups(plain: str) -> str:
    """Return a text without the groups it names and their sizes."""
    for _, start, end in reversed(_keys(plain)):
        plain = plain[:start] + " " + plain[end:]
    return plain


def names_groups(plain: str) -> bool:
    """Tell whether a text names a group of its own, and not only the whole."""
    return any(key != (ENSEMBLE, None, None) for key, _, _ in _keys(plain))


def only_group(plain: str) -> bool:
    """Tell whether what follows a number names the group it counts and nothing of it: « 65 % des départements »."""
    for (_, _, _), start, end in _keys(plain[:120]):
        if _OF.match(plain[:start]):
            rest = _MENTION.sub(" ", re.split(r"[.;:()]", plain[end:])[0])
            return not re.search(
                r"[a-z]{3,}",
                re.sub(
                    r"\b(?:mais|aussi|et|ou|puis|encore|par|exemple|seulement|surtout|contre|environ|sont|concernes?|concernees?|les|des|chez|dans|en|fin|depuis|x|par|rapport)\b",
                    "",
                    rest,
                ),
            )
    return False
