"""The banner of a printed table: the row that carries its labels, the column of everyone and of each part.

Labels and columns only; rows beneath them are ``recognition``'s, the banner of a .sav ``banner``'s.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.ipsos.banner import banner_changed, same_words
from barometre_pipeline.sources.ipsos.config import PollConfig
from barometre_pipeline.sources.ipsos.layout import DESCRIBE, WHOLE
from barometre_pipeline.sources.ipsos.row_names import measure_of, whole_column_rank, without_marks
from barometre_pipeline.sources.ipsos.spreadsheet import Sheet
from barometre_pipeline.sources.ipsos.waves import of_this_wave, two_waves

_WIDEST = 4  # columns that one part of the banner may take: counts, percentages, letters
_SEEN = 12  # rows beneath a label that tell a column of numbers


@dataclass(frozen=True)
class Banner:
    """The row of labels of a banner and the column of each of its parts."""

    row: int
    columns: dict[str, int]
    others: tuple[str, ...]  # columns of the table that sondage.yaml does not declare
    doubts: tuple[InputError, ...] = ()  # columns that may not be of this poll
    before: tuple[int, ...] = ()  # columns of numbers of another wave

    @property
    def left(self) -> int:
        """Return the first column of numbers."""
        return min(*self.columns.values(), *self.before)

    @property
    def width(self) -> int:
        """Return how many columns each part takes at most: what is between two labels belongs to the first."""
        places = sorted(self.columns.values())
        return min(_WIDEST, *(b - a for a, b in pairwise(places)))

    @property
    def figures(self) -> list[int]:
        """Return the columns where numbers are looked for."""
        return [c + k for c in self.columns.values() for k in range(self.width)]

    @property
    def parts(self) -> list[tuple[int, ...]]:
        """Return, of each breakdown, the ranks of its columns."""
        names = [name.partition(".")[0] for name in self.columns]
        return [
            tuple(i for i, n in enumerate(names) if n == name)
            for name in dict.fromkeys(names)
            if name != WHOLE
        ]


def find_banner(sheet: Sheet, row: int, shown: str, config: PollConfig) -> Banner | None:
    """Return the banner whose labels a row carries, None where it carries none.

    Raises:
        InputError: not all the labels of ``sondage.yaml``, or no column of everyone.
    """
    wanted = [
        (f"{name}.{m}", same_words(label), same_words(p.titre))
        for name, p in config.banniere.items()
        for m, label in p.modalites.items()
    ]
    said = {c: without_marks(sheet.text(row, c)) for c in range(1, sheet.columns + 1)}
    words = {c: same_words(text) for c, text in said.items()}
    labels = set(words.values())
    if not _enough(sum(label in labels for _, label, _ in wanted), wanted):
        return None
    columns: dict[str, int] = {}
    rivals: list[list[int]] = []
    for name, label, title in wanted:
        places = [c for c, text in words.items() if text == label and c not in columns.values()]
        titled = [c for c in places if same_words(_title(sheet, row, c)) == title]
        if kept := of_this_wave(sheet, row, titled or places) or titled or places:
            columns[name] = kept[0]
            # The same label in two parts of the banner: each has its column, in order.
            same = sum(other == label for _, other, _ in wanted)
            apart = [c for c in kept if words.get(c - 1, "") != label]
            rivals.append(apart if titled or len(apart) > same else apart[:1])
    if not _enough(len(columns), wanted):
        return None
    place = f"feuille {sheet.title}, ligne {row}"
    if len(columns) < len(wanted):
        found = [said[c] for c in range(min(columns.values()), sheet.columns + 1) if said[c]]
        raise banner_changed(shown, place, list(dict.fromkeys(found)), _labels(config))
    whole, *rest = _whole_columns(sheet, row, columns, shown)
    doubts = tuple(two_waves(sheet, row, [[whole, *rest], *rivals], shown))
    known = {said[c] for c in columns.values()}
    others = [said[c] for c in said if said[c] and c > min(whole, *columns.values()) and said[c] not in known]
    named = [o for o in dict.fromkeys(others) if whole_column_rank(o) is None or o != said[whole]]
    numbers = [c for c in said if said[c] and _is_of_numbers(sheet, row, c)]
    before = tuple(c for c in numbers if not of_this_wave(sheet, row, [c]))
    return Banner(row, {WHOLE: whole} | columns, tuple(named), doubts, before)


def _enough(found: int, wanted: Sequence[object]) -> bool:
    """Tell a row that carries labels of the banner from one that happens to hold the words of a few."""
    return found >= 2 and 2 * found >= len(wanted)


def _labels(config: PollConfig) -> list[str]:
    return [label for part in config.banniere.values() for label in part.modalites.values()]


def is_row_of_table(sheet: Sheet, row: int) -> bool:
    """Tell a row of a table under any banner: words, then several numbers."""
    numbers = [
        c for c in range(1, sheet.columns + 1) if sheet.has_digits(row, c) and sheet.value(row, c) is not None
    ]
    words = [c for c in range(1, sheet.columns + 1) if sheet.text(row, c) and c not in numbers]
    return len(numbers) > 1 and bool(words) and words[0] < numbers[0]


def next_banner(sheet: Sheet, banner: Banner, end: int) -> int:
    """Return the row of another banner beneath the rows of this one, ``end`` where there is none."""
    seen = False
    for row in range(banner.row + 1, end):
        if seen and _carries_labels(sheet, row, banner.left):
            return row
        seen = seen or is_row_of_table(sheet, row)
    return end


def _carries_labels(sheet: Sheet, row: int, left: int) -> bool:
    """Tell labels of columns from numbers, from letters of significance and from words merged over the numbers."""
    said = [(c, t) for c in range(left, sheet.columns + 1) if (t := sheet.text(row, c))]
    words = [t for c, t in said if sheet.value(row, c) is None and measure_of(t) is None]
    return (
        len(words) > 1
        and len(words) == len(set(words)) == len(said)
        and any(re.search(r"[a-zà-ÿ]{3}", t) for t in words)
    )


def _title(sheet: Sheet, row: int, column: int) -> str:
    """Return the title above a column: that of its merged area, or the last one written to its left."""
    for above in (row - 1, row - 2):
        for c in range(column, 0, -1):
            if sheet.text(above, c):
                return sheet.text(above, c)
    return ""


def _whole_columns(sheet: Sheet, row: int, columns: dict[str, int], shown: str) -> list[int]:
    """Return the column of everyone, then others that may be, by labels on the row of the banner or around it."""
    taken = set(columns.values())
    found: dict[int, tuple[int, str]] = {}
    for level in (row, row - 1, row - 2, row + 1):
        for c in range(1, sheet.columns + 1):
            text = sheet.text(level, c)
            rank = whole_column_rank(text) if c not in taken and c not in found else None
            if rank is not None and _is_of_numbers(sheet, row, c):
                found[c] = rank, without_marks(text)
    best = min((rank for rank, _ in found.values()), default=0)
    ranked = [c for c, (rank, _) in found.items() if rank == best]
    ranked += _under_the_same(sheet, row, ranked, taken)
    kept = of_this_wave(sheet, row, ranked) or ranked
    named = sorted({found[c][1] for c in kept if c in found})
    if len(named) == 1 or (named and best == 0):
        # Counts and percentages side by side are one column of everyone.
        width = min((b - a for a, b in pairwise(sorted(taken))), default=1)
        return [c for c in kept if not 0 < c - kept[0] < width]
    raise InputError(
        shown,
        f"feuille {sheet.title}, ligne {row}",
        f"plusieurs colonnes peuvent être celle de l’ensemble ({', '.join(named)})"
        if named
        else "aucune colonne « Ensemble » ni « Total » à côté de la bannière",
        "une colonne pour l’ensemble des répondants",
        DESCRIBE,
    )


def _under_the_same(sheet: Sheet, row: int, ranked: Sequence[int], taken: set[int]) -> list[int]:
    """Return columns with words of their own under an « Ensemble » that is written once, over the first of them."""
    found = []
    for first in ranked:
        if whole_column_rank(sheet.text(row, first)) is None and sheet.text(row, first):
            for c in range(first + 1, sheet.columns + 1):
                if c in taken or c in ranked or sheet.text(row - 1, c) or not sheet.text(row, c):
                    break
                if _is_of_numbers(sheet, row, c) and measure_of(sheet.text(row, c)) is None:
                    found.append(c)
    return found


def _is_of_numbers(sheet: Sheet, row: int, column: int) -> bool:
    below = range(row + 1, min(row + _SEEN, sheet.rows) + 1)
    return any(sheet.has_digits(r, column) and sheet.value(r, column) is not None for r in below)
