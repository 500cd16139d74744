"""Exports that ``tools.exports`` writes from structures of many shapes: every form gives back what was put in.

What a form loses is said by its writer (``expected``), and nowhere here.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from made_surveys import structures
from reader_survey import SHARED

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey import read_extract, read_structure
from barometre_pipeline.sources.limesurvey.model import Extract, Questionnaire
from tools.exports.answers import Response, draw
from tools.exports.columns import Column, columns_of
from tools.exports.files import delimited, table_of, write
from tools.exports.forms import FORMS, Form, columns_written, expected
from tools.exports.structure import Survey, read

SHAPES = {tuple(q.kind for q in read(path).questions): path for path in sorted(SHARED.glob("**/*.lss"))}
STRUCTURES = sorted(SHAPES.values())  # one of each shape
RESPONSES = 12
TELLS_SHOWN = ("vv", "lsa")
CUT = ("stata", "sps")  # forms that cut long texts and squeeze spaces


def walked(structure: Path, forms: Sequence[Form], folder: Path) -> None:
    """Write the responses of a survey in each form, and hold what is read against them."""
    survey, questionnaire = read(structure), read_structure(structure, structure.name)
    for in_one in (False, True):
        columns = columns_of(survey, rankings_in_one=in_one)
        responses = draw(survey, columns, RESPONSES, seed=len(columns))
        for form in (
            form for form in in_languages(forms, survey) if ("one ranking" in form.quirks) == in_one
        ):
            path = write(form, survey, columns, responses, folder)
            extract = read_extract(path, questionnaire, form.name)
            compared(form, survey, columns, responses, extract, questionnaire)


def in_languages(forms: Sequence[Form], survey: Survey) -> list[Form]:
    """Return the forms, those in full in each language of the survey."""
    translated = [
        form for form in forms if (form.headings, form.answers) in (("full", "long"), ("abbreviated", "long"))
    ]
    return [*forms, *(replace(form, language=own) for own in survey.languages[1:] for form in translated)]


def compared(
    form: Form,
    survey: Survey,
    columns: Sequence[Column],
    responses: Sequence[Response],
    extract: Extract,
    questionnaire: Questionnaire,
) -> None:
    assert extract.system["id"].tolist() == [response.id for response in responses], form.name
    assert not extract.misread, (form.name, extract.misread)
    read_columns: set[str] = set()
    for column in columns_written(form, survey, columns).values():
        cells = [response.cells[column.code] for response in responses]
        if column.role == "ranking":
            ranks = [c.code for c in questionnaire.by_code[column.question.code].columns]
            read_columns |= set(ranks)
            found = list(
                extract.values.reindex(columns=ranks).astype("object").fillna("").to_numpy().tolist()
            )
            put_in = [json.loads(cell or "[]")[: len(ranks)] for cell in cells]
            assert found == [[*own, *[""] * (len(ranks) - len(own))] for own in put_in], (
                form.name,
                column.code,
            )
            continue
        read_columns.add(column.code)
        wanted = [expected(form, survey, column, cell) for cell in cells]
        found = [as_read(form, column, value) for value in extract.values[column.code]]
        kept = [value if want is not None else None for value, want in zip(found, wanted, strict=True)]
        assert kept == wanted, (form.name, column.code)
        excluding = "exclude_all_others" in column.question.attributes  # a ticked box then hides the others
        if (
            form.container in TELLS_SHOWN
            and not excluding
            and column.role
            in (
                "one",
                "box",
                "tick",
                "text",
                "other",
                "comment",
            )
        ):
            shown = extract.shown[column.code].tolist()
            assert shown == [int(cell is not None) for cell in cells], (form.name, column.code)
    assert set(extract.values.columns) == read_columns, form.name


def as_read(form: Form, column: Column, value: object) -> str:
    """Return a value read, as the writer words it; an unticked box is an empty cell."""
    text = "" if pd.isna(value) else str(value)
    if column.role in ("box", "tick"):
        return {"Y": "1" if column.role == "tick" else "Y"}.get(text, "")
    return (
        " ".join(text.split())[:200] if form.container in CUT and column.role not in ("one", "rank") else text
    )


@pytest.mark.parametrize(
    "structure", STRUCTURES or [None], ids=lambda path: path.parents[3].name if path else "absent"
)
def test_every_form_of_a_shared_structure_gives_back_what_was_put_in(structure, tmp_path):
    if structure is None:
        pytest.skip("structures de référence absentes")
    walked(structure, FORMS, tmp_path)


MADE = settings(
    max_examples=8, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


@MADE
@given(structures())
def test_every_form_of_a_made_structure_gives_back_what_was_put_in(tmp_path, text):
    path = tmp_path / "made.lss"
    path.write_text(text, encoding="utf-8")
    walked(path, FORMS, tmp_path)


TOUCHED = [
    form
    for form in FORMS
    if form.name in ("code_short.csv", "full_long.csv", "abbreviated_short.csv", "lower.csv")
]


@pytest.mark.parametrize("how", ["moved", "blocks", "shuffled", "dropped"])
@MADE
@given(structures(), st.randoms(use_true_random=False))
def test_columns_moved_or_left_out_are_read_right_or_refused(tmp_path, how, text, dice):
    path = tmp_path / "made.lss"
    path.write_text(text, encoding="utf-8")
    survey, questionnaire = read(path), read_structure(path, "made.lss")
    columns = columns_of(survey)
    responses = draw(survey, columns, RESPONSES, seed=1)
    for form in TOUCHED:
        headings, rows = table_of(form, survey, columns, responses)
        order = touched(len(headings), how, dice)
        moved = [headings[i] for i in order], [[row[i] for i in order] for row in rows]
        file = tmp_path / form.name
        file.write_bytes(delimited(form, survey, moved))
        try:
            extract = read_extract(file, questionnaire, form.name)
        except InputError:
            continue
        shared = {heading for heading in headings if headings.count(heading) > 1}  # exchanged, nothing tells
        for column, heading in zip(columns, headings[len(headings) - len(columns) :], strict=True):
            if column.code in extract.values and (heading not in shared or how == "dropped"):
                cells = (expected(form, survey, column, r.cells[column.code]) for r in responses)
                found = (as_read(form, column, value) for value in extract.values[column.code])
                assert all(want in (None, got) for want, got in zip(cells, found, strict=True)), (
                    form.name,
                    column.code,
                )


def touched(size: int, how: str, dice: random.Random) -> list[int]:
    """Return the positions of the columns of a file that somebody rearranged."""
    order = list(range(size))
    if how == "shuffled":
        dice.shuffle(order)
    elif how == "blocks":
        first, last = sorted(dice.sample(range(size + 1), 2))
        order = [*order[:first], *order[last:], *order[first:last]]
    elif how == "moved":
        order.insert(dice.randrange(size), order.pop(dice.randrange(size)))
    else:
        order = order[:1] + [i for i in order[1:] if dice.random() < 0.8]
    return order
