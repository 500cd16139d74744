"""No other module writes French numbers by hand."""

import ast
from collections.abc import Iterator
from pathlib import Path

import barometre_pipeline

_PACKAGE = Path(barometre_pipeline.__file__).parent
_OTHERS = [p for p in sorted(_PACKAGE.rglob("*.py")) if p.parent.name != "french"]


def _by_hand(tree: ast.AST) -> Iterator[str]:
    """Find decimal commas, thousands and percentages made by hand, and a second name for a no-break space."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="replace"), args=[ast.Constant("."), ast.Constant(",")]):
                yield f"{node.lineno}: a decimal comma"
            case ast.FormattedValue(format_spec=ast.JoinedStr(values=[ast.Constant(value=str(spec))])):
                if spec.endswith("%") or "," in spec:
                    yield f"{node.lineno}: a percentage or thousands"
            case ast.Assign(value=ast.Constant("\u00a0" | "\u202f")):
                yield f"{node.lineno}: a no-break space of its own"


def test_numbers_are_written_in_the_french_room_only() -> None:
    found = [
        f"{path.relative_to(_PACKAGE)}:{fault}"
        for path in _OTHERS
        for fault in _by_hand(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_the_search_finds_each_of_the_ways() -> None:
    source = "NB = '\\u00a0'\na = f'{x:.1f}'.replace('.', ',')\nb = f'{x:,}'\nc = f'{x:.0%}'\n"
    assert sorted(fault.split(":")[0] for fault in _by_hand(ast.parse(source))) == ["1", "2", "3", "4"]
