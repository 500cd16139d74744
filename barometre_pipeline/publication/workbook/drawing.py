"""Puts the tables of a workbook in a spreadsheet: positions, links, panes, print settings.

Every text is written as a text, whatever it begins with; what is shown was decided in ``tables``.
"""

from collections.abc import Callable, Iterator
from math import ceil
from typing import Any, Final

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.publication.workbook import styles
from barometre_pipeline.publication.workbook.model import Cell, Sheet, TableOfShares, Workbook

INDEX: Final = "Index"
NOTES: Final = "Lire les tableaux"
_MEASURES: Final = 2  # columns before the banner: the answer, the measure
_FIRST_ROW: Final = 4
_WIDTHS: Final = (46.0, 14.0)
_COLUMN: Final = 12.0
_NARROWEST: Final = 4  # columns that sentences run over at least
_SENTENCE: Final = 13.5  # height of one of their lines, in points
_FORBIDDEN: Final = frozenset("[]:*?/\\")
_TAB: Final = 31  # characters that the name of a tab may have
_WIDE: Final = 16  # columns; beyond, the page is A3


def drawn(book: Workbook) -> "openpyxl.Workbook":
    """Return a workbook as a spreadsheet."""
    out = openpyxl.Workbook()
    index = out.worksheets[0]
    index.title = INDEX
    names = tab_names([s.title for s in book.sheets])
    places = {}
    for sheet, name in zip(book.sheets, names, strict=True):
        places[name] = list(_sheet(out.create_sheet(name), sheet, book))
    _index(index, book, dict(zip(names, book.sheets, strict=True)), places)
    _notes(out.create_sheet(NOTES), book)
    return out


def tab_names(titles: list[str]) -> list[str]:
    """Return names that a spreadsheet takes for its tabs: short, without its signs, each once."""
    found: list[str] = []
    for title in titles:
        clean = (
            " ".join("".join(" " if c in _FORBIDDEN else c for c in title).split()).strip("'") or "Tableaux"
        )
        name, number = clean[:_TAB].strip(), 2
        while name.lower() in {n.lower() for n in (*found, INDEX, NOTES)}:
            mark = f" {number}"
            name, number = clean[: _TAB - len(mark)].strip() + mark, number + 1
        found.append(name)
    return found


def put(
    sheet: Worksheet, row: int, column: int, value: str | float | None, font: Font, **look: Any
) -> SheetCell | MergedCell:
    """Write one cell; a text never becomes a formula."""
    cell = sheet.cell(row, column)
    # A character that XML has no place for would make a file that does not open.
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    cell.font = font
    for name, of in look.items():
        setattr(cell, name, of)
    return cell


def _link(sheet: Worksheet, row: int, column: int, text: str, tab: str, target: int = 1) -> None:
    cell = put(sheet, row, column, text, styles.LINK, alignment=styles.PLAIN)
    quoted = tab.replace("'", "''")
    link = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!A{target}", display=text)
    cell.hyperlink = link
    cell.font = styles.LINK


def _sheet(sheet: Worksheet, content: Sheet, book: Workbook) -> Iterator[int]:
    """Draw the tables of a theme; yield the row where each begins."""
    put(sheet, 1, 1, content.title, styles.TITLE, alignment=styles.PLAIN)
    _link(sheet, 2, 1, "← Index", INDEX)
    row, widest = _FIRST_ROW, 0
    for table in content.tables:
        yield row
        if row > _FIRST_ROW:  # printed, a question begins a page
            sheet.row_breaks.append(Break(id=row - 1))
        row = _table(sheet, row, table) + 2
        widest = max(widest, len(table.columns) if table.counted else 0)
    for number, width in enumerate([*_WIDTHS, *[_COLUMN] * widest], start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = f"{get_column_letter(_MEASURES + 1)}{_FIRST_ROW - 1}"
    _page(sheet, book, wide=widest > _WIDE)
    sheet.print_title_rows = "1:1"


def _table(sheet: Worksheet, row: int, table: TableOfShares) -> int:
    """Draw one table from a row; return its last row."""
    put(sheet, row, 1, table.title, styles.HEADING, alignment=styles.PLAIN)
    if not table.counted:
        return _counts(sheet, row, table)
    said = (
        f"Question{NBSP}: «{NBSP}{table.question}{NBSP}»" if table.question else "",
        f"Base{NBSP}: {table.base}",
    )
    for text in filter(None, said):
        row += 1
        _said(sheet, row, text, table)
    row = _banner(sheet, row + 1, table)
    common = _common_bases(table)
    if common is not None:
        row += 1
        _measure(sheet, row, "", table.counted, common, _base, styles.BOLD)
        _band(sheet, row, table)
    for line in table.lines:
        row = _line(sheet, row, line.label, line.cells, table, with_base=common is None)
    for note in table.notes:
        row += 1
        _said(sheet, row, note, table)
    return row


def _said(sheet: Worksheet, row: int, text: str, table: TableOfShares) -> None:
    """Write a sentence over the width of a table, as high as it needs."""
    across = max(len(table.columns), _NARROWEST)
    put(sheet, row, 1, text, styles.SMALL, alignment=styles.LEFT)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=_MEASURES + across)
    sheet.row_dimensions[row].height = _SENTENCE * ceil(len(text) / (sum(_WIDTHS) + _COLUMN * across))


