"""What a synthetic edition must show: printed percentages as statements about counts of respondents.

Plain records and the arithmetic of rounding; solving is ``calibration``'s.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from barometre_pipeline.catalogue.expression import Expression

# A column of canonical answers: (variable, item), item "" for a single choice, the item's name otherwise.
Column = tuple[str, str]
ABSENT = ""  # shown and not answered
NOT_SHOWN = "@"
TICKED, UNTICKED = "oui", "non"
UNRANKED = "-"


@dataclass(frozen=True)
class Cell:
    """Respondents alike in all that is known of them before they answer.

    Attributes:
        name: printed in messages.
        size: number of respondents.
        weight: weight of each (1 for local authorities).
        maturity: in [0, 1], how far their answers lean towards the first of a list.
        profile: canonical answers known beforehand (sex, age...).
        strate: of a local authority.
        large: at least 50,000 inhabitants; ``None`` where inhabitants are not known.
    """

    name: str
    size: int
    weight: float
    maturity: float
    profile: Mapping[Column, str]
    strate: str = ""
    large: bool | None = None


@dataclass(frozen=True)
class Window:
    """Bounds of a share in percent; ``strict`` leaves the bounds themselves out."""

    low: float
    high: float
    strict: bool

    @classmethod
    def rounded(cls, value: float) -> "Window":
        """Return the shares printed as ``value`` when halves go to the even neighbour."""
        unit = 1.0 if float(value).is_integer() else 0.1
        even = round(value / unit) % 2 == 0
        return cls(value - unit / 2, value + unit / 2, not even)

    def contains(self, share: float) -> bool:
        """Tell whether a share in percent is within."""
        if self.strict:
            return self.low + 1e-9 < share < self.high - 1e-9
        return self.low - 1e-9 <= share <= self.high + 1e-9


@dataclass(frozen=True)
class Target:
    """One printed percentage: numerator over base, among the respondents of some cells.

    Attributes:
        key: identifier of the figure.
        cells: indices of the cells of its population.
        base: who is in the denominator (``None``: all of the population).
        numerator: who counts.
        window: shares that are printed like this.
        weight: how much giving the figure up costs.
        mentions: where set, respondents are counted once per statement that is true of them: the first
            tuple in the numerator, the second in the denominator, among those of ``base``.
    """

    key: str
    cells: frozenset[int]
    base: Expression | None
    numerator: Expression
    window: Window
    weight: float = 1.0
    mentions: tuple[tuple[Expression, ...], tuple[Expression, ...]] | None = None

    def expressions(self) -> Iterator[Expression]:
        """Yield the base and what is counted."""
        if self.base is not None:
            yield self.base
        yield from self.mentions[1] if self.mentions else (self.numerator,)


def evaluate(expression: Expression, leaf: Callable[[Expression], bool]) -> bool:
    """Evaluate an expression, given the truth of each of its leaves."""
    if expression.un_de is not None:
        return any(evaluate(part, leaf) for part in expression.un_de)
    if expression.tous is not None:
        return all(evaluate(part, leaf) for part in expression.tous)
    if expression.non is not None:
        return not evaluate(expression.non, leaf)
    return leaf(expression)


def holds(leaf: Expression, column: Column, outcome: str) -> bool:
    """Tell whether one column's outcome makes a leaf true (for « at least one », that column alone)."""
    if leaf.variable != column[0]:
        return False
    if leaf.dans is not None:
        mine = column[1] in leaf.rows if leaf.rows else leaf.un_item or (leaf.item or "") == column[1]
        return bool(mine) and outcome in leaf.dans
    if leaf.coche is not None:
        return column[1] in leaf.coche and outcome == TICKED
    assert leaf.rang_max is not None
    ranked = leaf.item == column[1] and outcome not in (UNRANKED, ABSENT, NOT_SHOWN)
    return ranked and int(outcome) <= leaf.rang_max
