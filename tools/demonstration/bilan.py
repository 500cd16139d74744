"""How far the synthetic data are from their plan, question by question, and whether routing holds.

Counts what the files hold; ``read_back`` reads them, ``levels`` plans. Nothing is printed here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pandas as pd

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.model import Coding, Variable, VariableType
from barometre_pipeline.catalogue.printed_figures import load_figures
from tools.demonstration.figures import Later, share_target
from tools.demonstration.generate import (
    LOCAL_EDITIONS,
    POLL_EDITIONS,
    aimed,
    local_years,
    poll_years,
)
from tools.demonstration.levels import Levels
from tools.demonstration.measure import is_true, share
from tools.demonstration.plan import Plan
from tools.demonstration.read_back import local_people, poll_people
from tools.demonstration.respondents import Respondent
from tools.demonstration.states import all_columns, leaf_columns
from tools.demonstration.targets import ABSENT, NOT_SHOWN, TICKED, Column
from tools.demonstration.together import Together, together
from tools.demonstration.years import Year

FURTHEST = 4.0  # points that an answer which no figure decides may be from its plan
LEAST_BLANK, MOST_BLANK = 0.02, 0.12
_FEW = 40  # asked fewer people than this, a question's shares move by more for one of them


@dataclass(frozen=True)
class Line:
    """One question of one edition.

    Attributes:
        edition, public, question: which.
        asked: people it was shown to.
        free: largest distance (points) of an answer that no figure decides, where there is one.
        fixed: the same for columns that some figure is about.
        blank, planned_blank: share left empty; ``None`` where the form of the question has no empty answer.
        misrouted: people who answered though it was not for them, or were not asked though it was.
        figures: printed figures about it.
        origins: what its chances follow.
    """

    edition: str
    public: str
    question: str
    asked: int
    free: float | None
    fixed: float | None
    blank: float | None
    planned_blank: float | None
    misrouted: int
    figures: int
    origins: tuple[str, ...]

    @property
    def faults(self) -> list[str]:
        """What is wrong with the line, in French; answers that figures decide are never wrong."""
        found = ["aiguillage"] if self.misrouted else []
        if self.free is not None and self.free > FURTHEST and self.asked >= _FEW:
            found.append("écart au plan")
        planned = self.planned_blank
        if self.blank is not None and planned and not self.figures and self.asked >= _FEW:
            found += [] if LEAST_BLANK <= self.blank <= MOST_BLANK else ["non-réponse"]
        return found


@dataclass(frozen=True)
class Panel:
    """Structures that answered two editions.

    Attributes:
        editions: both.
        structures: their number.
        same: share of questions asked both years to which they give the same answer.
        by_chance: the same if the answers of the second year were given to others at random.
    """

    editions: tuple[str, str]
    structures: int
    same: float
    by_chance: float


def take_stock(raw: Path) -> tuple[list[Line], list[Together], list[Panel]]:
    """Return every question of every synthetic edition, its joint answers, and what structures seen twice answer."""
    catalogue, figures = load_catalogue(), load_figures()
    lines: list[Line] = []
    joint: list[Together] = []
    seen: dict[str, dict[str, Respondent]] = {}
    for public, years, editions in (
        ("francais", poll_years(catalogue, figures), POLL_EDITIONS),
        ("collectivites", local_years(catalogue, figures), LOCAL_EDITIONS),
    ):
        later = Later({})
        for edition in editions:
            year = aimed(catalogue, figures, years[edition], public, later)
            plan = Levels({**years, edition: year}).plan(edition)
            if public == "collectivites":
                people, who = local_people(raw, year)
                seen[edition] = dict(zip(chain(*who), chain(*people), strict=True))
            else:
                people = poll_people(raw, year)
            lines += _lines(public, year, plan, people)
            joint += together(catalogue, public, year, plan, people)
            shares = dict(later.shares)
            for row in figures[figures["statistique"] == "ecart_points"].itertuples(index=False):
                key = (str(row.indicateur), str(row.categorie), str(row.population))
                target = share_target(catalogue, key, edition, public, year.cells)
                if row.edition == edition and target is not None:
                    shares[edition, key] = share(target, year.cells, people)
            later = Later(shares)
    return lines, joint, _panels(seen)


def _lines(public: str, year: Year, plan: Plan, people: Sequence[Sequence[Respondent]]) -> list[Line]:
    decided = {
        column
        for target in year.targets
        for expression in target.expressions()
        for leaf in expression.leaves()
        if leaf.variable not in year.profile
        for column in leaf_columns(leaf, year.asked)
    }
    lines = []
    for name, (variable, coding) in year.asked.items():
        if name in year.profile:
            continue
        columns = all_columns(variable, coding)
        if variable.type is VariableType.RANKING and decided & set(columns):
            decided |= set(columns)  # a rank that a figure gives to one item is taken from the others
        gaps = {c: _distance(year, plan, people, c, variable) for c in columns}
        free = [gap for c, gap in gaps.items() if c not in decided and gap is not None]
        fixed = [gap for c, gap in gaps.items() if c in decided and gap is not None]
        shown = [p for cell in people for p in cell if p[columns[0]] != NOT_SHOWN]
        lines.append(
            Line(
                edition=year.edition,
                public=public,
                question=name,
                asked=len(shown),
                free=max(free, default=None),
                fixed=max(fixed, default=None),
                blank=_blank(variable, columns, shown),
                planned_blank=None if variable.type is VariableType.RANKING else plan.blanks[name],
                misrouted=_misrouted(year, coding, columns[0], people),
                figures=sum(name in e.variables() for t in year.targets for e in t.expressions()),
                origins=tuple(dict.fromkeys(plan.origins[c] for c in columns)),
            )
        )
    return lines


def _distance(
    year: Year,
    plan: Plan,
    people: Sequence[Sequence[Respondent]],
    column: Column,
    variable: Variable,
) -> float | None:
    """Return the largest distance of an answer's share from its plan, among those who answered."""
    counts: dict[str, float] = {}
    planned: dict[str, float] = {}
    if column[1] in variable.exclusifs:
        return None
    for cell, of_cell in zip(year.cells, people, strict=True):
        answered = [p[column] for p in of_cell if p[column] not in (NOT_SHOWN, ABSENT)]
        chances = {o: p for o, p in plan.of(column, cell).items() if o != ABSENT}
        for outcome, chance in chances.items():
            expected = cell.weight * len(answered) * chance / sum(chances.values())
            planned[outcome] = planned.get(outcome, 0.0) + expected
            counts[outcome] = counts.get(outcome, 0.0) + cell.weight * answered.count(outcome)
    total = sum(planned.values())
    return max((100 * abs(counts[o] - planned[o]) / total for o in planned), default=None) if total else None


