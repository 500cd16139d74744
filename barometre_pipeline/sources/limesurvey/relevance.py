"""Conditions of display evaluated on the answers of all responses, in three-valued logic.

What the language means for one response is ``expressions``'; here each part is worked out once for each distinct set of
answers that it reads. What is not understood is "unknown", never guessed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from barometre_pipeline.sources.limesurvey.expressions.functions import call
from barometre_pipeline.sources.limesurvey.expressions.scalars import (
    UNKNOWN,
    Scalar,
    Unknown,
    both,
    calculate,
    compare,
    signed,
    truth,
)
from barometre_pipeline.sources.limesurvey.expressions.syntax import (
    COMPARISONS,
    Call,
    Constant,
    Members,
    Node,
    NotUnderstoodError,
    Operation,
    Unary,
    Variable,
    parse,
    parts,
)

__all__ = ["Answers", "NotUnderstoodError", "Truth", "VariableReference", "all_of", "evaluate"]

Truth = npt.NDArray[np.int8]  # 1 true, 0 false, -1 unknown

_ALTERNATIVES: Final = 64  # sets of answers tried where some may be empty


@dataclass(frozen=True)
class VariableReference:
    """The answers to one column: ``categories[code]``, code -1 for empty.

    ``texts`` are the wordings of the categories; ``unsure`` marks answers that may also be empty; ``shown`` is the
    display state of the column.
    """

    codes: npt.NDArray[np.integer]
    categories: tuple[str, ...]
    unsure: npt.NDArray[np.bool_] | None = None
    shown: Truth | None = None
    texts: tuple[str, ...] = ()

    def value(self, code: int, attribute: str) -> str:
        """Return the answer of a code, or its wording."""
        if code < 0:
            return ""
        return (self.texts if attribute == "shown" and self.texts else self.categories)[code]


class Answers(Protocol):
    """Where a condition finds the answers."""

    size: int

    def variable(self, name: str) -> VariableReference | None:
        """Return the column of this name, or nothing where the extract lacks it."""

    def members(self, question: str, filters: Sequence[str]) -> list[str] | None:
        """Return the names of a question's columns; of the question of the condition for ``""``."""


@dataclass(frozen=True)
class _Response:
    """What one set of answers makes of each variable: its value, and whether it was displayed (1, 0, -1)."""

    values: Mapping[Variable, Scalar]
    shown: Mapping[Variable, int]


def evaluate(expression: str, answers: Answers) -> Truth:
    """Return, by response, whether a condition holds.

    Args:
        expression: as written in the structure; empty or "1" is always true.
        answers: the columns it may name.

    Raises:
        NotUnderstoodError: a construct or a variable that is not known.
    """
    text = expression.strip()
    if text in ("", "1"):
        return np.ones(answers.size, dtype=np.int8)
    evaluation = _Evaluation(answers)
    return evaluation.truth(evaluation.resolved(parse(text)))


