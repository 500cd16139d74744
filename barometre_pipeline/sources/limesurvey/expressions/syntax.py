"""Text of an expression to a tree, with the precedence that LimeSurvey's own parser gives.

What a tree is worth is ``scalars``' and ``functions``'; names are kept as written.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?![\w.]))"
    r"|(?P<text>\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')"
    r"|(?P<name>(?:INSERTANS:|TOKEN:)?[A-Za-z0-9_]+(?:#[01])?(?:\.[A-Za-z0-9_]+)*)"
    r"|(?P<sign>==|!=|<>|<=|>=|&&|\|\||[-+*/<>!()=,]))"
)
_MEANING: Final = {
    "=": "==", "eq": "==", "<>": "!=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=",
    "&&": "and", "||": "or", "not": "!",
}  # fmt: skip
# From the loosest to the tightest; each level reads from left to right.
_LEVELS: Final[tuple[frozenset[str], ...]] = (
    frozenset({"or"}),
    frozenset({"and"}),
    frozenset({"==", "!="}),
    frozenset({"<", "<=", ">", ">="}),
    frozenset({"+", "-"}),
    frozenset({"*", "/"}),
)
COMPARISONS: Final = _LEVELS[2] | _LEVELS[3]
_ATTRIBUTES: Final = frozenset({"NAOK", "code", "value", "valueNAOK", "shown", "relevanceStatus"})
_DEPTH: Final = 60  # parentheses within parentheses
_LENGTH: Final = 400  # parts joined by signs of one level


class NotUnderstoodError(ValueError):
    """An expression outside the part of the language that is understood."""


@dataclass(frozen=True)
class Constant:
    """A number, or a text between quotes."""

    value: float | str


@dataclass(frozen=True)
class Variable:
    """The answers to one column, and which side of them: the code, the text shown, whether it was displayed."""

    name: str
    attribute: str = ""

    @property
    def whatever_shown(self) -> bool:
        """Whether it counts even where its question was not displayed."""
        return self.attribute in ("NAOK", "valueNAOK", "relevanceStatus")


@dataclass(frozen=True)
class Members:
    """All columns of a question: of ``question``, or of the one that the condition belongs to (``""``)."""

    question: str
    filters: tuple[str, ...] = ()
    attribute: str = ""


@dataclass(frozen=True)
class Call:
    """A function applied to what its arguments are worth."""

    function: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True)
class Operation:
    """Two trees joined by a sign."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True)
class Unary:
    """``!``, ``-`` or ``+`` before a tree."""

    sign: str
    operand: "Node"


Node = Constant | Variable | Members | Call | Operation | Unary


def parse(text: str) -> Node:
    """Return the tree of an expression.

    Raises:
        NotUnderstoodError: it is not one.
    """
    source = html.unescape(text).replace("\u00a0", " ").strip()
    if source.startswith("{") and source.endswith("}"):
        source = source[1:-1]
    parser = _Parser(list(_tokens(source)))
    tree = parser.level(0)
    parser.expect("end")
    return tree


def parts(node: Node) -> Iterator[Node]:
    """Go through a tree, the node itself first."""
    yield node
    match node:
        case Operation():
            yield from parts(node.left)
            yield from parts(node.right)
        case Unary():
            yield from parts(node.operand)
        case Call():
            for argument in node.arguments:
                yield from parts(argument)
        case _:
            pass


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise NotUnderstoodError(text[position : position + 20])
        kind, written = match.lastgroup, match[match.lastgroup]
        if kind == "sign" or (kind == "name" and written.lower() in (*_MEANING, "and", "or")):
            kind, written = "sign", _MEANING.get(written.lower(), written.lower())
        yield kind, written
        position = match.end()


class _Parser:
    """Recursive descent over the levels of precedence."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.position = 0
        self.depth = 0

    def _peek(self) -> tuple[str, str]:
        return self.tokens[self.position] if self.position < len(self.tokens) else ("end", "end")

    def _next(self) -> tuple[str, str]:
        token = self._peek()
        self.position += 1
        return token

    def _at(self, sign: str) -> bool:
        return self._peek() == ("sign", sign)

    def expect(self, sign: str) -> None:
        kind, written = self._next()
        if written != sign or kind not in ("sign", "end"):
            raise NotUnderstoodError(written)

    def level(self, number: int) -> Node:
        if number == len(_LEVELS):
            return self._unary()
        tree = self.level(number + 1)
        joined = 0
        while self._peek()[0] == "sign" and self._peek()[1] in _LEVELS[number]:
            sign = self._next()[1]
            joined += 1
            if joined > _LENGTH:
                raise NotUnderstoodError(sign)
            tree = Operation(sign, tree, self.level(number + 1))
        return tree

    def _unary(self) -> Node:
        self.depth += 1
        if self.depth > _DEPTH:
            raise NotUnderstoodError("(")
        try:
            if self._peek()[0] == "sign" and self._peek()[1] in ("!", "-", "+"):
                return Unary(self._next()[1], self._unary())
            return self._primary()
        finally:
            self.depth -= 1

    def _primary(self) -> Node:
        kind, written = self._next()
        if kind == "number":
            return Constant(float(written))
        if kind == "text":
            return Constant(written[1:-1].replace(f"\\{written[0]}", written[0]))
        if kind == "name":
            return self._call(written) if self._at("(") else _named(written)
        if (kind, written) == ("sign", "("):
            tree = self.level(0)
            self.expect(")")
            return tree
        raise NotUnderstoodError(written)

    def _call(self, function: str) -> Node:
        self.expect("(")
        arguments: list[Node] = []
        while not self._at(")"):
            if arguments:
                self.expect(",")
            arguments.append(self.level(0))
        self.expect(")")
        return Call(function.lower(), tuple(arguments))


def _named(written: str) -> Node:
    first, *rest = written.removeprefix("INSERTANS:").split(".")
    if first in ("self", "that"):
        question = rest.pop(0) if first == "that" and rest else ""
        if first == "that" and not question:
            raise NotUnderstoodError(written)
        attribute = rest.pop() if rest and rest[-1] in _ATTRIBUTES else ""
        return Members(question, tuple(rest), attribute)
    if len(rest) > 1 or not set(rest) <= _ATTRIBUTES | {a.upper() for a in _ATTRIBUTES}:
        raise NotUnderstoodError(written)
    wanted = rest[0] if rest else ""
    return Variable(first, next((a for a in _ATTRIBUTES if a.upper() == wanted.upper()), ""))
