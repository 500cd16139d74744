"""What a plan and a question's association make likely: the truths of statements about it, and answers with them.

Chances only; counts are ``calibration``'s.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.model import Coding, Variable
from tools.demonstration.associations import Floats, joint
from tools.demonstration.latents import common
from tools.demonstration.plan import Plan
from tools.demonstration.states import Asked, all_columns, leaf_columns
from tools.demonstration.targets import Cell, Column, evaluate, holds

Truths = tuple[bool, ...]


@dataclass
class Expected:
    """Chances of joint answers of one sample.

    Attributes:
        asked: questions, by name, but those of the profile.
        plan: chances of each column.
    """

    asked: Asked
    plan: Plan
    _known: dict[tuple[str, str, tuple[Expression, ...]], tuple[Floats, dict[Column, dict[str, Floats]]]] = (
        field(default_factory=dict)
    )

    def truths(self, name: str, statements: Sequence[Expression], cell: Cell) -> Mapping[Truths, float]:
        """Return how likely statements about one question are together, among those who were asked."""
        whole, _ = self._joint(name, tuple(statements), cell)
        return {
            truths: float(whole[_bits(truths)]) for truths in product((False, True), repeat=len(statements))
        }

    def answer(
        self, column: Column, outcome: str, statements: Sequence[Expression], truths: Truths, cell: Cell
    ) -> float:
        """Return the chance of an answer among those of whom statements about its question are so true."""
        whole, answers = self._joint(column[0], tuple(statements), cell)
        likely = whole[_bits(truths)]
        if likely < 1e-9 or column not in answers:
            return self.plan.of(column, cell).get(outcome, 0.0)
        given = answers[column].get(outcome)
        return 0.0 if given is None else float(given[_bits(truths)] / likely)

    def shown(self, coding: Coding, cell: Cell) -> float:
        """Return the chance that a question is shown, its conditions being independent."""
        condition = coding.condition
        if condition is None:
            return 1.0
        leaves = list(dict.fromkeys(condition.leaves()))
        share = 0.0
        for truths in product((False, True), repeat=len(leaves)):
            if evaluate(condition, dict(zip(leaves, truths, strict=True)).__getitem__):
                odds = 1.0
                for leaf, true in zip(leaves, truths, strict=True):
                    chance = self.truths(leaf.variable or "", [leaf], cell)[(True,)]
                    odds *= chance if true else 1 - chance
                share += odds
        return share

    def _joint(
        self, name: str, statements: tuple[Expression, ...], cell: Cell
    ) -> tuple[Floats, dict[Column, dict[str, Floats]]]:
        key = (name, cell.name, statements)
        if key not in self._known:
            variable, coding = self.asked[name]
            columns = _together(variable, coding, statements, self.asked)
            chances = [self.plan.of(column, cell) for column in columns]
            masks = [
                [sum(holds(s, column, o) << bit for bit, s in enumerate(statements)) for o in chance]
                for column, chance in zip(columns, chances, strict=True)
            ]
            whole, answers = joint(
                [tuple(c.values()) for c in chances], masks, len(statements), common(variable)
            )
            self._known[key] = (
                whole,
                {
                    column: dict(zip(chance, rows, strict=True))
                    for column, chance, rows in zip(columns, chances, answers, strict=True)
                },
            )
        return self._known[key]


def _together(
    variable: Variable, coding: Coding, statements: Sequence[Expression], asked: Asked
) -> list[Column]:
    """Return the columns that go together: all but boxes that exclude the others, unless they are spoken of."""
    spoken = {column for statement in statements for column in leaf_columns(statement, asked)}
    return [c for c in all_columns(variable, coding) if c[1] not in variable.exclusifs or c in spoken]


def _bits(truths: Truths) -> int:
    return sum(true << bit for bit, true in enumerate(truths))
