"""From the text of closed columns to answer codes, whatever the answers were written as.

Recognising how answers are written and decoding them belong here; display states are ``display``'s.
"""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from barometre_pipeline.errors import InputError, record_place
from barometre_pipeline.sources.limesurvey.forms.table import TextColumn
from barometre_pipeline.sources.limesurvey.model import ExtractColumn, Questionnaire
from barometre_pipeline.sources.limesurvey.structure.columns import OTHER_CODE
from barometre_pipeline.sources.limesurvey.wording import key
from barometre_pipeline.vocabulary import COCHE, ColumnKind

Rows = npt.NDArray[np.int64]

_CONTACT: Final = re.compile(r"@|(?:\d[\s.-]*){9}")
_LONGEST_ANSWER: Final = 300
NOT_APPLICABLE: Final = "N/A"
_EMPTY: Final = -1
_NO_VALUE: Final = -2  # "N/A": left empty or never shown
_UNKNOWN: Final = -3
_YES_NO_VALUES: Final = (
    ("1", "0"),
    ("1", "2"),
    ("Y", "N"),
    ("Oui", "Non"),
    ("Yes", "No"),
    ("O", "N"),
    ("T", "F"),
)
CONVERTED_NO: Final = tuple(dict.fromkeys(no for _, no in _YES_NO_VALUES))
_STATISTICAL: Final = {  # what exports for R and SPSS write for the software's own answers
    "Y": {"1": "Y", "2": "N"},
    "G": {"1": "F", "2": "M"},
    "C": {"1": "Y", "2": "N", "3": "U"},
    "E": {"1": "I", "2": "S", "3": "D"},
}


@dataclass
class ClosedColumn:
    """A closed column as dictionary: ``labels[codes]``, code -1 for null."""

    column: ExtractColumn
    question_type: str
    labels: list[str]
    codes: npt.NDArray[np.int32]


@dataclass(frozen=True)
class Style:
    """One way of writing answers; ``by_key`` where they are texts, compared by their ``key``."""

    name: str  # code, long, converti, statistique
    language: str
    by_key: bool = False
    yes_no: tuple[str, str] = ("", "")


@dataclass
class Decoded:
    """A closed column as codes of ``column.answers``.

    Attributes:
        codes: position in ``column.answers``; -1 where there is no answer.
        not_shown: where the form itself says that the column was not displayed.
        unsure: where "no" may also be "left empty" (exports in which empty cells were converted).
    """

    column: ExtractColumn
    codes: npt.NDArray[np.int8 | np.int16]
    not_shown: npt.NDArray[np.bool_] | None = None
    unsure: npt.NDArray[np.bool_] | None = None
    states_unticked: bool = False


@dataclass
class Decoding:
    """How the answers of one file are written."""

    style: Style
    maps: dict[str, dict[str, int]] = field(default_factory=dict)
    old_boxes: bool = False  # LimeSurvey 3: "N/A" in a box means never displayed


def as_closed(column: ExtractColumn, question_type: str, text: TextColumn) -> ClosedColumn:
    """Return a column of text as dictionary."""
    if not pa.types.is_dictionary(text.type):
        text = pc.dictionary_encode(text)
    if text.num_chunks > 1:
        text = text.unify_dictionaries()
    chunks = [chunk.indices.fill_null(-1).to_numpy(zero_copy_only=False) for chunk in text.chunks]
    labels = text.chunk(0).dictionary.to_pylist() if chunks else []
    codes = np.concatenate(chunks) if chunks else np.empty(0, dtype=np.int32)
    return ClosedColumn(column, question_type, labels, codes)


def recognise(
    columns: Sequence[ClosedColumn], questionnaire: Questionnaire, rows: Rows, shown: str
) -> Decoding:
    """Return how answers are written: the style that explains every label of every closed column.

    Args:
        columns: all closed columns of the file.
        questionnaire: with its translations.
        rows: record number of each response.
        shown: how messages name the file.

    Raises:
        InputError: no style explains everything; names the first label that the best one leaves.
    """
    best: tuple[int, Decoding] | None = None
    for style in _styles(columns, questionnaire):
        decoding = Decoding(style)
        version = _version(questionnaire, style.language)
        unknown = 0
        for closed in columns:
            meaning = _meaning(closed, version.columns[closed.column.code], style)
            codes = {label: _code(label, meaning, style) for label in closed.labels}
            unknown += sum(1 for code in codes.values() if code == _UNKNOWN)
            decoding.maps[closed.column.code] = codes
        if best is None or unknown < best[0]:
            best = (unknown, decoding)
        if unknown == 0:
            break
    if best is None:
        return Decoding(Style("code", questionnaire.language))
    decoding = best[1]
    if best[0]:
        raise _unknown_label(columns, decoding, rows, shown)
    decoding.old_boxes = decoding.style.by_key and any(
        NOT_APPLICABLE in closed.labels for closed in columns if closed.column.kind is ColumnKind.MULTIPLE
    )
    return decoding


