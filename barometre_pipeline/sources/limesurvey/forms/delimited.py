"""Comma, semicolon or tab separated extracts, read in one pass by Arrow.

Recognising the separator, reading, and saying in which record a broken file breaks belong here.
"""

import codecs
import re
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from barometre_pipeline.errors import InputError, record_place
from barometre_pipeline.french.numbers import count
from barometre_pipeline.sources.limesurvey.forms import notes
from barometre_pipeline.sources.limesurvey.forms.file_bytes import BLOCK, Bytes, blocks, opened
from barometre_pipeline.sources.limesurvey.forms.layout import REMEDY, find_layout, without_blank_end
from barometre_pipeline.sources.limesurvey.forms.table import (
    TextTable,
    encoding_error,
    refuse_no_response,
    without_blank_rows,
)
from barometre_pipeline.sources.limesurvey.records import records, visible

_BOM: Final = b"\xef\xbb\xbf"
# UTF-8 taken for Windows-1252 or Latin-1 and encoded again: « Ã© », « â€™ », « Å“ ».
_TWICE: Final = re.compile(rb"\xc3[\x82\x83\x85\xa2](?:\xc2[\x80-\xbf]|\xe2[\x80\x82]|[\xc5\xc6\xcb])")
_HEAD: Final = 1024**2
_TAIL: Final = 64 * 1024
_LONGEST_HEAD: Final = 64 * 1024**2
_AS_LATIN: Final = "barometre_latin"


class DelimitedSource:
    """A delimited file, headings read, rows not yet."""

    container = "csv"
    encoding: str = "utf-8"
    tells_shown = False
    keeps_last_of_repeated = False
    unmasks = True

    def __init__(self, data: Bytes, shown: str) -> None:
        self.shown = shown
        self.remarks: list[str] = []
        start = len(_BOM) if data.slice(0, min(3, data.size)).to_pybytes() == _BOM else 0
        data = self._repaired(data.slice(start))
        layout = find_layout(_whole_head(data, shown), shown)
        self.before = layout.before
        if layout.before:
            self.remarks.append(
                f"{shown}\u00a0: {count(layout.before, 'ligne passée', 'lignes passées')} avant les intitulés"
            )
        self._rows_from = _after_records(data, layout.before + 1)
        self.delimiter = layout.delimiter
        self.headings = list(layout.headings)
        self.data = self._without_notes(data)

    def _repaired(self, data: Bytes) -> Bytes:
        """Return the bytes with line ends that Arrow knows, encoded once, without the empty records of the end."""
        head = data.slice(0, min(_HEAD, data.size)).to_pybytes()
        outside = b"".join(head.split(b'"')[::2])
        if b"\r" in outside and b"\n" not in outside:
            data = pa.py_buffer(data.to_pybytes().replace(b"\r", b"\n"))
        if _TWICE.search(head) and (once := _encoded_once(data.to_pybytes())) is not None:
            self.remarks.append(
                f"{self.shown}\u00a0: texte encodé deux fois en UTF-8, lu comme il a été écrit"
            )
            data = pa.py_buffer(once)
        kept = data.size + 1
        while data.size < kept:  # by pieces: a spreadsheet may leave any number of them
            kept = data.size
            tail = data.slice(max(0, kept - _TAIL)).to_pybytes()
            data = data.slice(0, kept - len(tail) + without_blank_end(tail))
        return data

    def _without_notes(self, data: Bytes) -> Bytes:
        """Return the bytes without what was written after the last response, and say so."""
        tail = data.slice(max(self._rows_from, data.size - _TAIL)).to_pybytes()
        quoted = data.slice(0, min(1, data.size)).to_pybytes() == b'"'
        kept, found = notes.without_notes(tail, self.delimiter, len(self.headings), quoted, self.shown)
        self.remarks += notes.told(found, self.shown)
        return data.slice(0, data.size - len(tail) + kept)

    def _check_quotes(self) -> None:
        if sum(block.count(b'"') for block in blocks(self.data)) % 2:
            raise InputError(
                self.shown,
                _broken_record(self.data, self.delimiter, 0, self.shown),
                "un guillemet reste ouvert : le fichier est coupé au milieu d’une réponse",
                "un nombre pair de guillemets et un fichier entier",
                REMEDY,
            )

    def read(self, closed: frozenset[int]) -> TextTable:
        """Return the columns; the closed ones dictionary-encoded.

        Raises:
            InputError: no response, a record too short or too long, or text that is not UTF-8.
        """
        self._check_quotes()
        body = self.data.slice(self._rows_from)
        names = [str(position) for position in range(len(self.headings))]
        dictionary = pa.dictionary(pa.int32(), pa.string())
        types = {name: dictionary if int(name) in closed else pa.string() for name in names}
        if not body.size or not body.slice(0, min(64, body.size)).to_pybytes().strip():
            refuse_no_response(0, self.shown)
        try:
            table = self._table(body, names, types)
        except pa.ArrowInvalid as error:
            raise self._diagnosis(error) from None
        if table.num_rows == 0:
            refuse_no_response(0, self.shown)
        first = self.before + 2
        rows = np.arange(first, table.num_rows + first, dtype="int64")
        return without_blank_rows(TextTable(table.columns, rows))

    def _table(self, body: Bytes, names: list[str], types: dict[str, pa.DataType]) -> pa.Table:
        """Read by blocks; a response longer than a block calls for a second reading in one piece."""
        for block in (BLOCK, max(BLOCK, body.size)):
            try:
                batches = pacsv.open_csv(
                    opened(body),
                    read_options=pacsv.ReadOptions(column_names=names, block_size=block),
                    parse_options=pacsv.ParseOptions(delimiter=self.delimiter, newlines_in_values=True),
                    convert_options=pacsv.ConvertOptions(column_types=types, strings_can_be_null=False),
                )
                return pa.Table.from_batches(list(batches))
            except pa.ArrowInvalid as error:
                if "straddling" not in str(error) or block > BLOCK:
                    raise
        raise pa.ArrowInvalid("straddling")

    def _diagnosis(self, error: pa.ArrowInvalid) -> InputError:
        """Say what is wrong without repeating any cell, which may hold personal data."""
        if "UTF8" in str(error):
            return encoding_error(
                self.shown, "un texte qui n’est pas en UTF-8 (sans doute Latin-1 ou Windows-1252)"
            )
        return InputError(
            self.shown,
            _broken_record(self.data, self.delimiter, len(self.headings), self.shown),
            "l’enregistrement n’a pas autant de cellules que l’en-tête",
            f"{len(self.headings)} cellules séparées par « {visible(self.delimiter)} » dans chacun",
            REMEDY,
        )


