"""``python -m tools.dead_code``: definitions of the package that nothing but tests names.

A definition is alive where its name occurs in a living place: in the package or the tools outside its own body, or in
the YAML of the package. A name is looked for as a word, so that what is dead under a name that lives elsewhere may
be missed, and what is reported is dead. What an outside library calls by its name is listed below, with the reason.
"""

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).resolve().parents[1]
_CALLED_BY_OTHERS: Final[dict[str, str]] = {
    "main": "console script of pyproject.toml",
    "defs": "loaded by Dagster from workspace.yaml",
    "list_commands": "overrides a method that Click calls",
    "get_command": "overrides a method that Click calls",
}
# Rooms whose public constants are gathered by what their type is, not by their names.
_GATHERED: Final = "tables/declarations"
_Defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Ghost:
    """A definition that nothing alive names."""

    file: Path
    line: int
    name: str


def _definitions(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """Yield functions, classes and constants of a module, and the methods of its public classes."""
    for node in tree.body:
        if isinstance(node, _Defined):
            yield node.name, node
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from ((inner.name, inner) for inner in node.body if isinstance(inner, ast.FunctionDef))
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AnnAssign):
            targets = [node.target]
        yield from ((target.id, node) for target in targets if isinstance(target, ast.Name))


def _names(node: ast.AST) -> Counter[str]:
    """Count the names a piece of code uses: variables read, attributes, words of its strings, keywords."""
    used: Counter[str] = Counter()
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load):
            used[part.id] += 1
        elif isinstance(part, ast.Attribute):
            used[part.attr] += 1
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            used.update(part.value.replace(":", ".").split(".") if " " not in part.value else ())
    return used


def _is_hook(path: Path, node: ast.stmt, name: str) -> bool:
    """Tell what is called without being named: dunder methods, gathered tables, what a library registers."""
    if name.startswith("__") or name in _CALLED_BY_OTHERS:
        return True
    if _GATHERED in path.as_posix() and not name.startswith("_"):
        return True
    return isinstance(node, _Defined) and any(
        not isinstance(d, ast.Name) or d.id not in {"property", "classmethod", "staticmethod", "cache"}
        for d in node.decorator_list
        if not (isinstance(d, ast.Call) and isinstance(d.func, ast.Name) and d.func.id == "dataclass")
    )


def ghosts(package: Path, users: tuple[Path, ...] = ()) -> list[Ghost]:
    """Return the definitions of ``package`` that neither it, nor ``users``, nor its YAML names.

    A definition that only ghosts name is a ghost too.
    """
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(package.rglob("*.py"))}
    outside: Counter[str] = Counter()
    for path in (file for user in users for file in sorted(user.rglob("*.py"))):
        outside += _names(ast.parse(path.read_text("utf-8")))
    for data in (*package.rglob("*.yaml"), *package.rglob("*.j2")):
        outside.update(set(data.read_text("utf-8").replace(":", " ").replace(".", " ").split()))
    living = outside + sum((_names(tree) for tree in trees.values()), Counter[str]())
    found: dict[tuple[Path, str, int], Counter[str]] = {}
    while True:
        new = {
            (path, name, node.lineno): _names(node)
            for path, tree in trees.items()
            for name, node in _definitions(tree)
            if (path, name, node.lineno) not in found
            and not _is_hook(path, node, name)
            and living[name] <= _names(node)[name]
        }
        if not new:
            break
        found |= new
        for used in new.values():
            living -= used
    return [Ghost(path, line, name) for path, name, line in sorted(found, key=lambda k: (str(k[0]), k[2]))]


def main() -> int:
    """Print the ghosts of this repository; return 1 where there are any."""
    found = ghosts(_ROOT / "barometre_pipeline", (_ROOT / "tools", _ROOT / "benchmarks"))
    for ghost in found:
        print(
            f"{ghost.file.relative_to(_ROOT)}:{ghost.line}: {ghost.name}: only tests name it; delete or use it."
        )
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
