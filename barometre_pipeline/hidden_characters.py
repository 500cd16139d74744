"""Characters that nobody sees, and that change what is read: controls, and what turns the order of reading over.

What is written by hand is held to it; an extract holds what people typed, and is not.
"""

import re
from dataclasses import dataclass
from typing import Final

# Of the controls, only those of a plain text stay: tabulation and ends of lines. Half a character is none either.
_HIDDEN: Final = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff]"
)
_TURNS: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
EXPECTED: Final = "un texte dont tout se voit"
REMEDY: Final = "retirez ce caractère, qui ne se voit pas : effacez le mot et tapez-le de nouveau"


@dataclass(frozen=True)
class Hidden:
    """The first hidden character of a text: where, and what it is in French."""

    line: int
    column: int
    finding: str


def hidden_in(text: str) -> Hidden | None:
    """Return the first hidden character of a text, None where all is seen."""
    found = _HIDDEN.search(text)
    if found is None:
        return None
    line = text.count("\n", 0, found.start()) + 1
    what = "de sens de lecture" if _TURNS.match(found[0]) else "de contrôle"
    return Hidden(
        line,
        found.start() - text.rfind("\n", 0, found.start()),
        f"un caractère {what} (U+{ord(found[0]):04X})",
    )
