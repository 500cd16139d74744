"""What ``barometre diff`` shows of two editions: counts, questions, configuration.

Rendering only; comparing is ``compare.editions``'s.
"""

from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from barometre_pipeline.compare.editions import EditionDiff
from barometre_pipeline.editions.pairing import QuestionPair
from barometre_pipeline.editions.pairing_items import ItemPair, State
from barometre_pipeline.french.numbers import count, number

_SHOWN = (State.NEW, State.GONE, State.REWORDED, State.SPLIT, State.MERGED, State.DOUBTFUL)
_TITLES = {
    State.NEW: "Questions ajoutées",
    State.GONE: "Questions retirées",
    State.REWORDED: "Questions reformulées, ou dont les réponses changent",
    State.SPLIT: "Questions scindées",
    State.MERGED: "Questions fusionnées",
    State.DOUBTFUL: "Questions dont on ne sait si ce sont les mêmes",
}


def show_editions(console: Console, found: EditionDiff, before: str, after: str, limit: int) -> None:
    """Print the differences of two editions."""
    if found.pairing is None:
        console.print("L’une des deux n’a pas d’enquête LimeSurvey : seule la configuration est comparée.")
    else:
        counts = Table("Ce qui est compté", Column(before, justify="right"), Column(after, justify="right"))
        for name, (old, new) in found.counts.items():
            counts.add_row(name, number(old), number(new))
        console.print(counts)
        console.print(
            f"Colonnes\u00a0: {number(len(found.columns_added))} ajoutées, "
            f"{number(len(found.columns_removed))} retirées, "
            f"{number(len(found.columns_renamed))} sous un autre code (--json les nomme)."
        )
        _questions(console, found.pairing.questions, limit)
    _configuration(console, found, before, after)


def _questions(console: Console, questions: tuple[QuestionPair, ...], limit: int) -> None:
    same = [q for q in questions if q.state is State.IDENTICAL]
    recoded, reordered = sum(q.other_codes for q in same), sum(q.reordered for q in same)
    console.print(
        f"\n{count(len(same), 'question identique', 'questions identiques')}, dont {recoded} sous d’autres codes et "
        f"{reordered} dont les réponses sont dans un autre ordre."
    )
    for state in _SHOWN:
        listed = [q for q in questions if q.state is state]
        if not listed:
            continue
        console.print(f"\n[bold]{_TITLES[state]}[/] ({len(listed)})")
        for pair in listed[:limit]:
            for line in _lines(pair):
                console.print(line, markup=False)
        if len(listed) > limit:
            console.print(f"… et {number(len(listed) - limit)} autres (--limite, --json).")


def _lines(pair: QuestionPair) -> Iterator[str]:
    for sign, questions in (("−", pair.before), ("+", pair.after)):
        for question in questions:
            yield f"  {sign} {question.code} « {question.text} »"
    for kind, items in (("ligne", pair.rows), ("réponse", pair.answers)):
        for item in items:
            if item.state is not State.IDENTICAL:
                yield f"      {kind} : {_item(item)}"


def _item(item: ItemPair) -> str:
    before, after = (" + ".join(f"« {i.text} »" for i in side) for side in (item.before, item.after))
    return f"{item.state}, {' → '.join(filter(None, (before, after)))}"


def _configuration(console: Console, found: EditionDiff, before: str, after: str) -> None:
    if found.sources[0] != found.sources[1]:
        console.print(f"\nSources : {', '.join(found.sources[0])} → {', '.join(found.sources[1])}")
    if not found.configuration:
        console.print("\nConfiguration : aucune différence.")
        return
    table = Table("Clé de edition.yaml", before, after, title="Configuration", title_justify="left")
    for key, values in found.configuration.items():
        table.add_row(key, *(escape(value) or "–" for value in values))
    console.print(table)


def plain_editions(found: EditionDiff) -> dict[str, Any]:
    """Return the differences as plain data."""
    questions = found.pairing.questions if found.pairing else ()
    return {
        "comptes": {name: list(values) for name, values in found.counts.items()},
        "colonnes_ajoutees": list(found.columns_added),
        "colonnes_retirees": list(found.columns_removed),
        "colonnes_renommees": found.columns_renamed,
        "questions": [_plain_question(q) for q in questions if _told(q)],
        "configuration": {key: list(values) for key, values in found.configuration.items()},
    }


def _told(pair: QuestionPair) -> bool:
    return pair.state is not State.IDENTICAL or pair.other_codes or pair.reordered


def _plain_question(pair: QuestionPair) -> dict[str, Any]:
    return {
        "etat": str(pair.state),
        "recodee": pair.other_codes,
        "reordonnee": pair.reordered,
        "avant": [{"code": q.code, "libelle": q.text} for q in pair.before],
        "apres": [{"code": q.code, "libelle": q.text} for q in pair.after],
        "lignes": [_plain_item(i) for i in pair.rows if i.state is not State.IDENTICAL],
        "reponses": [_plain_item(i) for i in pair.answers if i.state is not State.IDENTICAL],
    }


def _plain_item(item: ItemPair) -> dict[str, Any]:
    sides = {"avant": item.before, "apres": item.after}
    return {"etat": str(item.state), **{name: [i.text for i in side] for name, side in sides.items()}}
