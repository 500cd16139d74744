"""The columns that no list of answers closes: texts, numbers, dates; read in a program's form, the rest told.

Only these columns; closed ones are ``values``', what is said of a cell is ``misreadings``'.
"""

from dataclasses import dataclass, field
from typing import Final

import pandas as pd
import pyarrow.compute as pc

from barometre_pipeline.sources.limesurvey import misreadings as said
from barometre_pipeline.sources.limesurvey.amounts import read_amounts
from barometre_pipeline.sources.limesurvey.cells import as_text, may_open_with, without
from barometre_pipeline.sources.limesurvey.forms.table import Source, TextTable
from barometre_pipeline.sources.limesurvey.model import ExtractColumn, Misread, Questionnaire
from barometre_pipeline.sources.limesurvey.moments import DayOrder
from barometre_pipeline.sources.limesurvey.spreadsheet_errors import spreadsheet_errors
from barometre_pipeline.sources.limesurvey.values import CONVERTED_NO, Decoding
from barometre_pipeline.vocabulary import CLOSED_KINDS, ColumnKind

_MASK: Final = "'="  # LimeSurvey's page puts a quote before a cell that opens with "="
_TEXT_BESIDE_BOX: Final = frozenset({ColumnKind.OTHER_TEXT, ColumnKind.COMMENT})


@dataclass
class OpenColumns:
    """The open columns of one file.

    Attributes:
        source: the file.
        columns: what each of its columns is, by position.
        questionnaire: the survey.
        misread: what reading them did not understand.
    """

    source: Source
    columns: dict[int, ExtractColumn]
    questionnaire: Questionnaire
    misread: list[Misread] = field(default_factory=list)

    def read(self, table: TextTable, decoding: Decoding, order: DayOrder) -> dict[str, pd.Series]:
        """Return the open columns, NA where empty."""
        converted = decoding.style.yes_no[1] or self._converted_texts(table)
        texts: dict[str, pd.Series] = {}
        for position, column in self.columns.items():
            if column.kind in CLOSED_KINDS:
                continue
            cells = table.columns[position]
            if converted and column.kind in _TEXT_BESIDE_BOX and self._type(column) in "MP":
                cells = without(cells, converted)
            if self.source.unmasks and may_open_with(cells, _MASK):
                cells = pc.replace_substring_regex(cells, pattern=f"^{_MASK}", replacement="=")
            texts[column.code] = self._understood(column, as_text(cells), order)
        return texts

    def _understood(self, column: ExtractColumn, cells: pd.Series, order: DayOrder) -> pd.Series:
        """Return numbers and dates in a program's form; what is none stays as it is, and is told."""
        if column.kind is ColumnKind.NUMERIC:
            read, wrong = read_amounts(cells, stored=self._type(column) in "NK")
            finding = said.NO_NUMBER
        elif column.kind is ColumnKind.DATE:
            read, wrong = order.read(cells)
            finding = said.NO_DATE
        else:
            return self._without_lost(column, cells)
        if wrong.any():
            self.misread.append(said.misread(column.code, finding, cells[wrong], said.NO_ANSWER))
        return read.where(~wrong, cells)

    def _without_lost(self, column: ExtractColumn, cells: pd.Series) -> pd.Series:
        """Leave out the errors that a spreadsheet wrote over texts, and tell them; beside a box, one was written."""
        lost = spreadsheet_errors(cells)
        if not lost.any():
            return cells
        beside = column.kind in _TEXT_BESIDE_BOX
        taken_for = said.TEXT_LOST if beside else said.NO_ANSWER
        self.misread.append(said.misread(column.code, said.SPREADSHEET, cells[lost], taken_for))
        return cells if beside else cells.mask(lost)

    def _converted_texts(self, table: TextTable) -> str:
        """Return the value that replaces empty cells beside boxes, in an export that converts them."""
        beside = [
            set(table.columns[position].unique().to_pylist())
            for position, column in self.columns.items()
            if column.kind in _TEXT_BESIDE_BOX and self._type(column) in "MP"
        ]
        if not beside or {"", None} & set.union(*beside):
            return ""
        return next((value for value in CONVERTED_NO if all(value in texts for texts in beside)), "")

    def left_out(self, texts: dict[str, pd.Series], decoding: Decoding) -> tuple[frozenset[str], list[str]]:
        """Return the comments that long answers leave out, and what is said of them."""
        lost = frozenset(
            code
            for code, cells in texts.items()
            if decoding.style.by_key
            and self._type(self.questionnaire.columns[code]) == "O"
            and cells.isna().all()
        )
        return lost, [
            f"{code} : l’export en réponses longues ne contient pas ces commentaires" for code in sorted(lost)
        ]

    def _type(self, column: ExtractColumn) -> str:
        return self.questionnaire.by_code[column.question].type
