"""Answers of a closed question that its structure does not know: life of a survey, or damage to the file.

The line between the two is drawn here, once, and told in ``docs/extraits.md``; reading known answers is ``values``'.
"""

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from barometre_pipeline.errors import InputError, record_place
from barometre_pipeline.french.numbers import count
from barometre_pipeline.sources.limesurvey.misreadings import Said, counted, examples
from barometre_pipeline.sources.limesurvey.model import Answer, ExtractColumn, Misread, Questionnaire
from barometre_pipeline.sources.limesurvey.spreadsheet_errors import is_spreadsheet_error
from barometre_pipeline.vocabulary import ColumnKind

OUTSIDE: Final = "réponse hors du questionnaire\u00a0: "
_LANGUAGES: Final = "français, anglais, allemand, espagnol, italien"
_FEW: Final = 2  # cells of one column that may all be unforeseen
_MANY_COLUMNS: Final = 0.2  # share of the answered columns beyond which it is another questionnaire
_SEVERAL: Final = 3  # columns
_CONTACT: Final = re.compile(r"@|(?:\d[\s.-]*){9}")
_NUMBER: Final = re.compile(r"[0-9]+")
_CHOICE: Final = re.compile(r"[\w-]{1,20}")
_CODE: Final = re.compile(r"[A-Za-z]|[A-Za-z]{0,2}[0-9]{1,3}")
_LONGEST: Final = 300
_LONG: Final = 60


@dataclass(frozen=True)
class Unforeseen:
    """What one column holds that its structure does not know.

    Attributes:
        column: of the structure.
        labels: as written, each once, in the order of the file.
        cells: how many cells hold each.
        first: position of the first response that holds each.
        answered: how many cells of the column hold an answer.
    """

    column: ExtractColumn
    labels: tuple[str, ...]
    cells: tuple[int, ...]
    first: tuple[int, ...]
    answered: int

    @property
    def most(self) -> bool:
        """Whether most answers of the column are unforeseen, and not one or two of very few."""
        return sum(self.cells) > _FEW and 2 * sum(self.cells) > self.answered


def unforeseen(
    column: ExtractColumn, labels: Sequence[str], codes: npt.NDArray[np.integer], unknown: Sequence[int]
) -> Unforeseen:
    """Return what a dictionary-encoded column holds beside the answers of its structure.

    Args:
        column: of the structure.
        labels: dictionary of the column.
        codes: position in ``labels`` by response, -1 where null.
        unknown: positions in ``labels`` of those that the structure does not know.
    """
    counts = np.bincount(codes[codes >= 0], minlength=len(labels))
    blank = sum(int(counts[i]) for i, label in enumerate(labels) if not label)
    return Unforeseen(
        column,
        tuple(labels[i] for i in unknown),
        tuple(int(counts[i]) for i in unknown),
        tuple(int(np.argmax(codes == i)) for i in unknown),
        int(counts.sum()) - blank,
    )


def refuse_damage(
    found: Sequence[Unforeseen],
    answered_columns: int,
    rows: npt.NDArray[np.int64],
    shown: Callable[[int], str],
) -> None:
    """Raise where unforeseen answers show that the file is damaged, or is another questionnaire's.

    Damage is: most answers of a column; a fifth of the columns, three at least; someone's text in place of an answer.

    ``shown`` tells how messages name the file of a response.

    Raises:
        InputError: names the first such answer.
    """
    everywhere = len(found) >= _SEVERAL and len(found) > _MANY_COLUMNS * answered_columns
    for one in found:
        for position, label in zip(one.first, one.labels, strict=True):
            if one.most or everywhere or _is_someones(label, one.column):
                row, headings = int(rows[position]), bool(rows[0] > 1)
                raise _refusal(one, label, row, headings, everywhere, shown(position))


