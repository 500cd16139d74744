"""What an expectation that does not hold found, said in French: what, observed, expected.

Words only, from what Great Expectations returns; which rules there are is ``drift``'s.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from barometre_pipeline.expectations.drift import DriftRule
from barometre_pipeline.french.numbers import count, number, percent
from barometre_pipeline.french.spaces import NBSP, quoted, spaced
from barometre_pipeline.french.words import enumeration, uncapitalised

Result = Mapping[str, Any]
_SHOWN = 3  # values named


@dataclass(frozen=True)
class Words:
    """What the columns and codes of an edition mean.

    Attributes:
        columns: column -> wording of what was asked.
        answers: column -> code -> wording.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def column(self, name: str) -> str:
        """Name a column by its code and what was asked."""
        return f"{name} {quoted(self.columns[name])}" if self.columns.get(name) else name

    def answer(self, column: str, code: str) -> str:
        """Name an answer."""
        return quoted(self.answers.get(column, {}).get(code, code))


def finding(rule: DriftRule, result: Result, table: str, words: Words) -> str:
    """Say what a rule that does not hold expected of what, and what is there instead.

    Args:
        rule: the rule.
        result: what Great Expectations found (``observed_value``, ``unexpected_percent``…).
        table: the table examined, named where the rule is about no column.
        words: what its columns and codes mean.
    """
    column = str(rule.arguments.get("column", ""))
    subject = words.column(column) if column else table
    observed = _OBSERVED.get(rule.kind, _any)(rule, result, words)
    return f"{subject}{NBSP}: {observed}{NBSP}; attendu{NBSP}: {uncapitalised(spaced(rule.note))}"


def _rows(_rule: DriftRule, result: Result, _words: Words) -> str:
    return count(int(result["observed_value"]), "ligne")


def _excluded(rule: DriftRule, result: Result, words: Words) -> str:
    column, codes = str(rule.arguments["column"]), rule.arguments["value_set"]
    named = enumeration((words.answer(column, str(c)) for c in codes), "ou")  # type: ignore[attr-defined]
    share = percent(float(result["unexpected_percent"]) / 100)
    return f"{share} de {named} ({number(result['unexpected_count'])} sur {number(result['element_count'])})"


def _unexpected(rule: DriftRule, result: Result, words: Words) -> str:
    column = str(rule.arguments["column"])
    found = list(dict.fromkeys(str(v) for v in result["partial_unexpected_list"]))
    named = enumeration(words.answer(column, v) for v in found[:_SHOWN])
    return f"{count(int(result['unexpected_count']), 'ligne')} à {named}" + (", …" if found[_SHOWN:] else "")


def _diverging(rule: DriftRule, result: Result, words: Words) -> str:
    """Say how far the answers are from what they were, and which moved most."""
    column = str(rule.arguments["column"])
    now, before = (
        dict(zip(result["details"][p]["values"], result["details"][p]["weights"], strict=True))
        for p in ("observed_partition", "expected_partition")
    )
    code = max(now, key=lambda c: abs(now[c] - before.get(c, 0.0)))
    moved = (
        f"{words.answer(column, str(code))} {percent(now[code])} au lieu de {percent(before.get(code, 0.0))}"
    )
    far = result["observed_value"]  # None, or infinite, where an answer was impossible before
    size = (
        f"divergence de {number(far, 2)}"
        if far is not None and math.isfinite(far)
        else "divergence sans limite"
    )
    return f"{size}, surtout {moved}"


def _any(_rule: DriftRule, result: Result, _words: Words) -> str:
    return f"observé{NBSP}: {result.get('observed_value', 'autre chose')}"


_OBSERVED: dict[str, Callable[[DriftRule, Result, Words], str]] = {
    "ExpectTableRowCountToBeBetween": _rows,
    "ExpectColumnValuesToNotBeInSet": _excluded,
    "ExpectColumnValuesToBeInSet": _unexpected,
    "ExpectColumnValuesToBeUnique": _unexpected,
    "ExpectColumnKLDivergenceToBeLessThan": _diverging,
}
