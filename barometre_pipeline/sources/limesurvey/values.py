"""From the text of closed columns to answer codes, whatever the answers were written as.

Recognising how answers are written and decoding them belong here; display states are ``display``'s.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from barometre_pipeline.errors import InputError, record_place
from barometre_pipeline.sources.limesurvey.cells import TextColumn
from barometre_pipeline.sources.limesurvey.model import ExtractColumn, Questionnaire
from barometre_pipeline.sources.limesurvey.moments import is_empty_word
from barometre_pipeline.sources.limesurvey.retyped import readable, without_decimals
from barometre_pipeline.sources.limesurvey.spreadsheet_errors import is_spreadsheet_error
from barometre_pipeline.sources.limesurvey.structure.columns import OTHER_CODE
from barometre_pipeline.sources.limesurvey.unforeseen import (
    Unforeseen,
    answers_of,
    refuse_damage,
    unforeseen,
)
from barometre_pipeline.sources.limesurvey.wording import key
from barometre_pipeline.sources.limesurvey.words import ANSWERS, PARTS, spoken
from barometre_pipeline.vocabulary import COCHE, ColumnKind

Rows = npt.NDArray[np.int64]
Files = Callable[[int], str]

NOT_APPLICABLE: Final = "N/A"
_EMPTY: Final = -1
_NO_VALUE: Final = -2  # "N/A": left empty or never shown
_UNKNOWN: Final = -3
_UNREAD: Final = -4  # in a box, something that says neither yes nor no; anywhere, the error of a spreadsheet
_FEW: Final = 2**15  # labels that a short code tells apart
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
    codes: npt.NDArray[np.int16 | np.int32]


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
        unread: where a cell holds something that tells no answer, nor that there is none.
    """

    column: ExtractColumn
    codes: npt.NDArray[np.int8 | np.int16]
    not_shown: npt.NDArray[np.bool_] | None = None
    unsure: npt.NDArray[np.bool_] | None = None
    unread: npt.NDArray[np.bool_] | None = None
    states_unticked: bool = False


@dataclass
class Decoding:
    """How the answers of one file are written."""

    style: Style
    maps: dict[str, dict[str, int]] = field(default_factory=dict)
    own: dict[str, Style] = field(default_factory=dict)  # of the columns that are written in another way
    unforeseen: dict[str, Unforeseen] = field(
        default_factory=dict
    )  # answers kept though the structure lacks them
    unread: list[Unforeseen] = field(default_factory=list)  # of boxes, which have no other answer than ticked
    retyped: list[Unforeseen] = field(default_factory=list)  # written otherwise than the file, and read
    lost: list[Unforeseen] = field(default_factory=list)  # errors that a spreadsheet left in place of answers
    old_boxes: bool = False  # LimeSurvey 3: "N/A" in a box means never displayed

    def style_of(self, code: str) -> Style:
        """Return how a column is written."""
        return self.own.get(code, self.style)


def as_closed(column: ExtractColumn, question_type: str, text: TextColumn) -> ClosedColumn:
    """Return a column of text as dictionary."""
    if not pa.types.is_dictionary(text.type):
        text = pc.dictionary_encode(text)
    if text.num_chunks > 1:
        text = text.unify_dictionaries()
    labels = text.chunk(0).dictionary.to_pylist() if text.num_chunks else []
    labels = [without_decimals(label, column) for label in labels]
    few = len(labels) < _FEW
    codes: npt.NDArray[np.int16 | np.int32] = np.empty(len(text), dtype=np.int16 if few else np.int32)
    start = 0
    for chunk in text.chunks:
        codes[start : start + len(chunk)] = chunk.indices.fill_null(-1)
        start += len(chunk)
    return ClosedColumn(column, question_type, labels, codes)