def with_answers(questionnaire: Questionnaire, found: Mapping[str, Unforeseen]) -> Questionnaire:
    """Return the questionnaire in which each unforeseen answer is an answer of its column, said to be outside."""
    if not found:
        return questionnaire

    def extended(column: ExtractColumn) -> ExtractColumn:
        if column.code not in found:
            return column
        return replace(column, answers=answers_of(found[column.code]))

    questions = tuple(
        replace(q, columns=tuple(extended(c) for c in q.columns)) for q in questionnaire.questions
    )
    return replace(questionnaire, questions=questions)


def noted(found: Unforeseen, finding: Said, taken_for: Said) -> Misread:
    """Return it as what was not understood of its column."""

    def as_is(label: str) -> bool:
        return is_spreadsheet_error(label) or _is_code(label, found.column)

    return counted(found.column.code, finding, sum(found.cells), found.labels, taken_for, as_is)


def told_retyped(found: Unforeseen) -> str:
    """Return the warning about answers that are written otherwise than the file and were read."""
    cells = count(sum(found.cells), "réponse écrite", "réponses écrites")
    shown = ", ".join(f"«\u00a0{text}\u00a0»" for text in examples(found.labels))
    how = f"autrement que les autres ({shown})\u00a0; lues, car leur sens est certain"
    return f"{found.column.code}\u00a0: {cells} {how}"


def answers_of(found: Unforeseen) -> tuple[Answer, ...]:
    """Return the answers of the structure, then the unforeseen ones."""
    known = found.column.answers
    named = [
        label if cells > 1 or _is_code(label, found.column) else f"texte n°\u00a0{i}"
        for i, (label, cells) in enumerate(zip(found.labels, found.cells, strict=True), start=1)
    ]
    return known + tuple(
        Answer(name, f"{OUTSIDE}{name}", len(known) + i) for i, name in enumerate(named, start=1)
    )


def _is_code(label: str, column: ExtractColumn) -> bool:
    """Tell whether a label is the code of an answer: a letter or two and a number, or the letters of a known code.

    A text that only one response holds may be somebody's, a first name for one: it is counted without being repeated.
    The choices of a ranking are codes of twenty letters or digits, which LimeSurvey writes and nobody types.
    """
    if column.kind is ColumnKind.RANK:
        return _CHOICE.fullmatch(label) is not None
    known = {_NUMBER.sub("0", answer.code) for answer in column.answers}
    return _CODE.fullmatch(label) is not None or _NUMBER.sub("0", label) in known


def _is_someones(label: str, column: ExtractColumn) -> bool:
    """Tell whether a label is rather a text that somebody typed than an answer withdrawn from the list."""
    longest = max((len(answer.text) for answer in column.answers), default=0)
    return bool(_CONTACT.search(label)) or len(label) > _LONGEST or len(label) > max(_LONG, 3 * longest)


def _refusal(
    one: Unforeseen, label: str, row: int, headings: bool, everywhere: bool, shown: str
) -> InputError:
    known = [text for answer in one.column.answers for text in (answer.code, answer.text)]
    near = difflib.get_close_matches(label, known, n=1, cutoff=0.0)
    quoted = f"«\u00a0{label}\u00a0»"
    if _is_someones(label, one.column):
        quoted, near = "(texte non reproduit\u00a0: il ne ressemble pas à une réponse fermée)", []
    reach = ""
    if one.most:
        reach = f"\u00a0; {sum(one.cells)} des {one.answered} réponses de cette colonne sont dans ce cas"
    elif everywhere:
        reach = "\u00a0; beaucoup de colonnes sont dans ce cas"
    return InputError(
        shown,
        record_place(
            row,
            what=f"colonne {one.column.code} («\u00a0{one.column.question_text}\u00a0»)",
            headings=headings,
        ),
        f"la réponse {quoted} n’est pas dans la structure de l’enquête{reach}",
        f"une des {len(one.column.answers)} réponses de la question"
        + (f"\u00a0; la plus proche est «\u00a0{near[0]}\u00a0»" if near else ""),
        "fournir la structure de cet extrait, exporter de nouveau si des colonnes ont été décalées ou retouchées, ou "
        f"exporter les réponses en codes si elles sont dans une langue que le lecteur ne connaît pas ({_LANGUAGES})",
    )
