"""Sub-questions and answers of two questions side by side.

Pure functions on codes and wordings; which questions to compare is ``matching``'s.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from barometre_pipeline.editions.pairing_wording import covers, distinct_words, plain, similarity, within
from barometre_pipeline.sources.limesurvey.model import Question

OTHER_ANSWER = "-oth-"
OTHER_ROW = "other"
_SAME_CODE = 0.25  # what an equal code adds to wordings that already resemble
_RESEMBLE = 0.30  # under this, an equal code adds nothing
_BY_POSITION = 0.30  # confidence of a pair that only its place suggests
_PROPOSED = 0.35
# Answers that any question may have, and that therefore say nothing of which question it is.
_GENERIC = frozenset({"oui", "non", "ne sait pas", "je ne sais pas", "nsp", "autre", "incertain"})


class State(StrEnum):
    """What became of something from one edition to the next, in the words of the report."""

    IDENTICAL = "identique"
    REWORDED = "reformulé"
    SPLIT = "scindé"
    MERGED = "fusionné"
    NEW = "nouveau"
    GONE = "disparu"
    DOUBTFUL = "à confirmer"


@dataclass(frozen=True)
class Item:
    """A sub-question or an answer: what the comparison needs of it."""

    code: str
    text: str
    scale: int = 0


@dataclass(frozen=True)
class ItemPair:
    """What became of sub-questions or answers; one each side, but for splits and merges."""

    state: State
    before: tuple[Item, ...]
    after: tuple[Item, ...]
    confidence: float

    @property
    def taken(self) -> bool:
        """Whether the mapping may be used without a person's word."""
        return self.state in (State.IDENTICAL, State.REWORDED, State.SPLIT, State.MERGED)

    @property
    def recoded(self) -> bool:
        """Whether it is the same thing under another code."""
        return self.state in (State.IDENTICAL, State.REWORDED) and self.before[0].code != self.after[0].code


def rows_of(question: Question) -> tuple[Item, ...]:
    """Return the sub-questions, with the "other" box where there is one."""
    rows = tuple(Item(s.code, s.text, s.scale) for s in question.sub_questions)
    return (*rows, Item(OTHER_ROW, question.other_text)) if question.other and question.type in "MP" else rows


def answers_of(question: Question) -> tuple[Item, ...]:
    """Return the answers, with "other" where it may be chosen."""
    answers = tuple(Item(a.code, a.text, a.scale) for a in question.answers)
    with_other = question.other and question.type in "L!"
    return (*answers, Item(OTHER_ANSWER, question.other_text)) if with_other else answers


def shared(matches: Sequence[ItemPair]) -> float:
    """Return how much of two lists is taken as equal (0 to 1), less where few or generic items say so."""
    items = [i for m in matches for i in (*m.before, *m.after)]
    if not items:
        return 0.0
    same = [i for m in matches if m.taken for i in (*m.before, *m.after)]
    telling = {plain(i.text) for m in matches if m.taken for i in m.after} - _GENERIC
    telling = {t for t in telling if not t.isdecimal()}
    return len(same) / len(items) * min(1.0, len(telling) / 4)


def misleading_codes(matches: Sequence[ItemPair]) -> tuple[tuple[Item, Item], ...]:
    """Return (before, after) for each code that both lists use without meaning the same."""
    before = {(i.scale, i.code): i for m in matches for i in m.before}
    after = {(i.scale, i.code): i for m in matches for i in m.after}
    together = {
        ((o.scale, o.code), (n.scale, n.code))
        for m in matches
        if m.state in (State.IDENTICAL, State.REWORDED, State.DOUBTFUL)
        for o in m.before
        for n in m.after
    }
    return tuple((before[k], after[k]) for k in before if k in after and (k, k) not in together)


def pair_items(before: Sequence[Item], after: Sequence[Item], threshold: float) -> tuple[ItemPair, ...]:
    """Compare two lists, scale by scale, in the order of the second, what is gone at the end.

    One wording twice the same; then splits and merges; then resemblance, surest first; what is left is
    proposed by position between two certain neighbours, or because one alone is left on each side, for a
    person to confirm; the rest is new or gone.
    """
    found: list[ItemPair] = []
    for scale in sorted({i.scale for i in (*before, *after)}):
        olds = [i for i in before if i.scale == scale]
        news = [i for i in after if i.scale == scale]
        found += _ListPairer(olds, news, threshold).run()
    place = {item: rank for rank, item in enumerate(after)}
    gone = {item: rank for rank, item in enumerate(before, start=len(after))}
    return tuple(sorted(found, key=lambda m: place[m.after[0]] if m.after else gone[m.before[0]]))


