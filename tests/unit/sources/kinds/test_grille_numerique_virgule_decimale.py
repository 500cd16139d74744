"""Numbers as people and tools write them, in grids and in the other questions of numbers."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from small_surveys import Asked, Outcome, assert_the_six, delimited, outcome, responses, structure, table

GRID = Asked("Q11", ":", "Grille", rows=(("R1", "a"),), columns=(("C1", "x"), ("C2", "y")))


def read(folder: Path, asked: Asked, column: str, cells: Sequence[str], separator: str = ";") -> Outcome:
    more = {column: cells} | ({"Q11[R1_C2]": ("",) * 6} if asked is GRID else {})
    text = delimited(table(responses(**more)), separator)
    out = outcome(folder, {"structure.lss": structure(asked), "r.csv": text})
    assert_the_six(out)
    return out


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (("1\u202f234,5", "12,50"), (1234.5, 12.5)),
        (("1'234.5", "1’200"), (1234.5, 1200)),
        (("\u22125,5", "-3"), (-5.5, -3)),
        (("1,5E+03", "2E-1"), (1500, 0.2)),
        (("1 200,50 €", "€ 30"), (1200.5, 30)),
        (("12,5 %", "7%"), (12.5, 7)),
        (("1,234.5", "2,000.25"), (1234.5, 2000.25)),
        (("3,50000000000000", "12,0000000000"), (3.5, 12)),
        (("'12,5", ",5"), (12.5, 0.5)),
        (("+3,5", "0,0"), (3.5, 0)),
    ],
)
def test_a_grid(tmp_path: Path, cells: tuple[str, str], numbers: tuple[float, float]) -> None:
    out = read(tmp_path, GRID, "Q11[R1_C1]", (*cells, "", "", "", ""))
    assert out.values("Q11[R1_C1]") == {"1": numbers[0], "2": numbers[1]}
    assert out.of("bronze/non_compris").empty


@pytest.mark.parametrize(
    "cells", [("12,5 ETP", "3 jours"), ("(2,5)", ""), ("3٫5", ""), ("~12,5", "environ 3"), ("12 ou 13", "")]
)
def test_what_is_no_number_is_counted(tmp_path: Path, cells: tuple[str, str]) -> None:
    out = read(tmp_path, GRID, "Q11[R1_C1]", (*cells, "", "", "", ""))
    assert out.values("Q11[R1_C1]") == {}
    counted = out.of("bronze/non_compris")
    assert (counted["colonne"].tolist(), counted["nombre"].tolist()) == (
        ["Q11[R1_C1]"],
        [sum(map(bool, cells))],
    )


@pytest.mark.parametrize(
    ("asked", "column", "separator"),
    [
        (Asked("Q11", "K", "Nombres", rows=(("a", "A"),)), "Q11[a]", ";"),
        (Asked("Q11", "N", "Nombre"), "Q11", ","),
    ],
    ids=["several numbers", "a number, in a file of commas"],
)
def test_other_questions_of_numbers(tmp_path: Path, asked: Asked, column: str, separator: str) -> None:
    out = read(tmp_path, asked, column, ("12,5", "1 200,75", "", "0,5", "", ""), separator)
    assert out.values(column) == {"1": 12.5, "2": 1200.75, "4": 0.5}


def test_a_grid_of_boxes(tmp_path: Path) -> None:
    asked = Asked(
        "Q11",
        ":",
        "Grille",
        rows=(("R1", "a"),),
        columns=(("C1", "x"),),
        attributes={"multiflexible_checkbox": "1"},
    )
    out = read(tmp_path, asked, "Q11[R1_C1]", ("1", "0", "1", "", "", ""))
    assert out.counts("Q11[R1_C1]") == {"Y": 2, "N": 4}
