"""The banner of a printed table: the row that carries its labels, the column of everyone and of each part.

Labels and columns only; rows beneath them are ``recognition``'s, the banner of a .sav ``banner``'s.
"""

from dataclasses import dataclass
from itertools import pairwise

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.ipsos.banner import banner_changed, same_words
from barometre_pipeline.sources.ipsos.config import PollConfig
from barometre_pipeline.sources.ipsos.layout import DESCRIBE, WHOLE
from barometre_pipeline.sources.ipsos.row_names import whole_column_rank, without_marks
from barometre_pipeline.sources.ipsos.spreadsheet import Sheet

_WIDEST = 4  # columns that one part of the banner may take: counts, percentages, letters
_SEEN = 12  # rows beneath a label that tell a column of numbers


@dataclass(frozen=True)
class Banner:
    """The row of labels of a banner and the column of each of its parts."""

    row: int
    columns: dict[str, int]
    others: tuple[str, ...]  # columns of the table that sondage.yaml does not declare

    @property
    def left(self) -> int:
        """Return the first column of numbers."""
        return min(self.columns.values())

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
        (name, m, label, p.titre) for name, p in config.banniere.items() for m, label in p.modalites.items()
    ]
    said = {c: without_marks(sheet.text(row, c)) for c in range(1, sheet.columns + 1)}
    columns: dict[str, int] = {}
    for name, modality, label, title in wanted:
        places = [
            c
            for c, text in said.items()
            if same_words(text) == same_words(label) and c not in columns.values()
        ]
        titled = [c for c in places if same_words(_title(sheet, row, c)) == same_words(title)]
        if places:
            columns[f"{name}.{modality}"] = (titled or places)[0]
    if len(columns) < 2 or 2 * len(columns) < len(wanted):
        return None
    place = f"feuille {sheet.title}, ligne {row}"
    if len(columns) < len(wanted):
        found = [said[c] for c in range(min(columns.values()), sheet.columns + 1) if said[c]]
        raise banner_changed(shown, place, list(dict.fromkeys(found)), [w[2] for w in wanted])
    whole = _whole_column(sheet, row, columns, shown)
    known = {said[c] for c in columns.values()}
    others = [said[c] for c in said if said[c] and c > min(whole, *columns.values()) and said[c] not in known]
    named = [o for o in dict.fromkeys(others) if whole_column_rank(o) is None or o != said[whole]]
    return Banner(row, {WHOLE: whole} | columns, tuple(named))


def _title(sheet: Sheet, row: int, column: int) -> str:
    """Return the title above a column: that of its merged area, or the last one written to its left."""
    for above in (row - 1, row - 2):
        for c in range(column, 0, -1):
            if sheet.text(above, c):
                return sheet.text(above, c)
    return ""


def _whole_column(sheet: Sheet, row: int, columns: dict[str, int], shown: str) -> int:
    """Return the column of everyone, by its label on the row of the banner or on those around it."""
    taken = set(columns.values())
    found: dict[int, tuple[int, str]] = {}
    for level in (row, row - 1, row - 2, row + 1):
        for c in range(1, sheet.columns + 1):
            text = sheet.text(level, c)
            rank = whole_column_rank(text) if c not in taken and c not in found else None
            if rank is not None and _is_of_numbers(sheet, row, c):
                found[c] = rank, without_marks(text)
    best = min((rank for rank, _ in found.values()), default=0)
    named = {text: c for c, (rank, text) in reversed(found.items()) if rank == best}
    if len(named) == 1 or (named and best == 0):
        return min(named.values()) if best else next(c for c, (rank, _) in found.items() if rank == best)
    raise InputError(
        shown,
        f"feuille {sheet.title}, ligne {row}",
        f"plusieurs colonnes peuvent être celle de l’ensemble ({', '.join(sorted(named))})"
        if named
        else "aucune colonne « Ensemble » ni « Total » à côté de la bannière",
        "une colonne pour l’ensemble des répondants",
        DESCRIBE,
    )


def _is_of_numbers(sheet: Sheet, row: int, column: int) -> bool:
    below = range(row + 1, min(row + _SEEN, sheet.rows) + 1)
    return any(sheet.has_digits(r, column) and sheet.value(r, column) is not None for r in below)
