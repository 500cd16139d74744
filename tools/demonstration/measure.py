"""Computes a target's share on respondents: the check that what was solved is what was written."""

from collections.abc import Mapping, Sequence

from barometre_pipeline.catalogue.expression import Expression
from tools.demonstration.targets import Cell, Column, Target, evaluate, holds


def share(target: Target, cells: Sequence[Cell], people: Sequence[Sequence[Mapping[Column, str]]]) -> float:
    """Return the share in percent, weighted; NaN where nobody is in the base."""
    numerator = base = 0.0
    for i in sorted(target.cells):
        cell = cells[i]
        for person in people[i]:
            known = {**person, **cell.profile}
            if target.base is not None and not is_true(target.base, known):
                continue
            counted, among = target.mentions or ((target.numerator,), ())
            numerator += cell.weight * sum(is_true(e, known) for e in counted)
            base += cell.weight * (sum(is_true(e, known) for e in among) if among else 1)
    return 100 * numerator / base if base else float("nan")


def is_true(expression: Expression, person: Mapping[Column, str]) -> bool:
    """Tell whether an expression is true of somebody."""
    return evaluate(expression, lambda leaf: any(holds(leaf, *pair) for pair in person.items()))
