"""What the page of all commands says of each of them, read in the sources without importing any.

A command's text has one home: the docstring of its function, or the ``help`` of its sub-group.
"""

import ast
from importlib.util import find_spec
from pathlib import Path


def help_text(address: str) -> str:
    """Return the help of a command declared at ``module:attribute``, not yet imported.

    Raises:
        LookupError: the module defines no such command, or the command has no text.
    """
    module, attribute = address.split(":")
    spec = find_spec(module)
    if spec is not None and spec.origin is not None:
        for statement in ast.parse(Path(spec.origin).read_bytes()).body:
            text = _text(statement, attribute)
            if text:
                return text
    raise LookupError(f"no help for {address}")


def _text(statement: ast.stmt, attribute: str) -> str | None:
    match statement:
        case ast.FunctionDef(name=name) if name == attribute:
            return ast.get_docstring(statement)
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(keywords=keywords)) if name == attribute:
            for keyword in keywords:
                if keyword.arg == "help" and isinstance(keyword.value, ast.Constant):
                    return str(keyword.value.value)
    return None
