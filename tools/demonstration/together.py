"""How many people give one at least of several answers, against what associations make likely.

The share of each answer is as found (how far it is from its plan is said elsewhere): here is how answers go together.
``bilan`` reads the people and plans the answers; nothing is printed here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.model import VariableType
from tools.demonstration.expected import Expected
from tools.demonstration.measure import is_true
from tools.demonstration.plan import Plan
from tools.demonstration.respondents import Respondent
from tools.demonstration.states import all_columns, is_union
from tools.demonstration.targets import NOT_SHOWN
from tools.demonstration.years import Year

FURTHEST_TOGETHER = 8.0  # points that « at least one of » may be from what is likely
ENOUGH_TOGETHER = 80  # asked fewer people than this, chance alone takes it further
_MORE = 4  # people added who answer as planned, so that no share found is 0 or 1


@dataclass(frozen=True)
class Together:
    """One « at least one of these answers » of one edition.

    Attributes:
        edition, public: which.
        statement: what is true of those counted.
        asked: people the question was shown to.
        found, planned: shares of these, in percent.
        printed: whether a figure, or a real share of 2023, is about it.
        groups: the same by strate: people asked, found, likely.
    """

    edition: str
    public: str
    statement: Expression
    asked: int
    found: float
    planned: float
    printed: bool
    groups: dict[str, tuple[int, int, float]]

    @property
    def gap(self) -> float:
        """Distance in points."""
        return abs(self.found - self.planned)

    @property
    def is_wrong(self) -> bool:
        """Tell whether it is further than it may be, enough people were asked, and no figure is why."""
        return not self.printed and self.asked >= ENOUGH_TOGETHER and self.gap > FURTHEST_TOGETHER


def together(
    catalogue: Catalogue, public: str, year: Year, plan: Plan, people: Sequence[Sequence[Respondent]]
) -> list[Together]:
    """Return every « at least one » of an edition: the first answer of each grid, and what the catalogue defines."""
    asked = {name: pair for name, pair in year.asked.items() if name not in year.profile}
    expected = Expected(asked, _as_answered(year, plan, people))
    aims = (*year.targets, *year.wishes)
    printed = {leaf for t in aims for e in t.expressions() for leaf in e.leaves()}
    found = []
    for statement in dict.fromkeys(_statements(catalogue, year)):
        name = statement.variable or ""
        column = all_columns(*asked[name])[0]
        groups: dict[str, tuple[int, int, float]] = {}
        weighted = [0.0, 0.0, 0.0]
        for cell, of_cell in zip(year.cells, people, strict=True):
            shown = [p for p in of_cell if p[column] != NOT_SHOWN]
            mine = (
                len(shown),
                sum(is_true(statement, p) for p in shown),
                len(shown) * expected.truths(name, [statement], cell)[(True,)],
            )
            before = groups.get(cell.strate, (0, 0, 0.0))
            groups[cell.strate] = (before[0] + mine[0], before[1] + mine[1], before[2] + mine[2])
            weighted = [total + cell.weight * part for total, part in zip(weighted, mine, strict=True)]
        size, true, likely = weighted
        if size:
            shares = 100 * true / size, 100 * likely / size
            count = sum(number for number, _, _ in groups.values())
            found.append(
                Together(year.edition, public, statement, count, *shares, statement in printed, groups)
            )
    return found


def _as_answered(year: Year, plan: Plan, people: Sequence[Sequence[Respondent]]) -> Plan:
    """Return the plan with the shares found, a few people more answering as planned."""
    chances = {}
    for cell, of_cell in zip(year.cells, people, strict=True):
        for column in year.columns():
            shown = [p[column] for p in of_cell if p[column] != NOT_SHOWN]
            chances[column, cell.name] = {
                outcome: (shown.count(outcome) + _MORE * chance) / (len(shown) + _MORE)
                for outcome, chance in plan.of(column, cell).items()
            }
    return Plan(chances, plan.origins, plan.blanks)


def _statements(catalogue: Catalogue, year: Year) -> Iterator[Expression]:
    for name, (variable, coding) in year.asked.items():
        if variable.type is VariableType.ARRAY:
            yield Expression(variable=name, un_item=True, dans=(next(iter(coding.modalites)),))
    for categories in catalogue.categories.values():
        for category in categories.values():
            for leaf in category.expression(year.edition).leaves():
                name = leaf.variable or ""
                if name in year.asked and name not in year.profile and is_union(leaf):
                    items = set(leaf.rows or leaf.coche or ())
                    if items <= set(year.asked[name][1].items):
                        yield leaf
