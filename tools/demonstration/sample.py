"""Draws the answers of a sample so that they give the published figures, whoever was asked.

What the figures impose is solved in ``calibration``, who answers what is drawn in ``respondents``; no format is here.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from tools.demonstration.calibration import solve
from tools.demonstration.respondents import Respondent, draw, settle_exclusives, settle_maximum
from tools.demonstration.states import Asked, split
from tools.demonstration.targets import Cell, Target


@dataclass(frozen=True)
class Sample:
    """Answers of one edition, by cell.

    Attributes:
        cells: groups of respondents who are alike: strates, split at 50,000 inhabitants where both sides exist, or
            profiles of a poll.
        people: canonical answers of each cell's respondents.
        given_up: figures that no count satisfies together with the others.
    """

    cells: list[Cell]
    people: list[list[Respondent]]
    given_up: list[str]


def answer(
    every: Asked, profile: frozenset[str], cells: list[Cell], targets: Sequence[Target], seed: str
) -> Sample:
    """Solve and draw every answer.

    Args:
        every: all questions of the questionnaire, by name.
        profile: names of those that say who a respondent is: known by the cell, not drawn.
        cells: who answers.
        targets: published figures.
        seed: of the draw.
    """
    rng = random.Random(seed)
    asked = {name: pair for name, pair in every.items() if name not in profile}
    people: list[list[Respondent]] = [[{} for _ in range(cell.size)] for cell in cells]
    given_up: list[str] = []
    for component in split(asked, targets, profile):
        counts = solve(component, every, cells, profile)
        given_up += counts.given_up
        for mine, drawn in zip(people, draw(component, counts, asked, cells, rng), strict=True):
            for person, part in zip(mine, drawn, strict=True):
                person.update(part)
    for person in (p for of_cell in people for p in of_cell):
        settle_exclusives(person, asked, rng)
        settle_maximum(person, asked)
    return Sample(cells, people, given_up)
