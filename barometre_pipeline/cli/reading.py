"""Tells whoever reads a lake that it is being written, or was meanwhile: a reader sees one computation or is told.

Nobody is kept waiting. Who writes is ``writer``'s, what stopped on the way ``provenance.standing``'s.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, Final

from barometre_pipeline.cli.common import stderr
from barometre_pipeline.folders import dagster_home
from barometre_pipeline.french.spaces import NBSP, quoted
from barometre_pipeline.lake import Lake
from barometre_pipeline.tables.records import generation
from barometre_pipeline.writer import held_by

_TWO: Final = "peut venir de deux calculs"
_AGAIN: Final = "relancez cette commande quand ce sera fini"
_RELOAD: Final = "rechargez cette page quand ce sera fini"


def reader(command: Callable[..., Any]) -> Callable[..., Any]:
    """Make of a command one that says when what it read may be of two computations."""

    @wraps(command)
    def telling(**options: Any) -> Any:
        with reading(options["lake"]):
            return command(**options)

    return telling


@contextmanager
def reading(lake: Path) -> Iterator[None]:
    """Say on standard error that a lake is being written, or was written while the block read it."""
    before = generation(Lake.at(lake))
    if told := being_written(lake):
        _say(told)
    try:
        yield
    finally:
        if not told and (being_written(lake) or generation(Lake.at(lake)) != before):
            _say(f"le lac a été écrit pendant cette lecture{NBSP}: ce qu’elle donne {_TWO}{NBSP}; {_AGAIN}.")


def being_written(lake: Path, page: bool = False) -> str:
    """Say who writes in a lake now and what that means for who reads it, or reads its pages; "" if nobody does."""
    holder = held_by(lake, dagster_home(lake))
    again = _RELOAD if page else _AGAIN
    return f"{holder}, écrit dans ce lac{NBSP}: ce que vous lisez {_TWO}{NBSP}; {again}." if holder else ""


def left_in_two(lake: Path) -> str:
    """Say that the last computation stopped on the way and left a lake of two, "" if it did not."""
    from barometre_pipeline.provenance.standing import left_unfinished

    words = left_unfinished(Lake.at(lake))
    remedy = f"lancez {quoted('barometre run')}, avec le même --lake"
    return (
        f"un calcul s’est arrêté en route, {words}{NBSP}: ce que vous lisez {_TWO}{NBSP}; {remedy}."
        if words
        else ""
    )


def tell_if_in_two(lake: Path) -> None:
    """Say on standard error that a lake is of two computations; while somebody writes, that was said."""
    if not held_by(lake, dagster_home(lake)) and (told := left_in_two(lake)):
        _say(told)


def _say(words: str) -> None:
    stderr().print(f"Attention{NBSP}: {words}", markup=False)
