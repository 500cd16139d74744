"""What every form of extract gives before its columns are known: headings and columns of text.

The common shape and the protocol of the readers belong here; one module per form does the reading.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import pyarrow as pa

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey.cells import TextColumn, as_text
from barometre_pipeline.sources.limesurvey.moments import empty_words


@dataclass
class TextTable:
    """The columns of an extract as text.

    Attributes:
        columns: one per heading, in the order of the file.
        rows: 1-based record number of each response in the file.
        files: of a table made of several files, how messages name each.
        numbers: of such a table, position in ``files`` of the file of each response.
        absent: columns that some of the files lack, and for which responses.
    """

    columns: list[TextColumn]
    rows: np.ndarray
    files: tuple[str, ...] = ()
    numbers: np.ndarray | None = None
    absent: dict[int, np.ndarray] = field(default_factory=dict)

    @property
    def file_numbers(self) -> np.ndarray:
        """Number of the file of each response; records set aside at the end have none."""
        if self.numbers is None:
            return np.zeros(len(self.rows), dtype=np.int64)
        return self.numbers[: len(self.rows)]

    def file_at(self, otherwise: str, position: int) -> str:
        """Return how messages name the file of a response."""
        return self.files[int(self.file_numbers[position])] if self.files else otherwise

    def take(self, position: int) -> TextColumn:
        """Return a column and let it go, so that a large extract is not in memory twice."""
        column, self.columns[position] = self.columns[position], None
        return column


class Source(Protocol):
    """A file whose headings are known and whose columns wait to be read.

    ``tells_shown`` is true where a null means "never displayed" and an empty text "left empty".
    ``keeps_last_of_repeated`` is true where one heading out of several equal ones is left.
    ``remarks`` say in French what was set right to read the file.
    """

    container: str
    encoding: str
    delimiter: str
    headings: list[str]
    tells_shown: bool
    keeps_last_of_repeated: bool
    unmasks: bool
    remarks: list[str]

    def read(self, closed: frozenset[int]) -> TextTable:
        """Return the columns; those at the positions ``closed`` may come dictionary-encoded."""


@dataclass
class MemorySource:
    """A source whose cells were read together with its headings."""

    container: str
    headings: list[str]
    cells: Sequence[Sequence[str | None]]  # by response
    first_row: int = 2
    encoding: str = "utf-8"
    delimiter: str = ""
    tells_shown: bool = False
    keeps_last_of_repeated: bool = False
    unmasks: bool = False
    remarks: list[str] = field(default_factory=list)

    def read(self, closed: frozenset[int]) -> TextTable:
        """Return the columns as text."""
        by_column = zip(*self.cells, strict=True)
        columns = [pa.chunked_array([pa.array(list(cells), type=pa.string())]) for cells in by_column]
        rows = np.arange(self.first_row, self.first_row + len(self.cells), dtype="int64")
        return without_blank_rows(TextTable(columns, rows))


def without_blank_rows(table: TextTable) -> TextTable:
    """Return a table without the records in which nothing is written, wherever spreadsheets left them."""
    candidates = np.arange(len(table.rows))
    for column in table.columns:
        if not len(candidates):
            return table
        cells = column.take(pa.array(candidates)) if len(candidates) < len(table.rows) else column
        candidates = candidates[empty_words(as_text(cells)).to_numpy()]
    kept = np.setdiff1d(np.arange(len(table.rows)), candidates)
    return TextTable([column.take(pa.array(kept)) for column in table.columns], table.rows[kept])


def decoded_text(data: bytes, shown: str) -> str:
    """Return the text of a UTF-8 file, with or without byte order mark.

    Raises:
        InputError: another encoding.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise encoding_error(
            shown, "un texte qui n’est pas en UTF-8 (sans doute Latin-1 ou Windows-1252)"
        ) from None


def encoding_error(shown: str, finding: str) -> InputError:
    """Return the error of a file in another encoding than UTF-8."""
    return InputError(
        shown,
        "",
        finding,
        "du texte en UTF-8 (avec ou sans marque d’ordre des octets)",
        "exporter de nouveau depuis LimeSurvey, sans ouvrir ni enregistrer le fichier dans un tableur, "
        "ou le convertir en UTF-8",
    )


def refuse_no_response(count: int, shown: str) -> None:
    """Raise where a file has headings and nothing else.

    Raises:
        InputError: no response.
    """
    if count <= 0:
        raise InputError(
            shown,
            "",
            "le fichier n’a que des intitulés, aucune réponse",
            "au moins une réponse",
            "vérifier l’enquête et l’état d’avancement choisi à l’export, puis exporter de nouveau",
        )
