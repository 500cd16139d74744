"""Conditions that compare two questions: to whom the question was shown is known."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from small_surveys import (
    LEVELS,
    Q01,
    Asked,
    Outcome,
    assert_the_six,
    delimited,
    outcome,
    responses,
    structure,
    table,
)

BEFORE = ("10", "5", "1", "100", "2", "40")  # Q08; Q03 is 12.5, 3, nothing, 1200, 0.5, 40


def read(folder: Path, *asked: Asked, **cells: Sequence[str]) -> Outcome:
    out = outcome(folder, {"structure.lss": structure(*asked), "r.csv": delimited(table(responses(**cells)))})
    assert_the_six(out)
    return out


def assert_shown(out: Outcome, column: str, shown: str, hidden: str) -> None:
    """Check to whom a column was shown and to whom it was not, by identifiers."""
    values = out.values(column)
    found = {i: values.get(i) for i in shown if values.get(i) in ("@non_posee", "@indetermine", None)}
    assert not found, f"montrée : {found}"
    assert {i: values.get(i) for i in hidden} == dict.fromkeys(hidden, "@non_posee")


@pytest.mark.parametrize(
    ("condition", "answers", "shown", "hidden"),
    [
        ("((Q03.NAOK - Q08.NAOK) ge 2)", "Y  N  ", "14", "256"),
        ("Q08.NAOK < (Q03.NAOK / 2) && !is_empty(Q03.NAOK)", "   N  ", "4", "12356"),
        ("777001X1X106.NAOK > 777001X1X110.NAOK", "Y  N  ", "14", "256"),
        ("Q04_L1.NAOK == Q04_L2.NAOK", "  Y   ", "3", "126"),
        ("if(Q03.NAOK > Q08.NAOK, 1, 0) == 1", "Y  N  ", "14", "256"),
        ("Q03.NAOK le Q08.NAOK and !is_empty(Q03.NAOK)", " Y   N", "256", "134"),
        ("max(Q03.NAOK, Q08.NAOK) == Q03.NAOK and Q03.NAOK > 5", "Y  N  ", "146", "25"),
    ],
)
def test_numbers_and_rows_are_compared(
    tmp_path: Path, condition: str, answers: str, shown: str, hidden: str
) -> None:
    asked = Asked("Q09", "Y", "Une baisse ?", relevance=condition)
    cells = tuple(a.strip() for a in answers)
    out = read(tmp_path, Asked("Q08", "N", "Avant ?"), asked, Q08=BEFORE, Q09=cells)
    assert_shown(out, "Q09", shown, hidden)


def test_two_lists_of_the_same_answers(tmp_path: Path) -> None:
    before = Asked("Q10", "L", "Et avant ?", answers=Q01.answers)
    asked = Asked("Q09", "Y", "Un changement ?", relevance="Q01.NAOK != Q10.NAOK and !is_empty(Q01.NAOK)")
    cells = ("A1", "A2", "A2", "A1", "A1", "A3")
    out = read(tmp_path, before, asked, Q10=cells, Q09=("", "Y", "", "Y", "", "N"))
    assert_shown(out, "Q09", "246", "135")


def test_two_dates(tmp_path: Path) -> None:
    asked = (
        Asked("Q10", "D", "Fin"), Asked("Q11", "D", "Début"),
        Asked("Q09", "Y", "Terminé ?", relevance="Q10.NAOK > Q11.NAOK"),
    )  # fmt: skip
    ends = ("2030-02-01 00:00:00", "2029-01-01 00:00:00", "2030-10-02 00:00:00", "", "", "")
    starts = ("2029-12-31 00:00:00", "2029-05-01 00:00:00", "2030-09-30 00:00:00", "", "", "")
    out = read(tmp_path, *asked, Q10=ends, Q11=starts, Q09=("Y", "", "N", "", "", ""))
    assert_shown(out, "Q09", "13", "2")


def test_the_condition_of_a_row(tmp_path: Path) -> None:
    rows = (("a", "Un"), ("b", "Deux"))
    asked = Asked("Q09", "F", "Avis", rows=rows, answers=LEVELS, row_relevance={"b": "Q08.NAOK < Q03.NAOK"})
    out = read(
        tmp_path, Asked("Q08", "N", "?"), asked,
        Q08=BEFORE, Q09__a=("1",) * 6, Q09__b=("2", "", "", "3", "", ""),
    )  # fmt: skip
    assert_shown(out, "Q09[b]", "14", "256")
