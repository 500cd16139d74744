"""Invented answers to any survey, drawn with a seed: what each response holds, before any form writes it.

A cell is a code or a text, "" where the question was left empty, None where its page was never reached.
"""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from tools.exports.columns import Column
from tools.exports.structure import Survey

TEXTS: Final = (
    *(
        "oui",
        "Une réponse d’essai",
        "=1+1",
        "ligne 1\nligne 2",
        'il dit "non"',
        "a;b,c",
        "0123",
        "n° 7",
        "12",
    ),
    *(
        " espaces autour ",
        "N/A",
        "élève – œuvre",
        "Y",
        "{newline}",
        "x" * 300,
        "&amp; <b>gras</b>",
        "l'été",
        "1",
    ),
)
_NUMBERS: Final = ("0", "1", "12.5", "100", "-3", "0.25", "123456")
_DATES: Final = ("2019-01-07 00:00:00", "2031-12-31 00:00:00", "2030-02-03 00:00:00")


@dataclass
class Response:
    """One response; ``cells`` by code of the column."""

    id: int
    complete: bool
    lastpage: int
    language: str
    cells: dict[str, str | None] = field(default_factory=dict)


def draw(survey: Survey, columns: Sequence[Column], number: int, seed: int) -> list[Response]:
    """Return invented responses; identifiers have gaps, and one response in five stopped on its way."""
    dice = random.Random(seed)
    pages = len(survey.groups)
    found = []
    last = 0
    for _ in range(number):
        last += dice.choice((1, 1, 1, 2, 5))
        complete = dice.random() < 0.8
        reached = pages if complete else dice.randint(0, pages)
        response = Response(last, complete, reached, dice.choice(survey.languages))
        _fill(response, columns, survey, dice)
        found.append(response)
    return found


def _fill(response: Response, columns: Sequence[Column], survey: Survey, dice: random.Random) -> None:
    ranking: dict[str, list[str]] = {}
    for column in columns:
        if column.question.page > response.lastpage:
            response.cells[column.code] = None
        elif column.role in ("rank", "ranking"):
            order = ranking.setdefault(column.question.code, _order(column, dice))
            if column.role == "ranking":
                response.cells[column.code] = json.dumps(order, ensure_ascii=False) if order else ""
            else:
                rank = int(column.em.rpartition("_")[2])
                response.cells[column.code] = order[rank - 1] if rank <= len(order) else ""
        else:
            response.cells[column.code] = "" if dice.random() < 0.3 else _answer(column, survey, dice)
    for column in columns:  # a text beside "other" is there where "other" was chosen
        chosen = response.cells.get(column.question.code)
        if column.role == "other" and column.question.kind in "L!" and chosen not in (None, "-oth-"):
            response.cells[column.code] = ""
        if column.role == "count" and response.cells[column.code] is not None:
            response.cells[column.code] = "1" if chosen else "0"


def _order(column: Column, dice: random.Random) -> list[str]:
    limit = int(column.question.attributes.get("max_subquestions") or 0) or len(column.answers)
    codes = dice.sample(list(column.answers), min(limit, len(column.answers)))
    return codes[: dice.randint(0, len(codes))]


def _answer(column: Column, survey: Survey, dice: random.Random) -> str:
    made: dict[str, Callable[[], str]] = {
        "one": lambda: dice.choice(list(column.answers) or [""]),
        "box": lambda: "Y",
        "tick": lambda: "1",
        "number": lambda: dice.choice(_NUMBERS),
        "date": lambda: dice.choice(_DATES),
        "language": lambda: dice.choice(survey.languages),
        "nothing": lambda: "",
        "count": lambda: "",
        "file": lambda: _file(dice),
    }
    return made.get(column.role, lambda: dice.choice(TEXTS))()


def _file(dice: random.Random) -> str:
    title = dice.choice(("", 'un "mot"', "note"))
    name = f"fu_{dice.randrange(10**6)}"
    return json.dumps(
        [{"title": title, "comment": "", "size": 0.25, "name": "a-b.txt", "filename": name, "ext": "txt"}],
        ensure_ascii=False,
        separators=(",", ":"),
    )
