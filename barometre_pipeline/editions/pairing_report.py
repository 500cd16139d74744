"""The comparison of two questionnaires as a Markdown page, in French, for a person to confirm.

Words and layout only; what matches what is ``matching``'s.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from barometre_pipeline.editions.pairing import Pairing, QuestionPair
from barometre_pipeline.editions.pairing_items import Item, ItemPair, State, misleading_codes
from barometre_pipeline.french.numbers import percent
from barometre_pipeline.sources.limesurvey.model import Question

_STATES = (
    State.IDENTICAL,
    State.REWORDED,
    State.SPLIT,
    State.MERGED,
    State.DOUBTFUL,
    State.NEW,
    State.GONE,
)
_PLURALS = {
    State.IDENTICAL: "identiques",
    State.REWORDED: "reformulées ou modifiées",
    State.SPLIT: "scindées",
    State.MERGED: "fusionnées",
    State.DOUBTFUL: "à confirmer",
    State.NEW: "nouvelles",
    State.GONE: "disparues",
}


def render(matching: Pairing, before: str, after: str) -> str:
    """Return the report.

    Args:
        matching: the comparison.
        before: key of the previous edition.
        after: key of the new one.
    """
    parts = [
        f"# Rapprochement des questionnaires {before} et {after}",
        _introduction(matching, before, after),
        _summary(matching),
        _to_confirm(matching, before, after),
    ]
    for state in (State.REWORDED, State.SPLIT, State.MERGED):
        chosen = [m for m in matching.questions if m.state is state]
        if chosen:
            parts.append(f"## Questions {_PLURALS[state]}")
            parts += [_question(m, before, after) for m in chosen]
    moved = [m for m in matching.questions if m.state is State.IDENTICAL and (m.other_codes or m.reordered)]
    if moved:
        parts.append("## Questions identiques, recodées ou réordonnées")
        parts += [_question(m, before, after) for m in moved]
    for state, side in ((State.IDENTICAL, "after"), (State.NEW, "after"), (State.GONE, "before")):
        listed = [getattr(m, side)[0] for m in matching.questions if m.state is state and m not in moved]
        if listed:
            parts.append(f"## Questions {_PLURALS[state]}\n\n" + "\n".join(_line(q) for q in listed))
    return "\n\n".join(parts) + "\n"


def _introduction(matching: Pairing, before: str, after: str) -> str:
    return (
        f"« {_plain(matching.before.title)} » ({before}, {len(matching.before.questions)} questions) et "
        f"« {_plain(matching.after.title)} » ({after}, {len(matching.after.questions)} questions).\n\n"
        "Deux choses ne sont tenues pour égales qu’à partir d’une confiance de "
        f"{percent(matching.threshold)}. En "
        "dessous, rien n’est repris : c’est à une personne de trancher, dans « À confirmer ». Un code égal "
        "ne suffit "
        "jamais ; il ne fait qu’appuyer un libellé, des réponses ou une condition. Relisez aussi ce qui est "
        "reformulé : un libellé proche peut avoir changé de sens."
    )


def summary(matching: Pairing) -> list[tuple[str, int, int | None]]:
    """Return what became of the questions, and of the answers and lines of those that both have: words, and counts.

    What has only another code or another order was asked in the same words: it is counted among what is identical.
    """
    questions = Counter(m.state for m in matching.questions)
    common = [i for m in matching.questions if m.before and m.after for i in m.items]
    items = Counter(i.state for i in common)
    same = [m for m in matching.questions if m.state is State.IDENTICAL]
    recoded = sum(i.recoded for i in common if i.state is State.IDENTICAL)
    among = [
        ("dont sous d’autres codes", sum(m.other_codes for m in same), recoded),
        ("dont dans un autre ordre", sum(m.reordered for m in same), None),
    ]
    rows: list[tuple[str, int, int | None]] = []
    for state in _STATES:
        rows.append((_PLURALS[state].capitalize(), questions[state], items[state]))
        rows += among if state is State.IDENTICAL else []
    return rows


def _summary(matching: Pairing) -> str:
    rows = [f"| {words} | {n} | {'' if items is None else items} |" for words, n, items in summary(matching)]
    return "\n".join(
        [
            "## En bref",
            "",
            "| | Questions | Sous-questions et réponses des questions communes |",
            "| --- | ---: | ---: |",
            *rows,
        ]
    )


def _to_confirm(matching: Pairing, before: str, after: str) -> str:
    lines: list[str] = []
    for code in matching.misleading_questions():
        old, new = matching.before.by_code[code], matching.after.by_code[code]
        lines.append(
            f"- [ ] **{code}** : même code, autre question. En {before} « {_plain(old.text)} », en {after} "
            f"« {_plain(new.text)} »."
        )
    for match in matching.questions:
        if match.state is State.DOUBTFUL:
            lines.append(
                f"- [ ] {_name(match.before[0])} devient-elle {_name(match.after[0])} ? "
                f"(confiance {percent(match.confidence)})"
            )
        if match.equal:
            lines += _items_to_confirm(match, before, after)
    body = "\n".join(lines) or "Rien : tout ce qui se ressemble atteint le seuil."
    return f"## À confirmer\n\n{body}"


def _items_to_confirm(match: QuestionPair, before: str, after: str) -> Iterable[str]:
    code = match.after[0].code
    for kind, items in (("sous-question", match.rows), ("réponse", match.answers)):
        for old, new in misleading_codes(items):
            yield (
                f"- [ ] **{code}, {kind} {old.code}** : même code, autre sens. En {before} "
                f"« {_plain(old.text)} », "
                f"en {after} « {_plain(new.text)} »."
            )
        for item in items:
            if item.state is State.DOUBTFUL:
                yield (
                    f"- [ ] {code} : la {kind} {_item(item.before[0])} devient-elle {_item(item.after[0])} ? "
                    f"(confiance {percent(item.confidence)})"
                )


def _question(match: QuestionPair, before: str, after: str) -> str:
    heading = " + ".join(q.code for q in match.after)
    if match.recoded or not match.equal:
        heading += f" (en {before} : {' + '.join(q.code for q in match.before)})"
    lines = [f"### {heading}", ""]
    lines += [f"- {before} : {_plain(q.text)}" for q in match.before]
    lines += [f"- {after} : {_plain(q.text)}" for q in match.after]
    reasons = ", ".join(f"{kind} {percent(share)}" for kind, share in match.evidence.items())
    lines.append(f"- confiance {percent(match.confidence)} ({reasons})")
    if match.reordered:
        lines.append("- réponses ou sous-questions dans un autre ordre")
    if match.retyped:
        lines.append(f"- type changé : {match.before[0].type} → {match.after[0].type}")
    for title, items in (("Sous-questions", match.rows), ("Réponses", match.answers)):
        lines += _items(title, items, before, after)
    return "\n".join(lines)


def _items(title: str, items: Sequence[ItemPair], before: str, after: str) -> list[str]:
    changed = [i for i in items if i.state is not State.IDENTICAL or i.recoded]
    if not changed:
        return ["", f"{title} : {len(items)}, toutes identiques."] if items else []
    unchanged = len(items) - len(changed)
    table = [
        "",
        f"{title}" + (f" ({unchanged} identiques, non reprises ici)" if unchanged else ""),
        "",
        f"| {before} | {after} | | Confiance |",
        "| --- | --- | --- | ---: |",
    ]
    for item in changed:
        state = "identique, autre code" if item.state is State.IDENTICAL else str(item.state)
        confidence = "" if item.state in (State.NEW, State.GONE) else percent(item.confidence)
        table.append(
            f"| {' + '.join(map(_item, item.before))} | {' + '.join(map(_item, item.after))} | {state} | "
            f"{confidence} |"
        )
    return table


def _line(question: Question) -> str:
    return f"- {_name(question)} (type {question.type.replace('|', '&#124;')})"


def _name(question: Question) -> str:
    return f"{question.code} « {_plain(question.text)} »"


def _item(item: Item) -> str:
    return f"{item.code} « {_plain(item.text)} »"


def _plain(text: str) -> str:
    """Keep Markdown tables whole and wordings literal."""
    for character in "\\`*_<>[]|":
        text = text.replace(character, "\\" + character)
    return " ".join(text.split(" ")).replace("\n", " ")
