"""Which rows of a found table are answers, which add them up, which are neither; what stays doubtful is said.

Rows with their numbers; what they count is ``counted``'s, their words are ``row_names``'s.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from barometre_pipeline.french.numbers import number
from barometre_pipeline.sources.ipsos.counted import Counted, Doubt
from barometre_pipeline.sources.ipsos.layout import Measure
from barometre_pipeline.sources.ipsos.measures import (
    Line,
    add_up,
    gaps_to,
    nature,
    outside_parts,
    parts_of,
    surplus,
)
from barometre_pipeline.sources.ipsos.printed_banner import Banner
from barometre_pipeline.sources.ipsos.recognition import Found, FoundRow
from barometre_pipeline.sources.ipsos.row_names import plain_words
from barometre_pipeline.sources.ipsos.spreadsheet import Sheet
from barometre_pipeline.sources.ipsos.titles import choices

_LEAST, _LARGE = 4, 15  # columns and roundings below which rows may sum to another by chance
_MOST = 6  # rows named like something else that are tried as answers
_FEW = 3  # one column in three, at most, may fall short by mistake; more are another kind of question


@dataclass
class Row:
    """A row that may be an answer, the row of the sheet of each measure, and the answers that it adds up."""

    found: FoundRow
    places: dict[Measure, int]
    parts: list["Row"] = field(default_factory=list)

    @property
    def place(self) -> int:
        """Return its first row in the sheet."""
        return self.found.rows[0][1]


@dataclass
class Settled:
    """A table as it will be described.

    Attributes:
        offsets: how many columns to the right each measure is, where several are side by side.
        notes: what was left aside or guessed.
        doubts: what must not be read before somebody has looked at it.
    """

    bases: dict[str, int]
    offsets: dict[Measure, int]
    notes: list[str]
    doubts: list[Doubt]
    answers: list[Row] = field(default_factory=list)
    subtotals: list[Row] = field(default_factory=list)


def settle(sheet: Sheet, banner: Banner, found: Found) -> Settled:
    """Return what each row of a table is."""
    return _Settling(Counted(sheet, banner, found), banner, found).done


class _Settling:
    def __init__(self, counted: Counted, banner: Banner, found: Found) -> None:
        self.counted, self.banner = counted, banner
        self.done = Settled(counted.bases, counted.offsets, counted.notes, counted.doubts)
        self.choices = choices(found.titles)
        self.rows = [
            Row(r, counted.places(r))
            for r in found.of("answer", "subtotal", "aside", "total")
            if r.kind != "total" or self._is_beside_answers(r)
        ]
        kept = self._without_headings([r for r in self.rows if r.found.kind == "answer"])
        lines, total = self._numbers(kept)
        if self.choices == "several":
            kept = self._without_nets(kept, lines)
        elif total and not add_up(lines, total):
            kept = self._with_others(kept) or self._without_sums(kept, lines, total)
        self.done.answers = kept
        self.done.subtotals = [r for r in self.rows if r.found.kind == "subtotal"]
        for row in self.done.subtotals:
            self._find_parts(row)
        self._check_columns(kept)
        self._check_whole(kept)
        self._check_names(kept)
        self._check_between(kept)
        self._say_aside(found, kept)

    def _say_aside(self, found: Found, kept: Sequence[Row]) -> None:
        if not set.intersection(*(set(r.places) for r in kept)):
            self._doubt(
                kept[0], "les réponses ne comptent pas toutes la même chose", "une même mesure pour toutes"
            )
        if found.headings:
            self.done.notes.append(f"lignes sans nombre prises pour des titres ({', '.join(found.headings)})")
        if aside := [r.found.label for r in self.rows if r.found.kind in {"aside", "total"}]:
            self.done.notes.append(f"lignes laissées de côté ({', '.join(dict.fromkeys(aside))})")

    def _numbers(self, rows: Sequence[Row]) -> tuple[list[Line], Line | None]:
        return self.counted.numbers([r.places for r in rows])

    def _is_beside_answers(self, row: FoundRow) -> bool:
        """Tell a row named « Total » that is neither a base nor the hundred per cent of the table."""
        bases = set(self.done.bases.values())
        lines, total = self.counted.numbers([self.counted.places(row)])
        said = bool(lines) and any(lines[0].values) and not bases & {place for _, place in row.rows}
        return said and total is not None and not add_up(lines, total)

    def _without_headings(self, kept: list[Row]) -> list[Row]:
        """Return answers without « Oui » that adds up « Oui, tout à fait » and « Oui, plutôt » next to it."""
        lines, total = self._numbers(kept)
        out: list[Row] = []
        for i, row in enumerate(kept):
            under = [
                k for k, r in enumerate(kept) if r is not row and _begins(r.found.label, row.found.label)
            ]
            near = len(under) > 1 and under == list(range(under[0], under[-1] + 1))
            if (
                near
                and i in {under[0] - 1, under[-1] + 1}
                and lines
                and add_up([lines[k] for k in under], lines[i])
            ):
                out.append(row)
        rest = [r for r in kept if not any(r is o for o in out)]
        rest_lines, _ = self._numbers(rest)
        if not out or total is None or not add_up(rest_lines, total):
            return kept
        for row in out:
            row.found.kind = "subtotal"
            self._note_sum(row)
        return rest

    def _note_sum(self, row: Row) -> None:
        label = f"« {row.found.label} », somme d’autres lignes,"
        self.done.notes.append(f"ligne {row.place} : {label} est prise pour un sous-total")

    def _with_others(self, kept: list[Row]) -> list[Row]:
        """Return the answers with rows named like something else (« Moyenne », « Net recul ») that make the total."""
        others = [r for r in self.rows if r not in kept and kept and set(r.places) == set(kept[0].places)][
            :_MOST
        ]
        for more in (c for size in (1, 2) for c in combinations(others, size)):
            rows = [r for r in self.rows if r in kept or r in more]
            lines, total = self._numbers(rows)
            if total and add_up(lines, total):
                for row in more:
                    row.found.kind = "answer"
                return rows
        return []

    def _without_sums(self, kept: list[Row], lines: list[Line], total: Line) -> list[Row]:
        """Return the answers without what only adds them up, though no word says so."""
        found = surplus(lines, total)
        if len(found) > 1:
            either = " ou ".join(
                f"« {kept[i].found.label} »" for i in sorted({i for out in found for i in out})
            )
            finding = f"{either} : rien ne dit lequel est la somme des autres"
            self._doubt(kept[found[0][0]], finding, "des réponses qui font ensemble 100 %")
        out = found[0] if found else ()
        if not found:
            out = tuple(i for i in range(len(lines)) if self._clearly_sums(kept, lines, i))
            for i in out:
                if not self._has_under(kept, i):
                    label = f"« {kept[i].found.label} »"
                    finding = f"{label} est la somme de ses voisines, et le tableau ne fait pas 100 %"
                    self._doubt(
                        kept[i], finding, "« plusieurs réponses » dans le titre, ou un nom de sous-total"
                    )
            self._check_alike(
                [(r, n) for i, (r, n) in enumerate(zip(kept, lines, strict=True)) if i not in out]
            )
        rest = [i for i in range(len(lines)) if i not in out]
        for i in out:
            around = sorted([*rest, i])
            kept[i].found.kind = "subtotal"
            label = f"« {kept[i].found.label} »"
            if parts_of([lines[k] for k in around], around.index(i)) or self._has_under(kept, i):
                self._note_sum(kept[i])
            else:
                finding = f"{label} ne semble pas une réponse : les autres font le total sans elle"
                self._doubt(kept[i], finding, "des réponses qui font ensemble 100 %")
        return [kept[i] for i in rest]

    def _without_nets(self, kept: list[Row], lines: list[Line]) -> list[Row]:
        """Return answers of several choices without those that lie over their indented parts: a sum is chance."""
        nets = [
            i for i in range(len(lines)) if self._has_under(kept, i) and self._clearly_sums(kept, lines, i)
        ]
        for i in nets:
            kept[i].found.kind = "subtotal"
            self._note_sum(kept[i])
        return [row for i, row in enumerate(kept) if i not in nets]

    def _clearly_sums(self, kept: list[Row], lines: list[Line], i: int) -> bool:
        """Tell a sub-total where nothing makes a total: its parts lie under it, or are the rows next to it."""
        if self._has_under(kept, i):
            return lines[i].values[0] >= max(n.values[0] for n in lines[i + 1 : i + 3])
        parts = parts_of(lines, i)
        near = len(parts) > 1 and i in {parts[0] - 1, parts[-1] + 1}
        rounding = lines[i].unit * 0.5 * (len(parts) + 1)
        return near and len(self.banner.columns) > _LEAST and lines[i].values[0] > _LARGE * rounding

    def _has_under(self, rows: Sequence[Row], i: int) -> bool:
        beneath = rows[i + 1 : i + 3]
        return len(beneath) == 2 and all(r.found.indent > rows[i].found.indent for r in beneath)

    def _check_alike(self, rows: Sequence[tuple[Row, Line]]) -> None:
        """Doubt a row that is not written as the others are: its sign of per cent, its decimals, what it counts."""
        written = [(row, line) for row, line in rows if any(line.values)]
        if len(written) < 3:
            return
        for ways in (
            [line.percent for _, line in written],
            [line.decimals > 0 for _, line in written],
            [nature([line], self.banner.parts) == "effectifs" for _, line in written],
        ):
            if sum(ways) not in {1, len(ways) - 1}:
                continue
            odd = written[ways.index(sum(ways) == 1)][0]
            if odd is not written[0][0]:  # « 45 % » then 32, 23: the sign is written once
                finding = f"« {odd.found.label} » n’est pas écrit comme les autres réponses"
                self._doubt(odd, finding, "des réponses qui comptent toutes la même chose")

    def _find_parts(self, row: Row) -> None:
        around = [r for r in self.rows if r in self.done.answers or r is row]
        lines, _ = self._numbers(around)
        row.parts = [around[i] for i in parts_of(lines, around.index(row))] if lines else []
        if not row.parts:
            label = f"le sous-total « {row.found.label} »"
            self.done.notes.append(f"ligne {row.place} : {label} n’est la somme d’aucune suite de réponses")

    def _check_columns(self, kept: Sequence[Row]) -> None:
        """Doubt the columns that do not make the total, where everyone's does and most do."""
        lines, total = self._numbers(kept)
        if total is None or len(lines) < 2:
            return
        gaps = gaps_to(lines, total)
        wrong = [i for i, gap in enumerate(gaps) if abs(gap) > 1]
        if not wrong or wrong[0] == 0 or (_FEW * len(wrong) > len(gaps) and total.decimals == 9):
            return
        made = number(sum(line.values[wrong[0]] for line in lines), 1)
        name = list(self.banner.columns)[wrong[0]]
        finding = (
            f"colonne « {name} » : les réponses y font {made} et non {number(total.values[wrong[0]], 1)}"
        )
        self._doubt(kept[0], finding, "le total de chaque colonne, comme pour l’ensemble")

    def _check_whole(self, kept: Sequence[Row]) -> None:
        """Say what the answers make where it is not the total; doubt it where the title says « une seule réponse »."""
        lines, total = self._numbers(kept)
        if total is None or len(lines) < 2 or self.choices == "several" or self.done.doubts:
            return
        if total.values[0] and abs(gaps_to(lines, total)[0]) > 1:
            made, whole = sum(line.values[0] for line in lines), total.values[0]
            finding = f"les réponses font {number(100 * made / whole, 1)} % de l’ensemble"
            if self.choices == "one":
                self._doubt(kept[0], finding, "100 % pour une seule réponse possible")
            else:
                self.done.notes.append(f"{finding}, et rien n’y dit que plusieurs réponses étaient possibles")

    def _check_names(self, kept: Sequence[Row]) -> None:
        """Doubt two answers of the same name: one would hide the other."""
        seen: dict[str, Row] = {}
        for row in kept:
            first = seen.setdefault(plain_words(row.found.label), row)
            if first is not row:
                finding = f"« {row.found.label} » est déjà ligne {first.place}"
                self._doubt(row, finding, "un nom par réponse")

    def _check_between(self, kept: Sequence[Row]) -> None:
        """Doubt answers whose share of everyone is not between those of the parts: the columns are not of one poll."""
        lines, total = self._numbers(kept)
        if total is None or not total.values[0]:
            return
        asked = self.counted.asked()
        for row, line in zip(kept, lines, strict=True):
            if places := outside_parts(line, total, asked, self.banner.parts):
                column = list(self.banner.columns)[places[0]].partition(".")[0]
                told = [
                    number(100 * line.values[i] / total.values[i], 1) for i in (0, *places) if total.values[i]
                ]
                finding = (
                    f"« {row.found.label} » : l’ensemble ({told[0]} %) n’est pas entre les parts de "
                    f"« {column} » ({', '.join(told[1:])})"
                )
                self._doubt(row, finding, "des colonnes d’une même vague")
                return

    def _doubt(self, row: Row, finding: str, expected: str) -> None:
        self.done.doubts.append(Doubt(row.place, finding, expected))


def _begins(label: str, other: str) -> bool:
    return label != other and re.match(rf"{re.escape(other)}\b", label, re.IGNORECASE) is not None
