"""Swaps that change no count: « at least one of these » is settled, and how many people tick nothing at all."""

from collections.abc import Mapping, Sequence

from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.model import Coding, Variable
from tools.demonstration.latents import Latents
from tools.demonstration.plan import Plan
from tools.demonstration.rounding import spread
from tools.demonstration.targets import TICKED, UNTICKED, Cell, Column, holds

Person = tuple[str, dict[Column, str]]
Unions = Sequence[Sequence[Column]]
Group = tuple[int, Unions, list[Person]]
_NONE, _SOME = "vide", "coché"


def settle_boxes(
    variable: Variable,
    coding: Coding,
    groups: Sequence[Group],
    cells: Sequence[Cell],
    plan: Plan,
    latents: Latents,
) -> None:
    """Move ticks between people until as many as planned have none; tick exclusive boxes among these.

    Ticks stay within a group and within a column, so that no count changes.

    Args:
        variable: question with boxes.
        coding: its codes.
        groups: cell, sets of columns of which everybody ticks one at least, people who saw the question.
        cells: by position.
        plan: chances of exclusive boxes and of leaving the question empty.
        latents: who is silent, who is unsure.
    """
    exclusive = [(variable.nom, item) for item in coding.items if item in variable.exclusifs]
    others = [(variable.nom, item) for item in coding.items if item not in variable.exclusifs]
    shares = []
    for i, _, _ in groups:
        alone = {c[1]: plan.of(c, cells[i])[TICKED] for c in exclusive}
        blank = plan.blanks[variable.nom]
        shares.append({**alone, _NONE: blank, _SOME: max(1 - blank - sum(alone.values()), 0.0)})
    decks = spread([len(people) for _, _, people in groups], shares)
    for (_, unions, people), deck in zip(groups, decks, strict=True):
        maximum = variable.maximum or len(others)
        _limit(people, others, maximum, latents)
        _balance(people, others, unions, (len(people) - deck[_SOME], maximum), latents)
        empty = [p for p in people if not _ticks(p, others)]
        _exclude(empty, people, exclusive, deck, latents)


def _limit(people: Sequence[Person], columns: Sequence[Column], maximum: int, latents: Latents) -> None:
    """Pass on the ticks that a question does not let one person have, the least meant first."""
    for who, answers in people:
        ticked = sorted(_ticks((who, answers), columns), key=lambda c: -latents.leaning(who, c, boxes=True))
        for column in ticked[maximum:]:
            takers = [p for p in people if p[1][column] == UNTICKED and len(_ticks(p, columns)) < maximum]
            taker = min(takers, key=lambda p: len(_ticks(p, columns)))
            answers[column], taker[1][column] = UNTICKED, TICKED


def settle_unions(
    needed: Sequence[tuple[Expression, Sequence[Column]]], people: Sequence[Person], latents: Latents
) -> None:
    """Swap outcomes until everybody makes each « at least one of these columns » true.

    Args:
        needed: each statement with its columns.
        people: those of whom it is true.
        latents: who is the likeliest to have what.
    """

    def having(person: Person, atom: Expression, columns: Sequence[Column]) -> int:
        return sum(holds(atom, column, person[1][column]) for column in columns)

    for atom, columns in needed:
        for person in people:
            if having(person, atom, columns):
                continue
            wished = sorted(columns, key=lambda c: -latents.leaning(person[0], c))
            givers = (
                (giver, column)
                for giver in sorted(people, key=lambda p: -having(p, atom, columns))
                for column in wished
                if holds(atom, column, giver[1][column])
                and all(
                    having(giver, a, c) > 1
                    for a, c in needed
                    if column in c and holds(a, column, giver[1][column])
                )
            )
            found = next(givers, None)
            if found is not None:
                giver, column = found
                person[1][column], giver[1][column] = giver[1][column], person[1][column]


def _balance(
    people: Sequence[Person],
    columns: Sequence[Column],
    unions: Unions,
    aim: tuple[int, int],
    latents: Latents,
) -> None:
    """Give ticks to people without, or take from people with one, until as many as aimed at have none."""
    wanted, maximum = aim
    for _ in range(len(people)):
        empty = [p for p in people if not _ticks(p, columns)]
        if len(empty) > wanted:
            silent = min(empty, key=lambda p: latents.silence(p[0], (columns[0][0], "")))
            moved = _give(silent, people, columns, unions, latents)
        elif len(empty) < wanted and not unions:
            moved = _take(people, columns, maximum, latents)
        else:
            return
        if not moved:
            return


def _give(
    person: Person, people: Sequence[Person], columns: Sequence[Column], unions: Unions, latents: Latents
) -> bool:
    """Move one tick to somebody, from whoever has most and can spare it."""
    wished = sorted(columns, key=lambda c: -latents.leaning(person[0], c, boxes=True))
    every = [c for c in person[1] if c[0] == columns[0][0]]
    donors = sorted(people, key=lambda p: -len(_ticks(p, every)))
    for donor in donors:
        if len(_ticks(donor, every)) < 2:
            return False
        for column in wished:
            spare = all(column not in u or len(_ticks(donor, u)) > 1 for u in unions)
            if donor[1][column] == TICKED and person[1][column] == UNTICKED and spare:
                donor[1][column], person[1][column] = UNTICKED, TICKED
                return True
    return False


def _take(people: Sequence[Person], columns: Sequence[Column], maximum: int, latents: Latents) -> bool:
    """Take the only tick of the most silent person who has one, for somebody who lacks it."""
    single = [p for p in people if len(_ticks(p, columns)) == 1]
    for person in sorted(single, key=lambda p: -latents.silence(p[0], (columns[0][0], ""))):
        (column,) = _ticks(person, columns)
        takers = [p for p in people if p[1][column] == UNTICKED and 0 < len(_ticks(p, columns)) < maximum]
        if takers:
            taker = max(takers, key=lambda p: latents.leaning(p[0], column, boxes=True))
            person[1][column], taker[1][column] = UNTICKED, TICKED
            return True
    return False


def _exclude(
    empty: Sequence[Person],
    people: Sequence[Person],
    exclusive: Sequence[Column],
    deck: Mapping[str, int],
    latents: Latents,
) -> None:
    for _, answers in people:
        answers.update(dict.fromkeys(exclusive, UNTICKED))
    if not exclusive:
        return
    waiting = sorted(empty, key=lambda p: latents.silence(p[0], (exclusive[0][0], "")))
    left = len(waiting) - deck[_NONE]
    for position, column in enumerate(exclusive):
        last = position == len(exclusive) - 1
        count = max(left, 0) if last else min(deck[column[1]], max(left, 0))
        for _, answers in waiting[:count]:
            answers[column] = TICKED
        waiting, left = waiting[count:], left - count


def _ticks(person: Person, columns: Sequence[Column]) -> list[Column]:
    return [c for c in columns if person[1][c] == TICKED]
