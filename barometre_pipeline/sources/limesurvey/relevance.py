"""Conditions of display (ExpressionScript) evaluated on the answers, in three-valued logic.

Only the small part of the language that conditions use is understood; the rest is "unknown", never guessed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

Truth = npt.NDArray[np.int8]  # 1 true, 0 false, -1 unknown

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?![\w.]))|(?P<text>\"[^\"]*\"|'[^']*')"
    r"|(?P<name>[A-Za-z0-9_]+(?:\.[A-Za-z_]+)?(?:#\d)?)|(?P<sign>==|!=|<>|<=|>=|&&|\|\||[<>!()=]))"
)
_COMPARISONS: Final[dict[str, str]] = {
    "==": "==", "=": "==", "eq": "==", "!=": "!=", "<>": "!=", "ne": "!=", "<": "<", "lt": "<",
    "<=": "<=", "le": "<=", ">": ">", "gt": ">", ">=": ">=", "ge": ">=",
}  # fmt: skip
_ORDERED: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


class NotUnderstoodError(ValueError):
    """A condition outside the part of the language that is understood."""


@dataclass(frozen=True)
class VariableReference:
    """The answers to one column: ``categories[code]``, code -1 for empty.

    ``unsure`` marks answers that may also be empty; ``shown`` is the display state of the column.
    """

    codes: npt.NDArray[np.integer]
    categories: tuple[str, ...]
    unsure: npt.NDArray[np.bool_] | None = None
    shown: Truth | None = None


class Answers(Protocol):
    """Where a condition finds the answers."""

    size: int

    def variable(self, name: str) -> VariableReference | None:
        """Return the column of this name, or nothing where the extract lacks it."""


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
    if text == "0":
        return np.zeros(answers.size, dtype=np.int8)
    parser = _Parser(_tokens(text), answers)
    result = parser.either()
    parser.end()
    return result


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens, position = [], 0
    while position < len(text.rstrip()):
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise NotUnderstoodError(text)
        tokens.append((match.lastgroup, match[match.lastgroup]))
        position = match.end()
    return tokens


class _Parser:
    """Recursive descent: or, and, not, then a comparison, a function or a parenthesis."""

    def __init__(self, tokens: list[tuple[str, str]], answers: Answers) -> None:
        self.tokens = tokens
        self.answers = answers
        self.position = 0

    def _peek(self) -> tuple[str, str]:
        return self.tokens[self.position] if self.position < len(self.tokens) else ("end", "")

    def _next(self) -> tuple[str, str]:
        token = self._peek()
        self.position += 1
        return token

    def _expect(self, sign: str) -> None:
        if self._next()[1] != sign:
            raise NotUnderstoodError(sign)

    def end(self) -> None:
        if self._peek()[0] != "end":
            raise NotUnderstoodError(self._peek()[1])

    def either(self) -> Truth:
        result = self._both()
        while self._peek()[1].lower() in ("or", "||"):
            self._next()
            result = _any(result, self._both())
        return result

    def _both(self) -> Truth:
        result = self._negation()
        while self._peek()[1].lower() in ("and", "&&"):
            self._next()
            result = all_of(result, self._negation())
        return result

    def _negation(self) -> Truth:
        if self._peek()[1].lower() in ("!", "not"):
            self._next()
            inner = self._negation()
            return np.where(inner < 0, np.int8(-1), 1 - inner).astype(np.int8)
        return self._primary()

    def _primary(self) -> Truth:
        kind, value = self._peek()
        if value == "(":
            self._next()
            inner = self.either()
            self._expect(")")
            return inner
        if kind == "name" and value.lower() == "is_empty":
            return self._is_empty()
        return self._comparison()

    def _is_empty(self) -> Truth:
        self._next()
        self._expect("(")
        variable = self._variable(self._next())
        self._expect(")")
        return _apply(variable, lambda answer: answer == "")

    def _comparison(self) -> Truth:
        left = self._next()
        sign = _COMPARISONS.get(self._peek()[1].lower(), "")
        if not sign:
            raise NotUnderstoodError(left[1])
        self._next()
        right = self._next()
        if left[0] != "name":
            left, right, sign = right, left, {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(sign, sign)
        if right[0] not in ("text", "number"):
            raise NotUnderstoodError(right[1])
        constant = right[1].strip("\"'")
        variable = self._variable(left)
        truth = _apply(variable, lambda answer: _compare(answer, sign, constant))
        if variable.shown is not None and not left[1].upper().endswith(".NAOK"):
            truth = all_of(truth, variable.shown)
        return truth

    def _variable(self, token: tuple[str, str]) -> VariableReference:
        name, _, suffix = token[1].partition(".")
        variable = self.answers.variable(name) if token[0] == "name" else None
        if variable is None or suffix.upper() not in ("", "NAOK", "VALUE", "CODE"):
            raise NotUnderstoodError(token[1])
        return variable


def all_of(left: Truth, right: Truth) -> Truth:
    """Three-valued "and"."""
    return np.where((left == 0) | (right == 0), 0, np.where((left < 0) | (right < 0), -1, 1)).astype(np.int8)


def _any(left: Truth, right: Truth) -> Truth:
    return np.where((left == 1) | (right == 1), 1, np.where((left < 0) | (right < 0), -1, 0)).astype(np.int8)


def _apply(variable: VariableReference, test: Callable[[str], bool]) -> Truth:
    """Return the test of each answer, made once by distinct answer."""
    table = np.array([*(test(category) for category in variable.categories), test("")], dtype=np.int8)
    truth: Truth = table[variable.codes]
    if variable.unsure is not None:
        truth = np.where(variable.unsure & (truth != table[-1]), np.int8(-1), truth)
    return truth


def _compare(answer: str, sign: str, constant: str) -> bool:
    numbers = _number(answer), _number(constant)
    both = numbers[0] is not None and numbers[1] is not None
    if sign in ("==", "!="):
        equal = numbers[0] == numbers[1] if both else answer == constant
        return equal == (sign == "==")
    if numbers[0] is None or numbers[1] is None:
        return False
    return _ORDERED[sign](numbers[0], numbers[1])


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
