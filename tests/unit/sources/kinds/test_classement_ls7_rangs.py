"""A ranking of LimeSurvey 7, in the forms of its exports and archives."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from small_surveys import (
    Asked,
    Outcome,
    assert_the_six,
    delimited,
    outcome,
    responses,
    stored,
    structure,
    table,
)
from test_archive_ls7_noms_de_champs import FIELDS, archive

CHOICES = (("S1", "Coût"), ("S2", "Délai"), ("S3", "Qualité"))
AS_ROWS = Asked("Q06", "R", "Classez", rows=CHOICES)  # question 110, choices 111 to 113
AS_ANSWERS = Asked("Q06", "R", "Classez", answers=CHOICES)
RANKS = {
    "Q06[1]": ("S2", "S1", "S2", "", "S3", ""),
    "Q06[2]": ("S1", "", "S3", "", "S2", ""),
    "Q06[3]": ("S3", "", "", "", "S1", ""),
}
LISTS = ('["S2","S1","S3"]', '["S1"]', '["S2","S3"]', "", '["S3","S2","S1"]', "[]")


def assert_ranked(out: Outcome) -> None:
    assert_the_six(out)
    assert out.answers("Q06[1]") == {"S1": 1, "S2": 2, "S3": 1}
    assert out.answers("Q06[2]") == {"S1": 1, "S2": 1, "S3": 1}
    assert out.answers("Q06[3]") == {"S1": 1, "S3": 1}


def read(
    folder: Path, cells: Mapping[str, Sequence[str]], headings: Mapping[str, str], asked: Asked = AS_ROWS
) -> Outcome:
    text = delimited(table(responses(**cells), headings))
    return outcome(folder, {"structure.lss": structure(asked, version=717), "r.csv": text})


@pytest.mark.parametrize("name", ["Q06_{}", "Classez [Rang {}]", "Classez [Classement {}]"])
def test_ranks_under_other_headings(tmp_path: Path, name: str) -> None:
    assert_ranked(read(tmp_path, RANKS, {f"Q06[{i}]": name.format(i) for i in (1, 2, 3)}))


@pytest.mark.parametrize(
    "lists",
    [
        LISTS,
        ('[ "S2", "S1", "S3" ]', '["S1","",""]', '["S2","S3",null]', "", '["S3","S2","S1"]', "[]"),
        (
            '{"1":"S2","2":"S1","3":"S3"}', '{"1":"S1"}', '{"2":"S3","1":"S2"}', "",
            '{"1":"S3","2":"S2","3":"S1"}', "{}",
        ),
    ],
    ids=["compact", "padded", "by rank"],
)  # fmt: skip
def test_a_ranking_held_in_one_cell(tmp_path: Path, lists: tuple[str, ...]) -> None:
    assert_ranked(read(tmp_path, {"Q06": lists}, {}))


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ("Q110_R{}", AS_ROWS),
        ("Q110_S11{}", AS_ROWS),
        ("Q110_R900{}", AS_ANSWERS),
    ],
    ids=["numbered", "after a choice that is a sub-question", "after a choice that is an answer"],
)
def test_ranks_in_an_archive(tmp_path: Path, fields: str, asked: Asked) -> None:
    names = FIELDS | {f"Q06[{i}]": fields.format(i) for i in (1, 2, 3)}
    answered = stored(responses(**RANKS), names)
    assert_ranked(outcome(tmp_path, {"a.lsa": archive(structure(asked, version=717), answered)}))


def test_a_list_in_an_archive(tmp_path: Path) -> None:
    answered = stored(responses(Q06=LISTS), FIELDS | {"Q06": "Q110"})
    assert_ranked(outcome(tmp_path, {"a.lsa": archive(structure(AS_ROWS, version=720), answered)}))


def test_choices_called_by_numbers_and_fewer_ranks_than_choices(tmp_path: Path) -> None:
    asked = Asked(
        "Q06", "R", "Classez", rows=(("1", "Coût"), ("2", "Délai"), ("3", "Qualité")),
        attributes={"max_subquestions": "2", "max_answers": "2"},
    )  # fmt: skip
    cells = {"Q06[1]": ("2", "1", "2", "", "3", ""), "Q06[2]": ("1", "", "3", "", "2", "")}
    out = read(tmp_path, cells, {}, asked)
    assert_the_six(out)
    assert out.answers("Q06[1]") == {"1": 1, "2": 2, "3": 1}
    assert out.answers("Q06[2]") == {"1": 1, "2": 1, "3": 1}