def decode(closed: ClosedColumn, decoding: Decoding) -> Decoded:
    """Return a closed column as codes of its answers."""
    meanings = decoding.maps[closed.column.code]
    table = np.array([*(meanings[label] for label in closed.labels), _EMPTY], dtype=np.int16)
    codes = table[closed.codes]
    is_box = closed.column.kind is ColumnKind.MULTIPLE
    result = Decoded(closed.column, codes)
    if is_box and decoding.old_boxes:
        result.not_shown = codes == _NO_VALUE
        result.states_unticked = True
    if decoding.style.name == "converti" and closed.question_type == "Y":
        result.unsure = codes == 1
    result.codes = np.maximum(codes, _EMPTY)
    return result


def _styles(columns: Sequence[ClosedColumn], questionnaire: Questionnaire) -> Iterator[Style]:
    language = questionnaire.language
    yield Style("code", language)
    for version in (questionnaire, *questionnaire.translations):
        yield Style("long", version.language, by_key=True)
    boxes = {
        label
        for closed in columns
        if closed.question_type in ("M", "P", "Y")
        for label in closed.labels
        if label
    }
    for yes_no in _YES_NO_VALUES:
        if boxes <= set(yes_no):
            yield Style("converti", language, yes_no=yes_no)
    yield Style("statistique", language)


def _version(questionnaire: Questionnaire, language: str) -> Questionnaire:
    versions = (questionnaire, *questionnaire.translations)
    return next(version for version in versions if version.language == language)


def _meaning(closed: ClosedColumn, column: ExtractColumn, style: Style) -> dict[str, int]:
    """Return, by label as this style writes it, the position of the answer."""
    positions = {answer.code: position for position, answer in enumerate(column.answers)}
    grid_box = closed.column.kind is ColumnKind.MULTIPLE and closed.question_type == ":"
    if grid_box:
        return {"1": 0, "0": 1}
    if style.name == "converti" and closed.question_type in ("M", "P", "Y"):
        return {style.yes_no[0]: 0, style.yes_no[1]: 1}
    if style.name == "statistique":
        return _statistical(closed, positions)
    if not style.by_key:
        box = closed.column.kind is ColumnKind.MULTIPLE
        return {COCHE: 0} if box else positions  # "N" in a box is the mark of a converted export
    meaning: dict[str, int] = {}
    for position, answer in enumerate(column.answers):
        text = key(answer.text)
        meaning[text] = position if text not in meaning else _UNKNOWN
    if OTHER_CODE in positions:
        word = "Autre" if style.language.startswith("fr") else "Other"
        meaning.setdefault(key(word), positions[OTHER_CODE])
    return meaning


def _statistical(closed: ClosedColumn, positions: Mapping[str, int]) -> dict[str, int]:
    if closed.column.kind is ColumnKind.MULTIPLE:
        return {"1": 0, "0": 1}
    own = _STATISTICAL.get(closed.question_type)
    if own is not None:
        return {written: positions[code] for written, code in own.items()}
    meaning = dict(positions)
    for code, position in positions.items():
        meaning.setdefault(code.lstrip("0") or "0", position)
    return meaning


def _code(label: str, meaning: Mapping[str, int], style: Style) -> int:
    if label == "":
        return _EMPTY
    written = key(label) if style.by_key else label
    if written in meaning:
        return meaning[written]
    return _NO_VALUE if style.by_key and label == NOT_APPLICABLE else _UNKNOWN


def _unknown_label(columns: Sequence[ClosedColumn], decoding: Decoding, rows: Rows, shown: str) -> InputError:
    closed, label = next(
        (closed, label)
        for closed in columns
        for label in closed.labels
        if decoding.maps[closed.column.code][label] == _UNKNOWN
    )
    row = int(rows[int(np.argmax(closed.codes == closed.labels.index(label)))])
    column = f"colonne {closed.column.code} (« {closed.column.question_text} »)"
    place = record_place(row, what=column, headings=bool(rows[0] > 1))
    known = [answer.text if decoding.style.by_key else answer.code for answer in closed.column.answers]
    if [key(text) for text in known].count(key(label)) > 1:
        return InputError(
            shown,
            place,
            f"plusieurs réponses de la question ont le texte « {label} »",
            "des textes de réponse différents dans une question",
            "exporter de nouveau les réponses en codes",
        )
    near = difflib.get_close_matches(label, known, n=1, cutoff=0.0)
    return InputError(
        shown,
        place,
        f"la réponse {_quoted(label)} n’est pas dans la structure de l’enquête",
        f"une des {len(known)} réponses de la question"
        + (f" ; la plus proche est « {near[0]} »" if near else ""),
        "fournir la structure de cet extrait, ou corriger la réponse si le fichier a été retouché",
    )


def _quoted(label: str) -> str:
    """Return an unknown answer for a message, unless shifted columns brought someone's contact there."""
    if _CONTACT.search(label) or len(label) > _LONGEST_ANSWER:
        return "(texte non reproduit : il ne ressemble pas à une réponse fermée)"
    return f"« {label} »"
