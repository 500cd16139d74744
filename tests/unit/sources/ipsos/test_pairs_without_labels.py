"""Boxes of 1 and 2 without labels: read where answers prove it, else said to be a guess or set aside by name."""

from pathlib import Path
from typing import Any

import pytest
from deliveries import PEOPLE, counts, deliver, repeated

from barometre_pipeline.errors import ConfigurationError

WORDS = ["Démarches", "Information", "Signalement"]
LABELS = {f"Q3_{i}": f"Quels usages ? – {word}" for i, word in enumerate([*WORDS, "Aucun de ceux-là"], 1)}
OTHER: dict[str, Any] = {"Q4": repeated(1.0, 2.0)}
OTHER_LABELS = {"Q4": {1: "Oui", 2: "Non"}}


def coded(ticked: float, *, with_none: bool = True) -> dict[str, Any]:
    """Of five people two tick the first use, two the second, one the third, one none of these."""
    other = 3.0 - ticked
    rows = [(1, 0, 0, 0), (0, 1, 0, 0), (1, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)]
    names = list(LABELS)[: 4 if with_none else 3]
    return {n: repeated(*(ticked if row[i] else other for row in rows)) for i, n in enumerate(names)}


def read(folder: Path, cells: dict[str, Any], **described: Any) -> Any:
    return deliver(folder, cells | OTHER, labels=LABELS, values=OTHER_LABELS, described=described)


def ticks(poll: Any, *items: str) -> list[tuple[int, int]]:
    ticked = {v.sous_question: next(iter(v.modalites)) for v in poll.variables if v.question == "Q3"}
    return [counts(poll, "Q3", i)[ticked[i]] for i in items]


@pytest.mark.parametrize("ticked", [1.0, 2.0])
def test_none_of_these_proves_which_code_says_ticked(tmp_path: Path, ticked: float) -> None:
    poll = read(tmp_path, coded(ticked))
    assert ticks(poll, "1", "2", "3", "4") == [(8, 20), (8, 20), (4, 20), (4, 20)]
    assert any("Q3" in w and f"{ticked:.0f} dit « cochée »" in w for w in poll.avertissements)


@pytest.mark.parametrize("ticked", [1.0, 2.0])
def test_none_of_these_that_nobody_chose_proves_it_too(tmp_path: Path, ticked: float) -> None:
    cells = coded(ticked) | {"Q3_4": [3.0 - ticked] * PEOPLE}
    cells["Q3_3"][4::5] = [ticked] * 4
    assert ticks(read(tmp_path, cells), "1", "2", "3") == [(8, 20), (8, 20), (8, 20)]


def test_none_of_these_beside_other_answers_proves_that_they_are_no_boxes(tmp_path: Path) -> None:
    poll = read(tmp_path, coded(1.0) | {"Q3_4": repeated(1.0, 2.0)})
    assert {v.question for v in poll.variables} == {"Q4"}
    assert sum("code_coche" in w for w in poll.avertissements) == 4


def test_without_proof_1_is_taken_for_ticked_and_it_is_said_to_be_a_guess(tmp_path: Path) -> None:
    poll = read(tmp_path, coded(1.0, with_none=False))
    assert ticks(poll, "1", "2", "3") == [(8, 20), (8, 20), (4, 20)]
    assert any("1 est pris pour" in w and "code_coche, Q3" in w for w in poll.avertissements)


def test_the_analyst_says_which_code_is_ticked(tmp_path: Path) -> None:
    poll = read(tmp_path, coded(2.0, with_none=False), code_coche={"Q3": 2})
    assert ticks(poll, "1", "2", "3") == [(8, 20), (8, 20), (4, 20)]
    assert any("Q3" in w and "2 dit « cochée »" in w for w in poll.avertissements)


def test_columns_that_hold_one_code_each_are_not_all_ticked(tmp_path: Path) -> None:
    cells = {"Q3_1": repeated(1.0), "Q3_2": repeated(2.0), "Q3_3": repeated(2.0)}
    assert ticks(read(tmp_path, cells), "1", "2", "3") == [(20, 20), (0, 20), (0, 20)]


def test_own_codes_beside_empty_cells_stay_those_of_their_items(tmp_path: Path) -> None:
    cells = {"Q3_1": repeated(1.0, None, 1.0, None), "Q3_2": repeated(None, 2.0, 2.0, None)}
    assert ticks(read(tmp_path, cells), "1", "2") == [(10, 20), (10, 20)]


@pytest.mark.parametrize("kept", [1, 2])
def test_fewer_than_three_variables_are_set_aside_by_name_with_the_remedy(tmp_path: Path, kept: int) -> None:
    cells = dict(list(coded(1.0, with_none=False).items())[:kept])
    poll = read(tmp_path, cells)
    assert {v.question for v in poll.variables} == {"Q4"}
    assert all(any(name in w and "code_coche" in w for w in poll.avertissements) for name in cells)


def test_the_remedy_reads_them(tmp_path: Path) -> None:
    cells = dict(list(coded(1.0, with_none=False).items())[:2])
    assert ticks(read(tmp_path, cells, code_coche={"Q3": 1}), "1", "2") == [(8, 20), (8, 20)]


@pytest.mark.parametrize(
    ("said", "finding"), [({"Q3": 7}, "n’a le code 7"), ({"Q33": 1}, "n’a pas de question Q33")]
)
def test_a_code_or_a_question_that_the_file_lacks_is_refused(
    tmp_path: Path, said: dict[str, int], finding: str
) -> None:
    with pytest.raises(ConfigurationError, match=finding):
        read(tmp_path, coded(1.0), code_coche=said)
