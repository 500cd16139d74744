"""The functions of LimeSurvey's expressions that depend on the answers alone.

Those that depend on the hour, on chance or on the participants' table are not here: what calls them is not understood.
"""

import math
import re
import statistics
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

from barometre_pipeline.sources.limesurvey.expressions.scalars import (
    UNKNOWN,
    Known,
    Scalar,
    Unknown,
    compare,
    number,
    truth,
    written,
)
from barometre_pipeline.sources.limesurvey.expressions.syntax import NotUnderstoodError

_LONGEST: Final = 2_000  # characters that a pattern is matched against
_NESTED: Final = re.compile(r"\([^()]*[+*}][^()]*\)[+*{]")  # time that grows without bound
_FLAGS: Final = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE, "u": re.UNICODE}


class _UnsureError(Exception):
    """What a function counts cannot be told."""


def call(name: str, arguments: Sequence[Scalar]) -> Scalar:
    """Return what a function gives.

    Raises:
        NotUnderstoodError: it is none of these, or not with so many arguments.
    """
    if name == "if" and len(arguments) == 3:
        return _if(*arguments)
    function = _FUNCTIONS.get(name)
    if function is None:
        raise NotUnderstoodError(name)
    known = [a for a in arguments if not isinstance(a, Unknown)]
    if len(known) < len(arguments):
        return UNKNOWN
    try:
        return function(*known)
    except NotUnderstoodError:
        raise
    except TypeError as error:
        raise NotUnderstoodError(name) from error
    except _UnsureError:
        return UNKNOWN
    except (ValueError, OverflowError, ZeroDivisionError):
        return math.nan


def _if(test: Scalar, yes: Scalar, no: Scalar) -> Scalar:
    holds = truth(test)
    if isinstance(holds, Unknown):
        return yes if yes == no else UNKNOWN
    return yes if holds else no


def _amount(value: Known) -> float:
    """Return the number that a text begins with, zero if none (PHP's ``floatval``)."""
    found = re.match(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)", written(value))
    return float(found[0]) if found else 0.0


def _numbers(values: Sequence[Known]) -> list[float]:
    return [n for n in (number(v) for v in values) if n is not None]


def _answered(values: Sequence[Known]) -> list[Known]:
    return [v for v in values if v not in ("", False)]


def _matching(sign: str, sought: Known, values: Sequence[Known]) -> list[Known]:
    found: list[Known] = []
    for value in values:
        holds = compare(sign, value, sought)
        if isinstance(holds, Unknown):
            raise _UnsureError
        if holds:
            found.append(value)
    return found


