"""Columns of one survey in several files, joined by the identifier; where they cannot be, the run says so."""

import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
from small_surveys import LEVELS, SYSTEM, Row, assert_the_six, delimited, outcome, responses, structure, table

FIRST = (*SYSTEM, "Q01", "Q02[SQ1]", "Q02[SQ2]")
SECOND = ("Q02[SQ3]", "Q03", "Q04[L1]", "Q04[L2]")


def part(names: Sequence[str], rows: Sequence[Row] | None = None) -> list[Row]:
    return [{name: row[name] for name in names} for row in (responses() if rows is None else rows)]


def test_the_second_half_has_but_the_identifier_and_another_order(tmp_path: Path) -> None:
    files = {
        "structure.lss": structure(),
        "z.csv": delimited(table(part(FIRST))),
        "a.csv": delimited(table(part(("id", *SECOND))[::-1])),
    }
    assert_the_six(outcome(tmp_path, files))


def test_three_parts_under_headings_of_two_kinds_and_two_separators(tmp_path: Path) -> None:
    worded = {"id": "Response ID", "submitdate": "Date submitted"}
    worded |= {"Q04[L1]": "Votre avis [Coût]", "Q04[L2]": "Votre avis [Délai]"}
    files = {
        "structure.lss": structure(),
        "p1.csv": delimited(table(part(FIRST))),
        "p2.csv": delimited(table(part(("id", *SECOND[:2]))), ","),
        "p3.csv": delimited(table(part(("id", "submitdate", *SECOND[2:])), worded)),
    }
    assert_the_six(outcome(tmp_path, files))


def test_two_sheets_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for sheet, names in ((book.active, FIRST), (book.create_sheet("suite"), ("id", *SECOND))):
        for row in table(part(names)):
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    assert_the_six(outcome(tmp_path, {"structure.lss": structure(), "r.xlsx": content.getvalue()}))


def test_identifiers_that_a_tool_wrote_with_decimals_or_zeros(tmp_path: Path) -> None:
    for number, form in enumerate(("{}.0", "{},00", "000{}", " {} ")):
        second = part(("id", *SECOND))
        for row in second:
            row["id"] = form.format(row["id"])
        files = {
            "structure.lss": structure(),
            "m1.csv": delimited(table(part(FIRST))),
            "m2.csv": delimited(table(second)),
        }
        folder = tmp_path / str(number)
        folder.mkdir()
        assert_the_six(outcome(folder, files))


def test_one_half_in_codes_and_the_other_in_words(tmp_path: Path) -> None:
    second = part(("id", *SECOND))
    for row in second:
        row |= {name: dict(LEVELS).get(row[name], "") for name in ("Q04[L1]", "Q04[L2]")}
        row["Q02[SQ3]"] = "Oui" if row["Q02[SQ3]"] else "Non"
    files = {
        "structure.lss": structure(),
        "m1.csv": delimited(table(part(FIRST))),
        "m2.csv": delimited(table(second)),
    }
    assert_the_six(outcome(tmp_path, files))


def test_a_half_of_other_responses_is_told_to_be_a_part_and_not_an_older_state(tmp_path: Path) -> None:
    files = {
        "structure.lss": structure(),
        "m1.csv": delimited(table(part(FIRST, responses()[:5]))),
        "m2.csv": delimited(table(part(("id", "submitdate", "lastpage", *SECOND)))),
    }
    out = outcome(tmp_path, files)
    said = " ".join(out.of("bronze/avertissements")["message"])
    assert "plus ancien" not in said
    assert "qu’en partie" in said
    assert "m1.csv" in said


def test_a_half_without_identifier_is_told_to_have_none(tmp_path: Path) -> None:
    files = {
        "structure.lss": structure(),
        "m1.csv": delimited(table(part(FIRST))),
        "m2.csv": delimited(table(part(SECOND))),
    }
    said = " ".join(outcome(tmp_path, files).of("bronze/avertissements")["message"])
    assert "plus ancien" not in said
    assert "pas d’identifiant" in said
    assert "m2.csv" in said
