"""Extracts that complete each other: columns cut in two files, waves of responses in several; read as one file.

What makes two files parts of one extract is told here, from their headings and identifiers alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa

from barometre_pipeline.sources.limesurvey.cells import TextColumn
from barometre_pipeline.sources.limesurvey.forms.detect import open_extract
from barometre_pipeline.sources.limesurvey.forms.table import Source, TextTable
from barometre_pipeline.sources.limesurvey.headings import match_source
from barometre_pipeline.sources.limesurvey.model import Questionnaire
from barometre_pipeline.sources.limesurvey.system_columns import identifier_numbers

COLUMNS, RESPONSES = "colonnes", "réponses"
_ABOUT: Final = ("system", "timing")


@dataclass(frozen=True)
class Part:
    """A file of responses, as far as its place in an extract depends on it.

    Attributes:
        source: the file.
        names: what each heading stands for, by position.
        kinds: "column", "system" or "timing", by position.
        shown: how messages name the file.
    """

    source: Source
    names: dict[int, str]
    kinds: dict[int, str]
    shown: str

    @property
    def id_position(self) -> int | None:
        """Where the identifier of a response stands."""
        return next((i for i, name in self.names.items() if (self.kinds[i], name) == ("system", "id")), None)

    @property
    def questions(self) -> frozenset[str]:
        """The columns of the survey that the file holds."""
        return frozenset(name for i, name in self.names.items() if self.kinds[i] == "column")

    @property
    def dated(self) -> bool:
        """Whether the file says which responses were sent."""
        return ("system", "submitdate") in self.places

    @cached_property
    def places(self) -> dict[tuple[str, str], int]:
        """Where each column stands, by what it is."""
        found: dict[tuple[str, str], int] = {}
        for position in range(len(self.source.headings)):
            found.setdefault(self.place(position), position)
        return found

    def place(self, position: int) -> tuple[str, str]:
        """Return what a column is: one that the structure does not know is its heading."""
        if position in self.names:
            return self.kinds[position], self.names[position]
        return "", self.source.headings[position].strip()

    @cached_property
    def _ids(self) -> list[str]:
        position = self.id_position
        if position is None:
            return []
        cells = pd.Series(self.source.read(frozenset()).columns[position].to_pylist(), dtype="str")
        numbers = identifier_numbers(cells)
        return [str(int(n)) if n == n else str(cell) for n, cell in zip(numbers, cells, strict=True)]  # noqa: PLR0124

    def ids(self) -> list[str]:
        """Return the identifiers, in the order of the file."""
        return self._ids


def completes(first: Part, other: Part) -> str:
    """Say how one file completes another: ``COLUMNS``, ``RESPONSES``, or "" where it does not.

    The same identifiers, questions of its own in each, and the same answers to those of both: other columns. No
    identifier in common, the same date of sending or none, and most questions in common: other responses. Anything else
    is another state of the same responses: one of the two may have lost or changed some of them.
    """
    shared = first.questions & other.questions
    mine, theirs = first.ids(), other.ids()
    if len(set(mine)) < len(mine) or len(set(theirs)) < len(theirs) or not mine or not theirs:
        return ""
    if set(mine) == set(theirs):
        own = first.questions - shared and other.questions - shared
        return COLUMNS if own and _answers_alike(first, other, shared) else ""
    most = len(shared) >= max(len(first.questions), len(other.questions)) / 2
    if set(mine) & set(theirs) or not (shared and most) or first.dated != other.dated:
        return ""
    return RESPONSES


def completing(first: Part, others: Sequence[Part]) -> tuple[list[Part], str]:
    """Return the files that complete one, and how; none where they do not all do it in one way, and among themselves.

    Args:
        first: the file.
        others: those beside it.
    """
    how = {part.shown: completes(first, part) for part in others}
    found = [part for part in others if how[part.shown]]
    kinds = {how[part.shown] for part in found}
    if len(kinds) != 1:
        return [], ""
    kind = kinds.pop()
    pairs = combinations(found, 2)
    if kind == RESPONSES:
        agree = all(not set(one.ids()) & set(two.ids()) for one, two in pairs)
    else:
        agree = all(_answers_alike(one, two, one.questions & two.questions) for one, two in pairs)
    return (found, kind) if agree else ([], "")


def _answers_alike(first: Part, other: Part, questions: frozenset[str]) -> bool:
    """Tell whether two files of the same responses have the same cells of some columns."""
    if not questions:
        return True
    mine, theirs = first.source.read(frozenset()), other.source.read(frozenset())
    order = _order(first, other)
    return all(
        mine.columns[first.places["column", name]]
        .cast(pa.string())
        .equals(pa.chunked_array(theirs.columns[other.places["column", name]].cast(pa.string()).take(order)))
        for name in questions
    )


def _order(first: Part, other: Part) -> pa.Array:
    """Return where the responses of one file stand in another."""
    place = {cell: row for row, cell in enumerate(other.ids())}
    return pa.array([place[cell] for cell in first.ids()])


@dataclass
class JoinedSource:
    """Several parts as one source; the first gives the order of the responses and the columns about them."""

    parts: Sequence[Part]
    how: str
    remarks: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Take the form of the first part, and the columns that it lacks from the others."""
        first = self.parts[0].source
        self.container, self.encoding, self.delimiter = first.container, first.encoding, first.delimiter
        self.tells_shown, self.unmasks = first.tells_shown, first.unmasks
        self.keeps_last_of_repeated = first.keeps_last_of_repeated
        self.added: list[tuple[Part, int]] = []
        present = set(self.parts[0].places)
        for part in self.parts[1:]:
            for place, position in part.places.items():
                if place not in present and not (self.how == COLUMNS and place[0] in _ABOUT):
                    self.added.append((part, position))
                    present.add(place)
        self.headings = [*first.headings, *(part.source.headings[i] for part, i in self.added)]
        self.remarks += [remark for part in self.parts for remark in part.source.remarks]
        names = "\u00a0; ".join(part.shown for part in self.parts)
        self.remarks.append(f"{self.how} réunies par l’identifiant de la réponse\u00a0: {names}")
        everything = list(dict.fromkeys(name for part in self.parts for name in sorted(part.questions)))
        for part in self.parts if self.how == RESPONSES else ():
            if lacking := [name for name in everything if name not in part.questions]:
                self.remarks.append(
                    f"{part.shown}\u00a0: il n’y a pas {', '.join(lacking)}\u00a0; ses réponses n’y comptent pas"
                )

    def read(self, closed: frozenset[int]) -> TextTable:
        """Return the columns of all parts, one row per response."""
        if self.how == RESPONSES:
            return self._stacked()
        first = self.parts[0]
        table = first.source.read(frozenset(i for i in closed if i < len(first.source.headings)))
        columns = list(table.columns)
        for part in self.parts[1:]:
            other, order = part.source.read(frozenset()), _order(first, part)
            columns += [other.columns[i].take(order) for p, i in self.added if p is part]
        return TextTable(columns, table.rows)

    def _stacked(self) -> TextTable:
        tables = [part.source.read(frozenset()) for part in self.parts]
        sizes = [len(table.rows) for table in tables]
        numbers = np.repeat(np.arange(len(tables)), sizes)
        origins = [(self.parts[0], i) for i in range(len(self.parts[0].source.headings))] + self.added
        columns: list[TextColumn] = []
        absent: dict[int, np.ndarray] = {}
        for at, (owner, position) in enumerate(origins):
            own = [
                position if part is owner else part.places.get(owner.place(position)) for part in self.parts
            ]
            pieces = [
                pa.chunked_array([pa.nulls(size, pa.string())])
                if i is None
                else table.columns[i].cast(pa.string())
                for table, size, i in zip(tables, sizes, own, strict=True)
            ]
            columns.append(pa.chunked_array([chunk for piece in pieces for chunk in piece.chunks]))
            if None in own:
                absent[at] = np.isin(numbers, [number for number, i in enumerate(own) if i is None])
        rows = np.concatenate([table.rows for table in tables])
        return TextTable(columns, rows, tuple(part.shown for part in self.parts), numbers, absent)


def part_of(path: Path, questionnaire: Questionnaire, shown: str) -> Part:
    """Return a file of responses with what its headings are.

    Raises:
        InputError: a file that cannot be opened, or with no known heading.
    """
    return as_part(open_extract(path, questionnaire, shown), questionnaire, shown)


def as_part(source: Source, questionnaire: Questionnaire, shown: str) -> Part:
    """Return an opened file, or a sheet of one, with what its headings are.

    Raises:
        InputError: no known heading.
    """
    matching = match_source(source, questionnaire, shown)
    names = {i: entry.name for i, entry in matching.entries.items()}
    return Part(source, names, {i: entry.kind for i, entry in matching.entries.items()}, shown)