def _sign(written_sign: Known) -> str:
    signs = {"=": "==", "eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
    sign = signs.get(written(written_sign), written(written_sign))
    if sign not in ("==", "!=", "<", "<=", ">", ">="):
        raise NotUnderstoodError(sign)
    return sign


def _extreme(choose: Callable[[list[float]], float], values: Sequence[Known]) -> Scalar:
    found = _numbers(values)
    return choose(found) if found and len(found) == len(values) else UNKNOWN


def _round(value: Known, digits: Known = 0.0) -> float:
    """Round halves away from zero, as PHP does."""
    scale = 10.0 ** int(_amount(digits))
    amount = _amount(value) * scale
    return math.copysign(math.floor(abs(amount) + 0.5), amount) / scale


def _part(text: Known, start: Known, length: Known | None = None) -> str:
    whole, first = written(text), int(_amount(start))
    rest = whole[first:] if first >= 0 else whole[max(len(whole) + first, 0) :]
    return rest if length is None else rest[: int(_amount(length))]


def _place(text: Known, sought: Known) -> Known:
    place = written(text).find(written(sought))
    return float(place) if place >= 0 else False


def _matches(pattern: Known, text: Known) -> bool:
    """Match a pattern written as PHP does, between delimiters and with its options."""
    found = re.fullmatch(r"\s*([/#~@%!])(.*)\1([imsxu]*)\s*", written(pattern), re.DOTALL)
    if found is None or _NESTED.search(found[2]):
        raise NotUnderstoodError("regexMatch")
    flags = re.NOFLAG
    for letter in found[3]:
        flags |= _FLAGS[letter]
    try:
        return re.search(found[2], written(text)[:_LONGEST], flags) is not None
    except re.error as error:
        raise NotUnderstoodError("regexMatch") from error


def _moment(text: Known) -> float:
    """Return the seconds since 1970 of a date written as LimeSurvey stores it; "now" and the like are not told."""
    try:
        return datetime.fromisoformat(written(text)).replace(tzinfo=UTC).timestamp()
    except ValueError as error:
        raise _UnsureError from error


def _grouped(value: Known, digits: Known = 0.0) -> str:
    return f"{_round(value, digits):,.{int(_amount(digits))}f}"


_FUNCTIONS: Final[dict[str, Callable[..., Scalar]]] = {
    "abs": lambda a: abs(_amount(a)),
    "ceil": lambda a: float(math.ceil(_amount(a))),
    "count": lambda *a: float(len(_answered(a))),
    "countif": lambda sought, *a: float(len(_matching("==", sought, a))),
    "countifop": lambda sign, sought, *a: float(len(_matching(_sign(sign), sought, a))),
    "exp": lambda a: math.exp(_amount(a)),
    "floatval": _amount,
    "floor": lambda a: float(math.floor(_amount(a))),
    "implode": lambda glue, *a: written(glue).join(written(v) for v in a),
    "intval": lambda a: float(math.trunc(_amount(a))),
    "is_bool": lambda a: isinstance(a, bool),
    "is_empty": lambda a: a == "" or a is False,
    "is_float": lambda a: number(a) is not None and number(a) != math.trunc(number(a) or 0),
    "is_int": lambda a: number(a) is not None and number(a) == math.trunc(number(a) or 0),
    "is_nan": lambda a: isinstance(a, float) and math.isnan(a),
    "is_null": lambda a: a == "",
    "is_numeric": lambda a: number(a) is not None,
    "is_string": lambda a: isinstance(a, str),
    "join": lambda glue, *a: written(glue).join(written(v) for v in a),
    "list": lambda *a: ", ".join(written(v) for v in _answered(a)),
    "log": lambda a: math.log(_amount(a)),
    "ltrim": lambda a: written(a).lstrip(),
    "max": lambda *a: _extreme(max, a),
    "min": lambda *a: _extreme(min, a),
    "number_format": _grouped,
    "pi": lambda: math.pi,
    "pow": lambda a, b: math.pow(_amount(a), _amount(b)),
    "regexmatch": _matches,
    "round": _round,
    "rtrim": lambda a: written(a).rstrip(),
    "sqrt": lambda a: math.sqrt(_amount(a)),
    "stddev": lambda *a: statistics.stdev(_numbers(a)),
    "str_replace": lambda sought, by, a: written(a).replace(written(sought), written(by)),
    "strcasecmp": lambda a, b: float(
        (written(a).lower() > written(b).lower()) - (written(a).lower() < written(b).lower())
    ),
    "strcmp": lambda a, b: float((written(a) > written(b)) - (written(a) < written(b))),
    "stripos": lambda a, b: _place(written(a).lower(), written(b).lower()),
    "strlen": lambda a: float(len(written(a))),
    "strpos": _place,
    "strtotime": _moment,
    "strtolower": lambda a: written(a).lower(),
    "strtoupper": lambda a: written(a).upper(),
    "substr": _part,
    "sum": lambda *a: math.fsum(_numbers(a)),
    "sumifop": lambda sign, sought, *a: math.fsum(_numbers(_matching(_sign(sign), sought, a))),
    "trim": lambda a: written(a).strip(),
    "unique": lambda *a: len(set(map(written, _answered(a)))) == len(_answered(a)),
}