def _counts(sheet: Worksheet, row: int, table: TableOfShares) -> int:
    """Draw how many there are of each group, one under the other."""
    cells = iter(table.lines[0].cells)
    for group in table.groups:
        row += 1
        for at, text in ((1, group.title), (2, "Réponses")):
            put(sheet, row, at, text, styles.ON_NAVY, fill=styles.BANNER, alignment=styles.PLAIN)
        for column, cell in zip(group.columns, cells, strict=False):
            row += 1
            put(sheet, row, 1, column.label, styles.TEXT, alignment=styles.PLAIN)
            if cell:
                put(
                    sheet,
                    row,
                    2,
                    cell.count,
                    styles.BOLD,
                    alignment=styles.CENTRE,
                    number_format=styles.COUNT,
                )
    return row


def _banner(sheet: Worksheet, row: int, table: TableOfShares) -> int:
    for left in range(1, _MEASURES + 1):
        for line in (row, row + 1):
            put(sheet, line, left, None, styles.ON_NAVY, fill=styles.BANNER)
    at = _MEASURES + 1
    for group in table.groups:
        last = at + len(group.columns) - 1
        for number, column in enumerate(group.columns):
            label = f"{column.label} ({column.letter})" if column.letter else column.label
            title = group.title if not number else None
            put(sheet, row, at + number, title, styles.ON_NAVY, fill=styles.BANNER, alignment=styles.CENTRE)
            put(
                sheet,
                row + 1,
                at + number,
                label,
                styles.ON_NAVY,
                fill=styles.BANNER,
                alignment=styles.CENTRE,
            )
        if last > at:
            sheet.merge_cells(start_row=row, end_row=row, start_column=at, end_column=last)
        at = last + 1
    cramped = any(len(g.title) > _COLUMN * len(g.columns) for g in table.groups)
    sheet.row_dimensions[row].height = 42 if cramped else 18
    sheet.row_dimensions[row + 1].height = 44
    return row + 1


def _line(
    sheet: Worksheet,
    row: int,
    label: str,
    cells: tuple[Cell | None, ...],
    table: TableOfShares,
    *,
    with_base: bool,
) -> int:
    """Draw one answer: a row per measure that has something to say."""
    first = row + 1
    measures: list[tuple[str, Callable[[Cell], tuple[str | float | None, str]], Font]] = []
    measures.append(("Part", _share, styles.BOLD))
    if any(c and c.weighted is not None for c in cells):
        measures.append(("Part redressée", _weighted, styles.TEXT))
    measures.append(("Effectif", _count, styles.TEXT))
    if with_base:
        measures.append((table.counted, _base, styles.TEXT))
    if any(c and c.letters for c in cells):
        measures.append(("Supérieur à", _letters, styles.TEXT))
    for name, shown, font in measures:
        row += 1
        _measure(sheet, row, label if row == first else "", name, cells, shown, font)
    for column in range(1, _MEASURES + len(cells) + 1):
        sheet.cell(first, column).border = styles.LINE
    if row > first:
        sheet.merge_cells(start_row=first, end_row=row, start_column=1, end_column=1)
    return row


