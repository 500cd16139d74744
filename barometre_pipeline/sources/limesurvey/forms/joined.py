"""Extracts that complete each other: columns cut in two files, waves of responses in several; read as one file.

What makes two files parts of one extract is told here, from their headings and identifiers alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from barometre_pipeline.sources.limesurvey.forms.detect import open_extract
from barometre_pipeline.sources.limesurvey.forms.table import Source, TextColumn, TextTable
from barometre_pipeline.sources.limesurvey.headings import match_source
from barometre_pipeline.sources.limesurvey.model import Questionnaire

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

    def ids(self) -> list[str]:
        """Return the identifiers, in the order of the file."""
        position = self.id_position
        if position is None:
            return []
        return [str(cell) for cell in self.source.read(frozenset()).columns[position].to_pylist()]


def completes(first: Part, other: Part) -> str:
    """Say how one file completes another: ``COLUMNS``, ``RESPONSES``, or "" where it does not.

    The same identifiers and no question in common: other columns. The same questions and no identifier in common:
    other responses. Anything else is another state of the same responses.
    """
    apart = not first.questions & other.questions
    alike = first.questions == other.questions
    if not (apart or alike) or not first.questions or not other.questions:
        return ""
    mine, theirs = first.ids(), other.ids()
    if len(set(mine)) < len(mine) or len(set(theirs)) < len(theirs) or not mine or not theirs:
        return ""
    if apart and set(mine) == set(theirs):
        return COLUMNS
    return RESPONSES if alike and not set(mine) & set(theirs) else ""


@dataclass
class JoinedSource:
    """Several parts as one source; the first gives the order of the responses and the columns about them."""

    parts: Sequence[Part]
    how: str
    remarks: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Take the form of the first part."""
        first = self.parts[0].source
        self.container, self.encoding, self.delimiter = first.container, first.encoding, first.delimiter
        self.tells_shown, self.unmasks = first.tells_shown, first.unmasks
        self.keeps_last_of_repeated = first.keeps_last_of_repeated
        self.added = [
            (part, position)
            for part in (self.parts[1:] if self.how == COLUMNS else ())
            for position in range(len(part.source.headings))
            if part.kinds.get(position) not in _ABOUT
        ]
        self.headings = [*first.headings, *(part.source.headings[i] for part, i in self.added)]
        self.remarks += [remark for part in self.parts for remark in part.source.remarks]
        names = ", ".join(part.shown for part in self.parts)
        self.remarks.append(
            f"{self.how} de plusieurs fichiers réunies par l’identifiant de la réponse\u00a0: {names}"
        )

    def read(self, closed: frozenset[int]) -> TextTable:
        """Return the columns of all parts, one row per response."""
        if self.how == RESPONSES:
            return self._stacked(closed)
        first = self.parts[0]
        table = first.source.read(frozenset(i for i in closed if i < len(first.source.headings)))
        ids = table.columns[first.id_position or 0].to_pylist()
        columns = list(table.columns)
        for part in self.parts[1:]:
            other = part.source.read(frozenset())
            place = {cell: row for row, cell in enumerate(other.columns[part.id_position or 0].to_pylist())}
            order = pa.array([place[cell] for cell in ids])
            columns += [other.columns[i].take(order) for p, i in self.added if p is part]
        return TextTable(columns, table.rows)

    def _stacked(self, closed: frozenset[int]) -> TextTable:
        first = self.parts[0]
        tables = [part.source.read(closed if part is first else frozenset()) for part in self.parts]
        columns: list[TextColumn] = []
        for position in range(len(first.source.headings)):
            pieces = [tables[0].columns[position].cast(pa.string())]
            for part, table in zip(self.parts[1:], tables[1:], strict=True):
                name = first.names.get(position)
                own = next((i for i, n in part.names.items() if n == name), None) if name else None
                pieces.append(
                    pa.chunked_array([pa.nulls(len(table.rows), pa.string())])
                    if own is None
                    else table.columns[own].cast(pa.string())
                )
            columns.append(pa.chunked_array([chunk for piece in pieces for chunk in piece.chunks]))
        numbers = np.repeat(np.arange(len(tables)), [len(table.rows) for table in tables])
        rows = np.concatenate([table.rows for table in tables])
        return TextTable(columns, rows, tuple(part.shown for part in self.parts), numbers)


def part_of(path: Path, questionnaire: Questionnaire, shown: str) -> Part:
    """Return a file of responses with what its headings are.

    Raises:
        InputError: a file that cannot be opened, or with no known heading.
    """
    source = open_extract(path, questionnaire, shown)
    matching = match_source(source, questionnaire, shown)
    names = {i: entry.name for i, entry in matching.entries.items()}
    return Part(source, names, {i: entry.kind for i, entry in matching.entries.items()}, shown)
