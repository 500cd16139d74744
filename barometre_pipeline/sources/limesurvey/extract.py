"""One extract read into the common shape, whatever its form: the reader's way from bytes to ``Extract``.

The order of the steps belongs here; each step has its own module.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from barometre_pipeline.errors import InputError, record_place
from barometre_pipeline.sources.limesurvey import misreadings as said
from barometre_pipeline.sources.limesurvey.cells import as_seconds, as_text, is_blank
from barometre_pipeline.sources.limesurvey.display import Display
from barometre_pipeline.sources.limesurvey.forms import notes
from barometre_pipeline.sources.limesurvey.forms.joined import JoinedSource, completes, part_of
from barometre_pipeline.sources.limesurvey.forms.table import Source, TextTable
from barometre_pipeline.sources.limesurvey.headings import HeadingMatch, match_source, unsupported_owner
from barometre_pipeline.sources.limesurvey.model import (
    Extract,
    ExtractColumn,
    ExtractForm,
    Misread,
    Questionnaire,
    SourceFile,
)
from barometre_pipeline.sources.limesurvey.moments import DayOrder, day_order
from barometre_pipeline.sources.limesurvey.open_columns import OpenColumns
from barometre_pipeline.sources.limesurvey.ranks import unfolded, with_ranks_of, with_ranks_to
from barometre_pipeline.sources.limesurvey.relevance import Truth
from barometre_pipeline.sources.limesurvey.system_columns import MOMENTS, read_system
from barometre_pipeline.sources.limesurvey.unforeseen import noted, told_retyped, with_answers
from barometre_pipeline.sources.limesurvey.values import (
    ClosedColumn,
    Decoded,
    Decoding,
    as_closed,
    decode,
    recognise,
    texts_shared,
    without_text,
)
from barometre_pipeline.sources.limesurvey.written import refuse_written_apart
from barometre_pipeline.vocabulary import CLOSED_KINDS, ColumnKind

_TEXT: Final = pd.StringDtype(na_value=np.nan)
_NULL_IS_NO_ANSWER: Final = frozenset({ColumnKind.NUMERIC, ColumnKind.DATE, ColumnKind.FILE_COUNT})


def read_extract(
    responses: Path, questionnaire: Questionnaire, shown: str, others: Sequence[tuple[Path, str]] = ()
) -> Extract:
    """Return an extract of responses in the common shape.

    Args:
        responses: the file, of any form LimeSurvey exports.
        questionnaire: the structure of the same survey.
        shown: how messages name the file.
        others: files that hold other columns or other responses of the same extract, and how messages name them.

    Raises:
        InputError: anything that keeps the file from being read exactly.
    """
    parts = [part_of(path, questionnaire, name) for path, name in ((responses, shown), *others)]
    source = JoinedSource(parts, completes(*parts[:2])) if others else parts[0].source
    questionnaire = with_ranks_of(questionnaire, source.headings)
    matching = match_source(source, questionnaire, shown)
    reading = _Reading(source, matching, questionnaire, shown)
    table = source.read(reading.closed_positions())
    extract = reading.extract(table, responses)
    if others:
        extract.files += tuple(source_file(path, name, "reponses") for path, name in others)
        names = table.files or (shown,)
        extract.row_files = tuple(names[number] for number in table.file_numbers)
    return extract


@dataclass
class _Reading:
    """The state of one reading: the file, what its headings are, and the survey."""

    source: Source
    matching: HeadingMatch
    questionnaire: Questionnaire
    shown: str

    def __post_init__(self) -> None:
        self.warnings: list[str] = [*self.source.remarks, *self.matching.remarks]
        self.misread: list[Misread] = []
        self.columns: dict[int, ExtractColumn] = {
            position: entry.column
            for position, entry in self.matching.entries.items()
            if entry.column is not None
        }

    def closed_positions(self) -> frozenset[int]:
        """Return where the closed columns stand in the file."""
        return frozenset(i for i, column in self.columns.items() if column.kind in CLOSED_KINDS)

    def extract(self, table: TextTable, path: Path) -> Extract:
        """Return the table of text as an ``Extract``."""
        self._set_aside_notes(table)
        self._set_aside_unknown(table)
        self._unfold_rankings(table)
        order = self._order(table)
        system = self._system(table, order)
        closed = [
            as_closed(column, self._type(column), table.take(position))
            for position, column in self.columns.items()
            if column.kind in CLOSED_KINDS
        ]
        if table.files:
            refuse_written_apart(closed, self.questionnaire, table.files, table.file_numbers)
        decoding = recognise(closed, self.questionnaire, table.rows, partial(table.file_at, self.shown))
        closed = self._without_pictures(closed, decoding)
        self._tell_unforeseen(closed, decoding)
        certain = self._certain(table, closed) if self.source.tells_shown else {}
        decoded = {item.column.code: decode(item, decoding) for item in closed}
        del closed
        self.questionnaire = with_answers(self.questionnaire, decoding.unforeseen)
        reader = OpenColumns(self.source, self.columns, self.questionnaire)
        texts = reader.read(table, decoding, order)
        self.misread += reader.misread
        self._warn_unsure(decoded)
        lost, told = reader.left_out(texts, decoding)
        self.warnings += told
        absent = {self.columns[i].code: rows for i, rows in table.absent.items() if i in self.columns}
        display = self._display(system, decoded, texts, certain, lost, absent)
        states = display.derive()
        self.warnings += [*display.warnings, *map(said.told, self.misread)]
        values = self._values(decoded, texts, states)
        missing = tuple(code for code in self.questionnaire.columns if code not in values)
        self._warn_missing(missing)
        return Extract(
            questionnaire=self.questionnaire,
            form=self._form(decoding),
            values=values,
            shown=pd.DataFrame(
                {str(code): states[str(code)] for code in values}, index=values.index, copy=False
            ),
            system=system,
            timings=self._timings(table),
            rows=pd.Series(table.rows, name="ligne"),
            files=(source_file(path, self.shown, "reponses"),),
            warnings=tuple(self.warnings),
            unsupported=self.questionnaire.unsupported,
            missing=missing,
            misread=tuple(self.misread),
        )

    def _set_aside_notes(self, table: TextTable) -> None:
        if (identifier := self._identifier()) is not None:
            self.warnings += notes.told(notes.set_aside(table, identifier), self.shown)

    def _unfold_rankings(self, table: TextTable) -> None:
        """Give a column to each rank of the rankings that one cell holds whole."""
        for position, entry in self.matching.entries.items():
            if not entry.ranks:
                continue
            ranks, wrong = unfolded(table.columns[position], len(entry.ranks))
            self.questionnaire = with_ranks_to(self.questionnaire, entry.name, len(ranks))
            if len(wrong):
                self.misread.append(said.misread(entry.name, said.NO_RANKING, wrong, said.NO_ANSWER))
            for cells, column in zip(ranks, self.questionnaire.by_code[entry.name].columns, strict=True):
                self.columns[len(table.columns)] = column
                table.columns.append(cells)

    def _without_pictures(self, closed: list[ClosedColumn], decoding: Decoding) -> list[ClosedColumn]:
        """Leave out the columns whose answers a full-text export cannot write."""
        for item in (c for c in closed if without_text(c, decoding)):
            self.warnings.append(
                f"{item.column.code}\u00a0: des réponses de cette question sont des images, qu’un export en toutes "
                "lettres n’écrit pas\u00a0; elle n’est pas lue, exportez les réponses en codes"
            )
        return [item for item in closed if not without_text(item, decoding)]

    def _tell_unforeseen(self, closed: list[ClosedColumn], decoding: Decoding) -> None:
        for found in decoding.unforeseen.values():
            self.misread.append(noted(found, said.NOT_ASKED_FOR, said.APART))
        for found in decoding.unread:
            self.misread.append(noted(found, said.NO_BOX, said.OUT_OF_BASE))
        for found in decoding.lost:
            self.misread.append(noted(found, said.SPREADSHEET, said.OUT_OF_BASE))
        for found in decoding.retyped:
            self.warnings.append(told_retyped(found))
        for item in closed:
            for label in texts_shared(item, decoding):
                self.warnings.append(
                    f"{item.column.code}\u00a0: plusieurs réponses ont le texte «\u00a0{label}\u00a0», elles sont "
                    "comptées ensemble\u00a0; un export en codes les distinguerait"
                )

    def _type(self, column: ExtractColumn) -> str:
        return self.questionnaire.by_code[column.question].type

    def _form(self, decoding: Decoding) -> ExtractForm:
        named = decoding.style.name
        return ExtractForm(
            container=self.source.container,
            encoding=self.source.encoding,
            delimiter=self.source.delimiter,
            headings=self.matching.style,
            answers="long" if decoding.style.by_key else named,
            language=decoding.style.language if decoding.style.by_key else self.matching.language,
        )

    def _set_aside_unknown(self, table: TextTable) -> None:
        """Name the columns that the structure lacks and leave them; refuse a file where most columns are such.

        Raises:
            InputError: the structure is that of another survey.
        """
        filled = []
        for position in self.matching.unknown:
            heading = self.source.headings[position]
            name = f"colonne {position + 1}" + (
                f" « {said.name_shown(heading)} »" if heading.strip() else " (sans intitulé)"
            )
            if is_blank(table.columns[position]):
                self.warnings.append(f"{name} : inconnue de la structure et vide, elle est ignorée")
            elif owner := unsupported_owner(heading, self.questionnaire):
                self.warnings.append(
                    f"{name} : non lue, la question {owner} est d’un type non pris en charge"
                )
            else:
                filled.append(name)
                self.warnings.append(
                    f"{name} : la structure de l’enquête n’a pas cette colonne, elle est laissée de côté"
                )
        if len(filled) > len(self.columns):
            raise InputError(
                self.shown,
                record_place(1, what=filled[0]),
                f"la structure de l’enquête n’a pas {len(filled)} des colonnes, et elles contiennent des données",
                f"les questions de {self.questionnaire.file}",
                "fournir la structure exportée en même temps que l’extrait",
            )

    def _order(self, table: TextTable) -> DayOrder:
        """Return the order of days and months, as all dates of a file tell."""
        dates = [i for i, column in self.columns.items() if column.kind is ColumnKind.DATE]
        dates += [i for i, e in self.matching.entries.items() if e.kind == "system" and e.name in MOMENTS]
        return day_order([as_text(table.columns[i]) for i in dates], table.file_numbers)

    def _system(self, table: TextTable, order: DayOrder) -> pd.DataFrame:
        cells = {
            entry.name: as_text(table.columns[position])
            for position, entry in self.matching.entries.items()
            if entry.kind == "system"
        }
        identifier = self._identifier()
        heading = "" if identifier is None else self.source.headings[identifier]
        system, found = read_system(cells, table.rows, heading, partial(table.file_at, self.shown), order)
        self.misread += found
        return system

    def _identifier(self) -> int | None:
        places = (i for i, entry in self.matching.entries.items() if entry.place == ("system", "id"))
        return next(places, None)

    def _timings(self, table: TextTable) -> pd.DataFrame:
        found = {
            entry.name: as_seconds(table.columns[position])
            for position, entry in self.matching.entries.items()
            if entry.kind == "timing"
        }
        return pd.DataFrame(found, index=pd.RangeIndex(len(table.rows)))

    def _certain(self, table: TextTable, closed: list[ClosedColumn]) -> dict[str, Truth]:
        """Return the states that the form itself gives; a null number or date tells nothing."""
        states: dict[str, Truth] = {item.column.code: (item.codes >= 0).astype(np.int8) for item in closed}
        for position, column in self.columns.items():
            if column.code not in states:
                null = table.columns[position].is_null().to_numpy()
                unknown = -1 if column.kind in _NULL_IS_NO_ANSWER else 0
                states[column.code] = np.where(null, unknown, 1).astype(np.int8)
        return states

    def _display(
        self,
        system: pd.DataFrame,
        decoded: dict[str, Decoded],
        texts: dict[str, pd.Series],
        certain: dict[str, Truth],
        lost: frozenset[str],
        absent: dict[str, np.ndarray],
    ) -> Display:
        lastpage = None
        if "lastpage" in system:
            lastpage = system["lastpage"].astype("float64").to_numpy()
        complete = np.zeros(len(system), dtype=bool)
        if "submitdate" in system:
            complete = system["submitdate"].notna().to_numpy()
        return Display(
            self.questionnaire, len(system), decoded, texts, lastpage, complete, certain, lost,
            system.get("startlanguage"), absent,
        )  # fmt: skip

    def _values(
        self, decoded: dict[str, Decoded], texts: dict[str, pd.Series], states: dict[str, Truth]
    ) -> pd.DataFrame:
        values: dict[str, pd.Series | pd.Categorical] = {}
        for code in self.questionnaire.columns:
            if code in texts:
                values[code] = texts[code]
            elif code in decoded:
                values[code] = _categorical(decoded[code], states[code])
        return pd.DataFrame(values, copy=False)

    def _warn_unsure(self, decoded: dict[str, Decoded]) -> None:
        unsure = [code for code, column in decoded.items() if column.unsure is not None]
        if unsure:
            self.warnings.append(
                "export avec cellules vides converties : « non » et « sans réponse » y sont confondus dans "
                + ", ".join(unsure)
            )

    def _warn_missing(self, missing: tuple[str, ...]) -> None:
        questions = dict.fromkeys(self.questionnaire.columns[code].question for code in missing)
        if questions:
            self.warnings.append("colonnes de la structure absentes de l’extrait : " + ", ".join(questions))


def source_file(path: Path, shown: str, role: str) -> SourceFile:
    """Return a raw file as registered: its hash and size."""
    digest = sha256()
    with path.open("rb") as stream:
        while block := stream.read(1024**2):
            digest.update(block)
    return SourceFile(shown, digest.hexdigest(), path.stat().st_size, role)


def _categorical(decoded: Decoded, state: Truth) -> pd.Categorical:
    """Return the answers as categories of codes; an unticked box is "N" where it is known to be displayed."""
    codes = decoded.codes
    if decoded.column.kind is ColumnKind.MULTIPLE:
        codes = np.where(codes == 0, 0, np.where(state == 1, 1, -1))
    elif decoded.unsure is not None:
        codes = np.where(decoded.unsure, -1, codes)
    categories = [answer.code for answer in decoded.column.answers]
    return pd.Categorical.from_codes(codes.astype(np.int16), categories=pd.Index(categories, dtype=_TEXT))
