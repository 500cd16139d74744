"""The indicator and the answer that the words around a number speak for, with the points of each.

Words only: the value of the number is no evidence here, or every number would find a figure that agrees.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from barometre_pipeline.printed.documents.context import Around, Reach
from barometre_pipeline.printed.documents.found import Found
from barometre_pipeline.printed.documents.layout import Passage
from barometre_pipeline.printed.documents.lexicon import Lexicon, Voice
from barometre_pipeline.printed.documents.model import EFFECTIF

_ANSWER: Final = 2.0  # points of the answer for one of the indicator
_OTHERS: Final = 0.3  # what the phrases beside the best one add
_OUTSIDE: Final = 0.15  # of what other sentences say of the answer, where the sentence says it
_UNSAID: Final = 0.5  # points of the answer meant where the sentence says none
_DOTTED: Final = 0.5  # an answer to an item, printed seldom
_OWN: Final = 1.15  # what a reading gains whose answer the sentence of the number says
_BORROWED: Final = 0.8  # what is left to one whose answer only other sentences say
_PRINTED: Final = 1.1  # what a reading gains that some document prints
_SHOWN: Final = 6  # pieces of evidence kept
_WHOLE: Final = Reach(1.0, 1.0)
_LEAST: Final = 0.15  # of the best reading, below which one is not looked at further


@dataclass(frozen=True, slots=True)
class Met:
    """A phrase found in a passage: its words as they stand, its characters, and what it speaks for."""

    formes: tuple[str, ...]
    start: int
    end: int
    voix: tuple[Voice, ...]
    clair: bool = True  # somebody declared it, for one of those at least


class Evidence:
    """What speaks for an indicator.

    Attributes:
        indicateur: form of a word -> points and the words as they stand.
        categories: answer -> its phrases: points, words, whether the sentence of the number has them, and says them.
        dites: the sentence of the number says an answer.
        ailleurs: what other sentences say of it, which is left where it is.
        ici: the sentence of the number says something of it.
        base, reponse: the points of the indicator, and of its best phrase for an answer, once all is here.
    """

    __slots__ = ("ailleurs", "base", "categories", "dites", "ici", "indicateur", "reponse")

    def __init__(self) -> None:
        """Begin with nothing that speaks for it."""
        self.indicateur: dict[str, tuple[float, str]] = {}
        self.categories: dict[str, list[tuple[float, str, bool, bool]]] = {}
        self.dites = self.ici = False
        self.ailleurs: Evidence | None = None
        self.base = self.reponse = 0.0

    def phrases(self, category: str) -> list[tuple[float, str, bool, bool]]:
        """Return the phrases of an answer, here and elsewhere."""
        here = self.categories.get(category, [])
        return here + self.ailleurs.categories.get(category, []) if self.ailleurs else here

    @property
    def words(self) -> list[tuple[float, str]]:
        """The words of the indicator with their points, a form once, here and elsewhere."""
        heard = dict(self.ailleurs.indicateur) if self.ailleurs else {}
        for shape, said in self.indicateur.items():
            if shape not in heard or said[0] >= heard[shape][0]:
                heard[shape] = said
        return list(heard.values())

    def add_up(self) -> None:
        """Add up the points, once all that speaks for the indicator is here."""
        here = [phrase[0] for phrases in self.categories.values() for phrase in phrases] or [0.0]
        if self.ailleurs is None:
            self.base = sum([points for points, _ in self.indicateur.values()])
            self.reponse = max(here)
            return
        base, heard = self.ailleurs.base, self.ailleurs.indicateur
        for shape, (points, _) in self.indicateur.items():
            known = heard.get(shape)
            base += points if known is None else max(0.0, points - known[0])
        self.base, self.reponse = base, max([self.ailleurs.reponse, *here])


@dataclass(slots=True)  # made by the thousand, and never changed: frozen ones take five times as long to make
class Scored:
    """One reading of a number: indicator, answer, and the points of each.

    ``propre`` tells that the sentence of the number says the answer, and of no other number of it.
    """

    indicateur: str
    categorie: str
    total: float
    points_indicateur: float
    points_categorie: float
    propre: bool = False
    preuves: Evidence | None = field(default=None, compare=False, repr=False)

    @property
    def mots(self) -> tuple[str, ...]:
        """The words that say so, as they stand, those that tell most first."""
        if self.preuves is None:
            return ()
        answers = sorted(self.preuves.phrases(self.categorie), reverse=True)[:2]
        words = sorted(self.preuves.words, reverse=True)[:_SHOWN]
        return tuple(dict.fromkeys([a[1] for a in answers] + [w for _, w in words]))

    def weighing(self, total: float) -> "Scored":
        """The same reading with another total."""
        return Scored(
            self.indicateur, self.categorie, total, self.points_indicateur, self.points_categorie, self.propre,
            self.preuves,
        )  # fmt: skip

    def scaled(self, factor: float) -> "Scored":
        """The same reading, its total and the points of its indicator times a factor."""
        total, points = self.total * factor, self.points_indicateur * factor
        return Scored(
            self.indicateur, self.categorie, total, points, self.points_categorie, self.propre, self.preuves
        )


Spoken = Mapping[str, Evidence]
_Reading = tuple[float, str, str, float, bool, Evidence]  # one that most often is not kept: see ``_readings``


@dataclass
class Sentence:
    """The phrases of one sentence, and what they speak for to the numbers of others."""

    passage: Passage
    mots: list[Met] = field(default_factory=list)

    @cached_property
    def dits(self) -> Spoken:
        """What its phrases speak for."""
        return spoken_in(self.mots, self.passage)

    @cached_property
    def clairs(self) -> Spoken:
        """What those that somebody declared speak for."""
        return spoken_in([m for m in self.mots if m.clair], self.passage)


def met_in(passage: Passage, lexicon: Lexicon, numbers: Sequence[Found] = ()) -> list[Met]:
    """Return the phrases of the lexicon in a passage, the longest first; none goes over a number."""
    words = passage.mots
    found = []
    for phrase, ranks in lexicon.index.found(words):
        start, end = words[ranks[0]].start, words[ranks[-1]].end
        if any(start < n.start and n.end < end for n in numbers):
            continue
        found.append(Met(tuple(words[r].form for r in ranks), start, end, tuple(lexicon.voices[phrase])))
    found.sort(key=lambda m: (m.start - m.end, m.start))
    return _distinct(found)


def _distinct(found: list[Met]) -> list[Met]:
    """Leave out of each phrase the answers that a longer phrase over it says otherwise: « pas du tout impliquée ».

    The longer is the one of whose own words there is more: « totalement ou partiellement » and not
    « totalement … conformes ».
    """
    sized = sorted(((sum(map(len, m.formes)), m) for m in found), key=lambda pair: -pair[0])
    held: dict[str, list[tuple[int, int, str, int]]] = defaultdict(list)
    said: dict[int, Met] = {}
    for size, one in sized:
        voices = []
        for voice in one.voix:
            if voice.categorie:
                if any(
                    s < one.end and one.start < e and c != voice.categorie and longer > size
                    for s, e, c, longer in held[voice.indicateur]
                ):
                    continue
                if voice.clair:
                    held[voice.indicateur].append((one.start, one.end, voice.categorie, size))
            voices.append(voice)
        if voices:
            clear = any(v.clair for v in voices)
            said[id(one)] = Met(one.formes, one.start, one.end, tuple(voices), clear)
    return [said[id(one)] for one in found if id(one) in said]


def spoken_in(met: Sequence[Met], passage: Passage) -> Spoken:
    """Return what the phrases of a passage speak for, at full reach: for the numbers of other passages."""
    found: dict[str, Evidence] = defaultdict(Evidence)
    for one in met:
        _count(found, one, _WHOLE, passage, own=False)
    return found


def sentences_of(met: Sequence[Met], passage: Passage) -> list[Sentence]:
    """Return the phrases of a passage by sentence."""
    found = [Sentence(passage) for _ in passage.phrases]
    for one in met:
        found[passage.sentence(one.start)].mots.append(one)
    return found


class Heard:
    """What other sentences and passages say to the numbers of one sentence: put together once, for all of them."""

    def __init__(self, lexicon: Lexicon, *parts: tuple[Spoken, Reach]) -> None:
        """Put together what others speak for, each part at its reach.

        Args:
            lexicon: what is known of indicators.
            parts: those others, in order.
        """
        self._lexicon = lexicon
        self.evidence: dict[str, Evidence] = defaultdict(Evidence)
        for spoken, reach in parts:
            _merge(self.evidence, spoken, reach)
        for one in self.evidence.values():
            one.add_up()
        self._readings: dict[str, list[_Reading]] = {}
        self._bounds: dict[bool, list[tuple[float, str]]] = {}

    def bounds(self, *, counted: bool) -> list[tuple[float, str]]:
        """Return the indicators that these words alone may make a number of, with the most it can be, best first."""
        known = self._bounds.get(counted)
        if known is None:
            found = [
                (_bound(e), n) for n, e in self.evidence.items() if _may_be(n, e, self._lexicon, counted)
            ]
            known = self._bounds[counted] = sorted(found, key=lambda pair: -pair[0])
        return known

    def readings(self, name: str) -> list[_Reading]:
        """Return the readings of an indicator of which the sentence itself says nothing."""
        known = self._readings.get(name)
        if known is None:
            known = self._readings[name] = list(_readings(name, self.evidence[name], self._lexicon))
        return known


def scored(around: Around, own: Sequence[Sentence], heard: Heard, lexicon: Lexicon) -> list[Scored]:
    """Return the readings of a number: counts of indicators that count, shares of the others.

    Args:
        around: the reach of the places around the number.
        own: the sentences of its own.
        heard: what the others say.
        lexicon: what is known of indicators.
    """
    evidence: dict[str, Evidence] = defaultdict(Evidence)
    for sentence in own:
        passage = sentence.passage
        for one in sentence.mots:
            _count(evidence, one, around.reach(passage.rang, one.start, one.end), passage, own=True)
    for name, one_of in evidence.items():
        one_of.ailleurs, one_of.ici = heard.evidence.get(name), True
        one_of.add_up()
    counted = around.site.found.genre == EFFECTIF
    bounds = [(_bound(e), n) for n, e in evidence.items() if _may_be(n, e, lexicon, counted)]
    found: list[_Reading] = []
    best = 0.0
    for bound, name in sorted(bounds, key=lambda pair: -pair[0]):
        if bound < _LEAST * best:
            break  # neither it nor those after it can be kept
        mine = list(_readings(name, evidence[name], lexicon))
        best = max([best, *[r[0] for r in mine]])
        found += mine
    for bound, name in heard.bounds(counted=counted):
        if bound < _LEAST * best:
            break
        if name not in evidence:
            theirs = heard.readings(name)
            best = max([best, *[r[0] for r in theirs]])
            found += theirs
    return [
        Scored(name, category, total, of_all.base, points, own, of_all)
        for total, name, category, points, own, of_all in found
        if total >= _LEAST * best
    ]


def _may_be(name: str, evidence: Evidence, lexicon: Lexicon, counted: bool) -> bool:
    """Tell whether a number may be of an indicator: of an answer of it, and counted where it counts."""
    measure = lexicon.mesures[name]
    elsewhere = evidence.ailleurs is not None and evidence.ailleurs.categories
    answered = evidence.categories or elsewhere or name in lexicon.defauts
    return bool(answered) and measure != "compose" and (measure == "effectif") == counted


def _bound(evidence: Evidence) -> float:
    """Return what no reading of an indicator can exceed."""
    answer = (1 + 3 * _OTHERS) * evidence.reponse + _UNSAID
    return (evidence.base + _ANSWER * answer) * _OWN * _PRINTED


def _count(evidence: dict[str, Evidence], one: Met, reach: Reach, passage: Passage, *, own: bool) -> None:
    words = passage.texte[one.start : one.end]
    said, far, near = own and reach.dit, reach.indicateur, reach.categorie
    for voice in one.voix:
        mine = evidence[voice.indicateur]
        if voice.categorie:
            if said and voice.clair:
                mine.dites = True
            phrase = (voice.poids[0] * near, words, own, said)
            if (phrases := mine.categories.get(voice.categorie)) is None:
                mine.categories[voice.categorie] = [phrase]
            else:
                phrases.append(phrase)
            continue
        spoken = mine.indicateur
        for shape, weight in zip(one.formes, voice.poids, strict=True):
            known = spoken.get(shape)
            if known is None or weight * far > known[0]:
                spoken[shape] = (weight * far, words)


def _merge(evidence: dict[str, Evidence], spoken: Spoken, reach: Reach) -> None:
    far, near = reach.indicateur, reach.categorie
    for name, other in spoken.items():
        mine = evidence[name]
        heard = mine.indicateur
        for shape, (points, words) in other.indicateur.items():
            known = heard.get(shape)
            if known is None or points * far > known[0]:
                heard[shape] = (points * far, words)
        for category, phrases in other.categories.items():
            theirs = [(p * near, w, False, False) for p, w, _, _ in phrases]
            if (known_phrases := mine.categories.get(category)) is None:
                mine.categories[category] = theirs
            else:
                known_phrases += theirs


def _readings(name: str, evidence: Evidence, lexicon: Lexicon) -> Iterator[_Reading]:
    """Yield for each answer the total, the indicator, the answer, its points, whether the sentence says it, and why."""
    default, base = lexicon.defauts.get(name, ""), evidence.base
    here, heard = evidence.categories, evidence.ailleurs.categories if evidence.ailleurs else {}
    answers = here.keys() | heard.keys() if heard else set(here)
    if default:
        answers.add(default)
    for category in answers:
        phrases = here.get(category)
        if theirs := heard.get(category):
            phrases = phrases + theirs if phrases else theirs
        points, own = _answer(phrases, evidence.dites) if phrases else (0.0, False)
        # What is meant goes without saying.
        meant = _UNSAID if category == default and not evidence.dites else 0.0
        total = (base + _ANSWER * (points + meant)) * (_DOTTED if "." in category else 1)
        total *= _OWN if own else 1 if category == default else _BORROWED
        total *= _PRINTED if (name, category) in lexicon.printed else 1
        yield total, name, category, points, own, evidence


def _answer(phrases: Sequence[tuple[float, str, bool, bool]], said: bool) -> tuple[float, bool]:
    """Return the points of an answer, its best phrase and a part of three more, and whether the sentence says it."""
    if len(phrases) == 1:
        points, _, own, says = phrases[0]
        return points if own or not said else points * _OUTSIDE, says
    weighed = sorted(
        ((p if own or not said else p * _OUTSIDE, says) for p, _, own, says in phrases), reverse=True
    )
    return weighed[0][0] + _OTHERS * sum(p for p, _ in weighed[1:4]), weighed[0][1]
