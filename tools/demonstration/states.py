"""Joint states of the answers that other answers depend on, and the columns each figure needs.

An *atom* is a yes-or-no statement used to select people: the condition that shows a question, the
sub-population of a figure. Respondents of a cell are counted by the truth of all atoms at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.model import Coding, Variable, VariableType
from tools.demonstration.targets import (
    ABSENT,
    NOT_SHOWN,
    TICKED,
    UNRANKED,
    UNTICKED,
    Column,
    Target,
    evaluate,
)

Asked = Mapping[str, tuple[Variable, Coding]]
State = tuple[bool, ...]


@dataclass(frozen=True)
class Component:
    """Variables that some figure or condition ties together.

    Attributes:
        variables: their names.
        atoms: statements whose joint truth is a state.
        positions: for each variable, the atoms (positions) its counts must be split by.
        columns: columns that some figure or atom looks at; the others are free.
        targets: figures about them.
    """

    variables: tuple[str, ...]
    atoms: tuple[Expression, ...]
    positions: Mapping[str, tuple[int, ...]]
    columns: tuple[Column, ...]
    targets: tuple[Target, ...]

    def states(self) -> list[State]:
        """Return every combination of truths."""
        return list(product((False, True), repeat=len(self.atoms)))

    def truth(self, expression: Expression, state: State) -> bool:
        """Evaluate an expression made of atoms only."""
        return evaluate(expression, lambda leaf: state[self.atoms.index(leaf)])


def split(asked: Asked, targets: Sequence[Target], profile: frozenset[str]) -> list[Component]:
    """Group variables into components; variables of ``profile`` are known of the cells and tie nothing."""
    leader = {name: name for name in asked}

    def find(name: str) -> str:
        while leader[name] != name:
            name = leader[name]
        return name

    def tie(names: Iterable[str]) -> None:
        roots = [find(n) for n in names if n in leader and n not in profile]
        for root in roots[1:]:
            leader[find(root)] = find(roots[0])

    for name, (_, coding) in asked.items():
        if coding.condition is not None:
            tie([name, *coding.condition.variables()])
    for target in targets:
        tie([v for e in target.expressions() for v in e.variables()])
    members: dict[str, list[str]] = {}
    for name in asked:
        if name not in profile:
            members.setdefault(find(name), []).append(name)
    return [_component(names, asked, targets, profile) for names in members.values()]


def outcomes(variable: Variable, coding: Coding) -> list[str]:
    """Return what a column may hold once shown, most favourable first."""
    if variable.type is VariableType.MULTIPLE:
        return [TICKED, UNTICKED]
    if variable.type is VariableType.RANKING:
        return [*coding.colonnes, UNRANKED]
    return [*coding.modalites, ABSENT]


def all_columns(variable: Variable, coding: Coding) -> list[Column]:
    """Return every column of a variable."""
    if variable.type is VariableType.SINGLE:
        return [(variable.nom, "")]
    return [(variable.nom, item) for item in coding.items]


def is_shown(component: Component, coding: Coding, state: State) -> bool:
    """Tell whether the question is shown in a state."""
    return coding.condition is None or component.truth(coding.condition, state)


def leaf_columns(leaf: Expression, asked: Asked) -> list[Column]:
    """Return the columns a leaf looks at."""
    variable, coding = asked[leaf.variable or ""]
    if leaf.un_item:
        return [c for c in all_columns(variable, coding) if not leaf.rows or c[1] in leaf.rows]
    if leaf.coche is not None:
        return [(variable.nom, item) for item in leaf.coche]
    return [(variable.nom, leaf.item or "")]


def is_union(leaf: Expression) -> bool:
    """Tell whether a leaf is « at least one of several columns »."""
    return bool(leaf.un_item) or (leaf.coche is not None and len(leaf.coche) > 1)


def main_column(target: Target, asked: Asked, profile: frozenset[str]) -> Column | None:
    """Return the one column a numerator counts, or ``None`` when it only selects people.

    « This, and not that » counts the column of this; that selects people.
    """
    counted = [e for e in target.numerator.tous or (target.numerator,) if e.non is None]
    leaves = [leaf for e in counted for leaf in e.leaves() if leaf.variable not in profile]
    columns = {c for leaf in leaves for c in leaf_columns(leaf, asked)}
    return columns.pop() if len(columns) == 1 and not any(map(is_union, leaves)) else None


def _component(
    names: Sequence[str], asked: Asked, targets: Sequence[Target], profile: frozenset[str]
) -> Component:
    mine = [t for t in targets if any(v in names for e in t.expressions() for v in e.variables())]
    conditions = {name: asked[name][1].condition for name in names}
    atoms: dict[Expression, None] = {}
    for condition in filter(None, conditions.values()):
        atoms.update(dict.fromkeys(condition.leaves()))
    selecting: list[tuple[Column | None, list[Expression]]] = []
    for target in mine:
        main = main_column(target, asked, profile)
        leaves = [leaf for e in target.expressions() for leaf in e.leaves() if leaf.variable not in profile]
        if target.mentions is not None:
            leaves = [leaf for leaf in leaves if leaf not in target.mentions[1]]
            selecting += [(leaf_columns(part, asked)[0], leaves) for part in target.mentions[1]]
            atoms.update(dict.fromkeys(leaves))
            continue
        others = [leaf for leaf in leaves if main is None or leaf_columns(leaf, asked) != [main]]
        atoms.update(dict.fromkeys(others))
        selecting.append((main, others))
    order = list(atoms)
    split_by: dict[str, set[int]] = {name: set() for name in names}
    for position, atom in enumerate(order):
        split_by[atom.variable or ""].add(position)
    for name, shown_if in conditions.items():
        split_by[name].update(order.index(leaf) for leaf in (shown_if.leaves() if shown_if else ()))
    for main, others in selecting:
        if main is not None:
            split_by[main[0]].update(order.index(leaf) for leaf in others)
    counted = {main for main, _ in selecting if main}
    counted |= {c for atom in order for c in leaf_columns(atom, asked)}
    ranked = [name for name in names if asked[name][0].type is VariableType.RANKING]
    counted |= {c for name in ranked for c in all_columns(*asked[name])}
    return Component(
        variables=tuple(names),
        atoms=tuple(order),
        positions={name: tuple(sorted(p)) for name, p in split_by.items()},
        columns=tuple(c for name in names for c in all_columns(*asked[name]) if c in counted),
        targets=tuple(mine),
    )


__all__ = [
    "NOT_SHOWN",
    "Asked",
    "Component",
    "State",
    "all_columns",
    "is_shown",
    "is_union",
    "leaf_columns",
    "main_column",
    "outcomes",
    "split",
]
