"""How a record of a file of data is named, everywhere."""

import csv
import json

import pytest
from support import Computed, barometre
from tiny_edition import EDITION

from barometre_pipeline.errors import record_place


@pytest.mark.parametrize(
    ("numbers", "more", "said"),
    [
        ((12,), {}, "enregistrement 12 (en-tête compris)"),
        ((12,), {"what": "colonne Q1"}, "enregistrement 12 (en-tête compris), colonne Q1"),
        (
            (3,),
            {"what": "variable Q1", "headings": False},
            "enregistrement 3 (fichier sans en-tête), variable Q1",
        ),
        ((2, 4), {}, "enregistrements 2, 4 (en-tête compris)"),
    ],
)
def test_a_record_is_named_with_whether_the_heading_counts(
    numbers: tuple[int, ...], more: dict[str, object], said: str
) -> None:
    assert record_place(*numbers, **more) == said  # type: ignore[arg-type]


def test_the_records_of_a_card_are_those_of_the_file_the_heading_first_whatever_line_breaks_cells_hold(
    tiny: Computed,
) -> None:
    named = ("--edition", EDITION, "--question", "publie", "--modalite", "Oui", "--json")
    card = json.loads(barometre("audit", "--raw", tiny.raw, "--lake", tiny.lake, *named).stdout)
    path = tiny.raw / card["extrait"]
    with path.open(encoding="utf-8", newline="") as stream:
        records = list(csv.reader(stream))
    assert len(path.read_text(encoding="utf-8").splitlines()) > len(records), "cells hold line breaks"
    heading = records[0].index("Publiez-vous des données ouvertes ?")
    assert {records[n - 1][heading] for n in card["lignes"]} == {"Oui"}
    assert card["numerotation"] == "en-tête compris"
