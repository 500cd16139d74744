"""The proposed codebook of a new edition: canonical variable -> its question, answers and items this year.

Composes the common codebook's codes of the previous edition with the comparison of the questionnaires;
writes nothing. A mapping below the threshold is listed apart and not used.
"""

from typing import Any, Final

from barometre_pipeline.catalogue.loader import load_codebook
from barometre_pipeline.catalogue.model import Coding, VariableType
from barometre_pipeline.editions.pairing import Pairing, QuestionPair
from barometre_pipeline.editions.pairing_items import ItemPair, State
from barometre_pipeline.editions.pairing_wording import plain
from barometre_pipeline.french.numbers import percent

PUBLIC: Final = "collectivites"
Codes = dict[str, str | list[str]]


def codebook_of(matching: Pairing, previous: str, edition: str) -> dict[str, Any]:
    """Return the content of ``codebook.yaml``.

    Each entry of ``variables`` has the shape that the common codebook gives to one edition of a variable;
    ``questions`` has the same shape for the questions it does not know, by code of the previous edition.
    """
    equal = {m.before[0].code: m for m in matching.questions if m.equal}
    canonical = [c for _, c in load_codebook().questionnaire(previous, PUBLIC)]
    known = {c.question for c in canonical if c.question in matching.before.by_code}
    variables = {c.variable: canonical_entry(c, equal[c.question]) for c in canonical if c.question in equal}
    become = {q.code: m for m in matching.questions for q in m.before}
    return {
        "edition": edition,
        "edition_precedente": previous,
        "seuil": matching.threshold,
        "variables": variables,
        "questions": {code: plain_entry(match) for code, match in equal.items() if code not in known},
        "nouvelles": [q.code for m in matching.questions if m.state is State.NEW for q in m.after],
        "disparues": [q.code for m in matching.questions if m.state is State.GONE for q in m.before],
        "a_confirmer": [
            *(line for m in matching.questions for line in doubts(m)),
            *(line for c in canonical for line in lost(c, variables.get(c.variable), become.get(c.question))),
        ],
    }


def lost(codes: Coding, entry: dict[str, Any] | None, pair: QuestionPair | None) -> list[str]:
    """Say which canonical names found no code this year: nothing of the common codebook goes in silence.

    What is in doubt is told as a doubt, and a question that is gone is listed under ``disparues``: not a second time.

    Args:
        codes: a variable as the edition before asked it.
        entry: how it is asked now, None where it is not.
        pair: what became of its question, None where it is unknown.
    """
    if entry is None:
        told = pair is not None and pair.state in (State.DOUBTFUL, State.GONE)
        return [] if told else [f"variable {codes.variable} : aucune question équivalente à {codes.question}"]
    waiting = {i.before[0].code for i in pair.items if i.state is State.DOUBTFUL} if pair else set()
    return [
        *(missing(codes.variable, n) for n, olds in codes.modalites.items()
          if n not in entry.get("modalites", {}) and not waiting & {*olds}),
        *(missing(codes.variable, n) for n, old in codes.items.items()
          if n not in entry.get("items", {}) and old not in waiting),
    ]  # fmt: skip


def missing(variable: str, name: str) -> str:
    """Say that an answer or item of a variable found no code."""
    return f"variable {variable} : « {name} » n’a pas de code équivalent"


def canonical_entry(codes: Coding, match: QuestionPair) -> dict[str, Any]:
    """Return the entry of a variable of the common codebook whose question has an equal this year."""
    entry: dict[str, Any] = {"question": match.after[0].code}
    ranked = codes.type is VariableType.RANKING
    answers, items = _translation(match.answers), _translation(match.rows)
    if codes.modalites:
        entry["modalites"] = _compose(codes.modalites, answers)
    if codes.items:
        single: dict[str, tuple[str, ...]] = {name: (code,) for name, code in codes.items.items()}
        composed = _compose(single, answers if ranked else items)
        # An item is one column: one that was split has no single equal.
        entry["items"] = {name: code for name, code in composed.items() if isinstance(code, str)}
    if codes.coche_vaut:
        entry["coche"] = codes.coche_vaut
    if own := _own_words(entry, match, ranked=ranked):
        entry["formulation"] = own
    if not match.same_words:
        entry["note"] = _note(match)
    return entry


def _own_words(entry: dict[str, Any], match: QuestionPair, *, ranked: bool) -> dict[str, Any]:
    """Return the words that changed since the edition before, those of answers and lines by canonical name."""
    own: dict[str, Any] = {}
    if question := reworded(match.before[0].text, match.after[0].text):
        own["question"] = question
    for key, pairs in (("modalites", match.answers), ("items", match.answers if ranked else match.rows)):
        one = [(p.before[0], p.after[0]) for p in pairs if p.taken and len(p.before) == len(p.after) == 1]
        changed = {new.code: text for old, new in one if (text := reworded(old.text, new.text))}
        found = {n: changed[c] for n, c in entry.get(key, {}).items() if isinstance(c, str) and c in changed}
        if found:
            own[key] = found
    return own


def reworded(before: str, after: str) -> str:
    """Return what is said now where the words are not those of before; "" where they hold a placeholder."""
    return "" if plain(before) == plain(after) or "{" in after else after


def plain_entry(match: QuestionPair) -> dict[str, Any]:
    """Return the entry of a question that the common codebook does not know."""
    entry: dict[str, Any] = {"question": match.after[0].code}
    for key, items in (("modalites", match.answers), ("items", match.rows)):
        codes = _translation(items)
        if codes:
            entry[key] = {old: new[0] if len(new) == 1 else list(new) for old, new in codes.items()}
    if not match.same_words:
        entry["note"] = _note(match)
    return entry


def _translation(items: tuple[ItemPair, ...]) -> dict[str, tuple[str, ...]]:
    """Return old code -> new codes, for what is taken as equal, split or merged."""
    return {o.code: tuple(n.code for n in m.after) for m in items if m.taken for o in m.before}


def _compose(codes: dict[str, tuple[str, ...]], translation: dict[str, tuple[str, ...]]) -> Codes:
    composed: Codes = {}
    for name, olds in codes.items():
        news = list(dict.fromkeys(n for old in olds for n in translation.get(old, ())))
        if news:
            composed[name] = news[0] if len(news) == 1 else news
    return composed


def _note(match: QuestionPair) -> str:
    """Say to readers why the question does not compare strictly; how sure the pairing is, the report says."""
    words = ["Libellé ou réponses modifiés"]
    if match.retyped:
        words.append(f"type changé ({match.before[0].type} auparavant)")
    return f"{', '.join(words)}."


def doubts(match: QuestionPair) -> list[str]:
    """Say what a person should confirm of a question: itself, or its answers and items."""
    if match.state is State.DOUBTFUL:
        return [f"question {match.before[0].code} → {match.after[0].code} ? ({percent(match.confidence)})"]
    if not match.equal:
        return []
    # A code that means something else now is in the report: answers are paired by their words, which say so.
    return [item_doubt(match, i) for i in match.items if i.state is State.DOUBTFUL]


def item_doubt(match: QuestionPair, item: ItemPair) -> str:
    """Say what a person should confirm of an answer or a line, with its words: codes say nothing to who reads them."""
    old, new = item.before[0], item.after[0]
    words = f"{old.code} «\u00a0{old.text}\u00a0» → {new.code} «\u00a0{new.text}\u00a0»"
    return f"{match.after[0].code}\u00a0: {words}\u00a0? ({percent(item.confidence)})"
