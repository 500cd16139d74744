"""edition_b against edition_a of the real exports: every line of the README's table « What differs ».

B is the previous edition (2025), A the new one (2026).
"""

import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from barometre_pipeline.editions.pairing import (
    THRESHOLD,
    Pairing,
    PairingReason,
    QuestionPair,
    pair_questionnaires,
)
from barometre_pipeline.editions.pairing_items import (
    ItemPair,
    State,
    answers_of,
    misleading_codes,
    pair_items,
)
from barometre_pipeline.sources.limesurvey import read_structure

SHARED = Path(__file__).parents[4] / "shared" / "limesurvey" / "642"
COMMON = {
    "G01Q01",
    "G01Q02",
    "G01Q03",
    "G01Q04",
    "G01Q05",
    "G01Q07",
    "G01Q08",
    "G02Q03",
    "G02Q04",
    "G02Q07",
    "G03Q01",
    "G03Q02",
    "G04Q01",
    "G04Q02",
    "G04Q06",
    "G05Q04",
}
NEW = {
    "G01Q06",
    "G01Q09",
    "G01Q10",
    "G01Q11",
    "G02Q05",
    "G02Q06",
    "G02Q08",
    "G03Q03",
    "G03Q04",
    "G03Q05",
    "G03Q06",
    "G04Q03",
    "G04Q04",
    "G04Q05",
    "G04Q07",
    "G04Q08",
    "G05Q01",
    "G05Q02",
    "G05Q03",
    "G05Q05",
    "G05Q06",
    "G06Q01",
    "G06Q02",
    "G06Q03",
}


def _of_before(pairing: Pairing, code: str) -> QuestionPair:
    return next(m for m in pairing.questions if any(q.code == code for q in m.before))


def _of_after(pairing: Pairing, code: str) -> QuestionPair:
    return next(m for m in pairing.questions if any(q.code == code for q in m.after))


def structure(edition: str, survey: int):
    path = SHARED / f"edition_{edition}" / "structure" / f"survey_{survey}.lss"
    if not path.is_file():
        pytest.skip("../shared/limesurvey est absent")
    return read_structure(path, path.name)


@pytest.fixture(scope="module")
def found() -> Pairing:
    return pair_questionnaires(structure("b", 482025), structure("a", 482026))


def taken(matches: tuple[ItemPair, ...]) -> dict[str, tuple[str, ...]]:
    return {o.code: tuple(n.code for n in m.after) for m in matches if m.taken for o in m.before}


def codes(matches: tuple[ItemPair, ...], state: State) -> list[str]:
    return [i.code for m in matches if m.state is state for i in (m.after or m.before)]


def test_department_or_region_is_split_and_ao04_means_something_else(found):
    answers = _of_after(found, "G01Q03").answers
    assert taken(answers)["AO03"] == ("AO03", "AO04")
    assert taken(answers)["AO04"] == ("AO05",)
    assert [m.state for m in answers if "AO03" in [o.code for o in m.before]] == [State.SPLIT]
    assert ("AO04", "Syndicat mixte", "Une région") in [
        (o.code, o.text, n.text) for o, n in misleading_codes(answers)
    ]


def test_municipalities_and_groupings_are_reworded(found):
    answers = _of_after(found, "G01Q03").answers
    assert taken(answers)["AO01"] == ("AO01",) and taken(answers)["AO02"] == ("AO02",)
    assert {"AO01", "AO02"} <= set(codes(answers, State.REWORDED))


def test_strategy_and_its_detail_are_renamed(found):
    for old, new in (("G02Q10", "G02Q01"), ("G02Q11", "G02Q02")):
        match = _of_before(found, old)
        assert match.equal and match.recoded and match.after[0].code == new


def test_repeated_wording_is_told_apart_by_its_condition(found):
    """« Précisez : » is in A twice; only one is asked of those who have a strategy."""
    assert _of_before(found, "G02Q11").evidence[PairingReason.CONDITION] == 1
    assert _of_after(found, "G03Q04").state is State.NEW


def test_answer_in_progress_has_no_certain_equal(found):
    answers = _of_after(found, "G02Q03").answers
    assert taken(answers) == {"Oui": ("Oui",), "Non": ("Non",)}
    assert [(m.before[0].code, m.after[0].code) for m in answers if m.state is State.DOUBTFUL] == [
        ("EnC", "Proj")
    ]
    assert codes(answers, State.NEW) == ["NSP"]


def test_boxes_that_changed_code_follow_their_wording(found):
    rows = _of_after(found, "G02Q04").rows
    assert taken(rows)["SQ006"] == ("SQ004",) and taken(rows)["SQ098"] == ("SQ099",)
    assert codes(rows, State.NEW) == ["SQ005"]


def test_array_has_two_more_rows_and_recoded_reworded_answers(found):
    match = _of_after(found, "G02Q07")
    assert taken(match.rows) == {f"SQ00{n}": (f"SQ00{n}",) for n in range(1, 9)}
    assert codes(match.rows, State.NEW) == ["SQ009", "SQ010"]
    # Each answer is either taken with its wording or left to a person, never paired with another.
    assert {(m.before[0].code, m.after[0].code) for m in match.answers} == {
        (f"A{n}", f"AO0{n}") for n in range(1, 5)
    }
    assert {m.state for m in match.answers} == {State.REWORDED, State.DOUBTFUL}


