"""Scales of a poll labelled at their ends, of any length, beside codes for « do not know »."""

from pathlib import Path

import pytest
from deliveries import Cells, counts, deliver, repeated


@pytest.mark.parametrize(
    ("cells", "labels", "given"),
    [
        (repeated(*range(1, 8)), {1: "Pas du tout", 7: "Tout à fait"}, dict.fromkeys("123456", 3) | {"7": 2}),
        (repeated(1, 2, 3, 4, 5), {1: "Mal", 3: "Moyen", 5: "Bien"}, dict.fromkeys("12345", 4)),
        (repeated(0, 3, 7, 10, 99), {0: "Non", 10: "Oui", 99: "NSP"}, dict.fromkeys(("0", "3", "7", "10", "99"), 4)),
        (repeated(1, 4, 6, 10, 11), {1: "Non", 10: "Oui", 11: "NSP"}, dict.fromkeys(("1", "4", "6", "10", "11"), 4)),
        (repeated(-3, -1, 0, 2, 3), {-3: "Moins", 3: "Plus"}, dict.fromkeys(("-3", "-1", "0", "2", "3"), 4)),
        (repeated(0, 10, 50, 90, 100), {0: "Min", 100: "Max"}, dict.fromkeys(("0", "10", "50", "90", "100"), 4)),
        (repeated(0, 37, 63, 88, 100), {0: "Min", 100: "Max"}, dict.fromkeys(("0", "37", "63", "88", "100"), 4)),
        (repeated(1, 4, 6, 8, 9), {0: "Non", 10: "Oui"}, dict.fromkeys("14689", 4)),
        (repeated(0, 3, 5, 8, 10), {0: "Non", 3: "", 5: "", 8: "", 10: "Oui"},
         dict.fromkeys(("0", "3", "5", "8", "10"), 4)),
    ],
    ids=[
        "1-7", "middle too", "0-10 and 99", "1-10 and 11", "-3 to 3", "tens", "0-100", "ends not given", "blank labels",
    ],
)  # fmt: skip
def test_every_point_is_an_answer(
    tmp_path: Path, cells: Cells, labels: dict[int, str], given: dict[str, int]
) -> None:
    poll = deliver(tmp_path, {"Q2": cells}, values={"Q2": labels})
    found = counts(poll, "Q2")
    assert {code: n for code, (n, _) in found.items() if n} == given
    assert {base for _, base in found.values()} == {20}


def test_a_grid_of_scales_whose_do_not_know_is_declared_missing(tmp_path: Path) -> None:
    cells = {"Q5_1": repeated(0, 3, 7, 10, 88), "Q5_2": repeated(1, 2, 3, 4, 5)}
    poll = deliver(
        tmp_path, cells, labels={"Q5_1": "Notez : accueil", "Q5_2": "Notez : délai"},
        values={name: {0: "Pas du tout", 10: "Tout à fait", 88: "NSP"} for name in cells},
        missing={name: [88] for name in cells},
    )  # fmt: skip
    given = {code: pair for code, pair in counts(poll, "Q5", "1").items() if pair[0]}
    assert given == dict.fromkeys(("0", "3", "7", "10"), (4, 16))
    assert {code: n for code, (n, _) in counts(poll, "Q5", "2").items() if n} == dict.fromkeys("12345", 4)
