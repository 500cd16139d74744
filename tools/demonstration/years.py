"""What one edition asked of whom, and the figures printed about each column; the real shares of 2023."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product

from barometre_pipeline.catalogue.expression import Expression
from tools.demonstration.real_2023 import FACTS
from tools.demonstration.states import Asked, all_columns, is_union, main_column
from tools.demonstration.targets import Cell, Column, Target, evaluate

_MOST_OTHERS = 4


@dataclass(frozen=True)
class Year:
    """What is asked of whom in one edition, and what was printed about it.

    Attributes:
        edition: key.
        asked: questions by name, profile included.
        profile: names of the questions that say who a respondent is.
        cells: who answers.
        targets: printed figures.
        closing: question that everybody who finished has answered.
        wishes: real shares that no column alone gives; they weigh nothing against a figure.
    """

    edition: str
    asked: Asked
    profile: frozenset[str]
    cells: Sequence[Cell]
    targets: Sequence[Target]
    closing: str = ""
    wishes: Sequence[Target] = ()

    @cached_property
    def printed(self) -> Mapping[Column, Sequence[Target]]:
        """The figures about one column alone, and about those it was shown to, the widest first."""
        found: dict[Column, list[Target]] = {}
        for target in self.targets:
            column = main_column(target, self.asked, self.profile)
            if column is None or target.mentions is not None:
                continue
            others = self.others(column, target)
            if (
                len(others) <= _MOST_OTHERS
                and not any(map(is_union, others))
                and self._of_all(column, target)
            ):
                found.setdefault(column, []).append(target)
        return {c: sorted(t, key=lambda one: -self.size(one)) for c, t in found.items()}

    def others(self, column: Column, target: Target) -> list[Expression]:
        """Return the statements about other columns that a figure depends on, routing included."""
        condition = self.asked[column[0]][1].condition
        expressions = [*target.expressions(), *([condition] if condition else [])]
        leaves = dict.fromkeys(leaf for e in expressions for leaf in e.leaves())
        known = {column[0], *self.profile}
        return [leaf for leaf in leaves if leaf.variable not in known]

    def is_joint(self, column: Column, target: Target) -> bool:
        """Tell whether a figure counts answers to another question too."""
        return bool({v for v in target.numerator.variables() if v not in self.profile} - {column[0]})

    def _of_all(self, column: Column, target: Target) -> bool:
        """Tell whether a figure's base keeps all who were asked, as far as other questions go.

        One among those who answered another question in some way says how both go together: it does not say at
        what level either is.
        """
        condition = self.asked[column[0]][1].condition
        counted = set(target.numerator.variables())
        leaves = self.others(column, target)
        if target.base is None or counted >= {leaf.variable for leaf in leaves}:
            return True

        def kept(truths: Mapping[Expression, bool]) -> bool:
            assert target.base is not None
            return evaluate(target.base, lambda leaf: truths.get(leaf, True))

        every = (
            dict(zip(leaves, truths, strict=True)) for truths in product((True, False), repeat=len(leaves))
        )
        return all(
            kept(truths) for truths in every if condition is None or evaluate(condition, truths.__getitem__)
        )

    def size(self, target: Target) -> float:
        """Return the number of people of a figure's population."""
        return sum(self.cells[i].size * self.cells[i].weight for i in target.cells)

    def columns(self) -> list[Column]:
        """Return every column asked but those of the profile."""
        names = [n for n in self.asked if n not in self.profile]
        return [c for n in names for c in all_columns(*self.asked[n])]


@cache
def real_shares() -> Mapping[Column, Mapping[str, Mapping[str, float]]]:
    """Return the real shares of 2023: column, family of strates, answer."""
    shares: dict[Column, dict[str, dict[str, float]]] = {}
    with FACTS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            column = (row.pop("variable"), row.pop("item"))
            answer = row.pop("reponse")
            for family, share in row.items():
                shares.setdefault(column, {}).setdefault(family, {})[answer] = float(share) / 100
    return shares