def test_open_data_portal_is_gone(found):
    assert [m.before[0].code for m in found.questions if m.state is State.GONE] == ["G02Q09"]


def test_charter_row_is_new(found):
    rows = _of_after(found, "G03Q01").rows
    assert taken(rows) == {c: (c,) for c in ("SQ001", "SQ003", "SQ004")}
    assert codes(rows, State.NEW) == ["SQ002"]


def test_fifth_obstacle_is_new(found):
    answers = _of_after(found, "G03Q02").answers
    assert taken(answers) == {f"FR{n}": (f"FR{n}",) for n in range(1, 5)}
    assert codes(answers, State.NEW) == ["FR5"]


def test_incident_list_became_a_yes_no_question(found):
    match = _of_after(found, "G04Q01")
    assert match.retyped and (match.before[0].type, match.after[0].type) == ("L", "Y")
    assert taken(match.answers) == {"Oui": ("Y",), "Non": ("N",)}
    assert codes(match.answers, State.GONE) == ["NSP"]


def test_other_incident_is_gone_though_its_code_lives_on(found):
    rows = _of_after(found, "G04Q02").rows
    assert "SQ004" not in taken(rows)
    assert set(codes(rows, State.NEW)) == {"SQ004", "SQ005"}
    assert [o.code for o, _ in misleading_codes(rows)] == ["SQ004"]


def test_remarks_became_a_huge_text(found):
    match = _of_after(found, "G05Q04")
    assert match.equal and (match.before[0].type, match.after[0].type) == ("T", "U")


def test_all_that_the_table_calls_new_is_new_and_the_rest_is_matched_to_its_own_code(found):
    new = {m.after[0].code for m in found.questions if m.state is State.NEW}
    assert new == NEW | {"G01Q00"}  # G01Q00 only shows a text
    assert {m.after[0].code for m in found.questions if m.equal and not m.recoded} == COMMON


def test_nothing_below_the_threshold_is_taken_as_equal(found):
    assert all(m.confidence >= THRESHOLD for m in found.questions if m.equal)
    assert all(i.confidence >= THRESHOLD for m in found.questions for i in m.items if i.taken)


def test_threshold_of_one_takes_only_what_is_word_for_word_the_same():
    strict = pair_questionnaires(structure("b", 482025), structure("a", 482026), 1.0)
    assert not any(m.equal for m in strict.questions)


@pytest.mark.parametrize(("edition", "survey"), [("a", 482026), ("b", 482025)])
def test_questionnaire_is_identical_to_itself(edition, survey):
    same = structure(edition, survey)
    assert {m.state for m in pair_questionnaires(same, same).questions} == {State.IDENTICAL}


def test_the_other_way_round_splits_are_merges_and_new_is_gone(found):
    back = pair_questionnaires(structure("a", 482026), structure("b", 482025))
    there = {(m.before[0].code, m.after[0].code) for m in found.questions if m.equal}
    assert {(m.after[0].code, m.before[0].code) for m in back.questions if m.equal} == there
    merged = [m for m in _of_after(back, "G01Q03").answers if m.state is State.MERGED]
    assert [(tuple(o.code for o in m.before), m.after[0].code) for m in merged] == [
        (("AO03", "AO04"), "AO03")
    ]


@pytest.mark.parametrize("seed", range(3))
def test_renaming_every_code_loses_no_question(seed):
    """All question codes drawn again, conditions with them: wordings, answers and conditions suffice."""
    before = structure("a", 482026)
    fresh = [f"Z{n:02d}" for n in range(len(before.questions))]
    random.Random(seed).shuffle(fresh)
    renamed = dict(zip(before.by_code, fresh, strict=True))
    pattern = re.compile("|".join(sorted(renamed, key=len, reverse=True)))
    after = replace(
        before,
        questions=tuple(
            replace(q, code=renamed[q.code], relevance=pattern.sub(lambda m: renamed[m[0]], q.relevance))
            for q in before.questions
        ),
    )
    found = pair_questionnaires(before, after)
    assert {m.before[0].code: m.after[0].code for m in found.questions if m.equal} == renamed


def test_permuting_the_codes_of_answers_permutes_the_mapping():
    before = structure("a", 482026)
    for question in before.questions:
        texts = [a.text for a in question.answers]
        if question.type not in "L!R" or len(set(texts)) < len(texts):
            continue
        turned = [*question.answers[1:], question.answers[0]]
        answers = tuple(replace(a, code=t.code) for a, t in zip(question.answers, turned, strict=True))
        matches = pair_items(answers_of(question), answers_of(replace(question, answers=answers)), THRESHOLD)
        expected = {a.code: (t.code,) for a, t in zip(question.answers, turned, strict=True)}
        assert {k: v for k, v in taken(matches).items() if k != "-oth-"} == expected
