"""The console that shows results: nothing is cut, however narrow the terminal.

How a renderable is laid out belongs here; what it says does not.
"""

from typing import Any, Final

from rich.console import Console, Group, RenderableType
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

_UNBOUNDED: Final = 100_000


class WholeConsole(Console):
    """A console whose tables break long cells over lines, and become lists where even that leaves no room."""

    def print(self, *objects: Any, **options: Any) -> None:
        """Print, every table whole."""
        super().print(*(self._whole(o) if isinstance(o, Table) else o for o in objects), **options)

    def _whole(self, table: Table) -> RenderableType:
        for column in table.columns:
            column.overflow, column.no_wrap = "fold", False
        # Asked of a console without bounds: a measure is never more than the width at hand.
        needed = Measurement.get(self, self.options.update(width=_UNBOUNDED), table).minimum
        return table if needed <= self.width or not table.row_count else _as_list(table)


def _as_list(table: Table) -> Group:
    """Return one block a row, a line for each cell that has something, behind its heading."""
    lines: list[RenderableType] = [_text(table.title)] if table.title else []
    for row in zip(*(column.cells for column in table.columns), strict=True):
        lines.append(Text())
        for column, cell in zip(table.columns, row, strict=True):
            heading, shown = _text(column.header), _text(cell)
            if shown.plain:
                lines.append(Text.assemble(heading, " : " if heading.plain else "", shown, overflow="fold"))
    return Group(*lines)


def _text(cell: Any) -> Text:
    return cell if isinstance(cell, Text) else Text.from_markup(str(cell))
