"""Finds the tables of an institute's workbook: the rows under each banner, and what their words say they are.

Where things are belongs here; banners are ``printed_banner``'s, what numbers say ``settling``'s.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from barometre_pipeline.sources.ipsos.answers import NO_OPINION
from barometre_pipeline.sources.ipsos.config import PollConfig
from barometre_pipeline.sources.ipsos.printed_banner import Banner, find_banner, is_row_of_table, next_banner
from barometre_pipeline.sources.ipsos.row_names import Kind, RowName, measure_of, read_name
from barometre_pipeline.sources.ipsos.spreadsheet import Sheet
from barometre_pipeline.sources.ipsos.titles import is_continued, is_note, is_title, nearest

_LONGEST_CODE = 8
_LONGEST_NUMBER = 8
_LONGEST_ANSWER = 40
_SECRET = re.compile(r"n\.?\s?[asdcr]\.?|#?n/a|secret\w*|confidentiel\w*", re.IGNORECASE)
_OTHER = re.compile(r"\W*(autres?|aucune?s?|other|none)\b", re.IGNORECASE)


@dataclass
class FoundRow:
    """An answer, a base, a sub-total…: its rows, and the measure that each one names ("" where it names none)."""

    kind: Kind
    label: str
    rows: list[tuple[str, int]]
    code: str = ""
    base: str = ""
    indent: int = 0
    group: str = ""


@dataclass
class Found:
    """A table while it is read down; ``before``, under the same banner, lends its bases to a table that has none."""

    titles: list[list[str]]
    rows: list[FoundRow] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    before: "Found | None" = None
    apart: list[list[str]] = field(
        default_factory=list
    )  # words of a table over this one, under another banner

    def of(self, *kinds: Kind) -> list[FoundRow]:
        """Return the rows of some kinds, top to bottom."""
        return [r for r in self.rows if r.kind in kinds]

    @property
    def ended(self) -> bool:
        """Tell a table whose last rows are no answers: what has words after them is another."""
        return bool(self.of("answer")) and self.rows[-1].kind in {"base", "total", "aside"}

    @property
    def has_bases_above(self) -> bool:
        """Tell a table that began with its bases."""
        return bool(self.rows) and self.rows[0].kind in {"base", "total"}


@dataclass(frozen=True)
class _Line:
    """A row under a banner: its words and, if it holds numbers, what they say it is."""

    row: int
    texts: list[str]
    name: RowName | None = None


def find_tables(sheet: Sheet, shown: str, config: PollConfig) -> Iterator[tuple[Banner, Found]]:
    """Yield the tables of a sheet, top to bottom; a table cut by a page is one.

    Raises:
        InputError: a banner that is not the one declared.
    """
    banners = [b for row in range(1, sheet.rows + 1) if (b := find_banner(sheet, row, shown, config))]
    start = 1
    last: tuple[Banner, Found] | None = None
    for i, banner in enumerate(banners):
        end = banners[i + 1].row if i + 1 < len(banners) else sheet.rows + 1
        above = [(row, t) for row in range(start, banner.row + 1) if (t := _words(sheet, row, banner))]
        apart = max((row for row, _ in above if is_row_of_table(sheet, row)), default=0)
        titles = nearest([(row, texts) for row, texts in above if row > apart])
        lines = list(_lines(sheet, banner, next_banner(sheet, banner, end)))
        start = max([banner.row, *(line.row for line in lines if line.name)]) + 1
        for table in _tables(sheet, banner, titles, lines):
            if apart and table.titles is titles:
                table.apart = nearest([(row, texts) for row, texts in above if row <= apart])
            if last and is_continued(table.titles) and last[0].columns == banner.columns:
                last[1].rows += table.rows
                continue
            if last:
                yield last
            last = banner, table
    if last:
        yield last


def _lines(sheet: Sheet, banner: Banner, end: int) -> Iterator[_Line]:
    last = banner.row
    for row in range(banner.row + 1, end):
        texts = _words(sheet, row, banner) or _said_in_cells(sheet, row, banner)
        name = read_name(texts)
        if _holds_numbers(sheet, row, banner, name) or (
            row == last + 1 and _nobody(sheet, row, banner, texts, name)
        ):
            yield _Line(row, texts, name)
            last = row
        elif texts:
            yield _Line(row, texts)
        elif last == row - 1 and any(sheet.text(row, c) for c in banner.columns.values()):
            last = row  # letters of significance: the next row still follows the numbers above them


def _tables(sheet: Sheet, banner: Banner, titles: list[list[str]], lines: Sequence[_Line]) -> Iterator[Found]:
    """Yield the tables under a banner."""
    table, pending, group = Found(titles), list[_Line](), ""
    measures = _repeated_measures(lines)
    for i, line in enumerate(lines):
        if line.name is None:
            pending.append(line)
            continue
        words = [held.texts for held in pending]
        if pending and table.of("answer") and _begins(table, words, lines[i:], measures):
            yield from _pieces(table)
            named = nearest([(held.row, held.texts) for held in pending])
            table = Found(named, before=table if table.has_bases_above else table.before)
            pending, words, group = [], [], ""
        first = not table.rows
        heading = words[-1][-1] if words else ""
        used = _sort(table, line, line.name, sheet, measures, heading)
        headings = [texts[-1] for texts in words if not is_note(texts[0]) and measure_of(texts[-1]) is None]
        if first:
            table.titles += words[:-1] if used else words
        elif headings and not used:
            table.headings += headings
            group = headings[-1]
        group = line.name.group or group
        if table.rows and not table.rows[-1].group:
            table.rows[-1].group = group
        pending = []
    if table.of("answer"):
        # A last answer that nobody gave stands right under the others; a note is further, or long.
        if pending and pending[0].row == table.rows[-1].rows[-1][1] + 1 and _may_be_answer(pending[0].texts):
            table.headings.append(pending[0].texts[-1])
        yield from _pieces(table)


def _may_be_answer(texts: Sequence[str]) -> bool:
    short = len(texts) == 1 and len(texts[0]) <= _LONGEST_ANSWER
    return short and not is_note(texts[0]) and not is_title(texts[0]) and read_name(texts).kind == "answer"


def _pieces(table: Found) -> list[Found]:
    """Return the tables of a block: one, or one per item of a grid, whose answers come again under each."""
    rows = table.of("answer", "subtotal")
    groups = [list(same) for _, same in groupby(rows, key=lambda r: r.group)]
    said = [[(r.kind, r.label) for r in group] for group in groups]
    if len(groups) < 2 or len(said[0]) < 2 or any(words != said[0] for words in said):
        return [_folded(table, rows)]
    # The first item, under the title of the question, may have been taken for a part of it.
    question = table.titles if groups[0][0].group else table.titles[:-1]
    first = groups[0][0].group or (table.titles[-1][0] if table.titles else "")
    items = [first, *(group[0].group for group in groups[1:])]
    return [
        Found([*question, [item]], [*table.of("base", "total"), *group], before=table.before)
        for item, group in zip(items, groups, strict=True)
    ]


def _folded(table: Found, rows: list[FoundRow]) -> Found:
    """Put side by side the counts and the percentages of the same answers, written one block under the other."""
    half = len(rows) // 2
    if half > 1 and [(r.kind, r.label) for r in rows[:half]] == [(r.kind, r.label) for r in rows[half:]]:
        for first, second in zip(rows[:half], rows[half:], strict=True):
            first.rows += second.rows
        table.rows = [r for r in table.rows if not any(r is second for second in rows[half:])]
    return table


def _begins(
    table: Found, pending: Sequence[list[str]], following: Sequence[_Line], measures: set[str]
) -> bool:
    """Tell words that begin another table from a note or a heading among the answers of the same one."""
    if any(is_title(texts[0]) for texts in pending):
        return True
    if all(is_note(texts[0]) for texts in pending):
        return False
    first = following[0].name
    base = first is not None and bool(first.base) and first.label not in measures
    return (table.ended or (base and table.has_bases_above)) and any(
        line.name and line.name.kind == "answer" for line in following
    )


def _repeated_measures(lines: Sequence[_Line]) -> set[str]:
    """Return the bases that are measures here: « Effectif » under every answer, and not once in a table."""
    named = [line.name for line in lines if line.name]
    answers = sum(n.kind == "answer" for n in named) or sum(line.name is None for line in lines)
    alone = [n.label for n in named if n.base and n.measure is not None]
    return {label for label in alone if 2 * alone.count(label) > max(answers, 2)}


def _sort(table: Found, line: _Line, name: RowName, sheet: Sheet, measures: set[str], heading: str) -> bool:
    """Put a row of numbers where it belongs; tell whether the heading above is its name."""
    measure = name.measure or ""
    last = table.rows[-1] if table.rows else None
    alone = name.kind == "measure" or (bool(name.base) and name.label in measures)
    if alone and heading and name.measure is not None and not is_note(heading):
        # « Oui » on a line of its own, what is counted of it beneath.
        name = read_name([heading])
        table.rows.append(FoundRow(name.kind, name.label, [(measure, line.row)], name.code, name.base))
        return True
    if last is not None and (alone or (name.label == last.label and name.kind == last.kind != "base")):
        if line.row - last.rows[-1][1] <= 2:
            last.rows.append((measure, line.row))
    elif not alone:
        indent = max((sheet.indents.get((line.row, c), 0) for c in range(1, 4)), default=0)
        table.rows.append(
            FoundRow(name.kind, name.label, [(measure, line.row)], name.code, name.base, indent)
        )
    return False


def _said_in_cells(sheet: Sheet, row: int, banner: Banner) -> list[str]:
    """Return the name of a row without words whose cells say it: « n = 193 »."""
    cells = [t for c in banner.columns.values() if (t := sheet.text(row, c))]
    return ["n ="] if cells and all(re.match(r"\(?\s*n\s*=", t, re.IGNORECASE) for t in cells) else []


def _words(sheet: Sheet, row: int, banner: Banner) -> list[str]:
    """Return the words before the numbers, each once: a merged area repeats them.

    A title may lie over the numbers.
    """
    texts = [t for c in range(1, banner.left) if (t := sheet.text(row, c))]
    if not texts:
        over = [t for c in range(banner.left, sheet.columns + 1) if (t := sheet.text(row, c))]
        spread = len(set(over)) == 1 and (len(over) > 2 or is_title(over[0]))
        texts = over[:1] if spread and len(over[0]) > _LONGEST_CODE and row != banner.row else []
    return [t for i, t in enumerate(texts) if len(t) <= _LONGEST_CODE or t not in texts[:i]]


def _holds_numbers(sheet: Sheet, row: int, banner: Banner, name: RowName) -> bool:
    if name.label and _kept_secret(sheet, row, banner):
        return True
    columns = banner.figures
    said = [
        c
        for c in columns
        if sheet.text(row, c) and not (sheet.is_letters(row, c) and not sheet.is_dash(row, c))
    ]
    digits = [c for c in said if sheet.has_digits(row, c)]
    if not digits:
        # An answer nobody gave is written with dashes; without any words, signs are of significance.
        words = bool(name.label) or name.measure is not None
        signs = any(sheet.value(row, c) is None for c in banner.columns.values())
        return bool(said) and words and not signs
    read = {c for c in said if sheet.value(row, c) is not None}
    if name.base or (name.label and all(len(sheet.text(row, c)) <= _LONGEST_NUMBER for c in said)):
        # Named as what is counted and written as numbers are: what cannot be read is told with its place.
        read |= set(digits)
    # One cell of words among numbers is damage, told with its place when it is read; a row of words is a title.
    return 2 * len(read) >= len(said)


def _kept_secret(sheet: Sheet, row: int, banner: Banner) -> bool:
    """Tell an answer whose numbers are all withheld (« ns », « n.d. »): it is no heading."""
    said = [t for c in banner.columns.values() if (t := sheet.text(row, c))]
    return bool(said) and all(_SECRET.fullmatch(t) for t in said)


def _nobody(sheet: Sheet, row: int, banner: Banner, texts: Sequence[str], name: RowName) -> bool:
    """Tell an answer that nobody gave, its cells all empty, from a note or a heading.

    It names what it counts, or its words are usual.
    """
    if any(sheet.text(row, c) for c in banner.figures):
        return False
    if name.measure and not name.base:
        return _is_repeated(sheet, row, banner, texts)
    below = _words(sheet, row + 1, banner)
    if not below and any(sheet.has_digits(row + 1, c) for c in banner.columns.values()):
        return True  # the first of two rows of an answer
    if read_name(below).measure is not None:
        return False  # a heading: what is counted of it is beneath
    return len(texts) == 1 and len(texts[0]) < 40 and any(p.search(texts[0]) for p in (NO_OPINION, _OTHER))


def _is_repeated(sheet: Sheet, row: int, banner: Banner, texts: Sequence[str]) -> bool:
    """Tell « % » under every answer from « En % » over them all."""
    return any(
        _words(sheet, r, banner)[-1:] == list(texts[-1:])
        and any(sheet.has_digits(r, c) for c in banner.columns.values())
        for r in range(banner.row + 1, sheet.rows + 1)
        if r != row
    )
