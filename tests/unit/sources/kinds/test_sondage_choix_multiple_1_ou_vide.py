"""Boxes of a poll in the codings of institutes and of their software: a share is never of the ticks alone."""

from pathlib import Path
from typing import Any

import pytest
from deliveries import Cells, counts, deliver, repeated

N = None


@pytest.mark.parametrize(
    ("names", "items"),
    [
        (("Q3r1", "Q3r2"), ("1", "2")), (("Q3_A", "Q3_B"), ("A", "B")), (("Q3M1", "Q3M2"), ("1", "2")),
        (("Q3.1", "Q3.2"), ("1", "2")), (("Q3_01", "Q3_02"), ("01", "02")), (("Q3a", "Q3b"), ("a", "b")),
    ],
)  # fmt: skip
def test_ticked_or_empty_whatever_the_names(
    tmp_path: Path, names: tuple[str, str], items: tuple[str, str]
) -> None:
    cells = {names[0]: repeated(1, N, 1, N, N), names[1]: repeated(N, N, N, N, 1)}
    labels = {names[0]: "Que faites-vous ? - Démarches", names[1]: "Que faites-vous ? - Infos"}
    poll = deliver(tmp_path, cells, labels=labels, values={name: {1: "Oui"} for name in names})
    assert counts(poll, "Q3", items[0])["1"] == (8, 20)
    assert counts(poll, "Q3", items[1])["1"] == (4, 20)


@pytest.mark.parametrize(
    ("ticked", "left", "labels"),
    [
        (1, 0, {0: "Not Selected", 1: "Selected"}), (1, 0, {0: "Unchecked", 1: "Checked"}),
        (1, 2, {1: "Cité", 2: "Non cité"}),
        (2, 1, {1: "Non", 2: "Oui"}), (100, 0, {0: "Non", 100: "Oui"}), (-1, 0, {0: "Non", -1: "Oui"}),
        (1, N, {1: "Démarches"}), ("1", "", {}), ("X", "", {}),
    ],
)  # fmt: skip
def test_ticked_or_not_whatever_the_codes(
    tmp_path: Path, ticked: Any, left: Any, labels: dict[Any, str]
) -> None:
    names = ("Q3_1", "Q3_2", "Q3_3")
    cells: dict[str, Cells] = {
        "Q3_1": repeated(ticked, left, ticked, left, left),
        "Q3_2": repeated(left, left, left, left, ticked),
        "Q3_3": repeated(left, ticked, ticked, left, left),
    }
    values: dict[str, dict[Any, str]] = {"Q1": {1: "Oui", 2: "Non"}}
    values |= dict.fromkeys(names, labels) if labels else {}
    poll = deliver(tmp_path, {"Q1": repeated(1, 2), **cells}, values=values)
    code = str(ticked) if not isinstance(ticked, str) or labels else "1"
    found = [counts(poll, "Q3", item) for item in "123"]
    assert [c.get(code) or c.get(str(ticked)) for c in found] == [(8, 20), (4, 20), (8, 20)]


def test_half_of_the_people_were_not_asked(tmp_path: Path) -> None:
    cells = {
        "Q3_1": [*([1, 0, 0, 0] * 3)[:10], *[N] * 10],
        "Q3_2": [*([0, 1, 1, 1] * 3)[:10], *[N] * 10],
    }
    poll = deliver(tmp_path, cells, values={name: {0: "Non", 1: "Oui"} for name in cells})
    assert counts(poll, "Q3", "1")["1"] == (3, 10)


def test_a_set_declares_which_code_is_ticked(tmp_path: Path) -> None:
    cells = {"Q3_1": repeated(2, 1, 2, 1, 1), "Q3_2": repeated(1, 1, 1, 1, 2)}
    poll = deliver(
        tmp_path, {"Q1": repeated(1, 2), **cells}, values={"Q1": {1: "Oui", 2: "Non"}},
        sets=["$Q3=D1 2 15 Que faites-vous Q3_1 Q3_2"],
    )  # fmt: skip
    assert counts(poll, "Q3", "1")["2"] == (8, 20)
    assert counts(poll, "Q3", "2")["2"] == (4, 20)
