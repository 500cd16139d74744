"""What a run of mutants says of one room, and what the page of results keeps of the others."""

from pathlib import Path

from tools.mutation.report import Mutant, RoomScore, write

CHANGE = "- a = 1\n+ a = 2"
JUDGED = {("house.kitchen.cook", CHANGE): ("equivalent", "nobody reads it")}


def room(name: str, *statuses: str, drawn: int | None = None, timed: bool = True) -> RoomScore:
    mutants = [
        Mutant(f"house.kitchen.x_cook__mutmut_{k}", status, "" if status == "killed" else CHANGE)
        for k, status in enumerate(statuses)
    ]
    return RoomScore(name, 40, 7, len(statuses) if drawn is None else drawn, timed, mutants, JUDGED)


def test_a_score_is_told_with_and_without_the_equivalent_mutants() -> None:
    score = room("kitchen", "killed", "killed", "killed", "survived")
    assert (score.percent, score.percent_of_real) == (75.0, 100.0)
    assert score.line() == (
        "kitchen: 3 of 4 killed, 75.0 %; 1 equivalent (100.0 % of the others), 0 not judged"
    )
    assert score.row() == "| kitchen | 40 | 7 | 4 | 4 | 3 | 75.0 % | 1 | 100.0 % |"


def test_what_took_too_long_counts_on_neither_side() -> None:
    score = room("kitchen", "killed", "timeout", "no test")
    assert (score.killed, score.tried, len(score.living)) == (1, 2, 1)


def test_time_that_ran_out_is_said() -> None:
    assert "1 of 1 killed (time ran out, 5 were drawn), 100.0 %" in room("kitchen", "killed", drawn=5).line()
    untimed = room("kitchen", drawn=5, timed=False)
    assert untimed.line() == "kitchen: time ran out while the tests were being timed, no mutant was tried"
    assert untimed.row() == "| kitchen | 40 | 7 | 5 | 0 | 0 | – | 0 | – |"


def test_the_page_of_results_changes_in_the_room_tried_only(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    write(page, room("hall", "killed"))
    write(page, room("kitchen", "survived"))
    with page.open("a", encoding="utf-8") as file:
        file.write("\n## By hand\n\nStays.\n")
    before = page.read_text(encoding="utf-8")
    write(page, room("hall", "killed", "no test"))
    after = page.read_text(encoding="utf-8")
    assert "| hall | 40 | 7 | 1 | 1 | 1 | 100.0 % | 0 | 100.0 % |\n" in before
    entry = "- `house.kitchen.cook`: equivalent: nobody reads it\n\n  ```diff\n  - a = 1\n  + a = 2\n  ```\n"
    assert after == before.replace(
        "| hall | 40 | 7 | 1 | 1 | 1 | 100.0 % | 0 | 100.0 % |",
        "| hall | 40 | 7 | 2 | 2 | 1 | 50.0 % | 1 | 100.0 % |",
    ).replace("## Survivors in hall\n\nNone.\n", f"## Survivors in hall\n\n{entry}")
    assert [line for line in after.splitlines() if line.startswith("## ")] == [
        "## Survivors in hall", "## Survivors in kitchen", "## By hand",
    ]  # fmt: skip
    assert after.endswith("\n## By hand\n\nStays.\n")
