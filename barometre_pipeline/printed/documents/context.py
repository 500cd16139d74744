"""How much each word around a number says of it: its clause, its sentence, those before, headings, questions, charts.

Places only: what the words speak for is ``scores``'.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from barometre_pipeline.printed.documents.found import Found
from barometre_pipeline.printed.documents.layout import (
    LISTE,
    NOTE,
    PAGE,
    QUESTION,
    TABLEAU,
    TEXTE,
    TITRE,
    Passage,
)
from barometre_pipeline.printed.documents.populations import only_group, opens_group
from barometre_pipeline.printed.documents.words import flat, words_of

_BEHIND: Final = 14  # passages before a number among which its headings are looked for
_OTHER_PAGE: Final = 4  # passages that the turn of a page is worth
_AHEAD: Final = 4  # and after it, for the title of a chart
_HEADINGS: Final = (0.75, 0.55, 0.4, 0.3, 0.25, 0.2)
_PEOPLE: Final = 0.35  # of what only says who is counted: « des communes qui expérimentent l’IA »
_TURN: Final = re.compile(
    r"(?:^|\b(?:et|mais|ou|puis|dont|tandis que|quand|alors que|contre|vs|versus|face a|seulement|surtout|meme|soit|"
    r"que)|[,;:–—-])$"
)
_RELATIVE: Final = re.compile(
    r"\b(?:collectivites|communes|regions|departements|metropoles|epci|intercommunalites|repondants|structures|celles|ceux)\s+(?:qui|ayant|engagees?\s+dans|"
    r"concernees?\s+par|deja\s+engagees?)\s+\S+(?:\s+(?!(?:declarent|considerent|estiment|jugent|indiquent|annoncent|recourent|citent|utilisent|disent|"
    r"privilegient|souhaitent|ont\s+recours|prennent|sont|font|choisissent|envisagent|prevoient|pensent)\b)[^\s.;:(),]+)*"
)
_BASE: Final = re.compile(r"[\s*]*(?:des|de)\s+(?:nouveaux\s+)?(?:projets|cas|experimentations)\b[^,.;()]*")
_CHART: Final = re.compile(
    r"(?:pourcentages?|parts?|taux|evolutions?|repartition|nombre|niveaux?|domaines|les?|la|l.|principa\w+|besoins|exposition|comparaison)\b(?!.*\?)"
)
# « 12 % des collectivités, l'eau dans 6 % »: what stands between a comma and « dans » is the next number's.
_PASSIVE: Final = re.compile(
    r"\w+(?:e|i|u|is|it)e?s?\s+(?:seulement\s+)?par(?:\s+(?:pres|plus|environ)\s*(?:de|d.)?)?$|\bavec(?:\s+(?:pres|plus)\s+de)?$|"
    r"\b(?:(?:interess|concern|touch|preoccup|inquiet|rassur|equip|frein|penalis|handicap|mobilis|arret|bloqu|gen|attir|decourag|mobilis|rassembl|frapp|caracteris|"
    r"motiv|embarrass|laiss)(?:e|ent|ait|aient)|(?:sedui|convain|recueill|reuni|retien|obtien|recoi|fai|fon|conqui|surpren)\w{1,6}|manqu\w+\s+a|(?:fait|font|faisai\w+)\s+defaut\s+(?:a|chez))"
    r"(?:\s+(?:ne\s+)?(?:seulement|encore|deja|surtout|aujourd.hui|aussi|que))*(?:\s+(?:pres|plus|moins|environ)\s*(?:de|d.)?|\s+a)?$"
)  # « est cité par », « intéresse », « fait défaut à »
_CLAUSE_END: Final = re.compile(r"[;:.()]|,|\bcontre\b|\balors que\b|\btandis que\b")
_ITEM: Final = re.compile(
    r",\s*(?:[^\s,;:.()]+\s+){1,8}(?:dans|a|pour|chez|de|par)\s*[\s*]*$|,?\s+soit\b[^.;:()]{0,30}$"
)
_APPOSED: Final = re.compile(r"[\s*]*[,.;]")
_STOPS: Final = re.compile(r"[;:]|,\s+(?:mais|tandis|alors)|\bcontre\b|\bvs\b|\bversus\b|\bsuivi")
_TURNS: Final = re.compile(
    r";|,\s+(?:celui|celle|ceux|celles)\s+(?:a|au|aux|de|d.|du|des|qui|dans)\b|,?\s+(?:tandis\s+qu|alors\s+qu)|,\s+mais\b|\bvs\b|\bversus\b"
)
_RATHER: Final = re.compile(
    r"\bplutot\s+qu|\bau\s+lieu\s+d|\bet\s+non\b|\bpas\s+seulement\b"
)  # what was not chosen
_OTHER_TURN: Final = 0.15
_LETTERS: Final = re.compile(r"[^\W\d_]{4,}")
_REACH: Final = 14.0  # words over which what is said of an answer fades


@dataclass(frozen=True)
class Site:
    """A number where it stands: its passage, its sentence, its neighbours."""

    passage: Passage
    found: Found
    phrase: tuple[int, int]
    before: tuple[Found, ...]
    after: tuple[Found, ...]

    @property
    def text(self) -> str:
        """The sentence."""
        return self.passage.texte[self.phrase[0] : self.phrase[1]]


@dataclass(slots=True)  # made by the thousand, and never changed
class Reach:
    """How much what is said at a place counts for a number: for its indicator, and for its answer.

    ``dit`` tells that an answer said there is said by the sentence of the number, and not of a later number.
    """

    indicateur: float
    categorie: float
    dit: bool = False


# What other sentences of the passage say: the one before, the one before that, earlier ones, those to come.
_EARLIER: Final = {1: Reach(0.55, 0.3), 2: Reach(0.4, 0.2)}
_ASIDE: Final = 0.4  # of an answer said in brackets that close before the number
_FEW_WORDS: Final = 14  # of a sentence that only introduces the next
_JUST_ASKED: Final = Reach(0.75, 0.3)  # « Une charte ? 3 % en possèdent une. »
_NEAR_SENTENCES: Final = 2
_LONG_AGO: Final = Reach(0.3, 0.1)
_LATER: Final = Reach(0.25, 0.08)


def sites(passage: Passage, numbers: Sequence[Found]) -> list[Site]:
    """Return the numbers of a passage, each in its sentence."""
    by_sentence: dict[int, list[Found]] = {}
    for found in numbers:
        by_sentence.setdefault(passage.sentence(found.start), []).append(found)
    return [
        Site(passage, found, passage.phrases[rank], tuple(group[:i]), tuple(group[i + 1 :]))
        for rank, group in by_sentence.items()
        for i, found in enumerate(group)
    ]


class Headings:
    """The passages that say what the numbers of one passage are about, each with how much it counts."""

    def __init__(self, passage: Passage, every: Sequence[Passage], *, looked_for: bool = True) -> None:
        """Look for them among the passages of the document; there are none where they are not looked for."""
        self.weights = dict(_headings(passage, every)) if looked_for else {}
        # A question names all its answers.
        self.asks = {rank: every[rank].genre == QUESTION for rank in self.weights}


class Around:
    """The reach of every place around one number."""

    def __init__(self, site: Site, headings: "Headings") -> None:
        """Look at a number under the headings of its passage; under none, its own passage alone counts."""
        self.site = site
        self._reached: dict[tuple[int, int, int], Reach] = {}
        self._texte = site.passage.texte
        self._plain = flat(self._texte)
        self._sentence = site.passage.sentence(site.found.start)
        self._bracket = _bracket(self._plain, site)
        self._asked = _introduces(site)
        self._headed, self._asks = headings.weights, headings.asks
        right = self._plain[site.found.end : site.after[0].start if site.after else site.phrase[1]]
        left = self._plain[site.phrase[0] : site.found.start].rstrip(" *")
        turned = not left or bool(_TURN.search(left))
        inside = right[: right.find(")")] if self._bracket is not None and ")" in right else right
        if self._bracket is not None:
            turned = len(inside.split()) >= 5 and not inside.lstrip(" *").startswith(
                ("des ", "de ", "d’", "d'")
            )
        self._turned = turned and bool(left)
        grouped = self._bracket is None and opens_group(right) and not only_counted(right)
        apposed = (
            bool(site.after) and left.endswith(",") and _APPOSED.match(right) is not None
        )  # « la confiance, 46 %, et la qualité, 42 % »
        self._governs = (
            bool(words_of(inside)) and (turned or grouped) and not apposed and not _PASSIVE.search(left)
        )
        item = _ITEM.search(right) if site.after and self._bracket is None else None
        self._next_item = site.found.end + item.start() if item else site.found.end if apposed else -1
        self._relative = _relative(self._plain, site.phrase)
        if self._bracket is not None and (base := _BASE.match(right)):
            self._relative.append((site.found.end, site.found.end + base.end()))

    @property
    def passages(self) -> Iterator[int]:
        """Ranks of the passages that say something of the number."""
        yield self.site.passage.rang
        yield from self._headed

    def own(self, rank: int, start: int) -> bool:
        """Tell whether a place is in the sentence of the number."""
        return rank == self.site.passage.rang and self.site.phrase[0] <= start < self.site.phrase[1]

    def far(self, start: int) -> bool:
        """Tell whether a place of the passage is neither in the sentence of the number nor in the two before it."""
        return not 0 <= self._sentence - self.site.passage.sentence(start) <= _NEAR_SENTENCES

    def reach(self, rank: int, start: int, end: int) -> Reach:
        """Return how much a phrase counts that stands at these characters of a passage."""
        known = self._reached.get((rank, start, end))
        if known is None:
            known = self._reached[(rank, start, end)] = self._reach(rank, start, end)
        return known

    def _reach(self, rank: int, start: int, end: int) -> Reach:
        if rank != self.site.passage.rang:
            weight = self._headed[rank]
            return Reach(weight, (0.05 if self._asks[rank] else 0.35) * weight)
        first, last = self.site.phrase
        if not (first <= start < last):
            return self._other_sentence(start)
        if end <= self.site.found.start:
            found = self._left(start, end)
        elif start >= self.site.found.end:
            found = self._right(start)
        else:
            inside = self.site.found.start <= start and end <= self.site.found.end
            return Reach(1.0, 1.0, inside) if inside else Reach(0.4, 0.0)
        if any(s <= start and end <= e for s, e in self._relative):
            return Reach(_PEOPLE * found.indicateur, _PEOPLE * found.categorie)
        return found

    def _other_sentence(self, start: int) -> Reach:
        other = self.site.passage.sentence(start)
        if other > self._sentence:
            return _LATER
        if other == self._sentence - 1 and self._asked:
            return _JUST_ASKED
        return _EARLIER.get(self._sentence - other, _LONG_AGO)

    def _left(self, start: int, end: int) -> Reach:
        crossed = sum(f.start >= end for f in self.site.before)
        near = math.exp(-_words(self._texte[end : self.site.found.start]) / _REACH)
        side = 0.3 if self._governs else 1.0
        between = self._plain[end : self.site.found.start]
        if ";" in between:  # another statement
            return Reach(0.6, 0.4 * side * near * (self._crossing(crossed) if crossed else 1.0), True)
        if ":" in between:
            side *= 0.6
        if 0 <= between.find(")") < (len(between) if "(" not in between else between.find("(")):
            side *= _ASIDE  # said in brackets, of what stands before them
        if crossed:
            return Reach(max(0.4, 0.75**crossed), side * near * self._crossing(crossed), True)
        return Reach(0.8 if self._turned else 1.0, side * (0.25 + 0.75 * near), True)

    def _crossing(self, crossed: int) -> float:
        """Return what is left of an answer said before other numbers: little from words to a bracket."""
        between = self._texte[self.site.before[-1].end : self.site.found.start]
        if self._bracket is not None and len(_LETTERS.findall(between)) >= 1:
            return 0.15
        return max(0.3**crossed, 0.1) + 0.05

    def _aside(self, other: Found, start: int) -> bool:
        """Tell whether another number stands in a bracket between this one and a place after it."""
        opened = self._plain.find("(", self.site.found.end, other.start)
        return opened >= 0 and 0 <= self._plain.find(")", other.end) < start

    def _right(self, start: int) -> Reach:
        crossed = sum(f.end <= start and not self._aside(f, start) for f in self.site.after)
        near = math.exp(-_words(self._texte[self.site.found.end : start]) / _REACH)
        if self._bracket is not None and start >= self._bracket:
            return Reach(0.6, 0.2 * near if not crossed else 0.05, not crossed)
        if crossed:
            return Reach(max(0.35, 0.7**crossed - 0.1), near * 0.15**crossed)
        if self._next_item >= 0 and start >= self._next_item:
            return Reach(0.7, 0.2 * near)
        between = self._plain[self.site.found.end : start]
        turn = self.site.after and _TURNS.search(between)  # the words are the next number's
        turn = turn or _RATHER.search(between)
        stop = _OTHER_TURN if turn else 0.5 if _STOPS.search(between) else 1.0
        side = 1.0 if self._governs else 0.7
        return Reach(0.9, side * (0.25 + 0.75 * near) * stop, not turn)


def _introduces(site: Site) -> bool:
    """Tell whether the sentence before names what this one counts: a question, or few words without a number."""
    rank = site.passage.phrases.index(site.phrase) if site.phrase in site.passage.phrases else 0
    if not rank:
        return False
    start, end = site.passage.phrases[rank - 1]
    before = site.passage.texte[start:end].rstrip(" *\u00a0»")
    return before.endswith("?") or (len(before.split()) <= _FEW_WORDS and not re.search(r"\d", before))


def _bracket(plain: str, site: Site) -> int | None:
    """Return where the bracket that holds a number closes, or None."""
    opened = plain.rfind("(", site.phrase[0], site.found.start)
    if opened < 0 or ")" in plain[opened : site.found.start]:
        return None
    if len(plain[opened : site.found.start].split()) > 6:
        return None
    closed = plain.find(")", site.found.end)
    return closed if closed >= 0 else site.phrase[1]


def only_counted(right: str) -> bool:
    """Tell whether what follows a number says who is counted and no more: « 45 % des villes engagées dans l'IA »."""
    clause = _CLAUSE_END.split(right)[0]
    return only_group(_RELATIVE.sub(lambda m: m[0].split()[0], clause))


