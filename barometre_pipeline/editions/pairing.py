"""Two questionnaires side by side: which question, sub-question and answer of one is which of the other.

Pure functions on ``Questionnaire``; what is written for a person goes to ``matching_report``, the YAML to
``draft``. A code is never a reason to match by itself: it may only support a wording, answers or a condition.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from barometre_pipeline.editions.pairing_items import (
    Item,
    ItemPair,
    State,
    answers_of,
    pair_items,
    rows_of,
    shared,
)
from barometre_pipeline.editions.pairing_wording import Weight, covers, plain, rarity, similarity, within
from barometre_pipeline.sources.limesurvey.model import Question, Questionnaire

THRESHOLD = 0.70  # below this confidence nothing is taken as equal
_MENTIONED = 0.40  # below this a resemblance is not worth a person's time
_PROPOSED = 0.30  # confidence of a pair that only its answers, or its place, suggest
_FAMILIES = {
    "texte": "STUQ;",
    "choix unique": "L!YG5OI",
    "choix multiple": "MP",
    "tableau": "FHABCE1:",
    "classement": "R",
    "nombre": "NK",
    "date": "D",
    "fichier": "|",
    "calcul": "*",
    "affichage": "X",
}
_FAMILY = {letter: name for name, letters in _FAMILIES.items() for letter in letters}
_RELATED = {frozenset({"choix unique", "choix multiple"}), frozenset({"tableau", "choix multiple"})}
_RARE = frozenset({"date", "fichier", "classement"})
_CODE = re.compile(r"\b([A-Za-z][A-Za-z0-9]*)(?:_\w+)?(?:\.\w+)?")


class PairingReason(StrEnum):
    """Why two questions are held to be the same, in the words of the report."""

    WORDING = "libellé"
    CODE = "code"
    ITEMS = "réponses et sous-questions"
    CONDITION = "condition"
    NEIGHBOUR = "voisine"
    ONLY_ONE = "seule de son genre"


_STRENGTH = {
    PairingReason.WORDING: 0.90,
    PairingReason.CODE: 0.30,
    PairingReason.ITEMS: 0.80,
    PairingReason.CONDITION: 0.50,
    PairingReason.NEIGHBOUR: 0.15,
    PairingReason.ONLY_ONE: 0.30,
}
_DECISIVE = (PairingReason.WORDING, PairingReason.ITEMS, PairingReason.CONDITION)


@dataclass(frozen=True)
class QuestionPair:
    """What became of a question.

    Attributes:
        state: identical (the same words, whatever the codes and the order of answers), reworded (other words, other
            answers or another form), split, merged, new, gone, or to be confirmed.
        before, after: the questions concerned (one each, but for splits and merges).
        confidence: 0 to 1; at least the threshold unless to be confirmed.
        evidence: what speaks for it, each with its share (0 to 1).
        rows, answers: what became of the sub-questions and answers.
    """

    state: State
    before: tuple[Question, ...]
    after: tuple[Question, ...]
    confidence: float
    evidence: dict[PairingReason, float] = field(default_factory=dict)
    rows: tuple[ItemPair, ...] = ()
    answers: tuple[ItemPair, ...] = ()

    @property
    def equal(self) -> bool:
        """Whether the two questions are taken as the same."""
        return self.state in (State.IDENTICAL, State.REWORDED)

    @property
    def resembles(self) -> bool:
        """Whether its words, or those of its answers, speak for it, and not only its form or its place."""
        return self.confidence >= _MENTIONED

    @property
    def recoded(self) -> bool:
        """Whether the question is the same under another code."""
        return self.equal and self.before[0].code != self.after[0].code

    @property
    def other_codes(self) -> bool:
        """Whether the question, one of its answers or one of its lines is the same under another code."""
        return self.recoded or (self.equal and any(i.recoded for i in self.items))

    @property
    def reordered(self) -> bool:
        """Whether the answers or lines that both have follow each other in another order."""
        if not self.equal:
            return False
        old = self.before[0]
        sides = ((rows_of(old), self.rows), (answers_of(old), self.answers))
        return any(_reordered(before, pairs) for before, pairs in sides)

    @property
    def retyped(self) -> bool:
        """Whether the question is the same, asked in another form."""
        return self.equal and self.before[0].type != self.after[0].type

    @property
    def same_words(self) -> bool:
        """Whether people were asked the same in the same words, whatever the codes and the order of answers."""
        return (
            self.equal
            and not self.retyped
            and plain(self.before[0].text) == plain(self.after[0].text)
            and all(m.state is State.IDENTICAL for m in self.items)
        )

    @property
    def items(self) -> tuple[ItemPair, ...]:
        """Sub-questions, then answers."""
        return (*self.rows, *self.answers)


@dataclass(frozen=True)
class Pairing:
    """The whole comparison, in the order of the new questionnaire, what is gone at the end."""

    before: Questionnaire
    after: Questionnaire
    threshold: float
    questions: tuple[QuestionPair, ...]

    def misleading_questions(self) -> tuple[str, ...]:
        """Codes that both editions use for questions that are not the same."""
        equal = {(m.before[0].code, m.after[0].code) for m in self.questions if m.equal}
        return tuple(c for c in self.before.by_code if c in self.after.by_code and (c, c) not in equal)


def pair_questionnaires(before: Questionnaire, after: Questionnaire, threshold: float = THRESHOLD) -> Pairing:
    """Compare two questionnaires.

    Args:
        before: the previous edition.
        after: the new one.
        threshold: confidence from which two things are taken as equal, 0 to 1.
    """
    matcher = _Pairer(before, after, threshold)
    # Conditions and neighbours speak in terms of questions already matched: hence the second round.
    pairs = matcher.assign({})
    pairs = matcher.assign(pairs)
    matches = [matcher.equal(o, n) for o, n in pairs.items()]
    olds = [q for q in before.questions if q.code not in pairs]
    news = [q for q in after.questions if q.code not in pairs.values()]
    matches += matcher.splits(olds, news)
    matches += matcher.doubtful(_left(olds, matches), _left(news, matches), pairs)
    matches += [QuestionPair(State.NEW, (), (q,), 1.0) for q in _left(news, matches)]
    matches += [QuestionPair(State.GONE, (q,), (), 1.0) for q in _left(olds, matches)]
    matches.sort(key=lambda m: (not m.after, (m.after or m.before)[0].order))
    return Pairing(before, after, threshold, tuple(matches))


def _left(questions: Iterable[Question], matches: Iterable[QuestionPair]) -> list[Question]:
    used = {id(q) for m in matches for q in (*m.before, *m.after)}
    return [q for q in questions if id(q) not in used]


class _Pairer:
    def __init__(self, before: Questionnaire, after: Questionnaire, threshold: float) -> None:
        self.before, self.after, self.threshold = before, after, threshold
        texts = [q.text for q in (*before.questions, *after.questions)]
        self.weight: Weight = rarity(texts)
        self.items: dict[tuple[str, str], tuple[tuple[ItemPair, ...], tuple[ItemPair, ...]]] = {}
        self.repeats = {
            text: max(sum(plain(q.text) == text for q in side.questions) for side in (before, after))
            for text in map(plain, texts)
        }
        self.known: dict[str, str] = {}
        self.base = {
            (o.code, n.code): self._evidence(o, n) for o in before.questions for n in after.questions
        }

    def assign(self, known: dict[str, str]) -> dict[str, str]:
        """Return old code -> new code: the surest pair first, each question once."""
        scored = sorted(
            ((self.confidence(o, n, known), o.order, n.order, o.code, n.code) for o, n in self._pairs()),
            key=lambda s: (-s[0], s[1], s[2]),
        )
        pairs: dict[str, str] = {}
        taken: set[str] = set()
        for confidence, _, _, old, new in scored:
            if confidence >= self.threshold and old not in pairs and new not in taken:
                pairs[old] = new
                taken.add(new)
        self.known = pairs
        return pairs

    def _pairs(self) -> list[tuple[Question, Question]]:
        return [(o, n) for o in self.before.questions for n in self.after.questions]

    def confidence(self, old: Question, new: Question, known: dict[str, str]) -> float:
        """Join independent witnesses: 1 - Π(1 - share × strength), less if the form differs."""
        evidence = self.evidence(old, new, known)
        if not any(evidence.get(kind, 0) > 0.2 for kind in _DECISIVE):
            return 0.0
        doubt = 1.0
        for kind, share in evidence.items():
            doubt *= 1 - share * _STRENGTH[kind]
        return round((1 - doubt) * _form_factor(old, new), 3)

    def evidence(self, old: Question, new: Question, known: dict[str, str]) -> dict[PairingReason, float]:
        """Return all that speaks for a pair, given the pairs already known."""
        evidence = dict(self.base[old.code, new.code])
        if known:
            mine = {known.get(c, "") for c in _mentioned(old, self.before)}
            if mine and mine == _mentioned(new, self.after):
                evidence[PairingReason.CONDITION] = 1.0
            previous_old, previous_new = _previous(old, self.before), _previous(new, self.after)
            if previous_old and previous_new and known.get(previous_old) == previous_new:
                evidence[PairingReason.NEIGHBOUR] = 1.0
        return evidence

    def _evidence(self, old: Question, new: Question) -> dict[PairingReason, float]:
        evidence: dict[PairingReason, float] = {}
        wording = similarity(old.text, new.text, self.weight)
        repeats = max(self.repeats[plain(old.text)], self.repeats[plain(new.text)])
        evidence[PairingReason.WORDING] = wording / repeats
        if old.code == new.code:
            evidence[PairingReason.CODE] = 1.0
        rows = pair_items(rows_of(old), rows_of(new), self.threshold)
        answers = pair_items(answers_of(old), answers_of(new), self.threshold)
        self.items[old.code, new.code] = rows, answers
        evidence[PairingReason.ITEMS] = max(shared(rows), shared(answers) if not rows else 0.0)
        family = _FAMILY.get(old.type)
        if family in _RARE and family == _FAMILY.get(new.type) and self._alone(family):
            evidence[PairingReason.ONLY_ONE] = 1.0
        return {kind: share for kind, share in evidence.items() if share > 0}

    def _alone(self, family: str) -> bool:
        sides = (self.before.questions, self.after.questions)
        return all(sum(_FAMILY.get(q.type) == family for q in side) == 1 for side in sides)

    def equal(self, old_code: str, new_code: str) -> QuestionPair:
        """Describe a pair taken as equal."""
        old, new = self.before.by_code[old_code], self.after.by_code[new_code]
        rows, answers = self.items[old_code, new_code]
        found = QuestionPair(
            State.REWORDED,
            (old,),
            (new,),
            self.confidence(old, new, self.known),
            self.evidence(old, new, self.known),
            rows,
            answers,
        )
        if not found.same_words:
            return found
        return replace(
            found, state=State.IDENTICAL, confidence=found.confidence if found.other_codes else 1.0
        )

    def splits(self, olds: Sequence[Question], news: Sequence[Question]) -> list[QuestionPair]:
        """Find questions that became several, and several that became one."""
        found = []
        for old in olds:
            parts = [n for n in news if within(n.text, old.text)]
            if covers(old.text, [n.text for n in parts]):
                found.append(
                    QuestionPair(State.SPLIT, (old,), tuple(parts), 0.8, {PairingReason.WORDING: 1.0})
                )
        for new in _left(news, found):
            parts = [o for o in _left(olds, found) if within(o.text, new.text)]
            if covers(new.text, [o.text for o in parts]):
                found.append(
                    QuestionPair(State.MERGED, tuple(parts), (new,), 0.8, {PairingReason.WORDING: 1.0})
                )
        return found

    def doubtful(
        self, olds: Sequence[Question], news: Sequence[Question], known: dict[str, str]
    ) -> list[QuestionPair]:
        """Pair what resembles without reaching the threshold; a person decides."""
        scored = sorted(
            ((self.confidence(o, n, known), o, n) for o in olds for n in news),
            key=lambda s: (-s[0], s[1].order, s[2].order),
        )
        found: list[QuestionPair] = []
        for confidence, old, new in scored:
            if confidence >= _MENTIONED and _left([old], found) and _left([new], found):
                rows, answers = self.items[old.code, new.code]
                evidence = self.evidence(old, new, known)
                found.append(
                    QuestionPair(State.DOUBTFUL, (old,), (new,), confidence, evidence, rows, answers)
                )
        return [*found, *self._otherwise_worded(_left(olds, found), _left(news, found), known)]

    def _otherwise_worded(
        self, olds: Sequence[Question], news: Sequence[Question], known: dict[str, str]
    ) -> list[QuestionPair]:
        """Pair, for a person to confirm, questions in quite other words: same answers, or a text in the same place."""
        pairs = [(o, n) for o in olds for n in news if o.type == n.type and self._answered_alike(o, n, known)]
        return [
            QuestionPair(
                State.DOUBTFUL, (old,), (new,), _PROPOSED, self.evidence(old, new, known),
                *self.items[old.code, new.code],
            )
            for old, new in pairs
            if sum(old is o or new is n for o, n in pairs) == 1  # several could be it: nothing speaks for one
        ]  # fmt: skip

    def _answered_alike(self, old: Question, new: Question, known: dict[str, str]) -> bool:
        sides = [{plain(i.text) for i in (*rows_of(q), *answers_of(q))} for q in (old, new)]
        if any(sides):
            return sides[0] == sides[1]
        before = [_previous(old, self.before), _following(old, self.before)]
        after = [_previous(new, self.after), _following(new, self.after)]
        return [known.get(c) if c else None for c in before] == after


def _reordered(before: Sequence[Item], pairs: Sequence[ItemPair]) -> bool:
    """Tell whether what is paired one to one, in the order of the new list, was in another order in the old one."""
    place = {item: rank for rank, item in enumerate(before)}
    ranks = [(p.after[0].scale, place[p.before[0]]) for p in pairs if len(p.before) == len(p.after) == 1]
    return ranks != sorted(ranks)


def _form_factor(old: Question, new: Question) -> float:
    if old.type == new.type:
        return 1.0
    families = frozenset({_FAMILY.get(old.type, old.type), _FAMILY.get(new.type, new.type)})
    if len(families) == 1:
        return 0.97
    return 0.85 if families in _RELATED else 0.4


def _mentioned(question: Question, questionnaire: Questionnaire) -> set[str]:
    """Codes of the questions that a condition names."""
    return {c for c in _CODE.findall(question.relevance) if c in questionnaire.by_code}


def _following(question: Question, questionnaire: Questionnaire) -> str | None:
    codes = list(questionnaire.by_code)
    place = codes.index(question.code) + 1
    return codes[place] if place < len(codes) else None


def _previous(question: Question, questionnaire: Questionnaire) -> str | None:
    codes = list(questionnaire.by_code)
    place = codes.index(question.code)
    return codes[place - 1] if place else None


__all__ = ["THRESHOLD", "Pairing", "PairingReason", "QuestionPair", "State", "pair_questionnaires"]