def _whole_head(data: Bytes, shown: str) -> str:
    """Return the beginning of a file as text, its first two records whole.

    Raises:
        InputError: they are longer than those of any survey.
    """
    size = _HEAD
    while True:
        head = data.slice(0, min(size, data.size)).to_pybytes()
        if len(head) == data.size:
            return _decoded(head, shown)
        if head.count(b"\n") > 1 and _after(head, 2) < len(head):
            return _decoded(head[: head.rindex(b"\n") + 1], shown)
        if size >= _LONGEST_HEAD:
            raise InputError(
                shown,
                record_place(1),
                f"les deux premiers enregistrements font plus de {_LONGEST_HEAD // 1024**2} Mio",
                "des intitulés, puis une réponse par enregistrement",
                REMEDY,
            )
        size *= 4


def _after_records(data: Bytes, number: int) -> int:
    """Return where the record after the first ``number`` begins; a line break inside quotes ends none."""
    size = _HEAD
    while True:
        head = data.slice(0, min(size, data.size)).to_pybytes()
        found = _after(head, number)
        if found < len(head) or len(head) == data.size:
            return found
        size *= 4


def _after(head: bytes, number: int) -> int:
    position, quotes = -1, 0
    while number and (end := head.find(b"\n", position + 1)) >= 0:
        quotes += head.count(b'"', position + 1, end)
        position = end
        number -= quotes % 2 == 0
    return len(head) if number else position + 1


def _decoded(head: bytes, shown: str) -> str:
    try:
        return head.decode("utf-8")
    except UnicodeDecodeError:
        raise encoding_error(
            shown, "des intitulés qui ne sont pas en UTF-8 (sans doute Latin-1 ou Windows-1252)"
        ) from None


def _encoded_once(data: bytes) -> bytes | None:
    """Undo a second encoding; nothing where the text was not wholly encoded twice."""
    try:
        once = data.decode("utf-8").encode("cp1252", errors=_AS_LATIN)
        once.decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return None
    return once


def _as_latin(error: UnicodeError) -> tuple[bytes, int]:
    """Encode in Latin-1 the five letters that Windows-1252 leaves undefined."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return error.object[error.start : error.end].encode("latin-1"), error.end


codecs.register_error(_AS_LATIN, _as_latin)


def _broken_record(data: Bytes, delimiter: str, width: int, shown: str) -> str:
    """Return the place of the first record that does not fit, by a slow and careful second reading."""
    text = data.to_pybytes().decode("utf-8-sig", errors="replace")
    last = 0
    for number, record in enumerate(records(text, delimiter, shown), start=1):
        last = number
        if width and record and len(record) != width:
            break
    return record_place(last) if last else ""
