"""What the catalogue says of telling an answer: which questions are sensitive, which population each is about first.

Names and columns only; what is told in the end is ``statistics.disclosure``'s.
"""

from collections.abc import Iterator

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.indicator import Indicator, ResolvedCategory
from barometre_pipeline.catalogue.model import Public
from barometre_pipeline.catalogue.resolution import Leaf, NotComputableError, Resolver
from barometre_pipeline.vocabulary import GROUPES


def leaves_of(
    catalogue: Catalogue, edition: str, public: Public = "collectivites"
) -> Iterator[tuple[Indicator, ResolvedCategory, tuple[Leaf, ...]]]:
    """Yield each category that a public of an edition can answer, with what it reads."""
    resolver = Resolver(catalogue.codebook, edition)
    for indicator in catalogue.indicateurs.values():
        if indicator.public not in (public, "tous"):
            continue
        for category in catalogue.categories[indicator.nom].values():
            try:
                yield indicator, category, resolver.leaves(category.expression(edition))
            except NotComputableError:
                continue


def one_column(
    catalogue: Catalogue, edition: str, statement: Expression
) -> tuple[str, frozenset[str]] | None:
    """Return the column and codes of a statement that is « one of these answers » to one column, None otherwise.

    Raises:
        NotComputableError: the edition cannot answer.
    """
    if statement.un_de is not None:
        parts = [one_column(catalogue, edition, each) for each in statement.un_de]
        columns = {part[0] for part in parts if part is not None}
        if None in parts or len(columns) != 1:
            return None
        return columns.pop(), frozenset().union(*(part[1] for part in parts if part is not None))
    if statement.variable is None:
        return None
    leaf = Resolver(catalogue.codebook, edition).leaf(statement)
    return (leaf.columns[0], frozenset(leaf.codes)) if len(leaf.columns) == 1 else None


def sensitive_columns(catalogue: Catalogue, edition: str) -> frozenset[str]:
    """Return the columns of an edition of the survey that a variable declared ``sensible`` is read from."""
    asked = catalogue.codebook.questionnaire(edition, "collectivites")
    return frozenset(
        column for variable, coding in asked if variable.sensible for column in coding.colonnes.values()
    )


def first_groups(catalogue: Catalogue, edition: str) -> dict[str, tuple[str, ...]]:
    """Return, by column, the groups that the indicators made of it are about, in the order of the catalogue."""
    found: dict[str, dict[str, None]] = {}
    for indicator, _, leaves in leaves_of(catalogue, edition):
        if indicator.population in GROUPES:
            for column in (c for leaf in leaves for c in leaf.columns):
                found.setdefault(column, {})[indicator.population] = None
    return {column: tuple(groups) for column, groups in found.items()}
