"""The small language in which a claim says which relation between numbers it states; reading it, no evaluation.

``indicateur.categorie[population, 2025]`` is a number, ``chiffre["…"]`` a printed figure, ``notice.champ[2025]`` a
number of a notice; conditions compare them or call a relation, and « ; » joins those that must all hold.
"""

import ast
import re
from collections.abc import Iterator

from barometre_pipeline.printed.evidence import Term


class FormulaError(ValueError):
    """A formula that is not of the language; the message is French."""


def parse(formula: str) -> list[ast.expr]:
    """Return the conditions of a formula as trees.

    Raises:
        FormulaError: it cannot be read.
    """
    conditions = [c.strip() for c in re.split(r"\s;\s", formula) if c.strip()]
    try:  # a category may bear the name of a Python keyword
        return [ast.parse(re.sub(r"\.(?=[a-z])", "._", c), mode="eval").body for c in conditions]
    except SyntaxError as error:
        raise FormulaError(f"« {formula} » ne se lit pas : {error.msg}") from error


def terms(formula: str) -> Iterator[Term]:
    """Yield the numbers that a formula names one by one.

    Raises:
        FormulaError: it cannot be read.
    """
    for condition in parse(formula):
        yield from terms_of(condition)


def terms_of(condition: ast.AST) -> Iterator[Term]:
    """Yield the numbers that a condition names one by one.

    Raises:
        FormulaError: one has no population or no edition.
    """
    for node in ast.walk(condition):
        named = isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute)
        if isinstance(node, ast.Subscript) and named and path_of(node.value)[0] != "notice":
            yield term_of(node)


def named_editions(condition: ast.AST) -> Iterator[str]:
    """Yield the years that a condition names, with a number or as the argument of a relation."""
    constants = (n for n in ast.walk(condition) if isinstance(n, ast.Constant))
    yield from (text_of(n) for n in constants if re.fullmatch(r"20\d\d", text_of(n)))


def relations(formula: str) -> set[str]:
    """Return the names of the relations that a formula calls."""
    calls = (n for c in parse(formula) for n in ast.walk(c) if isinstance(n, ast.Call))
    return {name_of(call.func) for call in calls}


def path_of(node: ast.expr) -> tuple[str, ...]:
    """Return the names of « a.b.c », in order."""
    if isinstance(node, ast.Attribute):
        return (*path_of(node.value), node.attr.removeprefix("_"))
    return (name_of(node),)


def term_of(node: ast.Subscript) -> Term:
    """Return the number that « indicateur.categorie[population, 2025] » names.

    Raises:
        FormulaError: it has no population or no edition.
    """
    indicator, *category = path_of(node.value)
    inside = node.slice
    if not (isinstance(inside, ast.Tuple) and len(inside.elts) == 2):
        raise FormulaError(f"« {ast.unparse(node)} » attend une population et une édition")
    return Term(indicator, ".".join(category), text_of(inside.elts[0]), text_of(inside.elts[1]))


def name_of(node: ast.expr) -> str:
    """Return a name.

    Raises:
        FormulaError: it is something else.
    """
    if isinstance(node, ast.Name):
        return node.id
    raise FormulaError(f"« {ast.unparse(node)} » n’est pas un nom")


def text_of(node: ast.expr) -> str:
    """Return a constant or a name as text."""
    return str(node.value) if isinstance(node, ast.Constant) else name_of(node)
