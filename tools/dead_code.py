"""``python -m tools.dead_code``: definitions of the package that nothing but tests names.

A definition is alive where a living place means it: a name that its module uses outside its own body, or that
another module imports from there; or where its name occurs as an attribute of some object, in a string, or in the
YAML of the package. So a dead method whose name lives elsewhere may be missed, and what is reported is dead. What
an outside library calls by its name is listed below, with the reason.
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
Meaning = tuple[str, str]
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


def _module(path: Path, root: Path) -> str:
    """Return the dotted name of a file below ``root``."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


class _Reader:
    """Says what the names of a set of modules mean: ``(module, name)``, or ``("", name)`` where it cannot know."""

    def __init__(self, trees: dict[str, ast.Module]) -> None:
        self._trees = trees
        self._imports = {module: _imported(tree) for module, tree in trees.items()}

    def meant(self, module: str, name: str) -> Meaning:
        """Follow a name through the imports that bring it, to where it is defined."""
        seen = set()
        while name in self._imports.get(module, {}) and (module, name) not in seen:
            seen.add((module, name))
            module, name = self._imports[module][name]
        return module, name

    def used(self, module: str, node: ast.AST) -> Counter[Meaning]:
        """Count what a piece of a module uses: variables read, attributes, words of its strings."""
        found: Counter[Meaning] = Counter()
        for part in ast.walk(node):
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load):
                found[self.meant(module, part.id)] += 1
            elif isinstance(part, ast.Attribute):
                found[self._attribute(module, part)] += 1
            elif isinstance(part, ast.Constant) and isinstance(part.value, str) and " " not in part.value:
                found.update(("", word) for word in part.value.replace(":", ".").split("."))
        return found

    def _attribute(self, module: str, node: ast.Attribute) -> Meaning:
        if isinstance(node.value, ast.Name):
            whole = ".".join(self.meant(module, node.value.id))
            if whole in self._trees:
                return self.meant(whole, node.attr)
        return "", node.attr


def _imported(tree: ast.Module) -> dict[str, Meaning]:
    """Return what each name imported anywhere in a module stands for: ``(module, name)``."""
    found: dict[str, Meaning] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {a.asname or a.name: (node.module, a.name) for a in node.names}
    return found


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
    files = {
        _module(f, folder.parent): f for folder in (package, *users) for f in sorted(folder.rglob("*.py"))
    }
    trees = {module: ast.parse(path.read_text("utf-8")) for module, path in files.items()}
    reader = _Reader(trees)
    living = sum((reader.used(module, tree) for module, tree in trees.items()), Counter[Meaning]())
    for data in (*package.rglob("*.yaml"), *package.rglob("*.j2")):
        words = set(data.read_text("utf-8").replace(":", " ").replace(".", " ").split())
        living.update(("", word) for word in words)
    candidates = {
        (files[module], name, node.lineno): ((module, name), reader.used(module, node))
        for module, tree in trees.items()
        if package in files[module].parents
        for name, node in _definitions(tree)
        if not _is_hook(files[module], node, name)
    }
    found: set[tuple[Path, str, int]] = set()
    while new := {
        place
        for place, (meaning, own) in candidates.items()
        if place not in found and not any(living[m] > own[m] for m in (meaning, ("", meaning[1])))
    }:
        found |= new
        for place in new:
            living -= candidates[place][1]
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
