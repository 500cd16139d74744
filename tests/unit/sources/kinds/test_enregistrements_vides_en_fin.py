"""Records in which nothing is written, as spreadsheets and old tools leave them, at the end or amid the responses."""

import io
from pathlib import Path

import openpyxl
import pytest
from small_surveys import assert_the_six, delimited, outcome, responses, structure, table

WIDTH = 14  # columns


@pytest.mark.parametrize(
    ("separator", "added"),
    [
        (",", ("," * (WIDTH - 1) + "\n") * 3),
        ("\t", "\t" * (WIDTH - 1) + "\n"),
        (";", ";".join(['""'] * WIDTH) + "\n"),
        (";", " ; " * (WIDTH - 1) + "\n"),
        (";", ";".join(["\u00a0"] * WIDTH) + "\n"),
        (";", ";".join(["NA"] * WIDTH) + "\n"),
        (";", ";;;;\n"),
        (";", ";" * 20 + "\n"),
        (";", "\r\n\r\n   \r\n"),
        (";", "\x1a"),
        (";", "\ufeff\n"),
        (";", (";" * (WIDTH - 1) + "\n") * 10_000),
    ],
    ids=[
        "commas", "tabs", "quotes", "spaces", "no-break spaces", "NA", "fewer", "more", "blank lines",
        "end of file of DOS",
        "mark of order", "ten thousand",
    ],
)  # fmt: skip
def test_after_the_last_response(tmp_path: Path, separator: str, added: str) -> None:
    text = delimited(table(responses()), separator, quoted=False) + added
    assert_the_six(outcome(tmp_path, {"structure.lss": structure(), "r.csv": text}))


@pytest.mark.parametrize("places", [(3,), (1,), (0, 2, 5)], ids=["amid", "under the headings", "everywhere"])
def test_between_the_lines(tmp_path: Path, places: tuple[int, ...]) -> None:
    lines = delimited(table(responses()), quoted=False).splitlines()
    for place in reversed(places):
        lines.insert(place, ";" * (WIDTH - 1))
    assert_the_six(outcome(tmp_path, {"structure.lss": structure(), "r.csv": "\n".join(lines)}))


def test_empty_columns_at_the_right_of_every_record(tmp_path: Path) -> None:
    lines = delimited(table(responses()), quoted=False).splitlines()
    text = "\n".join(f"{line};;;" for line in lines)
    assert_the_six(outcome(tmp_path, {"structure.lss": structure(), "r.csv": text}))


def test_rows_of_a_workbook_that_hold_spaces_or_only_a_format(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in table(responses()):
        sheet.append(row)
    sheet.insert_rows(4)
    sheet.cell(4, 2).value = " "
    for number in range(10, 500):
        sheet.cell(number, 1).value = " " if number % 2 else ""
        sheet.cell(number, 3).number_format = "0.00"
    content = io.BytesIO()
    book.save(content)
    assert_the_six(outcome(tmp_path, {"structure.lss": structure(), "r.xlsx": content.getvalue()}))