class _ListPairer:
    def __init__(self, olds: list[Item], news: list[Item], threshold: float) -> None:
        self.olds, self.news, self.threshold = olds, news, threshold
        self.left_old, self.left_new = list(olds), list(news)
        self.found: list[ItemPair] = []

    def run(self) -> list[ItemPair]:
        self._same_wording()
        self._splits()
        self._resemblance(self.threshold, State.REWORDED)
        self._resemblance(_PROPOSED, State.DOUBTFUL)
        self._by_position()
        self._alone()
        self.found += [ItemPair(State.NEW, (), (n,), 1.0) for n in self.left_new]
        self.found += [ItemPair(State.GONE, (o,), (), 1.0) for o in self.left_old]
        return self.found

    def _take(self, state: State, before: Sequence[Item], after: Sequence[Item], confidence: float) -> None:
        self.found.append(ItemPair(state, tuple(before), tuple(after), round(confidence, 3)))
        self.left_old = [i for i in self.left_old if i not in before]
        self.left_new = [i for i in self.left_new if i not in after]

    def _same_wording(self) -> None:
        for same_code in (True, False):
            for old in list(self.left_old):
                twins = [n for n in self.left_new if plain(n.text) == plain(old.text)]
                rivals = [o for o in self.left_old if plain(o.text) == plain(old.text)]
                chosen = [n for n in twins if n.code == old.code] if same_code else twins
                if len(chosen) == 1 and (same_code or len(rivals) == 1):
                    self._take(State.IDENTICAL, (old,), chosen, 1.0)

    def _splits(self) -> None:
        for old in list(self.left_old):
            parts = [n for n in self.left_new if within(n.text, old.text)]
            if covers(old.text, [n.text for n in parts]):
                self._take(State.SPLIT, (old,), parts, 0.9)
        for new in list(self.left_new):
            parts = [o for o in self.left_old if within(o.text, new.text)]
            if covers(new.text, [o.text for o in parts]):
                self._take(State.MERGED, parts, (new,), 0.9)

    def _resemblance(self, least: float, state: State) -> None:
        scored = [(_confidence(o, n), o, n) for o in self.left_old for n in self.left_new]
        rank_old = {o: i for i, o in enumerate(self.olds)}
        rank_new = {n: i for i, n in enumerate(self.news)}
        scored.sort(key=lambda s: (-s[0], rank_old[s[1]], rank_new[s[2]]))
        for confidence, old, new in scored:
            if confidence >= least and old in self.left_old and new in self.left_new:
                self._take(state, (old,), (new,), confidence)

    def _by_position(self) -> None:
        """Pair, in order, equally many left-overs lying between the same two neighbours already paired."""
        partner = {o: m.after[0] for m in self.found for o in m.before}
        gap_old: dict[Item | None, list[Item]] = {}
        gap_new: dict[Item | None, list[Item]] = {}
        anchor: Item | None = None
        for old in self.olds:
            if old in self.left_old:
                gap_old.setdefault(anchor, []).append(old)
            else:
                anchor = partner[old]
        anchors = set(partner.values())
        anchor = None
        for new in self.news:
            if new in self.left_new:
                gap_new.setdefault(anchor, []).append(new)
            elif new in anchors:
                anchor = new
        for key, olds in gap_old.items():
            news = gap_new.get(key, [])
            if len(news) == len(olds):
                for old, new in zip(olds, news, strict=True):
                    self._take(State.DOUBTFUL, (old,), (new,), _BY_POSITION)

    def _alone(self) -> None:
        """Pair the only one left on each side of lists that have others in common."""
        if len(self.left_old) == len(self.left_new) == 1 and self.found:
            self._take(State.DOUBTFUL, self.left_old, self.left_new, _BY_POSITION)


def _confidence(old: Item, new: Item) -> float:
    wording = similarity(old.text, new.text)
    if not distinct_words(old.text) or not distinct_words(new.text):
        return 0.0
    support = _SAME_CODE if old.code == new.code and wording >= _RESEMBLE else 0.0
    return 1 - (1 - min(wording, 0.97)) * (1 - support)
