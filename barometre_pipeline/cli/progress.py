"""Shows how long work advances: on a terminal lines above a bar, elsewhere the lines alone.

What a line says is decided by who does the work; a line never holds a control character of its own.
"""

from collections.abc import Callable
from time import monotonic
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from barometre_pipeline.french.numbers import duration, number


class Advance:
    """Lines of what is done, and where the terminal can draw one, a bar of what is left.

    Args:
        console: of messages.
        clock: seconds, of which only differences matter.
    """

    def __init__(self, console: Console, clock: Callable[[], float] = monotonic) -> None:
        self._console, self._clock = console, clock
        drawn = console.is_terminal and not console.is_dumb_terminal
        self._bar = (
            Progress(
                TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
                console=console, transient=True,
            )
            if drawn
            else None
        )  # fmt: skip
        self._task = self._bar.add_task("", total=None, visible=False) if self._bar else None

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def now(self) -> float:
        """Return the time, to tell later how long something took."""
        return self._clock()

    def line(self, text: str, since: float | None = None, style: str = "", mark: str = "") -> None:
        """Say that something is done, in words, with how long it took where that is known."""
        took = "" if since is None else f" — {duration(self._clock() - since)}"
        shown = (
            Text.assemble("  ", (f"{mark} ", style), text, took) if mark else Text(f"  {text}{took}", style)
        )
        self._console.print(shown, soft_wrap=True)

    def move(self, words: str, done: int, total: int | None) -> None:
        """Move the bar; a total of None is not known yet."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=words, completed=done, total=total, visible=True)


class Stages:
    """One stage of work after another, each with its own count: a line when a stage is over, the bar meanwhile."""

    def __init__(self, advance: Advance) -> None:
        self._advance = advance
        self._words = ""
        self._since = 0.0
        self._total = 0

    def begin(self, words: str) -> None:
        """Begin a stage; the one before is over."""
        self.end()
        self._words, self._since, self._total = words, self._advance.now(), 0
        self._advance.move(words, 0, None)

    def count(self, done: int, total: int) -> None:
        """Say how far the stage is."""
        self._total = total
        self._advance.move(self._words, done, total)

    def end(self) -> None:
        """End the last stage."""
        if self._words:
            counted = f" ({number(self._total)})" if self._total else ""
            self._advance.line(f"{self._words}{counted}", self._since, "green", "✓")
            self._words = ""
