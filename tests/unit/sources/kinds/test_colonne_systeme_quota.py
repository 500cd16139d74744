"""Columns that hold no answer: those of newer versions, of other tools, of the analyst."""

from pathlib import Path

import pytest
from small_surveys import Outcome, Row, assert_the_six, delimited, outcome, responses, structure, table


def with_column(name: str, cells: tuple[str, ...], at: int) -> list[Row]:
    """Return the six responses with a column put at a place."""
    made = []
    for row, cell in zip(responses(), cells, strict=True):
        items = list(row.items())
        made.append(dict([*items[:at], (name, cell), *items[at:]]))
    return made


def read(folder: Path, rows: list[Row], separator: str = ";") -> Outcome:
    return outcome(
        folder, {"structure.lss": structure(), "r.csv": delimited(table(rows), separator, quoted=False)}
    )


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("quota_exit", 14),
        ("Quota exit", 7),
        ("refurl", 7),
        ("interviewtime", 14),
        ("Q01Time", 14),
        ("groupTime1", 14),
    ],
)
def test_a_column_of_the_software_anywhere(tmp_path: Path, name: str, at: int) -> None:
    assert_the_six(read(tmp_path, with_column(name, ("", "", "4", "", "", ""), at)))


@pytest.mark.parametrize("name", ["", "Unnamed: 0", "X", "...1"])
def test_the_row_numbers_of_pandas_and_r(tmp_path: Path, name: str) -> None:
    assert_the_six(read(tmp_path, with_column(name, tuple("012345"), 0), ","))


def test_a_column_without_heading_nor_cells_amid_the_questions(tmp_path: Path) -> None:
    assert_the_six(read(tmp_path, with_column("", ("",) * 6, 9)))


def test_a_column_of_the_analyst_is_named_without_its_cells(tmp_path: Path) -> None:
    cells = ("vu avec jean.dupont@mairie.fr", "", "", "", "", "")
    out = read(tmp_path, with_column("Notes", cells, 14))
    assert_the_six(out)
    said = " ".join(out.of("bronze/avertissements")["message"])
    assert "Notes" in said
    assert "dupont" not in said
