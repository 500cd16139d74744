"""Judges the formula of a claim: true, false or not decidable, on every combination of the values printed.

The language is ``language``'s, the relations ``relations``', the numbers ``evidence``'s.
"""

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import product

from barometre_pipeline.printed.bounds import Bounds, Verdict, above, at_least, equal, every, within
from barometre_pipeline.printed.evidence import Known, Term
from barometre_pipeline.printed.language import FormulaError, name_of, parse
from barometre_pipeline.printed.reading import Given, Reading
from barometre_pipeline.printed.relations import RELATIONS

_CHOICES = 256  # combinations of values printed differently that are tried


@dataclass
class Judgement:
    """What a formula, or one of its conditions, is worth and what it was judged on.

    Attributes:
        verdict: true, false or not decidable.
        used: the numbers looked at; where the formula is false, only those that make it so.
        said: what else it rests on, in French.
        named: printed figures that it names.
    """

    verdict: Verdict = None
    used: dict[Term, tuple[Known, ...]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)

    @property
    def figures(self) -> tuple[str, ...]:
        """The printed figures that the verdict rests on, in order."""
        values = (k.figures for known in self.used.values() for k in known)
        return tuple(dict.fromkeys([*self.named, *(name for names in values for name in names)]))

    def take(self, other: "Judgement | Reading") -> None:
        """Add what another rests on."""
        self.used |= other.used
        self.said += [s for s in other.said if s not in self.said]
        self.named += [n for n in other.named if n not in self.named]


def judge(formula: str, given: Given) -> Judgement:
    """Return the verdict on a formula.

    Raises:
        FormulaError: it is not of the language.
    """
    return together([judge_condition(node, given) for node in parse(formula)])


def together(conditions: Sequence[Judgement]) -> Judgement:
    """Return the verdict on conditions that must all hold; false, it rests on those that fail."""
    result = Judgement(every([c.verdict for c in conditions]) if conditions else None)
    for condition in conditions:
        if result.verdict is not False or condition.verdict is False:
            result.take(condition)
    return result


def judge_condition(node: ast.expr, given: Given) -> Judgement:
    """Evaluate one condition on every combination of the values printed: they must agree."""
    first = Reading(given, {})
    verdicts, readings = {holds(node, first)}, [first]
    doubtful = {t: v for t, v in first.used.items() if len(v) > 1}
    combinations = product(*(range(len(v)) for v in doubtful.values()))
    for _, chosen in zip(range(_CHOICES), combinations, strict=False):
        reading = Reading(given, dict(zip(doubtful, chosen, strict=True)))
        verdicts.add(holds(node, reading))
        readings.append(reading)
    result = Judgement(verdicts.pop() if len(verdicts) == 1 else None)
    for reading in readings:
        if result.verdict is False and reading.decisive:
            reading.used = {t: reading.used[t] for t in reading.decisive}
        result.take(reading)
    return result


def holds(node: ast.expr, reading: Reading) -> Verdict:
    """Tell whether a condition holds in one reading.

    Raises:
        FormulaError: it is neither a comparison nor a relation.
    """
    if isinstance(node, ast.Compare):
        values = [reading.value(n) for n in (node.left, *node.comparators)]
        steps = zip(node.ops, values, values[1:], strict=False)
        return every([_compared(op, a, b, reading.given.slack) for op, a, b in steps])
    if isinstance(node, ast.Call):
        relation = RELATIONS.get(name_of(node.func))
        if relation is None:
            raise FormulaError(f"« {name_of(node.func)} » n’est pas une relation connue")
        return relation(reading, node.args)
    raise FormulaError(f"« {ast.unparse(node)} » n’est ni une comparaison ni une relation")


def _compared(operator: ast.cmpop, a: Bounds, b: Bounds, slack: float) -> Verdict:
    if isinstance(operator, ast.Eq):
        return within(a, b, slack) if slack else equal(a, b)
    if type(operator) not in _COMPARISONS:
        raise FormulaError(f"« {type(operator).__name__} » n’est pas une comparaison permise")
    return _COMPARISONS[type(operator)](a, b)


_COMPARISONS: dict[type[ast.cmpop], Callable[[Bounds, Bounds], Verdict]] = {
    ast.Gt: above,
    ast.GtE: at_least,
    ast.Lt: lambda a, b: above(b, a),
    ast.LtE: lambda a, b: at_least(b, a),
}
