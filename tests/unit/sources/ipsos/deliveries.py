"""Polls of twenty invented people as institutes deliver them, written to .sav files by the tests.

Files only; what reading must give is said by each test.
"""

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

from barometre_pipeline.sources.ipsos import PollConfig, read_sav
from barometre_pipeline.sources.ipsos.model import Poll

PEOPLE = 20
DESCRIBED = {
    "fichiers": ["sondage.sav"],
    "effectif": PEOPLE,
    "poids": "POIDS",
    "identifiant": "NUM",
    "banniere": {
        "sexe": {"variable": "SEXE", "titre": "Sexe", "modalites": {"homme": "Homme", "femme": "Femme"}}
    },
}  # fmt: skip
Cells = Sequence[float | str | None]


def repeated(*codes: float | str | None) -> list[float | str | None]:
    """Return the codes over and over, one per person."""
    return [codes[i % len(codes)] for i in range(PEOPLE)]


def deliver(
    folder: Path,
    cells: Mapping[str, Cells],
    *,
    labels: Mapping[str, str] | None = None,
    values: Mapping[str, Mapping[Any, str]] | None = None,
    missing: Mapping[str, list[Any]] | None = None,
    sets: Sequence[str] = (),
    described: Mapping[str, Any] | None = None,
) -> Poll:
    """Write a poll with these questions, and read it.

    Args:
        folder: where the file goes.
        cells: by variable; a variable of the frame of the poll (POIDS, SEXE…) replaces its own.
        labels: wording of variables.
        values: labels of values.
        missing: codes declared missing.
        sets: multiple response sets, as SPSS writes them (« $q3=D1 1 5 Label q3_1 q3_2 »).
        described: keys of sondage.yaml other than the usual.
    """
    own = {"NUM": range(1, PEOPLE + 1), "POIDS": [1.0] * PEOPLE, "SEXE": repeated(1.0, 2.0)}
    frame = {n: v for n, v in own.items() if n.casefold() not in {c.casefold() for c in cells}} | dict(cells)
    path = folder / "sondage.sav"
    pyreadstat.write_sav(
        pd.DataFrame(frame),
        path,
        column_labels={n: (labels or {}).get(n, n) for n in frame},
        variable_value_labels={"SEXE": {1: "Homme", 2: "Femme"}, **(values or {})},
        missing_ranges=dict(missing or {}),
    )
    if sets:
        _declare(path, sets)
    return read_sav(path, "sondage.sav", PollConfig.model_validate({**DESCRIBED, **(described or {})}))


def counts(poll: Poll, question: str, item: str = "") -> dict[str, tuple[int, int]]:
    """Return, by answer, how many gave it and of how many, over the whole sample."""
    tris = poll.tris
    here = (
        (tris["question"] == question) & (tris["sous_question"] == item) & (tris["ventilation"] == "ensemble")
    )
    return {str(r["modalite"]): (int(r["n"]), int(r["base"])) for r in tris[here].to_dict("records")}


def _declare(path: Path, sets: Sequence[str]) -> None:
    """Add a record of multiple response sets (type 7, subtype 7), just before the end of the dictionary."""
    content = path.read_bytes()
    text = "".join(f"{s}\n" for s in sets).encode()
    record = struct.pack("<iiii", 7, 7, 1, len(text)) + text
    end = _end_of_dictionary(content)
    path.write_bytes(content[:end] + record + content[end:])


def _end_of_dictionary(content: bytes) -> int:
    return content.index(struct.pack("<ii", 999, 0))
