"""Gives values to what a condition names, and remembers what was looked at; whether it holds is ``formula``'s."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from barometre_pipeline.catalogue.printed_claims import Notice
from barometre_pipeline.catalogue.words import population_in_words
from barometre_pipeline.french.numbers import number
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.printed.bounds import Bounds, exactly, of_figure
from barometre_pipeline.printed.evidence import Evidence, Known, Term
from barometre_pipeline.printed.language import FormulaError, name_of, path_of, term_of, text_of
from barometre_pipeline.printed.matter import Figure


@dataclass(frozen=True)
class Given:
    """What claims are judged on.

    Attributes:
        evidence: gives values to numbers.
        figures: printed figures by name.
        notices: what notices say.
        sizes: number of respondents by edition and population, for « nette ».
        margin: what rounding may have taken from a figure named, in points.
        slack: how far two numbers said to be equal may be: computed ones are not rounded.
    """

    evidence: Evidence
    figures: Mapping[str, Figure]
    notices: Sequence[Notice]
    sizes: Mapping[tuple[str, str], int]
    margin: float = 0
    slack: float = 0


class Reading:
    """One reading of a condition, with one value chosen for each number printed with several."""

    def __init__(self, given: Given, choices: Mapping[Term, int]) -> None:
        """Start with nothing looked at."""
        self.given, self.choices = given, choices
        self.used: dict[Term, tuple[Known, ...]] = {}
        self.said: list[str] = []
        self.named: list[str] = []
        self.decisive: list[Term] = []  # the few numbers that make a relation false

    def known(self, term: Term) -> Known:
        """Return the value chosen for a number, which is looked at from now on."""
        values = self.used.setdefault(term, self.given.evidence.values(term))
        return values[self.choices.get(term, 0)]

    def value(self, node: ast.expr) -> Bounds:
        """Return what is known of a number, a constant or a calculation.

        Raises:
            FormulaError: it is none of these.
        """
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            return exactly(float(node.value))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return exactly(0) - self.value(node.operand)
        if isinstance(node, ast.BinOp):
            return self._arithmetic(node)
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute):
            if path_of(node.value)[0] == "notice":
                return self._notice_number(node)
            return self.known(term_of(node)).bounds
        return self._figure_value(self.figure(node))

    def _arithmetic(self, node: ast.BinOp) -> Bounds:
        a, b = self.value(node.left), self.value(node.right)
        if isinstance(node.op, ast.Add):
            return a + b
        if isinstance(node.op, ast.Sub):
            return a - b
        if isinstance(node.op, ast.Mult):
            return a.times(b)
        if isinstance(node.op, ast.Div) and b.known and b.low:
            return a.times(exactly(1 / b.low))
        raise FormulaError(f"« {ast.unparse(node)} » n’est pas un calcul permis")

    def figure(self, node: ast.expr) -> Figure:
        """Return the printed figure that ``chiffre["…"]`` names.

        Raises:
            FormulaError: there is none.
        """
        if isinstance(node, ast.Subscript) and name_of(node.value) == "chiffre":
            name = text_of(node.slice)
            if name in self.given.figures:
                self.said.append(self._quoted(self.given.figures[name]))
                self.named.append(name)
                return self.given.figures[name]
        raise FormulaError(f"« {ast.unparse(node)} » n’est pas un nombre")

    def _figure_value(self, figure: Figure) -> Bounds:
        return of_figure(str(figure["statistique"]), float(figure["valeur"]), self.given.margin)

    def notices(self, node: ast.expr) -> list[tuple[Notice, str]]:
        """Return what notices say of ``notice.champ[2025]`` or ``notice.champ.fin[2025]``, with the part named.

        Raises:
            FormulaError: it is not a notice.
        """
        if not (isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute)):
            raise FormulaError(f"« {ast.unparse(node)} » n’est pas une notice")
        _, subject, *part = path_of(node.value)
        edition = text_of(node.slice)
        found = [n for n in self.given.notices if n.champ == subject and n.edition == edition]
        self.said += [f"«\u00a0{n.texte}\u00a0» ({n.document}, {n.rubrique})" for n in found]
        return [(n, part[0] if part else "nombre") for n in found]

    def _notice_number(self, node: ast.expr) -> Bounds:
        numbers = {n.nombre for n, _ in self.notices(node) if n.nombre is not None}
        return Bounds(min(numbers), max(numbers)) if numbers else Bounds(0, float("inf"))

    def family(self, node: ast.expr) -> tuple[str, str, str]:
        """Return indicator, population and edition ("" if not said) of ``indicateur[population, 2025]``.

        Raises:
            FormulaError: it is something else.
        """
        if not (isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name)):
            raise FormulaError(f"« {ast.unparse(node)} » n’est pas un indicateur et sa population")
        inside = node.slice
        if isinstance(inside, ast.Tuple):
            return node.value.id, text_of(inside.elts[0]), text_of(inside.elts[1])
        return node.value.id, text_of(inside), ""

    def levels(self, indicator: str, population: str, edition: str) -> dict[str, Bounds]:
        """Return what is printed as such of each category, in the order of the catalogue."""
        found = {}
        for category in self.given.evidence.categories(indicator):
            term = Term(indicator, category, population, edition)
            values = self.given.evidence.values(term)
            if values[0].printed:
                found[category] = self.known(term).bounds
        return found

    def _quoted(self, figure: Figure) -> str:
        people = population_in_words(self.given.evidence.catalogue, str(figure["population"]))
        base = str(figure.get("base") or people)
        return f"{figure['chiffre']}\u00a0: {number(figure['valeur'])}, base «{NBSP}{base}{NBSP}»"