@dataclass
class _Evaluation:
    answers: Answers

    def resolved(self, node: Node) -> Node:
        """Return a tree in which ``self.sq_X`` is the column that it names, where it names one.

        Raises:
            NotUnderstoodError: several columns where one answer is compared.
        """
        match node:
            case Members():
                named = self._variables(node)
                if len(named) != 1:
                    raise NotUnderstoodError("that")  # a list of answers, outside a function
                return named[0]
            case Operation():
                return Operation(node.sign, self.resolved(node.left), self.resolved(node.right))
            case Unary():
                return Unary(node.sign, self.resolved(node.operand))
            case Call():
                given = (a if isinstance(a, Members) else self.resolved(a) for a in node.arguments)
                return Call(node.function, tuple(given))
        return node

    def truth(self, node: Node) -> Truth:
        """Return whether a tree holds: "and", "or", "not" by arrays, the rest by distinct sets of answers."""
        match node:
            case Operation("and"):
                return all_of(self.truth(node.left), self.truth(node.right))
            case Operation("or"):
                return _any(self.truth(node.left), self.truth(node.right))
            case Unary("!"):
                inner = self.truth(node.operand)
                return np.where(inner < 0, np.int8(-1), 1 - inner).astype(np.int8)
        return self._by_distinct_answers(node)

    def _by_distinct_answers(self, node: Node) -> Truth:
        variables = list(dict.fromkeys(v for part in parts(node) for v in self._variables(part)))
        columns = [self._reference(v) for v in variables]
        if not columns:
            return np.full(self.answers.size, self._holds(node, variables, columns, []), dtype=np.int8)
        read = np.column_stack([array for column in columns for array in _states(column)])
        groups, first = _distinct(read)
        held = [self._holds(node, variables, columns, read[row].tolist()) for row in first]
        result: Truth = np.array(held, dtype=np.int8)[groups]
        return result

    def _variables(self, node: Node) -> list[Variable]:
        match node:
            case Variable():
                return [node]
            case Members():
                names = self.answers.members(node.question, node.filters)
                if names is None:
                    raise NotUnderstoodError(node.question)
                return [Variable(name, node.attribute) for name in names]
        return []

    def _reference(self, variable: Variable) -> VariableReference:
        reference = self.answers.variable(variable.name)
        if reference is None:
            raise NotUnderstoodError(variable.name)
        return reference

    def _holds(
        self, node: Node, variables: list[Variable], columns: list[VariableReference], read: list[int]
    ) -> int:
        """Return the truth of a tree for one set of answers, whatever those that may be empty are."""
        shown = dict(zip(variables, read[1::3], strict=True))
        choices = [
            _possible(column, variable, code, state, bool(unsure))
            for column, variable, code, state, unsure in zip(
                columns, variables, read[0::3], read[1::3], read[2::3], strict=True
            )
        ]
        if np.prod([len(c) for c in choices], dtype=float) > _ALTERNATIVES:
            return -1
        truths = {
            truth(self._worth(node, _Response(dict(zip(variables, values, strict=True)), shown)))
            for values in product(*choices)
        }
        only = truths.pop()
        return -1 if truths or isinstance(only, Unknown) else int(only)

    def _worth(self, node: Node, response: _Response) -> Scalar:
        match node:
            case Constant():
                return node.value
            case Variable():
                return response.values[node]
            case Unary():
                return signed(node.sign, self._worth(node.operand, response))
            case Call():
                return call(node.function, self._arguments(node, response))
            case Operation():
                return self._operation(node, response)
        raise NotUnderstoodError(str(node))

    def _arguments(self, node: Call, response: _Response) -> list[Scalar]:
        worth: list[Scalar] = []
        for argument in node.arguments:
            if isinstance(argument, Members):
                worth += [response.values[v] for v in self._variables(argument)]
            else:
                worth.append(self._worth(argument, response))
        return worth

    def _operation(self, node: Operation, response: _Response) -> Scalar:
        left, right = self._worth(node.left, response), self._worth(node.right, response)
        if node.sign in ("and", "or"):
            return both(node.sign, left, right)
        if node.sign not in COMPARISONS:
            return calculate(node.sign, left, right)
        quoted = any(isinstance(n, Constant) and isinstance(n.value, str) for n in (node.left, node.right))
        result = compare(node.sign, left, right, quoted)
        # A question that was not displayed makes false what is said of it, but where the condition says ".NAOK".
        said = [v for n in (node.left, node.right) for v in _compared(n) if not v.whatever_shown]
        if any(response.shown[v] == 0 for v in said):
            return False
        if any(response.shown[v] < 0 for v in said) and truth(result) is not False:
            return UNKNOWN
        return result


def _compared(node: Node) -> list[Variable]:
    """Return the variables that a side of a comparison is made of, but for those that a function reads."""
    match node:
        case Variable():
            return [node]
        case Operation():
            return _compared(node.left) + _compared(node.right)
        case Unary():
            return _compared(node.operand)
    return []


def _states(column: VariableReference) -> tuple[npt.NDArray[np.int64], ...]:
    """Return by response: the code, the display state, whether it may be empty."""
    size = len(column.codes)
    shown = np.ones(size, dtype=np.int64) if column.shown is None else column.shown
    unsure = np.zeros(size, dtype=np.int64) if column.unsure is None else column.unsure
    return column.codes.astype(np.int64), shown.astype(np.int64), unsure.astype(np.int64)


def _possible(
    column: VariableReference, variable: Variable, code: int, shown: int, unsure: bool
) -> list[Scalar]:
    if variable.attribute == "relevanceStatus":
        return [UNKNOWN if shown < 0 else float(shown)]
    value = column.value(code, variable.attribute)
    return [value, ""] if unsure and value else [value]


def _distinct(read: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.integer], npt.NDArray[np.integer]]:
    """Return the group of each row, and the first row of each group."""
    groups = np.zeros(len(read), dtype=np.int64)
    for column in read.T:
        values, _ = pd.factorize(column)
        groups, _ = pd.factorize(groups * (values.max(initial=0) + 1) + values)
    first = np.full(groups.max(initial=-1) + 1, -1, dtype=np.int64)
    first[groups[::-1]] = np.arange(len(read))[::-1]
    return groups, first


def all_of(left: Truth, right: Truth) -> Truth:
    """Three-valued "and"."""
    return np.where((left == 0) | (right == 0), 0, np.where((left < 0) | (right < 0), -1, 1)).astype(np.int8)


def _any(left: Truth, right: Truth) -> Truth:
    return np.where((left == 1) | (right == 1), 1, np.where((left < 0) | (right < 0), -1, 0)).astype(np.int8)
