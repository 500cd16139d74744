"""Values of an expression for one response, and what the operators make of them, as LimeSurvey's server does.

An empty answer is ``""``. Where versions of LimeSurvey or of PHP disagree, the value is ``UNKNOWN``: never a guess.
Source of the rules: ``RDP_EvaluateBinary`` of ``em_core_helper.php``, LimeSurvey 6.
"""

import math
import operator
import re
from collections.abc import Callable
from typing import Final

Known = str | float | bool


class Unknown:
    """The value that is not known."""


Scalar = Known | Unknown
UNKNOWN: Final = Unknown()

_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_ORDERED: Final[dict[str, Callable[[float | str, float | str], bool]]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_ARITHMETIC: Final[dict[str, Callable[[float, float], float]]] = {
    "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip


def number(value: Known) -> float | None:
    """Return what a value is worth as a number; nothing where it is not one, an empty answer included."""
    if isinstance(value, str):
        return float(value) if _NUMBER.fullmatch(value.strip()) else None
    return float(value)


def written(value: Known) -> str:
    """Return a value as PHP writes it."""
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, float):
        return str(int(value)) if math.isfinite(value) and value == int(value) else repr(value)
    return value


def truth(value: Scalar) -> bool | Unknown:
    """Return whether a value counts as true: neither empty nor zero."""
    if isinstance(value, Unknown) or (isinstance(value, float) and math.isnan(value)):
        return UNKNOWN
    return value not in ("", "0", 0.0, False)


def both(sign: str, left: Scalar, right: Scalar) -> Scalar:
    """Join two truths by "and" or "or"; one is enough where it decides."""
    decisive = sign == "or"
    truths = truth(left), truth(right)
    if decisive in truths:
        return decisive
    return UNKNOWN if any(isinstance(t, Unknown) for t in truths) else not decisive


def compare(sign: str, left: Scalar, right: Scalar, quoted: bool = False) -> Scalar:
    """Compare two values.

    Args:
        sign: ``==``, ``!=`` or an order.
        left: what stands before it.
        right: what stands after it.
        quoted: one of them is written between quotes in the expression, which newer servers take for an order of
            texts and older ones for an order of numbers.
    """
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return UNKNOWN
    if sign in ("==", "!="):
        equal = _equal(left, right, quoted)
        return equal if isinstance(equal, Unknown) else equal == (sign == "==")
    numbers = number(left), number(right)
    texts = _ORDERED[sign](written(left), written(right))
    if numbers[0] is not None and numbers[1] is not None:
        ordered = _ORDERED[sign](numbers[0], numbers[1])
        return ordered if not quoted or ordered == texts else UNKNOWN
    if numbers[0] is None and numbers[1] is None:
        return texts
    if "" in (left, right) and 0.0 in numbers:
        return {"<=": True, ">": False}.get(
            sign, UNKNOWN
        )  # zero and nothing: the servers agree on these alone
    return False  # a number and a text have no order


def _equal(left: Known, right: Known, quoted: bool) -> bool | Unknown:
    numbers = number(left), number(right)
    if numbers[0] is not None and numbers[1] is not None:
        return numbers[0] == numbers[1]
    if "" in (left, right) and 0.0 in numbers and not quoted:
        return UNKNOWN  # PHP 7 takes nothing for zero, PHP 8 does not
    return written(left) == written(right)


def calculate(sign: str, left: Scalar, right: Scalar) -> Scalar:
    """Add (texts: join), subtract, multiply or divide; what is no number gives "not a number"."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return UNKNOWN
    first, second = number(left), number(right)
    if sign == "+":
        return written(left) + written(right) if first is None or second is None else first + second
    if first is None or second is None or (sign == "/" and second == 0):
        return math.nan
    try:
        return _ARITHMETIC[sign](first, second)
    except OverflowError:
        return math.nan


def signed(sign: str, value: Scalar) -> Scalar:
    """Apply ``!``, ``-`` or ``+``; an empty answer counts as zero."""
    if sign == "!":
        holds = truth(value)
        return holds if isinstance(holds, Unknown) else not holds
    if isinstance(value, Unknown):
        return UNKNOWN
    amount = number(value if value != "" else 0.0)
    return math.nan if amount is None else amount * (-1 if sign == "-" else 1)
