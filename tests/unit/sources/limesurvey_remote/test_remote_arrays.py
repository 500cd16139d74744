"""An array whose settings the server cannot give: boxes are taken for boxes, and it is said to be supposed."""

from barometre_pipeline.sources.limesurvey.remote.paging import questions_of_ones
from barometre_pipeline.sources.limesurvey.remote.structure import assume_boxes

EXPORT = (
    b'\xef\xbb\xbf"id";"B1[a_x]";"B1[a_y]";"B2[a_x]";"B2[a_y]";"B3[a_x]"\r\n'
    b'"1";"1";"";"1";"3";""\r\n"2";"0";"";"";"";""\r\n\r\n'
)


def question(code: str, kind: str = ":") -> dict[str, object]:
    return {"title": code, "type": kind}


def test_questions_whose_answers_are_only_ones():
    assert questions_of_ones(EXPORT) == {"B1"}


def test_an_array_of_ones_without_settings_is_taken_for_boxes_and_said_to_be():
    detail = {"B1": {"attributes": "No available attributes"}, "B2": {}}
    warnings = assume_boxes([question("B1"), question("B2")], detail, questions_of_ones(EXPORT))
    assert detail["B1"]["attributes"] == {"multiflexible_checkbox": "1"}
    assert "attributes" not in detail["B2"]
    assert ["B1" in w and "cases à cocher" in w for w in warnings] == [True, False]
    assert "B2" in warnings[1] and "nombres" in warnings[1]
    assert all(".lss" in w and "supposé" in w for w in warnings)


def test_what_the_server_says_is_believed_and_other_types_are_left_alone():
    detail = {"B1": {"attributes": {"hidden": "0"}}, "M1": {"attributes": ""}}
    assert assume_boxes([question("B1"), question("M1", "M")], detail, frozenset({"B1", "M1"})) == []
    assert detail["B1"]["attributes"] == {"hidden": "0"}
