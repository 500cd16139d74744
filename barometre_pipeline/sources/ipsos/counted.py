"""What is counted in a found table: which columns and rows, of which base; what the numbers leave doubtful.

Bases and measures only; which rows are answers and which add them up is ``settling``'s.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from barometre_pipeline.sources.ipsos.layout import Measure
from barometre_pipeline.sources.ipsos.measures import (
    Line,
    add_up,
    adds_across,
    gaps_to,
    is_constant,
    line_of,
    nature,
    of_rows,
    surplus,
)
from barometre_pipeline.sources.ipsos.printed_banner import Banner
from barometre_pipeline.sources.ipsos.recognition import Found, FoundRow
from barometre_pipeline.sources.ipsos.row_names import measure_of
from barometre_pipeline.sources.ipsos.spreadsheet import Sheet

_MEASURES: Final[tuple[Measure, ...]] = ("effectif_brut", "effectif_pondere", "pourcentage")
_BASE_OF: Final[dict[Measure, str]] = {"effectif_brut": "base_brute", "effectif_pondere": "base_ponderee"}
_LIKELY = (0.85, 1.15)  # weights of respondents: about as many as they are
_POPULATION = 20.0  # or many more, where they sum to a population
_COUNTS = "des effectifs bruts ou pondérés, ou des pourcentages en colonne"


@dataclass(frozen=True)
class Doubt:
    """What is not certain in a table: the row, what was found, what was expected."""

    row: int
    found: str
    expected: str = _COUNTS


class _Slot(NamedTuple):
    """One thing counted of an answer: the measure named there ("" for none), its row, its column."""

    name: str
    row: int
    offset: int


class Counted:
    """The bases and measures of a table; ``offsets`` are how far right of the banner's columns each measure is."""

    def __init__(self, sheet: Sheet, banner: Banner, found: Found) -> None:
        self.sheet, self.banner = sheet, banner
        self.columns = list(banner.columns.values())
        self.notes: list[str] = []
        self.doubts: list[Doubt] = []
        self.offsets: dict[Measure, int] = {}
        self._answers = found.of("answer")
        self._beside = self._columns_beside()
        self._headings = [self._heading(k) for k in self._beside]
        self.bases = self._bases(found) or self._in_banner()
        if not self.bases and not found.of("base"):
            self.bases = self._lent(found.before)
        if not self.bases:
            self._say_unread_base(found)
        self._by_rank: dict[int, Measure] = {}
        self._tell_measures()

    def places(self, row: FoundRow) -> dict[Measure, int]:
        """Return the row of each measure of an answer, of a sub-total…"""
        places: dict[Measure, int] = {}
        rank = 0
        for name, place, _ in self._slots(row):
            measure = next((m for m in _MEASURES if m == name), None)
            if not name:
                measure = self._by_rank.get(rank)
                rank += 1
            if measure:
                places.setdefault(measure, place)
        return places

    def numbers(self, rows: Sequence[dict[Measure, int]]) -> tuple[list[Line], Line | None]:
        """Return the numbers of rows in a measure that all have, and what those of one choice sum to.

        Nothing where a cell cannot be read, or where there is no base to sum to.
        """
        totals = self._totals()
        for measure in reversed(_MEASURES):
            at = self.offsets.get(measure, 0)
            lines = [line for r in rows if measure in r and (line := self._line(r[measure], at))]
            if not lines or len(lines) < len(rows):
                continue
            if measure == "pourcentage":
                hundred = self._all(_hundred(lines))
                return lines, hundred.none_where(next(iter(totals.values()), hundred))
            if measure in totals:
                return lines, totals[measure]
        return [], None

    def _all(self, number: float) -> Line:
        return Line((number,) * len(self.columns), decimals=9)

    def _line(self, row: int, offset: int = 0) -> Line | None:
        return line_of([self.sheet.value(row, c + offset) for c in self.columns])

    def _columns_beside(self) -> list[int]:
        """Return the columns of each part that hold numbers: 0, and those beside it that have no label of their own."""
        rows = [row for answer in self._answers for _, row in answer.rows]
        kept = []
        for k in range(self.banner.width):
            places = [(r, c + k) for r in rows for c in self.columns]
            labels = {
                label
                for c in self.columns
                if (label := self.sheet.text(self.banner.row, c + k)) != self.sheet.text(self.banner.row, c)
            }
            own = any(label and measure_of(label) is None for label in labels)
            if not own and 4 * sum(self.sheet.has_digits(r, c) for r, c in places) >= len(places):
                kept.append(k)
        return kept or [0]

    def _heading(self, offset: int) -> str:
        """Return the measure that is written over a column, "" for none."""
        for row in range(self.banner.row, self.banner.row + 3):
            named = {measure_of(t) for c in self.columns if (t := self.sheet.text(row, c + offset))}
            if len(named) == 1 and (measure := named.pop()):
                return measure
        return ""

    def _bases(self, found: Found) -> dict[str, int]:
        """Return the row of each base: by its name or, of « Base » and « Total », by what its numbers do."""
        bases: dict[str, int] = {}
        plain: list[int] = []
        for row in [*found.of("base"), *found.of("total")]:
            for i, (measure, place) in enumerate(row.rows):
                named = next((b for m, b in _BASE_OF.items() if m == measure), "" if i else row.base)
                if named not in {"", "base"}:
                    bases.setdefault(named, place)
                elif not measure and self._is_base(place) and not (row.kind == "total" and plain):
                    plain.append(place)
        known = {"base_brute", "base_ponderee"} & set(bases)
        others = [p for p in plain if not any(self._same(p, bases[b]) for b in known)]
        if len(known) == 2 or not others:
            return bases
        if not all(self._same(p, others[0]) for p in others):
            found_two = "deux bases différentes, sans dire laquelle est pondérée"
            self.doubts.append(Doubt(others[1], found_two, "« Base brute » et « Base pondérée »"))
        if known == {"base_brute"}:
            self._check_weighted(others[0], bases["base_brute"])
        return bases | {("base_ponderee" if self._is_weighted(others[0], known) else "base_brute"): others[0]}

    def _in_banner(self) -> dict[str, int]:
        """Return the bases that the labels of the columns say."""
        row = self.banner.row
        return {"base_brute": row} if all(self.sheet.says_people(row, c) for c in self.columns) else {}

    def _say_unread_base(self, found: Found) -> None:
        """Doubt a row that is named as a base and whose numbers are not of people."""
        for row in found.of("base")[:1]:
            place = row.rows[0][1]
            cells = [(c, self.sheet.text(place, c)) for c in self.columns]
            odd = next(
                (t for c, t in cells if (v := self.sheet.value(place, c)) is None or v.grouped), cells[0][1]
            )
            finding = f"la ligne « {row.label} » ne se lit pas comme un nombre de personnes (« {odd} »)"
            self.doubts.append(
                Doubt(place, finding, "des nombres de répondants : 1000, « 1 000 » ou « n=1000 »")
            )

    def _check_weighted(self, row: int, raw: int) -> None:
        """Doubt a total that may be of answers and not of people, where each may give several."""
        weighted, people = self._base_line(row), self._base_line(raw)
        ratio = weighted.values[0] / people.values[0] if weighted and people else 1.0
        if not _LIKELY[0] < ratio < _LIKELY[1] and ratio < _POPULATION:
            finding = "rien ne dit si ce total est une base pondérée ou un nombre de réponses"
            self.doubts.append(Doubt(row, finding, "une ligne « Base pondérée »"))

    def _lent(self, before: Found | None) -> dict[str, int]:
        lent = self._bases(before) if before else {}
        if lent:
            self.notes.append("aucune base à lui, celle du tableau d’avant est prise")
        return lent

    def _is_weighted(self, row: int, known: set[str]) -> bool:
        """Tell whether a base that does not say it counts weights: the other does not, answers do, it has decimals."""
        if known:
            return "base_brute" in known
        named = {measure for answer in self._answers for measure, _ in answer.rows}
        line = self._base_line(row)
        return ("effectif_pondere" in named and "effectif_brut" not in named) or bool(line and line.decimals)

    def _base_line(self, row: int) -> Line | None:
        lines = [line for k in self._beside if (line := self._line(row, k)) and any(line.values)]
        return next((n for n in lines if not n.percent and adds_across(n, self.banner.parts, 0.5)), None)

    def _is_base(self, row: int) -> bool:
        line = self._base_line(row)
        return line is not None and not is_constant(line)

    def _same(self, row: int, other: int) -> bool:
        one, two = self._base_line(row), self._base_line(other)
        return one is not None and two is not None and one.values == two.values

    def asked(self) -> Line | None:
        """Return how many were asked in each column, people first, None without any base."""
        return next(iter(self._totals().values()), None)

    def _totals(self) -> dict[Measure, Line]:
        rows = {m: self.bases[base] for m, base in _BASE_OF.items() if base in self.bases}
        return {m: line for m, row in rows.items() if (line := self._base_line(row))}

    def _slots(self, row: FoundRow) -> list[_Slot]:
        beside = list(zip(self._beside, self._headings, strict=True))
        return [_Slot(measure or heading, place, k) for measure, place in row.rows for k, heading in beside]

    def _tell_measures(self) -> None:
        """Tell what is counted where no name says it, by its rank in a row: percentages first, then people."""
        answers = [self._slots(a) for a in self._answers]
        for measure in _MEASURES:
            self._place(measure, [s for slots in answers for s in slots if s.name == measure])
        taken = {s.name for slots in answers for s in slots if s.name}
        unnamed = [[s for s in slots if not s.name] for slots in answers]
        ranks = range(max(len(slots) for slots in unnamed))
        columns = {i: [slots[i] for slots in unnamed if len(slots) > i] for i in ranks}
        read = {
            i: [line for s in slots if (line := self._line(s.row, s.offset))] for i, slots in columns.items()
        }
        shares: list[Line] = []
        people = []
        for i, lines in read.items():
            first = columns[i][0].row
            if not lines:
                self.doubts.append(Doubt(first, "aucune de ces cases ne se lit comme un nombre"))
            elif of_rows(lines):
                if len(columns) + len(taken) == 1:
                    finding = "les pourcentages sont en ligne : l’ensemble y fait toujours 100 %"
                    self.doubts.append(Doubt(first, finding))
            elif (nature(lines, self.banner.parts) or self._by_sum(lines, first)) != "pourcentages":
                people.append(i)
            elif "pourcentage" not in taken:
                taken.add("pourcentage")
                shares = lines
                self._by_rank[i] = "pourcentage"
                self._place("pourcentage", columns[i])
            else:
                self._say_second(first, lines, shares)
        for i in people:
            counts = self._people(columns[i][0].row, read[i], shares, taken)
            if counts is not None:
                taken.add(counts)
                self._by_rank[i] = counts
                self._place(counts, columns[i])
            else:
                self._say_second(columns[i][0].row, read[i], [])

    def _say_second(self, row: int, lines: Sequence[Line], known: Sequence[Line]) -> None:
        """Doubt numbers that count again what others count, and say something else."""
        if [line.values for line in lines] != [line.values for line in known]:
            label = next(a.label for a in self._answers if row in {place for _, place in a.rows})
            finding = f"« {label} » a deux fois des nombres qui comptent la même chose"
            self.doubts.append(Doubt(row, finding, "un nom par réponse, ou ce que compte chaque ligne"))

    def _place(self, measure: Measure, slots: Sequence[_Slot]) -> None:
        if len(self._beside) > 1 and slots:
            self.offsets[measure] = slots[0].offset

    def _by_sum(self, lines: Sequence[Line], row: int) -> str:
        """Tell people from percentages by what they sum to, where the parts of the banner do not."""
        totals = self._totals()
        asked = next(iter(totals.values()), self._all(1.0))
        if any(add_up(lines, self._all(t).none_where(asked)) for t in (100.0, 1.0)):
            return "pourcentages"
        if not any(add_up(lines, t) for t in totals.values()):
            finding = "les nombres ne disent pas s’ils sont des effectifs ou des pourcentages"
            self.doubts.append(Doubt(row, finding))
        return "effectifs"

    def _people(
        self, row: int, lines: Sequence[Line], shares: Sequence[Line], taken: set[str]
    ) -> Measure | None:
        """Return which people rows count, those who answered or their weights; None for neither."""
        totals = {m: t for m, t in self._totals().items() if m not in taken}
        free: list[Measure] = [m for m in ("effectif_brut", "effectif_pondere") if m not in taken]
        fit = any(add_up(_answers(lines, t), t) for t in totals.values())
        if totals and not fit and _make_a_hundred(lines):
            finding = "ces nombres font 100 pour l’ensemble, et s’ajoutent comme des effectifs"
            self.doubts.append(Doubt(row, finding))
        if len(totals) < 2:
            if taken and not all(_is_likely(lines, t, shares) for t in totals.values()):
                self.doubts.append(Doubt(row, "rien ne dit ce que compte cette ligne"))
            return next(iter(totals), None if self.bases or not free else free[0])
        decimals = any(line.decimals for line in lines)
        raw, weighted = [_gaps(lines, totals[m]) for m in ("effectif_brut", "effectif_pondere")]
        # People make their number exactly, or fall short of it where small counts are hidden; weights, about.
        if not any(raw) and any(weighted):
            return "effectif_brut"
        hidden = max(raw) <= 0 and _squares(raw) < _squares(weighted)
        if max(map(abs, weighted)) <= 1 and (decimals or not hidden):
            return "effectif_pondere"
        if len(shares) == len(lines):
            far = {m: _far_from(lines, t, shares) for m, t in totals.items()}
            best = min(free, key=lambda m: far[m])
            if far[best] <= 1:
                return best
        if not decimals:
            self.doubts.append(Doubt(row, "rien ne dit si ces effectifs sont bruts ou pondérés"))
        return "effectif_pondere"


