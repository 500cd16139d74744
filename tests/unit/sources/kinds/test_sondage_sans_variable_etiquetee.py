"""Files without any labelled question: a message that names the file and asks for labels, never a trace."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from deliveries import deliver, repeated

from barometre_pipeline.errors import InputError


@pytest.mark.parametrize(
    ("cells", "values", "missing"),
    [
        ({}, {}, {}),
        ({"Q1": repeated("oui", "non"), "Q2": repeated("a", "b")}, {}, {}),
        ({"AGE": [float(i + 18) for i in range(20)]}, {}, {}),
        ({"D": [datetime(2030, 1, 1 + i) for i in range(20)]}, {}, {}),
        ({"Q1": repeated(1, 2, 3, 99)}, {"Q1": {99: "NSP"}}, {"Q1": [99]}),
        ({"Q1": repeated(1, 2, 3, 4)}, {"Q1": {1: "", 2: "", 3: " ", 4: ""}}, {}),
        ({"Q1": repeated(1, 2, 3, 4)}, {"Q1": {11: "Oui", 12: "Non"}}, {}),
    ],
    ids=[
        "frame only",
        "texts",
        "numbers",
        "dates",
        "only a missing code",
        "blank labels",
        "labels of other codes",
    ],
)
def test_is_refused_in_words(
    tmp_path: Path, cells: dict[str, Any], values: dict[str, Any], missing: dict[str, Any]
) -> None:
    with pytest.raises(InputError) as raised:
        deliver(tmp_path, cells, values=values, missing=missing)
    said = str(raised.value)
    assert "sondage.sav" in said
    assert "aucune question" in said
    assert "étiquette" in said
    assert "demandez" in said
