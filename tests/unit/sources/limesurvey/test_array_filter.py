"""Rows that an array filter leaves: ticked boxes, excluded ones, several sources, ranks, arrays of boxes, odd codes."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from barometre_pipeline.sources.limesurvey.array_filter import row_of
from barometre_pipeline.sources.limesurvey.display import Display
from barometre_pipeline.sources.limesurvey.model import Answer, Question, Questionnaire, SubQuestion
from barometre_pipeline.sources.limesurvey.structure.columns import columns_of
from barometre_pipeline.sources.limesurvey.values import Decoded
from barometre_pipeline.vocabulary import CLOSED_KINDS

LEVELS = (Answer("1", "Basse", 1), Answer("2", "Haute", 2))


def question(
    code: str,
    kind: str,
    rows: str = "a b c",
    cells: str = "",
    answers: tuple[Answer, ...] = (),
    other: bool = False,
    **attributes: str,
) -> Question:
    subs = [SubQuestion(row, row, i) for i, row in enumerate(rows.split(), start=1)]
    subs += [SubQuestion(cell, cell, i, scale=1) for i, cell in enumerate(cells.split(), start=1)]
    made = Question(
        code,
        kind,
        code,
        "G1",
        1,
        other=other,
        sub_questions=tuple(subs),
        answers=answers,
        attributes=attributes,
    )
    return replace(made, columns=columns_of(made, "fr"))


def states(questions: list[Question], answers: dict[str, list[str]]) -> dict[str, list[int]]:
    """Return the display states; ``answers`` by column, columns not named being empty."""
    survey = Questionnaire("1", "Essai", "fr", ("fr",), tuple(questions), "essai.lss")
    size = len(next(iter(answers.values())))
    closed, texts = {}, {}
    for code, column in survey.columns.items():
        given = answers.get(code, [""] * size)
        if column.kind in CLOSED_KINDS:
            codes = {a.code: i for i, a in enumerate(column.answers)}
            closed[code] = Decoded(column, np.array([codes.get(v, -1) for v in given], dtype=np.int16))
        else:
            texts[code] = pd.Series(given, dtype="str").mask(np.array(given) == "")
    display = Display(survey, size, closed, texts, None, np.ones(size, dtype=bool))
    shown = {code: state.tolist() for code, state in display.derive().items()}
    assert not display.warnings
    return shown


TOOLS = question("Q1", "M")
TICKED = {"Q1[a]": ["Y", "", "Y"], "Q1[b]": ["", "Y", ""]}


def test_a_row_is_displayed_to_those_who_ticked_its_box():
    shown = states([TOOLS, question("Q2", "F", answers=LEVELS, array_filter="Q1")], TICKED)
    assert (shown["Q2[a]"], shown["Q2[b]"], shown["Q2[c]"]) == ([1, 0, 1], [0, 1, 0], [0, 0, 0])


def test_an_excluding_filter_leaves_the_others():
    shown = states([TOOLS, question("Q2", "K", array_filter_exclude="Q1")], TICKED)
    assert (shown["Q2[a]"], shown["Q2[b]"], shown["Q2[c]"]) == ([0, 1, 0], [1, 0, 1], [1, 1, 1])


def test_several_sources_are_all_to_hold_and_a_row_that_a_source_lacks_is_not_filtered_by_it():
    both = question("Q3", "F", "a b d", answers=LEVELS, array_filter="Q1; Q2")
    ticked = TICKED | {"Q2[a]": ["Y", "Y", ""], "Q2[b]": ["Y", "Y", "Y"]}
    shown = states([TOOLS, question("Q2", "M", "a b"), both], ticked)
    assert (shown["Q3[a]"], shown["Q3[b]"], shown["Q3[d]"]) == ([1, 0, 0], [0, 1, 0], [1, 1, 1])


def test_the_filter_of_the_source_filters_too():
    middle = question("Q2", "M", array_filter="Q1")
    last = question("Q3", "M", array_filter_exclude="Q2")
    shown = states([TOOLS, middle, last], TICKED | {"Q2[a]": ["Y", "", ""]})
    assert (shown["Q3[a]"], shown["Q3[b]"], shown["Q3[c]"]) == ([0, 0, 1], [0, 1, 0], [0, 0, 0])


def test_the_rows_of_a_grid_and_of_two_scales_are_filtered_whole():
    grid = question("Q2", ":", cells="x y", array_filter="Q1")
    scales = question("Q3", "1", answers=LEVELS, array_filter="Q1")
    shown = states([TOOLS, grid, scales], TICKED)
    assert shown["Q2[a_x]"] == shown["Q2[a_y]"] == shown["Q3[a][1]"] == shown["Q3[a][2]"] == [1, 0, 1]


@pytest.mark.parametrize(
    ("source", "answers"),
    [
        (question("Q1", "Q"), {"Q1[a]": ["oui", "", "x"]}),
        (question("Q1", "F", answers=LEVELS), {"Q1[a]": ["1", "", "2"]}),
        (question("Q1", ":", cells="x y"), {"Q1[a_x]": ["3", "", ""], "Q1[a_y]": ["", "", "0"]}),
        (
            question("Q1", ":", cells="x y", multiflexible_checkbox="1"),
            {"Q1[a_x]": ["Y", "N", ""], "Q1[a_y]": ["", "", "Y"]},
        ),
        (question("Q1", "P"), {"Q1[a]": ["Y", "", "Y"], "Q1[acomment]": ["", "sans cocher", ""]}),
        (
            question("Q1", "R", "", answers=(Answer("b", "B", 1), Answer("a", "A", 2))),
            {"Q1[1]": ["a", "b", "b"], "Q1[2]": ["", "", "a"]},
        ),
    ],
    ids=["texts", "array", "grid of numbers", "grid of boxes", "boxes with comments", "ranking"],
)
def test_any_question_with_rows_can_be_the_source(source, answers):
    shown = states([source, question("Q2", "M", "a", array_filter="Q1")], answers)
    assert shown["Q2[a]"] == [1, 0, 1]


def test_as_many_ranks_are_displayed_as_choices_are_left():
    choices = tuple(Answer(code, code, i) for i, code in enumerate("abc", start=1))
    shown = states(
        [TOOLS, question("Q2", "R", "", answers=choices, array_filter="Q1")],
        TICKED | {"Q1[c]": ["Y", "", ""]},
    )
    assert (shown["Q2[1]"], shown["Q2[2]"], shown["Q2[3]"]) == ([1, 1, 1], [1, 0, 0], [0, 0, 0])


def test_other_is_filtered_by_other():
    shown = states(
        [question("Q1", "M", other=True), question("Q2", "M", other=True, array_filter="Q1")],
        {"Q1[other]": ["une lettre", "", ""]},
    )
    assert shown["Q2[other]"] == [1, 0, 0]


def test_a_source_that_the_survey_lacks_filters_nothing():
    assert states([question("Q2", "M", array_filter="Q9")], {"Q2[a]": ["", "Y"]})["Q2[a]"] == [1, 1]


def test_a_column_finds_its_row_whatever_the_codes():
    odd = question("Q1", "P", "comment other a acomment", other=False)
    found = [
        (c.sub_question, row_of(c, odd)) for c in odd.columns if not c.sub_question.endswith("commentcomment")
    ]
    assert found[:4] == [
        ("comment", "comment"), ("other", "other"), ("othercomment", "other"), ("a", "a"),
    ]  # fmt: skip
    grid = question("Q2", ":", "a a_b", cells="x y_x")
    assert [row_of(c, grid) for c in grid.columns] == ["a", "a", "a_b", "a_b"]