def _relative(plain: str, phrase: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the characters that say who is counted and not what of them."""
    return [m.span() for m in _RELATIVE.finditer(plain, *phrase)]


def _words(text: str) -> int:
    return len(text.split())


def _headings(passage: Passage, every: Sequence[Passage]) -> Iterator[tuple[int, float]]:
    """Yield the passages that say what a number is about, each with how much it counts."""
    met, texts, levels = 0, 0, 99
    for other in _before(passage, every):
        if other.genre in (TITRE, QUESTION):
            if other.niveau >= levels or (not other.niveau and levels < 99):
                continue  # of an earlier section
            levels = other.niveau or levels
            asked = 1.15 if other.genre == QUESTION else 1.0
            yield other.rang, _HEADINGS[min(met, len(_HEADINGS) - 1)] * asked
            met += 1
        elif other.genre in (TEXTE, LISTE) and not met and texts < 2:
            texts += 1
            yield other.rang, 0.4 if texts == 1 else 0.25
        elif other.genre == NOTE and not met:
            yield other.rang, 0.2
    for other in every[passage.rang + 1 : passage.rang + 1 + _AHEAD]:
        if other.genre == TITRE and _CHART.match(flat(other.texte)):
            yield other.rang, 0.35
        elif other.genre in (TEXTE, TABLEAU, QUESTION, PAGE) or other.niveau:
            break


def _before(passage: Passage, every: Sequence[Passage]) -> Iterator[Passage]:
    """Yield the passages before a number, the nearest first, as far as its headings may stand."""
    seen, headed = 0, False
    for other in reversed(every[: passage.rang]):
        if other.genre == PAGE:
            seen += _OTHER_PAGE if headed and other.rang + 1 < passage.rang else 0
        elif other.genre not in (LISTE, TABLEAU) or other.genre != passage.genre:
            seen += 1
            if seen > _BEHIND:
                return
            headed |= other.genre in (TITRE, QUESTION)
            yield other