def _blank(variable: Variable, columns: Sequence[Column], shown: Sequence[Respondent]) -> float | None:
    if variable.type is VariableType.RANKING or not shown:
        return None
    if variable.type is VariableType.MULTIPLE:
        return sum(all(p[c] != TICKED for c in columns) for p in shown) / len(shown)
    rates = [sum(p[c] == ABSENT for p in shown) / len(shown) for c in columns]
    return sum(rates) / len(rates)


def _misrouted(year: Year, coding: Coding, column: Column, people: Sequence[Sequence[Respondent]]) -> int:
    condition = coding.condition
    everybody = [p for cell in people for p in cell]
    return sum((p[column] != NOT_SHOWN) != (condition is None or is_true(condition, p)) for p in everybody)


def _panels(seen: Mapping[str, Mapping[str, Respondent]]) -> list[Panel]:
    panels = []
    for first, second in (("2023", "2024"), ("2024", "2025"), ("2023", "2025")):
        both = sorted(seen[first].keys() & seen[second].keys())
        pairs = [(seen[first][who], seen[second][who]) for who in both]
        shifted = [(one, pairs[(i + 1) % len(pairs)][1]) for i, (one, _) in enumerate(pairs)]
        panels.append(Panel((first, second), len(both), _agreement(pairs), _agreement(shifted)))
    return panels


def _agreement(pairs: Sequence[tuple[Respondent, Respondent]]) -> float:
    same = [
        one[c] == two[c]
        for one, two in pairs
        for c in one.keys() & two.keys()
        if {one[c], two[c]}.isdisjoint({NOT_SHOWN, ABSENT})
    ]
    return float(pd.Series(same).mean()) if same else float("nan")
