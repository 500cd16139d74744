"""The answers for which a statement of the catalogue holds: printed figures are compared as sets of them.

« Good » is part of « good or correct », « engaged » and « planned only » exclude each other: read off the
definitions, never declared twice. What to make of it is ``contradictions``'.
"""

from collections.abc import Iterator, Mapping
from itertools import product

from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.model import Codebook, VariableType

Dimension = tuple[str, str]  # variable, item
Case = tuple[object, ...]
LIMIT = 20_000
UNRANKED = 99


def dimensions(expression: Expression, book: Codebook) -> dict[Dimension, tuple[object, ...]] | None:
    """Return what a statement looks at, with the possible values; None if it looks at a whole array."""
    found: dict[Dimension, tuple[object, ...]] = {}
    for leaf in expression.leaves():
        variable = book.variables[str(leaf.variable)]
        if leaf.un_item:
            return None
        if leaf.coche is not None:
            found.update({(variable.nom, box): (False, True) for box in leaf.coche})
        elif variable.type is VariableType.RANKING:
            found[variable.nom, str(leaf.item)] = (*range(1, len(variable.items) + 1), UNRANKED)
        else:
            found[variable.nom, leaf.item or ""] = tuple(variable.modalites)
    return found


def cases(expression: Expression, space: Mapping[Dimension, tuple[object, ...]]) -> frozenset[Case] | None:
    """Return the combinations of answers for which a statement holds; None if there are too many to list."""
    size = 1
    for values in space.values():
        size *= len(values)
    if size > LIMIT:
        return None
    return frozenset(
        c for c in product(*space.values()) if holds(expression, dict(zip(space, c, strict=True)))
    )


def holds(expression: Expression, answers: Mapping[Dimension, object]) -> bool:
    """Tell whether a statement holds for one combination of answers."""
    if expression.un_de is not None:
        return any(holds(e, answers) for e in expression.un_de)
    if expression.tous is not None:
        return all(holds(e, answers) for e in expression.tous)
    if expression.non is not None:
        return not holds(expression.non, answers)
    return any(_leaf(expression, answers))


def _leaf(leaf: Expression, answers: Mapping[Dimension, object]) -> Iterator[bool]:
    variable = str(leaf.variable)
    if leaf.coche is not None:
        yield from (bool(answers[variable, box]) for box in leaf.coche)
    elif leaf.rang_max is not None:
        yield int(str(answers[variable, str(leaf.item)])) <= leaf.rang_max
    else:
        yield answers[variable, leaf.item or ""] in (leaf.dans or ())
