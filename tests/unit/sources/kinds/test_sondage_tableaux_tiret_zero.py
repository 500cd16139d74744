"""What institutes print in their tables for nobody, in one cell and in a whole row."""

from pathlib import Path

import pytest
from printed import Pen, Respondents, assert_true, read, write_table

MARKS = [
    "-",
    "–",
    "—",
    "−",
    "‑",
    "--",
    "(-)",
    "- %",
    "*",
    ".",
    "…",
    "ε",
    "<0,5",
    "<1",
    "< 1 %",
    '="-"',
    "- ",
    "",
]


def nobody_answers(people: int = 400) -> Respondents:
    """Return respondents none of whom gave the last answer, and one answer that few gave."""
    poll = Respondents(people=people, answers=3)
    poll.answers = {**poll.answers, "Ne sait pas du tout": ~poll.everyone}
    return poll


@pytest.mark.parametrize("kind", ["n_decimal", "%", "%,1"])
@pytest.mark.parametrize("mark", [m for m in MARKS if m])
def test_a_row_that_nobody_answered(tmp_path: Path, mark: str, kind: str) -> None:
    poll = nobody_answers()
    pen = write_table(Pen(), poll, kind=kind, cell=lambda v: mark if v == 0 else v)
    assert_true(read(pen, poll, tmp_path), poll)


@pytest.mark.parametrize("kind", ["n_decimal", "%"])
@pytest.mark.parametrize("mark", MARKS)
def test_a_cell_that_nobody_answered(tmp_path: Path, mark: str, kind: str) -> None:
    poll = Respondents(answers=3)
    men = poll.columns[1]
    first, *others = poll.answers
    poll.answers[first] = poll.answers[first] & ~men
    moved = next(iter(others))
    poll.answers[moved] = poll.everyone & ~poll.answers[first] & ~poll.answers[others[1]]
    pen = write_table(Pen(), poll, kind=kind, cell=lambda v: mark if v == 0 else v)
    assert_true(read(pen, poll, tmp_path), poll)
