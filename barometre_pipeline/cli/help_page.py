"""Draws a page of help in French: nothing of it is cut, however narrow the terminal.

What the pages say is in the commands; the arrangement alone belongs here.
"""

import inspect
from collections.abc import Mapping
from typing import Any, Final

from rich.console import Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from barometre_pipeline.cli.console import WholeConsole

_NARROW: Final = 60  # columns under which two columns of words are too thin to read
_NAME: Final = "bold cyan"


def show_help(command: Any, context: Any, commands: Mapping[str, str]) -> None:
    """Print the page of a command.

    Args:
        command: Typer's command or group.
        context: of this call.
        commands: name -> help of each command of a group, {} for a command.
    """
    console = WholeConsole(highlight=False)
    console.print(Padding(Text(command.get_usage(context), style="bold"), (1, 1)))
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        console.print(Padding(Text(" ".join(paragraph.split())), (0, 1, 1, 1)))
    parameters = command.get_params(context)
    for title, kind in (("Arguments", "argument"), ("Options", "option")):
        listed = [p for p in parameters if p.param_type_name == kind]
        _panel(console, title, {_called(p): _explained(p) for p in listed})
    _panel(console, "Commandes", {n: Text(_first_paragraph(h)) for n, h in commands.items()})


def _panel(console: WholeConsole, title: str, rows: Mapping[str, Text]) -> None:
    if not rows:
        return
    body = _stacked(rows) if console.width < _NARROW else _side_by_side(rows)
    console.print(Panel(body, title=title, title_align="left", border_style="dim"))


def _side_by_side(rows: Mapping[str, Text]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style=_NAME, overflow="fold")
    table.add_column(overflow="fold")
    for name, words in rows.items():
        table.add_row(Text(name), words)
    return table


def _stacked(rows: Mapping[str, Text]) -> Group:
    """Return each name above its words."""
    pairs = ((Text(name, style=_NAME), Padding(words, (0, 0, 0, 2))) for name, words in rows.items())
    return Group(*(part for pair in pairs for part in pair))


def _first_paragraph(text: str) -> str:
    return " ".join(inspect.cleandoc(text).split("\n\n")[0].split())


def _called(parameter: Any) -> str:
    """Return how a parameter is given: « --port NOMBRE »."""
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name.upper())
    names = ", ".join((*parameter.opts, *parameter.secondary_opts))
    return names if parameter.is_flag else f"{names} {parameter.metavar or 'VALEUR'}"


def _explained(parameter: Any) -> Text:
    words = Text(" ".join((parameter.help or "").split()))
    for note in _notes(parameter):
        words.append(f" [{note}]", style="dim")
    return words


def _notes(parameter: Any) -> list[str]:
    notes = []
    low, high = parameter.min, parameter.max
    if low is not None:
        notes.append(f"de {low} à {high}" if high is not None else f"{low} au moins")
    if parameter.envvar:
        notes.append(f"variable : {parameter.envvar}")
    if isinstance(parameter.show_default, str):
        notes.append(f"défaut : {parameter.show_default}")
    elif parameter.default not in (None, [], False):
        notes.append(f"défaut : {parameter.default}")
    if parameter.required:
        notes.append("obligatoire")
    return notes