def _make_a_hundred(lines: Sequence[Line]) -> bool:
    """Tell what sums to a hundred for everyone: percentages of all the people, in each column."""
    return abs(sum(line.values[0] for line in lines) - _hundred(lines)) <= 0.5 * (len(lines) + 1)


def _squares(gaps: Sequence[float]) -> float:
    return sum(gap * gap for gap in gaps)


def _gaps(lines: Sequence[Line], total: Line) -> list[float]:
    """Return how far answers are over a total (under it, below zero), sub-totals left out."""
    return gaps_to(_answers(lines, total), total)


def _hundred(lines: Sequence[Line]) -> float:
    """Return what percentages of one choice sum to: 1 where they are written as shares."""
    small = max(line.values[0] for line in lines) <= 1 and any(line.decimals for line in lines)
    return 1.0 if small and not any(line.percent for line in lines) else 100.0


def _answers(lines: Sequence[Line], total: Line) -> Sequence[Line]:
    """Return rows without those that only add up others, if the rest makes the total."""
    out = () if add_up(lines, total) else next(iter(surplus(lines, total)), ())
    return [line for i, line in enumerate(lines) if i not in out]


def _is_likely(lines: Sequence[Line], total: Line, shares: Sequence[Line]) -> bool:
    """Tell counts that make a total, or whose shares of it are about the percentages printed beside them."""
    if add_up(_answers(lines, total), total) or len(shares) != len(lines):
        return add_up(_answers(lines, total), total)
    hundred = _hundred(shares)
    return all(
        abs(n.values[i] / t - s.values[i] / hundred) <= 0.05 + 0.5 * s.values[i] / hundred
        for n, s in zip(lines, shares, strict=True)
        for i, t in enumerate(total.values)
        if t
    )


def _far_from(lines: Sequence[Line], total: Line, shares: Sequence[Line]) -> float:
    """Return how far counts are from percentages of a total, in what rounding allows."""
    hundred = _hundred(shares)
    return max(
        abs(n.values[i] / t - s.values[i] / hundred)
        / (0.5 * (n.unit + total.unit) / t + 0.5 * min(s.unit, 1.0) / hundred)
        for n, s in zip(lines, shares, strict=True)
        for i, t in enumerate(total.values)
        if t
    )
