"""Which answers each share counts, as sets: what it says beside another share follows from them.

Of one column, its codes. Of several columns, the categories that add up to it. What may be told is ``disclosure``'s.
"""

from dataclasses import dataclass

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.disclosure import leaves_of, one_column
from barometre_pipeline.catalogue.model import Public
from barometre_pipeline.catalogue.sums import sums


@dataclass(frozen=True)
class Question:
    """A question, and the answers to it that a share counts: two sets of one question can be compared."""

    name: object
    answers: frozenset[str]


@dataclass(frozen=True)
class AnswerSet:
    """What a share counts.

    Attributes:
        column: the answers to one column; None where it takes several.
        total: what it is made of, or made into with others of its indicator, where that takes several columns.
        sensible: it is about a question whose answers may harm.
    """

    column: Question | None
    total: Question | None
    sensible: bool

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return both."""
        return tuple(q for q in (self.column, self.total) if q is not None)


def answer_sets(catalogue: Catalogue, edition: str, public: Public) -> dict[tuple[str, str], AnswerSet]:
    """Return what each category that an edition can answer counts, by indicator and category."""
    variables = catalogue.codebook.variables
    known: dict[str, dict[str, AnswerSet]] = {}
    definitions = {}
    for indicator, category, leaves in leaves_of(catalogue, edition, public):
        statement = category.expression(edition)
        alone = one_column(catalogue, edition, statement)
        sensible = any(variables[leaf.variable].sensible for leaf in leaves)
        of = known.setdefault(indicator.nom, {})
        of[category.nom] = AnswerSet(Question(*alone) if alone else None, None, sensible)
        definitions[indicator.nom, category.nom] = statement
    found: dict[tuple[str, str], AnswerSet] = {}
    for name, categories in known.items():
        totals = _totals(name, sums({c: definitions[name, c] for c in categories}), categories)
        found |= {(name, c): AnswerSet(of.column, totals.get(c), of.sensible) for c, of in categories.items()}
    return found


def _totals(
    indicator: str, parts: dict[str, frozenset[str]], categories: dict[str, AnswerSet]
) -> dict[str, Question]:
    """Return the question of the categories that several columns make: those that share a part have one."""
    groups: list[frozenset[str]] = []
    for some in parts.values():
        touched = [g for g in groups if g & some]
        groups = [g for g in groups if not g & some] + [some.union(*touched)]
    found: dict[str, Question] = {}
    for group in groups:
        members = [c for c, some in parts.items() if some <= group]
        if any(categories[c].column is None for c in members):
            found |= {c: Question((indicator, *sorted(group)), parts[c]) for c in members}
    return found