def _measure(
    sheet: Worksheet,
    row: int,
    label: str,
    name: str,
    cells: tuple[Cell | None, ...],
    shown: Callable[[Cell], tuple[str | float | None, str]],
    font: Font,
) -> None:
    put(sheet, row, 1, label or None, styles.TEXT, alignment=styles.LEFT)
    put(sheet, row, 2, name, styles.SMALL, alignment=styles.PLAIN)
    for number, cell in enumerate(cells, start=_MEASURES + 1):
        value, shape = shown(cell) if cell else (None, "General")
        look = styles.LOW if cell and cell.low else font
        put(sheet, row, number, value, look, alignment=styles.CENTRE, number_format=shape)


def _share(cell: Cell) -> tuple[str | float | None, str]:
    return cell.share, styles.LOW_PERCENT if cell.low else styles.PERCENT


def _weighted(cell: Cell) -> tuple[str | float | None, str]:
    return cell.weighted, styles.PERCENT


def _count(cell: Cell) -> tuple[str | float | None, str]:
    return cell.count, styles.COUNT


def _base(cell: Cell) -> tuple[str | float | None, str]:
    return cell.base, styles.LOW_COUNT if cell.low else styles.COUNT


def _letters(cell: Cell) -> tuple[str | float | None, str]:
    return cell.letters or None, "General"


def _common_bases(table: TableOfShares) -> tuple[Cell | None, ...] | None:
    """Return the cells whose bases are those of every answer, None where bases differ."""
    found: list[Cell | None] = []
    for cells in zip(*(line.cells for line in table.lines), strict=True):
        told = [c for c in cells if c]
        if len({c.base for c in told}) > 1:
            return None
        found.append(told[0] if told else None)
    return tuple(found)


def _band(sheet: Worksheet, row: int, table: TableOfShares) -> None:
    for column in range(1, _MEASURES + len(table.columns) + 1):
        sheet.cell(row, column).fill = styles.BAND


def _index(sheet: Worksheet, book: Workbook, sheets: dict[str, Sheet], places: dict[str, list[int]]) -> None:
    put(sheet, 1, 1, book.title, styles.TITLE, alignment=styles.PLAIN)
    put(sheet, 2, 1, "Tableaux par thème", styles.HEADING, alignment=styles.PLAIN)
    if book.warning:
        put(sheet, 3, 1, book.warning, styles.WARNING, alignment=styles.PLAIN)
    _link(sheet, 4, 1, NOTES, NOTES)
    row = 6
    for name, content in sheets.items():
        _link(sheet, row, 1, content.title, name)
        sheet.cell(row, 1).font = Font(
            name="Arial", size=12, bold=True, underline="single", color=styles.NAVY
        )
        for table, place in zip(content.tables, places[name], strict=True):
            row += 1
            _link(sheet, row, 1, table.title, name, place)
            sheet.cell(row, 1).alignment = Alignment(horizontal="left", indent=2, vertical="center")
        row += 2
    sheet.column_dimensions["A"].width = 110
    sheet.freeze_panes = "A5"
    _page(sheet, book, landscape=False)


def _notes(sheet: Worksheet, book: Workbook) -> None:
    put(sheet, 1, 1, NOTES, styles.TITLE, alignment=styles.PLAIN)
    _link(sheet, 2, 1, "← Index", INDEX)
    for row, (heading, text) in enumerate(book.notes, start=4):
        put(sheet, row, 1, heading, styles.BOLD, alignment=styles.LEFT)
        put(sheet, row, 2, text, styles.TEXT, alignment=styles.LEFT)
        sheet.row_dimensions[row].height = 15 * (1 + len(text) // 95)
    sheet.column_dimensions["A"].width = 20
    sheet.column_dimensions["B"].width = 96
    sheet.freeze_panes = "A3"
    _page(sheet, book)


def _page(sheet: Worksheet, book: Workbook, *, landscape: bool = True, wide: bool = False) -> None:
    """Set how a sheet prints: as wide as the page, numbered, with what the figures are at the foot."""
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3 if wide else sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    foot: Any = sheet.oddFooter
    # In one part: beside a long title, another would be written over it. A title may say already what the figures are.
    said = (
        book.title if book.warning.casefold() in book.title.casefold() else f"{book.title} · {book.warning}"
    )
    foot.left.text = said.replace("&", "&&")
    foot.right.text = "&P / &N"
