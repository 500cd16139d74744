"""Codes declared missing in every way that SPSS has, in every kind of question."""

from pathlib import Path
from typing import Any

import pytest
from deliveries import Cells, counts, deliver, repeated


@pytest.mark.parametrize(
    ("cells", "labels", "missing"),
    [
        (repeated(1, 2, 1, 97, 99), {1: "Oui", 2: "Non"}, [{"lo": 97, "hi": 99}]),
        (repeated(1, 2, 1, -8, -9), {1: "Oui", 2: "Non"}, [{"lo": -1000, "hi": -1}]),
        (repeated(1, 2, 1, 0, 98), {1: "Oui", 2: "Non"}, [{"lo": 97, "hi": 99}, 0]),
        (repeated(1, 2, 1, 8, 9), {1: "Oui", 2: "Non", 8: "NSP"}, [7, 8, 9]),
        (repeated(1, 2, 1, 95, 999999), {1: "Oui", 2: "Non"}, [{"lo": 90, "hi": 1e300}]),
        (repeated(1, 2, 1, 3.5, None), {1: "Oui", 2: "Non"}, [3.5]),
    ],
    ids=["range", "negative", "range and value", "one labelled", "open range", "decimal and empty"],
)
def test_a_code_declared_missing_is_out_of_the_base(
    tmp_path: Path, cells: Cells, labels: dict[int, str], missing: list[Any]
) -> None:
    poll = deliver(tmp_path, {"Q4": cells}, values={"Q4": labels}, missing={"Q4": missing})
    assert {c: pair for c, pair in counts(poll, "Q4").items() if pair[0]} == {"1": (8, 12), "2": (4, 12)}


def test_codes_in_letters(tmp_path: Path) -> None:
    poll = deliver(
        tmp_path, {"Q4": repeated("A", "B", "A", "NR", "ZZ")}, values={"Q4": {"A": "Oui", "B": "Non"}},
        missing={"Q4": ["NR", "ZZ"]},
    )  # fmt: skip
    assert {c: pair for c, pair in counts(poll, "Q4").items() if pair[0]} == {"A": (8, 12), "B": (4, 12)}


def test_in_boxes(tmp_path: Path) -> None:
    cells = {"Q3_1": repeated(1, 2, 1, 2, 9), "Q3_2": repeated(2, 2, 1, 1, 9)}
    poll = deliver(
        tmp_path, cells, values={name: {1: "Oui", 2: "Non"} for name in cells},
        missing={name: [9] for name in cells},
    )  # fmt: skip
    assert counts(poll, "Q3", "1") == {"1": (8, 16), "2": (8, 16)}


def test_in_a_scale_labelled_at_its_ends(tmp_path: Path) -> None:
    poll = deliver(
        tmp_path,
        {"Q2": repeated(0, 5, 10, 99, 99)},
        values={"Q2": {0: "Non", 10: "Oui"}},
        missing={"Q2": [99]},
    )
    given = {c: pair for c, pair in counts(poll, "Q2").items() if pair[0]}
    assert given == {"0": (4, 12), "5": (4, 12), "10": (4, 12)}
