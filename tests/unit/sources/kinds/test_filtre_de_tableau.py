"""Filters of arrays: to whom each row was shown is known, whatever the source and the filtered question."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from small_surveys import (
    LEVELS,
    TOOLS,
    Asked,
    Outcome,
    assert_the_six,
    delimited,
    outcome,
    responses,
    structure,
    table,
)

TWO = (("a", "Un"), ("b", "Deux"))
NOBODY = ("",) * 6


def read(folder: Path, asked: Sequence[Asked], cells: Mapping[str, Sequence[str]]) -> Outcome:
    out = outcome(folder, {"structure.lss": structure(*asked), "r.csv": delimited(table(responses(**cells)))})
    assert_the_six(out)
    return out


def assert_states(
    out: Outcome, column: str, answered: Mapping[str, str], hidden: str, blank: str = ""
) -> None:
    """Check the answers of a row, who was not asked and who left it empty, by identifiers."""
    expected = dict(answered) | dict.fromkeys(hidden, "@non_posee") | dict.fromkeys(blank, "@sans_reponse")
    assert {i: out.values(column).get(i) for i in expected} == expected


def test_the_other_rows(tmp_path: Path) -> None:
    asked = Asked("Q07", "F", "Avis", rows=TOOLS, answers=LEVELS, attributes={"array_filter_exclude": "Q02"})
    cells = {"Q07[SQ1]": ("", "1", "", "2", "", ""), "Q07[SQ2]": NOBODY, "Q07[SQ3]": NOBODY}
    out = read(tmp_path, [asked], cells)
    assert_states(out, "Q07[SQ1]", {"2": "1", "4": "2"}, hidden="135", blank="6")
    assert_states(out, "Q07[SQ3]", {}, hidden="16", blank="2345")


def test_boxes_filtered_by_boxes_that_filter_an_array(tmp_path: Path) -> None:
    asked = (
        Asked("Q07", "M", "Lesquels", rows=TOOLS, attributes={"array_filter": "Q02"}),
        Asked("Q08", "F", "Avis", rows=TOOLS, answers=LEVELS, attributes={"array_filter": "Q07"}),
    )
    cells = {
        "Q07[SQ1]": ("Y", "", "", "", "Y", ""), "Q07[SQ2]": ("", "Y", "", "", "", ""), "Q07[SQ3]": NOBODY,
        "Q08[SQ1]": ("2", "", "", "", "", ""), "Q08[SQ2]": ("", "3", "", "", "", ""), "Q08[SQ3]": NOBODY,
    }  # fmt: skip
    out = read(tmp_path, asked, cells)
    assert_states(out, "Q07[SQ1]", {"1": "Y", "5": "Y"}, hidden="246")
    assert_states(out, "Q08[SQ1]", {"1": "2"}, hidden="2346", blank="5")
    assert_states(out, "Q08[SQ3]", {}, hidden="123456")


def test_commented_boxes_filter_two_scales(tmp_path: Path) -> None:
    asked = (
        Asked("Q07", "P", "Actions", rows=TWO),
        Asked(
            "Q08",
            "1",
            "Avis",
            rows=TWO,
            answers=LEVELS,
            second_answers=LEVELS,
            attributes={"array_filter": "Q07"},
        ),
    )
    cells = {
        "Q07[a]": ("Y", "", "", "", "", ""), "Q07[acomment]": NOBODY,
        "Q07[b]": ("", "Y", "", "", "", ""), "Q07[bcomment]": NOBODY,
        "Q08[a][1]": ("1", "", "", "", "", ""), "Q08[a][2]": ("2", "", "", "", "", ""),
        "Q08[b][1]": ("", "3", "", "", "", ""), "Q08[b][2]": NOBODY,
    }  # fmt: skip
    out = read(tmp_path, asked, cells)
    assert_states(out, "Q08[a][1]", {"1": "1"}, hidden="23456")
    assert_states(out, "Q08[b][2]", {}, hidden="13456", blank="2")


def test_an_array_filters_another(tmp_path: Path) -> None:
    asked = Asked(
        "Q08", "F", "?", rows=(("L1", "a"), ("L2", "b")), answers=LEVELS, attributes={"array_filter": "Q04"}
    )
    cells = {"Q08[L1]": ("1", "1", "", "", "", ""), "Q08[L2]": ("", "2", "", "", "", "")}
    out = read(tmp_path, [asked], cells)
    assert_states(out, "Q08[L1]", {"1": "1", "2": "1"}, hidden="5", blank="346")
    assert_states(out, "Q08[L2]", {"2": "2"}, hidden="45", blank="136")


def test_a_grid_filters_an_array(tmp_path: Path) -> None:
    asked = (
        Asked("Q07", ":", "Grille", rows=TWO, columns=(("x", "X"), ("y", "Y"))),
        Asked("Q08", "F", "?", rows=TWO, answers=LEVELS, attributes={"array_filter": "Q07"}),
    )
    cells = {
        "Q07[a_x]": ("3", "", "", "", "", ""), "Q07[a_y]": NOBODY,
        "Q07[b_x]": NOBODY, "Q07[b_y]": ("", "4", "", "", "", ""),
        "Q08[a]": ("1", "", "", "", "", ""), "Q08[b]": NOBODY,
    }  # fmt: skip
    out = read(tmp_path, asked, cells)
    assert_states(out, "Q08[a]", {"1": "1"}, hidden="23456")
    assert_states(out, "Q08[b]", {}, hidden="13456", blank="2")


def test_a_name_typed_with_spaces_and_a_separator(tmp_path: Path) -> None:
    asked = Asked("Q07", "F", "Avis", rows=TOOLS, answers=LEVELS, attributes={"array_filter": " Q02 ; "})
    cells = {"Q07[SQ1]": ("1", "", "", "", "", ""), "Q07[SQ2]": NOBODY, "Q07[SQ3]": NOBODY}
    assert_states(read(tmp_path, [asked], cells), "Q07[SQ1]", {"1": "1"}, hidden="246", blank="35")


def test_a_source_that_the_extract_lacks_leaves_unknown(tmp_path: Path) -> None:
    asked = Asked("Q07", "F", "Avis", rows=TOOLS, answers=LEVELS, attributes={"array_filter": "Q02"})
    cells = {"Q07[SQ1]": ("1", "", "", "", "", ""), "Q07[SQ2]": NOBODY, "Q07[SQ3]": NOBODY}
    rows = [{k: v for k, v in row.items() if not k.startswith("Q02")} for row in responses(**cells)]
    out = outcome(tmp_path, {"structure.lss": structure(asked), "r.csv": delimited(table(rows))})
    assert {out.values("Q07[SQ1]").get(i) for i in "23456"} == {"@indetermine"}
