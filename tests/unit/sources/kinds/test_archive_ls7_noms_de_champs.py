"""An archive of LimeSurvey 7 names its fields by identifiers, whatever hangs on a question."""

import io
import re
import zipfile
from pathlib import Path

from small_surveys import (
    LEVELS,
    Q01,
    Q02,
    Q03,
    Q04,
    TOOLS,
    Asked,
    assert_the_six,
    delimited,
    outcome,
    responses,
    stored,
    structure,
    table,
)

# By code, the fields of the four questions of the base, whose identifiers count from 101.
FIELDS = {
    "Q01": "Q101", "Q02[SQ1]": "Q102_S103", "Q02[SQ2]": "Q102_S104", "Q02[SQ3]": "Q102_S105", "Q03": "Q106",
    "Q04[L1]": "Q107_S108", "Q04[L2]": "Q107_S109",
}  # fmt: skip
OLD_FIELDS = {
    "Q01": "777001X1X101", "Q02[SQ1]": "777001X1X102SQ1", "Q02[SQ2]": "777001X1X102SQ2", "Q03": "777001X1X106",
    "Q02[SQ3]": "777001X1X102SQ3", "Q04[L1]": "777001X1X107L1", "Q04[L2]": "777001X1X107L2",
}  # fmt: skip


def archive(survey: str, answered: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        made.writestr("survey_777001.lss", survey)
        made.writestr("survey_777001_responses.lsr", answered)
    return content.getvalue()


def test_the_texts_of_other_answers(tmp_path: Path) -> None:
    listed = Asked("Q01", "L", Q01.words, answers=Q01.answers, other=True)
    ticked = Asked("Q02", "M", Q02.words, rows=TOOLS, other=True)
    rows = responses(
        Q01=("A1", "A1", "A2", "-oth-", "", "A2"),
        Q01__other=("", "", "", "Un schéma", "", ""),
        Q02__other=("", "Un SIG", "", "", "", ""),
    )
    fields = FIELDS | {"Q01[other]": "Q101_Cother", "Q02[other]": "Q102_Cother"}
    survey = structure(base=(listed, ticked, Q03, Q04), version=717)
    out = outcome(tmp_path, {"a.lsa": archive(survey, stored(rows, fields))})
    assert_the_six(out, without=("Q01",))
    assert out.answers("Q01") == {"A1": 2, "A2": 2, "-oth-": 1}
    assert out.answers("Q02[other]") == {"Y": 1}


def test_comments_of_boxes_two_scales_and_a_grid(tmp_path: Path) -> None:
    more = (
        Asked("Q05", "P", "Actions", rows=(("A", "Former"), ("B", "Outiller"))),
        Asked(
            "Q06",
            "1",
            "Avis",
            rows=(("x", "Prix"),),
            answers=LEVELS,
            second_answers=(("1", "Peu"), ("2", "Bien")),
        ),
        Asked("Q07", ":", "Grille", rows=(("R1", "Agents"),), columns=(("C1", "2029"), ("C2", "2030"))),
    )
    rows = responses(
        **{
            "Q05[A]": ("Y", "Y", "", "", "", ""),
            "Q05[Acomment]": ("Par an", "", "", "", "", ""),
            "Q05[B]": ("", "", "Y", "", "", ""),
            "Q05[Bcomment]": ("",) * 6,
            "Q06[x][1]": ("1", "2", "1", "", "", ""),
            "Q06[x][2]": ("2", "2", "1", "", "", ""),
            "Q07[R1_C1]": ("4", "", "10", "", "", ""),
            "Q07[R1_C2]": ("5,5", "", "", "", "", ""),
        }
    )
    fields = FIELDS | {
        "Q05[A]": "Q110_S111", "Q05[Acomment]": "Q110_S111_Ccomment", "Q05[B]": "Q110_S112",
        "Q05[Bcomment]": "Q110_S112_Ccomment", "Q06[x][1]": "Q113_S114#0", "Q06[x][2]": "Q113_S114#1",
        "Q07[R1_C1]": "Q115_S116_S117", "Q07[R1_C2]": "Q115_S116_S118",
    }  # fmt: skip
    # XML allows no « # » in a name: the software writes « - » there.
    answered = re.sub(r"(</?Q113_S114)#(\d>)", r"\1-\2", stored(rows, fields))
    out = outcome(tmp_path, {"a.lsa": archive(structure(*more, version=717), answered)})
    assert_the_six(out)
    assert (out.answers("Q05[A]"), out.answers("Q05[B]")) == ({"Y": 2}, {"Y": 1})
    assert (out.answers("Q06[x][1]"), out.answers("Q06[x][2]")) == ({"1": 2, "2": 1}, {"1": 1, "2": 2})
    assert (out.values("Q07[R1_C1]"), out.values("Q07[R1_C2]")) == ({"1": 4.0, "3": 10.0}, {"1": 5.5})


def test_the_same_names_as_headings_of_a_csv(tmp_path: Path) -> None:
    text = delimited(table(responses(), FIELDS))
    assert_the_six(outcome(tmp_path, {"structure.lss": structure(version=717), "r.csv": text}))


def test_a_column_of_quotas_among_them(tmp_path: Path) -> None:
    rows = responses(quota_exit=("", "", "4", "", "", ""))
    assert_the_six(outcome(tmp_path, {"a.lsa": archive(structure(version=720), stored(rows, FIELDS, 720))}))


def test_the_names_of_the_versions_before(tmp_path: Path) -> None:
    answered = re.sub(r"<(/?)777001X", r"<\1_777001X", stored(responses(), OLD_FIELDS, 640))
    assert_the_six(outcome(tmp_path, {"a.lsa": archive(structure(version=640), answered)}))
