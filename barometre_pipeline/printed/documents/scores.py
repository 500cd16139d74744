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
_LEAST: Final = 0.15  # of the best reading, below which one is not looked at further


@dataclass(frozen=True, slots=True)
class Met:
    """A phrase found in a passage: its words as they stand, its characters, and what it speaks for."""

    formes: tuple[str, ...]
    start: int
    end: int
    voix: tuple[Voice, ...]
    clair: bool = True  # somebody declared it, for one of those at least


@dataclass
class Evidence:
    """What speaks for an indicator.

    Attributes:
        indicateur: form of a word -> points and the words as they stand.
        categories: answer -> its phrases: points, words, whether the sentence of the number has them, and says them.
        dites: the sentence of the number says an answer.
    """

    indicateur: dict[str, tuple[float, str]] = field(default_factory=dict)
    categories: dict[str, list[tuple[float, str, bool, bool]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    dites: bool = False


@dataclass(frozen=True, slots=True)
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
        answers = sorted(self.preuves.categories.get(self.categorie, ()), reverse=True)[:2]
        words = sorted(self.preuves.indicateur.values(), reverse=True)[:_SHOWN]
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
    """Leave out of each phrase the answers that a longer phrase over it says otherwise: « pas du tout impliquée »."""
    held: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    kept = []
    for one in found:
        voices = []
        for voice in one.voix:
            if voice.categorie:
                if any(
                    s < one.end and one.start < e and c != voice.categorie and e - s > one.end - one.start
                    for s, e, c in held[voice.indicateur]
                ):
                    continue
                if voice.clair:
                    held[voice.indicateur].append((one.start, one.end, voice.categorie))
            voices.append(voice)
        if voices:
            clear = any(v.clair for v in voices)
            kept.append(Met(one.formes, one.start, one.end, tuple(voices), clear))
    return kept


def spoken_in(met: Sequence[Met], passage: Passage) -> Spoken:
    """Return what the phrases of a passage speak for, at full reach: for the numbers of other passages."""
    found: dict[str, Evidence] = defaultdict(Evidence)
    for one in met:
        _count(found, one, Reach(1.0, 1.0), passage, own=False)
    return found


def sentences_of(met: Sequence[Met], passage: Passage) -> list[Sentence]:
    """Return the phrases of a passage by sentence."""
    found = [Sentence(passage) for _ in passage.phrases]
    for one in met:
        found[passage.sentence(one.start)].mots.append(one)
    return found


def scored(
    around: Around, met: Sequence[Sentence], spoken: Sequence[Spoken], passage: Passage, lexicon: Lexicon
) -> list[Scored]:
    """Return the readings of a number, best first: counts of indicators that count, shares of the others.

    Args:
        around: the reach of the places around the number.
        met: the sentences of its passage.
        spoken: for each passage of the document, what it speaks for.
        passage: that of the number.
        lexicon: what is known of indicators.
    """
    evidence: dict[str, Evidence] = defaultdict(Evidence)
    for rank, sentence in enumerate(met):
        start = passage.phrases[rank][0]
        if around.own(passage.rang, start):
            for one in sentence.mots:
                _count(evidence, one, around.reach(passage.rang, one.start, one.end), passage, own=True)
        elif sentence.mots:  # of a word of a label, several sentences away, nothing is heard
            said = sentence.clairs if around.far(start) else sentence.dits
            _merge(evidence, said, around.reach(passage.rang, start, start))
    for rank in around.passages:
        if rank != passage.rang:
            _merge(evidence, spoken[rank], around.reach(rank, 0, 0))
    counted = around.site.found.genre == EFFECTIF
    answered = {
        name: e
        for name, e in evidence.items()
        if (e.categories or name in lexicon.defauts)
        and lexicon.mesures[name] != "compose"
        and (lexicon.mesures[name] == "effectif") == counted
    }
    bases = {name: sum([points for points, _ in e.indicateur.values()]) for name, e in answered.items()}
    bounds = {name: _bound(bases[name], found) for name, found in answered.items()}
    readings: list[tuple[float, str, str, float, bool]] = []
    best = 0.0
    for name in sorted(bounds, key=bounds.__getitem__, reverse=True):
        if bounds[name] < _LEAST * best:
            break  # neither it nor those after it can be kept
        mine = list(_readings(name, bases[name], evidence[name], lexicon))
        best = max([best, *(r[0] for r in mine)])
        readings += mine
    kept = [
        Scored(name, category, total, bases[name], points, own, evidence[name])
        for total, name, category, points, own in readings
        if total >= _LEAST * best
    ]
    return sorted(kept, key=lambda r: (-r.total, r.indicateur, r.categorie))


def _bound(base: float, evidence: Evidence) -> float:
    """Return what no reading of an indicator can exceed."""
    answer = max([phrase[0] for phrases in evidence.categories.values() for phrase in phrases], default=0.0)
    return (base + _ANSWER * ((1 + 3 * _OTHERS) * answer + _UNSAID)) * _OWN * _PRINTED


def _count(evidence: dict[str, Evidence], one: Met, reach: Reach, passage: Passage, *, own: bool) -> None:
    words = passage.texte[one.start : one.end]
    said, far, near = own and reach.dit, reach.indicateur, reach.categorie
    for voice in one.voix:
        mine = evidence[voice.indicateur]
        if voice.categorie:
            if said and voice.clair:
                mine.dites = True
            mine.categories[voice.categorie].append((voice.poids[0] * near, words, own, said))
            continue
        spoken = mine.indicateur
        for shape, weight in zip(one.formes, voice.poids, strict=True):
            known = spoken.get(shape)
            if known is None or weight * far > known[0]:
                spoken[shape] = (weight * far, words)


def _merge(evidence: dict[str, Evidence], spoken: Spoken, reach: Reach) -> None:
    for name, other in spoken.items():
        mine = evidence[name]
        heard = mine.indicateur
        for shape, (points, words) in other.indicateur.items():
            scaled, known = points * reach.indicateur, heard.get(shape)
            if known is None or scaled > known[0]:
                heard[shape] = (scaled, words)
        for category, phrases in other.categories.items():
            mine.categories[category] += [(p * reach.categorie, w, False, False) for p, w, _, _ in phrases]


def _readings(
    name: str, base: float, evidence: Evidence, lexicon: Lexicon
) -> Iterator[tuple[float, str, str, float, bool]]:
    """Yield for each answer the total, the indicator, the answer, its points, and whether the sentence says it."""
    default = lexicon.defauts.get(name, "")
    for category in {*evidence.categories, default} - {""}:
        points, own = _answer(evidence.categories.get(category, ()), evidence.dites)
        # What is meant goes without saying.
        meant = _UNSAID if category == default and not evidence.dites else 0.0
        total = (base + _ANSWER * (points + meant)) * (_DOTTED if "." in category else 1)
        total *= _OWN if own else 1 if category == default else _BORROWED
        total *= _PRINTED if (name, category) in lexicon.printed else 1
        yield total, name, category, points, own


def _answer(phrases: Sequence[tuple[float, str, bool, bool]], said: bool) -> tuple[float, bool]:
    """Return the points of an answer, its best phrase and a part of three more, and whether the sentence says it."""
    if not phrases:
        return 0.0, False
    if len(phrases) == 1:
        points, _, own, says = phrases[0]
        return points if own or not said else points * _OUTSIDE, says
    weighed = sorted(
        ((p if own or not said else p * _OUTSIDE, says) for p, _, own, says in phrases), reverse=True
    )
    return weighed[0][0] + _OTHERS * sum(p for p, _ in weighed[1:4]), weighed[0][1]
