"""What the numbers of rows say: people or percentages, which rows add up, what they add up to.

Arithmetic on rows only; words are ``row_names``'s, which rows make a table ``recognition``'s.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations
from typing import Literal

from barometre_pipeline.sources.ipsos.spreadsheet import Value

Nature = Literal["effectifs", "pourcentages"]
_MOST = 0.75  # of the rows that must agree on what they count
_FEW = 6  # sub-totals without a name, at most
_OUTSIDE = 0.15  # of people who are in no part of a breakdown


@dataclass(frozen=True)
class Line:
    """The numbers of a row: of everyone, then of each part of the banner."""

    values: tuple[float, ...]
    decimals: int = 0
    percent: bool = False

    @property
    def unit(self) -> float:
        """Return what its last decimal counts."""
        return float(10**-self.decimals)

    def none_where(self, other: "Line") -> "Line":
        """Return the same numbers, zero where another row is: nobody was asked, nothing makes a hundred."""
        values = (v if o else 0.0 for v, o in zip(self.values, other.values, strict=True))
        return Line(tuple(values), self.decimals, self.percent)


def line_of(values: Sequence[Value | None]) -> Line | None:
    """Return the numbers of a row, None where a cell holds words."""
    known = [v for v in values if v is not None]
    if len(known) < len(values):
        return None
    return Line(tuple(v.number for v in known), max(v.decimals for v in known), any(v.percent for v in known))


def adds_across(line: Line, parts: Sequence[tuple[int, ...]], outside: float = _OUTSIDE) -> bool:
    """Tell whether the parts of each breakdown make the whole, as people do."""
    whole = line.values[0]
    for places in parts:
        total = sum(line.values[i] for i in places)
        rounding = line.unit * 0.5 * (len(places) + 1)
        if not whole * (1 - outside) - rounding <= total <= whole + rounding:
            return False
    return True


def lies_between(line: Line, parts: Sequence[tuple[int, ...]]) -> bool:
    """Tell whether the whole lies between the parts of each breakdown, as a percentage does."""
    slack = 2 * line.unit if line.decimals < 3 else 0.02 * max(line.values)
    for places in parts:
        inside = [line.values[i] for i in places]
        if not min(inside) - slack <= line.values[0] <= max(inside) + slack:
            return False
    return True


def outside_parts(
    line: Line, total: Line, asked: Line | None, parts: Sequence[tuple[int, ...]]
) -> tuple[int, ...]:
    """Return a breakdown between whose shares that of everyone does not lie, though nearly all are in it."""
    shares = [v / t if t else 0.0 for v, t in zip(line.values, total.values, strict=True)]
    slack = max(line.unit / t for t in total.values if t) + 1e-6
    for places in parts:
        out = 0.0 if asked is None else 1 - sum(asked.values[i] for i in places) / asked.values[0]
        if abs(out) > _OUTSIDE:
            continue
        beside = (
            0.0 if abs(out) < 0.005 else 2 * abs(out)
        )  # weighted, those who are in no part may count more
        inside = [shares[i] for i in places if total.values[i]]
        if (
            inside
            and all(inside)
            and not min(inside) * (1 - beside) - slack <= shares[0] <= max(inside) + beside + slack
        ):
            return places
    return ()


def nature(lines: Sequence[Line], parts: Sequence[tuple[int, ...]]) -> Nature | None:
    """Return what rows count, None where their numbers do not tell."""
    if any(line.percent for line in lines):
        return "pourcentages"
    told = [(adds_across(n, parts), lies_between(n, parts)) for n in lines if any(n.values)]
    told = [t for t in told if t[0] != t[1]]
    people = sum(adds for adds, _ in told)
    if not told or max(people, len(told) - people) < _MOST * len(told):
        return None
    return "effectifs" if people * 2 > len(told) else "pourcentages"


def of_rows(lines: Sequence[Line]) -> bool:
    """Tell percentages of a row, where everyone makes a hundred in each."""
    wholes = [line.values[0] for line in lines if any(line.values)]
    return len(wholes) > 1 and all(abs(w - 100) < 1e-6 or abs(w - 1) < 1e-6 for w in wholes)


def is_constant(line: Line) -> bool:
    """Tell a row that says about the same everywhere: the hundred per cent of a table."""
    nonzero = [v for v in line.values if v]
    return len(nonzero) > 1 and max(nonzero) - min(nonzero) <= 0.05 * max(nonzero)


def gaps_to(lines: Sequence[Line], total: Line) -> list[float]:
    """Return how far rows are over a total (under it, below zero) in each column, in what rounding allows."""
    unit = max((line.unit for line in lines if any(line.values)), default=1.0)
    if max(total.values) <= 1.5:  # shares: a number without decimals there is 0 or 1
        unit = min(unit, 0.01)
    allowed = 0.5 * unit * (len(lines) + 1) + 0.5 * total.unit + 1e-6 * max(total.values)
    return [
        round((sum(line.values[i] for line in lines) - t) / allowed, 6) if t else 0.0
        for i, t in enumerate(total.values)
    ]


def add_up(lines: Sequence[Line], total: Line) -> bool:
    """Tell whether rows make a total in every column, each number rounded on its own."""
    return bool(lines) and max(map(abs, gaps_to(lines, total))) <= 1


def parts_of(lines: Sequence[Line], i: int) -> tuple[int, ...]:
    """Return the run of rows that row ``i`` adds up, the nearest first; none where no run does."""
    unit = max(line.unit for line in lines)
    before = [0.0, *accumulate(line.values[0] for line in lines)]
    whole = lines[i].values[0]
    runs = [
        (a, b)
        for a, b in _runs(len(lines), i)
        if abs(before[b] - before[a] - whole)
        <= unit * (b - a + 2) + 1e-6 * whole  # of everyone, before each part
    ]
    near = sorted(runs, key=lambda r: (r[1] - r[0] == 1, min(abs(r[0] - i), abs(i - r[1] + 1))))
    return next((tuple(range(a, b)) for a, b in near if add_up(lines[a:b], lines[i])), ())


def _runs(n: int, i: int) -> Iterator[tuple[int, int]]:
    """Yield runs of two rows and more of which ``i`` is none, and the row beneath it."""
    yield from ((a, b) for a in range(n) for b in range(a + 2, n + 1) if not a <= i < b)
    if i + 1 < n:
        yield i + 1, i + 2


def surplus(lines: Sequence[Line], total: Line) -> list[tuple[int, ...]]:
    """Return the rows without which the others make the total in every column; several where each would do.

    Sums of other rows come first, then rows at an end of the table, which are no answers either.
    """
    sums = [i for i in range(len(lines)) if parts_of(lines, i)][:_FEW]
    n = len(lines)
    ends = dict.fromkeys(e for k in range(4) for e in (tuple(range(n - k, n)), tuple(range(k))))
    for end in ends:
        for size in range(len(sums) + 1):
            outs = {tuple(sorted({*chosen, *end})) for chosen in combinations(sums, size)}
            if found := [out for out in sorted(outs) if _make_total(lines, out, total)]:
                return found
    return []


def _make_total(lines: Sequence[Line], out: tuple[int, ...], total: Line) -> bool:
    kept = [line for i, line in enumerate(lines) if i not in out]
    return bool(out) and len(kept) > 1 and add_up(kept, total)