def recognise(
    columns: Sequence[ClosedColumn], questionnaire: Questionnaire, rows: Rows, shown: Files
) -> Decoding:
    """Return how answers are written: the style that explains most labels of the closed columns.

    A column with labels that it does not explain is read in another style where that one explains them all: the
    software itself writes some columns of a full-text export in codes. What no style explains is kept as an answer.

    Args:
        columns: all closed columns of the file.
        questionnaire: with its translations.
        rows: record number of each response.
        shown: how messages name the file of a response, by its position.

    Raises:
        InputError: unforeseen answers that show damage, or answers that are codes and texts of different ones.
    """
    best: tuple[int, Decoding] | None = None
    styles = list(styles_of(columns, questionnaire))
    for style in styles:
        decoding = Decoding(style)
        for closed in columns:
            decoding.maps[closed.column.code] = _codes(closed, questionnaire, style)
        unknown = sum(_unknown(codes) for codes in decoding.maps.values())
        if best is None or unknown < best[0]:
            best = (unknown, decoding)
        if unknown == 0:
            break
    if best is None:
        return Decoding(Style("code", questionnaire.language))
    decoding = best[1]
    if best[0]:
        _read_apart(columns, questionnaire, styles, decoding)
        _read_retyped(columns, questionnaire, decoding)
        _keep_unforeseen(columns, decoding, rows, shown)
    else:
        _refuse_two_readings(columns, questionnaire, styles, decoding, shown(0))
    _note_lost(columns, decoding)
    decoding.old_boxes = decoding.style.by_key and any(
        NOT_APPLICABLE in closed.labels for closed in columns if closed.column.kind is ColumnKind.MULTIPLE
    )
    return decoding


def _refuse_two_readings(
    columns: Sequence[ClosedColumn],
    questionnaire: Questionnaire,
    styles: Sequence[Style],
    decoding: Decoding,
    shown: str,
) -> None:
    """Refuse a file whose answers are all codes and all texts of the structure, but not of the same answers.

    Raises:
        InputError: such a file; whatever one took them for could be wrong.
    """
    for style in (s for s in styles if s.name in ("code", "long") and s != decoding.style):
        others = {closed.column.code: _codes(closed, questionnaire, style) for closed in columns}
        if decoding.style.name not in ("code", "long") or any(map(_unknown, others.values())):
            continue
        for closed in columns:
            code = closed.column.code
            for label, position in others[code].items():
                if min(position, decoding.maps[code][label]) >= 0 and position != decoding.maps[code][label]:
                    raise _two_readings(code, label, shown)


def _two_readings(code: str, label: str, shown: str) -> InputError:
    return InputError(
        shown,
        record_place(1, what=f"colonne {code}"),
        f"la réponse «\u00a0{label}\u00a0» est le code d’une réponse et le texte d’une autre, et rien ne dit si les "
        "réponses sont en codes ou en toutes lettres",
        "des réponses qui ne se lisent que d’une façon",
        "exporter de nouveau en codes, avec au moins une question à choix multiple ou oui/non",
    )


def _codes(closed: ClosedColumn, questionnaire: Questionnaire, style: Style) -> dict[str, int]:
    """Return, by label of a column, the position of the answer in one style."""
    version = _version(questionnaire, style.language)
    meaning = _meaning(closed, version.columns[closed.column.code], style)
    return {label: _code(label, meaning, style) for label in closed.labels}


def unexplained(columns: Sequence[ClosedColumn], questionnaire: Questionnaire, style: Style) -> int:
    """Return how many labels one way of writing answers leaves unexplained."""
    return sum(_unknown(_codes(closed, questionnaire, style)) for closed in columns)


def _unknown(codes: Mapping[str, int]) -> int:
    return sum(1 for code in codes.values() if code == _UNKNOWN)


def _read_apart(
    columns: Sequence[ClosedColumn], questionnaire: Questionnaire, styles: Sequence[Style], decoding: Decoding
) -> None:
    """Read in its own style a column that the style of the file leaves unexplained and another one explains whole."""
    for closed in columns:
        code = closed.column.code
        if not _unknown(decoding.maps[code]):
            continue
        for style in (s for s in styles if s.name != "converti" and s != decoding.style):
            codes = _codes(closed, questionnaire, style)
            if not _unknown(codes):
                decoding.maps[code], decoding.own[code] = codes, style
                break


def _read_retyped(columns: Sequence[ClosedColumn], questionnaire: Questionnaire, decoding: Decoding) -> None:
    """Read the cells that are written otherwise than the file and that can be one answer only."""
    for closed in columns:
        code = closed.column.code
        unknown = [label for label in closed.labels if decoding.maps[code][label] == _UNKNOWN]
        versions = [q.columns[code] for q in (questionnaire, *questionnaire.translations)] if unknown else []
        found = readable(closed.column, versions, unknown)
        if found:
            decoding.maps[code] |= found
            places = [i for i, label in enumerate(closed.labels) if label in found]
            decoding.retyped.append(unforeseen(closed.column, closed.labels, closed.codes, places))


