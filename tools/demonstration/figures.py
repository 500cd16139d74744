"""Turns the printed figures of one edition into targets, as the catalogue defines them.

Reads the catalogue; solves nothing. A figure that the catalogue says cannot be computed makes no target.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.indicator import Indicator
from barometre_pipeline.catalogue.model import VariableType
from barometre_pipeline.catalogue.populations import Population
from barometre_pipeline.catalogue.resolution import NotComputableError, Resolver
from barometre_pipeline.vocabulary import REGLE_INCLUSES
from tools.demonstration.targets import Cell, Target, Window

_LARGE = 50_000
# Figures printed as « près de », « plus de »: the exact neighbour is preferred, a looser window accepted.
_ABOUT = ((0.5, 0.02), (2.0, 0.5))
Key = tuple[str, str, str]  # indicator, category, population


@dataclass(frozen=True)
class Later:
    """Shares (in percent, unrounded) that a later edition came out with, for printed evolutions."""

    shares: Mapping[tuple[str, Key], float] = field(default_factory=dict)


def targets(
    catalogue: Catalogue,
    figures: pd.DataFrame,
    edition: str,
    public: str,
    cells: Sequence[Cell],
    later: Later,
) -> list[Target]:
    """Return the targets of an edition and public; the same figure printed twice weighs twice."""
    weights: dict[tuple[Key, str, float, str], list[str]] = {}
    for row in figures.itertuples(index=False):
        key = (str(row.indicateur), str(row.categorie), str(row.population))
        mine = row.edition == edition and row.statistique != "ecart_points"
        evolves = row.statistique == "ecart_points" and row.edition_reference == edition
        if mine or evolves:
            of = str(row.edition) if evolves else ""
            weights.setdefault((key, str(row.statistique), float(str(row.valeur)), of), []).append(
                str(row.chiffre)
            )
    found: list[Target] = []
    for (key, kind, value, of), names in weights.items():
        for window, weight in _windows(kind, value, later.shares.get((of, key))):
            for population in _each(catalogue, key[2]):
                target = _target(catalogue, (key[0], key[1], population), edition, public, cells)
                if target is not None:
                    label = f"{' = '.join(names)} ({key[0]}, {key[1]}, {population})"
                    found.append(_with(target, label, window, weight * len(names)))
    return found


def share_target(
    catalogue: Catalogue, key: Key, edition: str, public: str, cells: Sequence[Cell]
) -> Target | None:
    """Return the definition of one share as a target without bounds, to compute it on respondents."""
    return _target(catalogue, key, edition, public, cells)


def _windows(kind: str, value: float, later: float | None) -> Iterator[tuple[Window, float]]:
    if kind == "part":
        yield Window.rounded(value), 1.0
    elif kind == "part_environ":
        for width, weight in _ABOUT:
            yield Window(value - width, value + width, True), weight
    elif kind == "part_plus_de":
        yield Window(value, np.inf, True), 1.0
    elif kind == "ecart_points" and later is not None:
        yield Window(later - value - 0.45, later - value + 0.45, True), 1.0


def _with(target: Target, key: str, window: Window, weight: float) -> Target:
    return Target(key, target.cells, target.base, target.numerator, window, weight, target.mentions)


def _each(catalogue: Catalogue, name: str) -> tuple[str, ...]:
    population = catalogue.populations.by_name.get(name)
    return population.minimum_de if population is not None and population.minimum_de else (name,)


def _target(
    catalogue: Catalogue, key: Key, edition: str, public: str, cells: Sequence[Cell]
) -> Target | None:
    indicator = catalogue.indicateurs.get(key[0])
    category = catalogue.categories.get(key[0], {}).get(key[1])
    population = catalogue.populations.by_name.get(key[2])
    if indicator is None or category is None or population is None or indicator.public != public:
        return None
    if indicator.reason(edition, key[1]) is not None:
        return None
    numerator = category.expression(edition)
    book = catalogue.codebook
    if any(edition not in book.variables[v].editions for v in numerator.variables()):
        return None
    if any(not _asked(catalogue, leaf, edition) for leaf in numerator.leaves()):
        return None
    inside, conditions = _membership(catalogue, population)
    answered = _answered(catalogue, indicator, numerator, edition)
    if answered is not None:
        conditions.append(answered)
    base = (
        None
        if not conditions
        else conditions[0]
        if len(conditions) == 1
        else Expression(tous=tuple(conditions))
    )
    members = frozenset(i for i, cell in enumerate(cells) if all(test(cell) for test in inside))
    mentions = _mentions(catalogue, numerator, edition) if indicator.mesure == "mentions" else None
    return Target("", members, base, numerator, Window(0, 100, False), 1.0, mentions)


def _asked(catalogue: Catalogue, leaf: Expression, edition: str) -> bool:
    try:
        Resolver(catalogue.codebook, edition).leaf(leaf)
    except NotComputableError:
        return False
    return True


def _membership(
    catalogue: Catalogue, population: Population
) -> tuple[list[Callable[[Cell], bool]], list[Expression]]:
    tests: list[Callable[[Cell], bool]] = []
    conditions: list[Expression] = []
    current: Population | None = population
    while current is not None:
        if current.strates is not None:
            strates = frozenset(current.strates)
            tests.append(lambda cell, strates=strates: cell.strate in strates)  # type: ignore[misc]
        if current.habitants_min is not None or current.habitants_max is not None:
            assert _LARGE in (current.habitants_min, current.habitants_max)
            wanted = current.habitants_min is not None
            tests.append(lambda cell, wanted=wanted: cell.large is wanted)  # type: ignore[misc]
        if current.condition is not None:
            conditions.append(current.condition)
        current = catalogue.populations.by_name[current.parmi] if current.parmi else None
    return tests, conditions


def _answered(
    catalogue: Catalogue, indicator: Indicator, numerator: Expression, edition: str
) -> Expression | None:
    """Return who the catalogue's base keeps: those whose answers settle the numerator."""
    first = catalogue.codebook.variables[next(numerator.leaves()).variable or ""]
    rule = catalogue.codebook.printed_rule(edition, first.public)
    if rule == REGLE_INCLUSES and not indicator.exclure:
        return None
    return _settled(catalogue, numerator, edition, indicator.exclure)


