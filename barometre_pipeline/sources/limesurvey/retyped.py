"""Answers that a hand or a tool wrote otherwise than the rest of the file, and that can be read in one way only.

What a cell then says belongs here; how the file itself is written is ``values``', what nobody reads, ``unforeseen``'s.
"""

import re
from collections.abc import Sequence
from typing import Final

from barometre_pipeline.sources.limesurvey.model import Answer, ExtractColumn
from barometre_pipeline.sources.limesurvey.wording import key
from barometre_pipeline.vocabulary import ColumnKind

_TICKED: Final = frozenset(
    [
        "oui",
        "o",
        "yes",
        "y",
        "ja",
        "sí",
        "si",
        "sì",
        "x",
        "1",
        "true",
        "vrai",
        "wahr",
        "on",
        "coché",
        "cochée",
        "checked",
        "selected",
        "✓",
        "✔",
        "☑",
        "✅",
    ]
)
_UNTICKED: Final = frozenset(["non", "n", "no", "nein", "0", "false", "faux", "falsch", "off", "☐"])
_WHOLE: Final = re.compile(r"\s*(-?\d+)[.,]0+\s*")
TICKED, UNTICKED = 0, 1  # positions among the answers of a box


def readable(
    column: ExtractColumn, versions: Sequence[ExtractColumn], labels: Sequence[str]
) -> dict[str, int]:
    """Return, by label that the way of the file leaves unexplained, the only answer that it can be.

    A box takes a word or a sign that only says yes or no, where all such cells of the column are; a list takes the code
    of an answer in another case and the text of an answer among codes, where they are those of one answer alone.

    Args:
        column: of the structure.
        versions: the same column in each language.
        labels: as written in the file, unexplained.
    """
    if column.kind is ColumnKind.MULTIPLE:
        words = {label: label.strip().lower() for label in labels}
        if any(word not in _TICKED | _UNTICKED for word in words.values()):
            return {}
        return {label: TICKED if word in _TICKED else UNTICKED for label, word in words.items()}
    answers = [(i, answer) for version in versions for i, answer in enumerate(version.answers)]
    counted = any(answer.text[:1].isdigit() for _, answer in answers)
    meant = {
        label: {i for i, answer in answers if _designates(label, answer)}
        for label in labels
        if not (counted and label.strip().isdecimal())  # « 1 » may be a code as well as a text
    }
    return {label: positions.pop() for label, positions in meant.items() if len(positions) == 1}


def without_decimals(label: str, column: ExtractColumn) -> str:
    """Return a whole number without the zeros that a tool gave it (« 1.0 »), unless an answer is written with them."""
    found = _WHOLE.fullmatch(label)
    if found is None or any(label in (answer.code, answer.text) for answer in column.answers):
        return label
    return found[1]


def _designates(label: str, answer: Answer) -> bool:
    written = key(label).casefold()
    return bool(written) and written in (key(answer.code).casefold(), key(answer.text).casefold())