def _keep_unforeseen(columns: Sequence[ClosedColumn], decoding: Decoding, rows: Rows, shown: Files) -> None:
    found: dict[str, Unforeseen] = {}
    answered = 0
    for closed in columns:
        codes = decoding.maps[closed.column.code]
        answered += any(label for label in closed.labels)
        unknown = [i for i, label in enumerate(closed.labels) if codes[label] == _UNKNOWN]
        if unknown:
            found[closed.column.code] = unforeseen(closed.column, closed.labels, closed.codes, unknown)
    refuse_damage(list(found.values()), answered, rows, shown)
    for code, one in found.items():
        if one.column.kind is ColumnKind.MULTIPLE:
            decoding.unread.append(one)
            decoding.maps[code] |= dict.fromkeys(one.labels, _UNREAD)
        else:
            decoding.unforeseen[code] = one
            known = len(one.column.answers)
            decoding.maps[code] |= {label: known + i for i, label in enumerate(one.labels)}


def _note_lost(columns: Sequence[ClosedColumn], decoding: Decoding) -> None:
    for closed in columns:
        read = decoding.maps[closed.column.code]
        places = [
            i
            for i, label in enumerate(closed.labels)
            if read[label] == _UNREAD and is_spreadsheet_error(label)
        ]
        if places:
            decoding.lost.append(unforeseen(closed.column, closed.labels, closed.codes, places))


def decode(closed: ClosedColumn, decoding: Decoding) -> Decoded:
    """Return a closed column as codes of its answers."""
    meanings = decoding.maps[closed.column.code]
    table = np.array([*(meanings[label] for label in closed.labels), _EMPTY], dtype=np.int16)
    codes = table[closed.codes]
    is_box = closed.column.kind is ColumnKind.MULTIPLE
    column = closed.column
    if column.code in decoding.unforeseen:
        column = replace(column, answers=answers_of(decoding.unforeseen[column.code]))
    result = Decoded(column, codes)
    if is_box and decoding.old_boxes:
        result.not_shown = codes == _NO_VALUE
        result.states_unticked = True
    if (codes == _UNREAD).any():
        result.unread = codes == _UNREAD
    if decoding.style_of(column.code).name == "converti" and closed.question_type == "Y":
        result.unsure = codes == 1
    result.codes = np.maximum(codes, _EMPTY)
    return result


def styles_of(columns: Sequence[ClosedColumn], questionnaire: Questionnaire) -> Iterator[Style]:
    """Return the ways in which the answers of a file may be written, the most likely first."""
    language = questionnaire.language
    yield Style("code", language)
    for version in (questionnaire, *questionnaire.translations):
        yield Style("long", version.language, by_key=True)
    boxes = {
        label
        for closed in columns
        if closed.question_type in ("M", "P", "Y")
        for label in closed.labels
        if not is_spreadsheet_error(label)
    }
    yield from (Style("converti", language, yes_no=pair) for pair in _YES_NO_VALUES if boxes <= set(pair))
    yield Style("statistique", language)
    if "" in boxes:  # a conversion leaves no empty cell, but a tool may have emptied some since
        filled = boxes - {""}
        yield from (Style("converti", language, yes_no=p) for p in _YES_NO_VALUES if filled <= set(p))


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
        meaning.setdefault(text, position)  # two answers of one text are one answer for whoever chose it
    own = dict(ANSWERS[spoken(style.language)].get(closed.question_type, {}))
    own[OTHER_CODE] = PARTS[spoken(style.language)]["@other"]
    for code, words in own.items():
        for word in words if code in positions else ():
            meaning.setdefault(key(word), positions[code])
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
    """Return the position of an answer; a word that tools write for nothing is none, unless it is a code here."""
    if label == "":
        return _EMPTY
    for written in (key(label),) if style.by_key else (label, label.strip()):
        if written in meaning:
            return meaning[written]
    if style.by_key and label == NOT_APPLICABLE:
        return _NO_VALUE
    if is_spreadsheet_error(label):
        return _UNREAD
    return _EMPTY if is_empty_word(label) else _UNKNOWN


def texts_shared(closed: ClosedColumn, decoding: Decoding) -> tuple[str, ...]:
    """Return the labels of a column that are the text of several of its answers."""
    if not decoding.style_of(closed.column.code).by_key:
        return ()
    keys = [key(answer.text) for answer in closed.column.answers]
    return tuple(label for label in closed.labels if label and keys.count(key(label)) > 1)


def without_text(closed: ClosedColumn, decoding: Decoding) -> bool:
    """Tell whether a full-text column has answers made of something else (a picture), of which nothing is left."""
    return decoding.style_of(closed.column.code).by_key and any(not a.text for a in closed.column.answers)
