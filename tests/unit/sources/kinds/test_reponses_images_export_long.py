"""Answers made of pictures: an export in full text loses them, and the run says so instead of counting nobody."""

from pathlib import Path

import pytest
from small_surveys import (
    LEVELS,
    Q01,
    Q02,
    Q03,
    Q04,
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

PICTURE = '<img src="/upload/surveys/777001/images/{}.png" />'


def read(folder: Path, base: tuple[Asked, ...], first: dict[str, str], levels: dict[str, str]) -> Outcome:
    """Read the six responses in full text; ``first`` and ``levels`` are what the file has for Q01 and Q04."""
    rows = responses()
    for row in rows:
        row["Q01"] = first.get(row["Q01"], "")
        row |= {f"Q02[{code}]": "Oui" if row[f"Q02[{code}]"] else "Non" for code, _ in TOOLS}
        row |= {name: levels.get(row[name], "") for name in ("Q04[L1]", "Q04[L2]")}
    return outcome(folder, {"structure.lss": structure(base=base), "r.csv": delimited(table(rows))})


def said(out: Outcome) -> str:
    return " ".join(out.of("bronze/avertissements")["message"])


@pytest.mark.parametrize(
    ("kind", "answers", "written"),
    [
        ("L", (PICTURE.format("a"), PICTURE.format("b"), "Non"), {"A3": "Non"}),
        (
            "!",
            ('<i class="fa fa-smile-o"></i>', '<svg viewBox="0 0 1 1"><path d="M0"/></svg>', "<p>&nbsp;</p>"),
            {},
        ),
        ("L", ('<video src="a.mp4"></video>', '<span style="color:red"></span>', "<br />"), {}),
        ("O", tuple(map(PICTURE.format, "abc")), {}),
    ],
    ids=["two of three", "icons", "films and colours", "list with comment"],
)
def test_a_list_of_pictures_is_not_read_and_is_named(
    tmp_path: Path, kind: str, answers: tuple[str, str, str], written: dict[str, str]
) -> None:
    pictured = Asked("Q01", kind, Q01.words, answers=tuple(zip(("A1", "A2", "A3"), answers, strict=True)))
    out = read(tmp_path, (pictured, Q02, Q03, Q04), written, dict(LEVELS))
    assert_the_six(out, without=("Q01",))
    assert out.counts("Q01") == {}
    assert "Q01" in said(out)
    assert "en codes" in said(out)


def test_an_array_whose_answers_are_pictures(tmp_path: Path) -> None:
    answers = tuple((code, PICTURE.format(code)) for code, _ in LEVELS)
    pictured = Asked("Q04", "F", Q04.words, rows=Q04.rows, answers=answers)
    out = read(tmp_path, (Q01, Q02, Q03, pictured), dict(Q01.answers), {})
    assert_the_six(out, without=("Q04[L1]", "Q04[L2]"))
    assert out.counts("Q04[L1]") == {}
    assert "Q04" in said(out)


def test_signs_that_are_text_are_answers(tmp_path: Path) -> None:
    faces = (("A1", "😀"), ("A2", "😐"), ("A3", "😞"))
    asked = Asked("Q01", "L", Q01.words, answers=faces)
    assert_the_six(read(tmp_path, (asked, Q02, Q03, Q04), dict(faces), dict(LEVELS)))


def test_pictures_in_codes_are_answers_like_others(tmp_path: Path) -> None:
    answers = tuple((code, PICTURE.format(code)) for code, _ in Q01.answers)
    base = (Asked("Q01", "L", Q01.words, answers=answers), Q02, Q03, Q04)
    text = delimited(table(responses()))
    assert_the_six(outcome(tmp_path, {"structure.lss": structure(base=base), "r.csv": text}))
