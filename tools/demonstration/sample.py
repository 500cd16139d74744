"""Draws the answers of a sample so that they give the published figures, whoever was asked.

What the figures impose is solved in ``calibration``, who answers what is drawn in ``respondents``; no format is here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tools.demonstration.calibration import solve
from tools.demonstration.latents import Latents
from tools.demonstration.plan import Plan
from tools.demonstration.respondents import Draw, Respondent
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
    every: Asked,
    profile: frozenset[str],
    cells: list[Cell],
    targets: Sequence[Target],
    plan: Plan,
    who: Sequence[Sequence[str]],
    latents: Latents,
) -> Sample:
    """Solve and draw every answer.

    Args:
        every: all questions of the questionnaire, by name.
        profile: names of those that say who a respondent is: known by the cell, not drawn.
        cells: who answers.
        targets: published figures.
        plan: what is answered where no figure decides.
        who: name of each respondent, by cell: the same in every edition.
        latents: leanings of those names.
    """
    asked = {name: pair for name, pair in every.items() if name not in profile}
    people: list[list[Respondent]] = [[{} for _ in range(cell.size)] for cell in cells]
    given_up: list[str] = []
    draw = Draw(asked, cells, plan, who, latents)
    for component in split(asked, targets, profile):
        counts = solve(component, every, cells, profile, plan)
        given_up += counts.given_up
        for mine, drawn in zip(people, draw.component(component, counts), strict=True):
            for person, part in zip(mine, drawn, strict=True):
                person.update(part)
    return Sample(cells, people, given_up)