def _settled(
    catalogue: Catalogue, expression: Expression, edition: str, excluded: tuple[str, ...]
) -> Expression | None:
    """Return « the truth of this is known » in Kleene's logic; ``None`` where it always is."""
    if expression.non is not None:
        return _settled(catalogue, expression.non, edition, excluded)
    parts = expression.un_de or expression.tous
    if parts is not None:
        known = [(part, _settled(catalogue, part, edition, excluded)) for part in parts]
        if all(k is None for _, k in known):
            return None
        decisive = [
            Expression(tous=tuple(filter(None, (k, part if expression.un_de else Expression(non=part)))))
            for part, k in known
        ]
        return Expression(un_de=(*decisive, Expression(tous=tuple(k for _, k in known if k is not None))))
    variable = catalogue.codebook.variables[expression.variable or ""]
    if variable.type not in (VariableType.SINGLE, VariableType.ARRAY):
        return None  # a box shown is ticked or not; everybody ranks
    coding = variable.coding(edition)
    assert coding is not None
    answers = tuple(a for a in coding.modalites if a not in excluded)
    return expression.model_copy(update={"dans": answers})


def _mentions(
    catalogue: Catalogue, numerator: Expression, edition: str
) -> tuple[tuple[Expression, ...], tuple[Expression, ...]]:
    name = next(numerator.leaves()).variable or ""
    wanted = {item for leaf in numerator.leaves() for item in leaf.coche or ()}
    boxes = Resolver(catalogue.codebook, edition).mentions(name)
    every = tuple(Expression(variable=name, coche=(i,)) for i in boxes)
    return tuple(e for e in every if (e.coche or ("",))[0] in wanted), every
