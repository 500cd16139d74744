"""Comma, semicolon or tab separated extracts, read in one pass by Arrow.

Recognising the separator, reading, and saying in which record a broken file breaks belong here.
"""

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from barometre_pipeline.errors import InputError, record_place
from barometre_pipeline.sources.limesurvey.forms.table import TextTable, encoding_error, refuse_no_response
from barometre_pipeline.sources.limesurvey.records import records, visible

DELIMITERS: Final = (",", ";", "\t")
_BOM: Final = b"\xef\xbb\xbf"
_REMEDY: Final = (
    "exporter de nouveau les réponses depuis LimeSurvey, "
    "sans ouvrir ni enregistrer le fichier dans un tableur"
)
_BLOCK: Final = 8 * 1024**2


class DelimitedSource:
    """A delimited file held in memory (or mapped), headings read, rows not yet."""

    container = "csv"
    encoding = "utf-8"
    tells_shown = False
    keeps_last_of_repeated = False
    unmasks = True

    def __init__(self, data: pa.Buffer, shown: str) -> None:
        self.shown = shown
        start = len(_BOM) if data.slice(0, min(3, data.size)).to_pybytes() == _BOM else 0
        heading, self._rows_from = _first_record(data, start, shown)
        self.data = data
        self.delimiter = _delimiter(heading, shown)
        self.headings = next(records(heading, self.delimiter, shown), [])

    def _check_quotes(self) -> None:
        content = np.frombuffer(self.data, dtype="uint8")
        blocks = (content[start : start + _BLOCK] for start in range(0, len(content), _BLOCK))
        if sum(np.count_nonzero(block == ord('"')) for block in blocks) % 2:
            raise InputError(
                self.shown,
                _broken_record(self.data, self.delimiter, 0, self.shown),
                "un guillemet reste ouvert : le fichier est coupé au milieu d’une réponse",
                "un nombre pair de guillemets et un fichier entier",
                _REMEDY,
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
        if not body.size or not bytes(body.slice(0, min(64, body.size))).strip():
            refuse_no_response(0, self.shown)
        try:
            table = self._table(body, names, types)
        except pa.ArrowInvalid as error:
            raise self._diagnosis(error) from None
        if table.num_rows == 0:
            refuse_no_response(0, self.shown)
        return TextTable(table.columns, np.arange(2, table.num_rows + 2, dtype="int64"))

    def _table(self, body: pa.Buffer, names: list[str], types: dict[str, pa.DataType]) -> pa.Table:
        """Read by blocks; a response longer than a block calls for a second reading in one piece."""
        for block in (_BLOCK, max(_BLOCK, body.size)):
            try:
                return pacsv.read_csv(
                    pa.BufferReader(body),
                    read_options=pacsv.ReadOptions(column_names=names, block_size=block),
                    parse_options=pacsv.ParseOptions(delimiter=self.delimiter, newlines_in_values=True),
                    convert_options=pacsv.ConvertOptions(column_types=types, strings_can_be_null=False),
                )
            except pa.ArrowInvalid as error:
                if "straddling" not in str(error) or block > _BLOCK:
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
            _REMEDY,
        )


def _first_record(data: pa.Buffer, start: int, shown: str) -> tuple[str, int]:
    """Return the heading record and where the next one begins; a line break inside quotes does not end it."""
    size = 1024**2
    while True:
        head = data.slice(start, min(size, data.size - start)).to_pybytes()
        position, quotes = -1, 0
        while (end := head.find(b"\n", position + 1)) >= 0:
            quotes += head.count(b'"', position + 1, end)
            position = end
            if quotes % 2 == 0:
                return _decoded(head[:end], shown).rstrip("\r\n"), start + end + 1
        if len(head) == data.size - start:
            return _decoded(head, shown).rstrip("\r\n"), data.size
        size *= 4


def _decoded(head: bytes, shown: str) -> str:
    try:
        return head.decode("utf-8")
    except UnicodeDecodeError:
        raise encoding_error(
            shown, "des intitulés qui ne sont pas en UTF-8 (sans doute Latin-1 ou Windows-1252)"
        ) from None


def _delimiter(heading: str, shown: str) -> str:
    """Return the delimiter that cuts the heading record into most cells."""
    counts = {delimiter: len(next(records(heading, delimiter, shown), [])) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: counts[delimiter])
    if counts[best] < 2:  # an extract has an id and at least one column
        raise InputError(
            shown,
            record_place(1),
            "aucun séparateur connu ne découpe l’en-tête",
            "des colonnes séparées par une virgule, un point-virgule ou une tabulation",
            _REMEDY,
        )
    return best


def _broken_record(data: pa.Buffer, delimiter: str, width: int, shown: str) -> str:
    """Return the place of the first record that does not fit, by a slow and careful second reading."""
    text = data.to_pybytes().decode("utf-8-sig", errors="replace")
    last = 0
    for number, record in enumerate(records(text, delimiter, shown), start=1):
        last = number
        if width and record and len(record) != width:
            break
    return record_place(last) if last else ""
