"""Boxes coded 1 and 2 without any label: which variables are such, which code says « ticked », what proves it.

Only this coding; boxes that a label, a word or an empty cell tells are ``ticks``'.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from barometre_pipeline.sources.ipsos.columns import Column

FIRST, SECOND = "1", "2"
_SERIES: Final = 3  # variables of one question that are all 1 or 2: by chance, a lone one may be anything
_STRAY: Final = 0.05  # of those who tick « none of these »: so few who tick more are slips
# An item that excludes the others: only someone who was asked can tick it, and then nothing else.
NONE: Final = re.compile(
    r"^\W*(aucune?s?\b|rien\b|none\b|nothing\b|ne sai[st] pas|nsp|ne se prononce pas|don.?t know|sans réponse|"
    r"pas de réponse)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class PairCode:
    """The code that says « ticked », and whether the answers prove it."""

    code: str
    proven: bool


def may_be_pair(column: Column) -> bool:
    """Tell whether a variable may be such a box: its numbers are 1 and 2 and it has no label."""
    return column.numeric and not column.labels and set(column.valid) in ({FIRST, SECOND}, {FIRST}, {SECOND})


def are_pairs(columns: Sequence[Column]) -> bool:
    """Tell whether variables of one question are 1 and 2, each met among them.

    Where each has one code beside empty cells, and not for the same people, the code is that of the item.
    """
    if not all(map(may_be_pair, columns)) or {code for c in columns for code in c.valid} != {FIRST, SECOND}:
        return False
    gaps = {tuple(code == "" for code in c.codes) for c in columns}
    return len(columns) >= _SERIES or len(gaps) == 1 or any(len(c.valid) > 1 for c in columns)


def pair_code(columns: Sequence[Column], items: Sequence[str], told: bool) -> PairCode | None:
    """Return the code that says « ticked », None where nothing tells: 1 is supposed of a whole series only.

    Args:
        columns: the variables (``are_pairs``).
        items: their wordings.
        told: the file or the analyst says that they are boxes.
    """
    alone = [c for c, item in zip(columns, items, strict=True) if NONE.match(item)]
    others = [c for c in columns if c not in alone]
    possible = [code for code in (FIRST, SECOND) if not _contradicted(code, alone, others)]
    if len(possible) == 1:
        return PairCode(possible[0], proven=True)
    if not possible:
        return None  # « none of these » beside another answer, whichever code is « ticked »
    return PairCode(FIRST, proven=False) if told or len(columns) >= _SERIES else None


def _contradicted(code: str, alone: Sequence[Column], others: Sequence[Column]) -> bool:
    """Tell whether many who have a code in « none of these » have it in another item too."""
    cells = [(row, [c.codes[row] for c in alone]) for row in range(len(alone[0].codes))] if alone else []
    rows = [row for row, codes in cells if code in codes]
    beside = sum(any(c.codes[row] == code for c in others) for row in rows)
    return beside > _STRAY * len(rows)
