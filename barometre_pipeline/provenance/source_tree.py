"""What a module of the package is made of: the modules it imports, near or far, and the data files beside them.

Imports are read in the sources, wherever they stand in a module; nothing is imported to know it.
"""

import ast
import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

# A cheap look that never misses an import statement; ``ast`` reads only the lines it finds.
_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+\S+[ \t]+import[ \t]*(?:\([^)]*\)|[^\n]*)|import[ \t]+[^\n]*)", re.M
)


class SourceTree:
    """The modules and data files of one package, read once and taken not to change while it lives."""

    def __init__(self, root: Path) -> None:
        """Look at the package whose folder is ``root``."""
        self.root = root
        self._imports: dict[str, frozenset[str]] = {}
        self._digests: dict[Path, bytes] = {}

    @cached_property
    def modules(self) -> dict[str, Path]:
        """File of each module, by its full name; a package is its ``__init__``."""
        found = {}
        for path in sorted(self.root.rglob("*.py")):
            parts = (self.root.name, *path.relative_to(self.root).with_suffix("").parts)
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
        return found

    def imports(self, module: str) -> frozenset[str]:
        """Return the modules of the package that a module imports, or runs by naming one in a text of its own.

        Raises:
            KeyError: the package has no such module.
        """
        if module not in self._imports:
            source = self.modules[module].read_text(encoding="utf-8")
            named = {n for n in self._named(source, module) if n in self.modules}
            self._imports[module] = frozenset(named - {module})
        return self._imports[module]

    def closure(self, modules: Iterable[str]) -> set[str]:
        """Return modules and all they import, with the packages that hold them: importing runs those too.

        Raises:
            KeyError: the package has no such module.
        """
        found: set[str] = set()
        waiting = list(modules)
        while waiting:
            module = waiting.pop()
            if module not in found:
                found.add(module)
                waiting += self.imports(module)
                holder = module.rpartition(".")[0]
                waiting += [holder] if holder in self.modules else []
        return found

    def files(self, modules: Iterable[str]) -> list[Path]:
        """Return the sources of the closure of modules, and the data files of its packages, in order."""
        closure = self.closure(modules)
        sources = {self.modules[m] for m in closure}
        packages = {p.parent for p in sources}
        return sorted(sources | {p for p in self._data if self._package_of(p) in packages})

    def version(self, modules: Iterable[str]) -> str:
        """Return 12 hexadecimal digits of the SHA-256 of the names and contents of these files."""
        digest = hashlib.sha256()
        for path in self.files(modules):
            digest.update(path.relative_to(self.root).as_posix().encode() + b"\0")
            digest.update(self._digest(path))
        return digest.hexdigest()[:12]

    @cached_property
    def _data(self) -> list[Path]:
        return [
            p
            for p in self.root.rglob("*")
            if p.is_file() and p.suffix not in (".py", ".pyc") and "__pycache__" not in p.parts
        ]

    @cached_property
    def _folders(self) -> set[Path]:
        return {p.parent for p in self.modules.values()}

    def _package_of(self, path: Path) -> Path:
        """Return the nearest folder above a data file that holds modules."""
        return next(f for f in path.parents if f in self._folders)

    def _digest(self, path: Path) -> bytes:
        if path not in self._digests:
            self._digests[path] = hashlib.sha256(path.read_bytes()).digest()
        return self._digests[path]

    def _named(self, source: str, module: str) -> Iterator[str]:
        for statement in _IMPORT.findall(source):
            yield from self._imported(statement, module)
        # A module run in a process of its own is named in a text: « python -m package.module ».
        yield from re.findall(rf"[\"']({re.escape(self.root.name)}(?:\.\w+)+)[\"']", source)

    def _imported(self, statement: str, module: str) -> Iterator[str]:
        try:
            node = ast.parse(statement.strip()).body[0]
        except SyntaxError:  # a line of a text that looks like an import
            return
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = module if self.modules[module].name == "__init__.py" else module.rpartition(".")[0]
                kept = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*kept, *([base] if base else [])])
            yield base
            yield from (f"{base}.{a.name}" for a in node.names)
