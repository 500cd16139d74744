"""Several answers to one question: however the file codes them, the share is of those who were asked."""

from pathlib import Path
from typing import Any

import pytest
from deliveries import PEOPLE, counts, deliver, repeated
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from barometre_pipeline.vocabulary import NON_POSEE

# Of five people, two tick the first use, two the second, one the third, one none: 8, 8 and 4 of twenty.
TICKS = [(True, False, False), (False, True, False), (True, True, False), (False, False, True), (False,) * 3]
WORDS = ["Démarches", "Information", "Signalement"]
LABELS = {f"Q3_{i}": f"Quels usages ? – {word}" for i, word in enumerate(WORDS, 1)}


def boxes(yes: Any, no: Any, own: bool = False) -> dict[str, list[Any]]:
    return {
        f"Q3_{i}": repeated(*((i if own else yes) if ticked[i - 1] else no for ticked in TICKS))
        for i in (1, 2, 3)
    }


def shares(poll: Any) -> list[tuple[int, int]]:
    """Return n and base of the ticked state of each item."""
    ticked = {v.sous_question: next(iter(v.modalites)) for v in poll.variables if v.question == "Q3"}
    return [counts(poll, "Q3", str(i))[ticked[str(i)]] for i in (1, 2, 3)]


CODINGS = {
    "1_or_empty_labelled_yes": (boxes(1.0, None), {n: {1: "Oui"} for n in LABELS}),
    "1_or_empty_labelled_with_its_item": (boxes(1.0, None), {f"Q3_{i}": {1: w} for i, w in enumerate(WORDS, 1)}),
    "1_or_empty_labelled_both": (boxes(1.0, None), {n: {0: "Non coché", 1: "Coché"} for n in LABELS}),
    "1_or_0_labelled_yes_only": (boxes(1.0, 0.0), {n: {1: "Oui"} for n in LABELS}),
    "1_or_2_labelled_yes_only": (boxes(1.0, 2.0), {n: {1: "Oui"} for n in LABELS}),
    "1_or_0_labelled_no_only": (boxes(1.0, 0.0), {n: {0: "Not selected"} for n in LABELS}),
    "1_or_0_in_english": (boxes(1.0, 0.0), {n: {1: "Selected", 0: "Not selected"} for n in LABELS}),
    "1_or_2_labelled_both": (boxes(1.0, 2.0), {n: {1: "Oui", 2: "Non"} for n in LABELS}),
    "1_or_empty_without_labels": (boxes(1.0, None), {}),
    "own_code_labelled_with_its_item": (
        boxes(None, None, own=True), {f"Q3_{i}": {i: w} for i, w in enumerate(WORDS, 1)},
    ),
    "own_code_labelled_with_the_whole_list": (
        boxes(None, None, own=True), {n: dict(enumerate(WORDS, 1)) for n in LABELS},
    ),
    "letters_or_empty": (boxes("X", ""), {n: {"X": "Cité"} for n in LABELS}),
}  # fmt: skip


@pytest.mark.parametrize("coding", CODINGS)
def test_a_box_left_empty_is_not_ticked_and_stays_in_the_base(tmp_path: Path, coding: str) -> None:
    cells, values = CODINGS[coding]
    poll = deliver(tmp_path, cells, labels=LABELS, values=values)
    assert shares(poll) == [(8, PEOPLE), (8, PEOPLE), (4, PEOPLE)]
    assert {v.libelle for v in poll.variables} == {"Quels usages ?"}
    assert [v.libelle_item for v in poll.variables] == WORDS


def test_the_words_of_an_item_may_be_in_its_value_label_alone(tmp_path: Path) -> None:
    cells, values = CODINGS["1_or_empty_labelled_with_its_item"]
    poll = deliver(tmp_path, cells, labels=dict.fromkeys(LABELS, "Quels usages ?"), values=values)
    assert [(v.question, v.libelle, v.libelle_item) for v in poll.variables] == [
        ("Q3", "Quels usages ?", word) for word in WORDS
    ]


def test_how_a_multiple_choice_was_read_is_said(tmp_path: Path) -> None:
    cells, values = CODINGS["1_or_empty_labelled_yes"]
    (note,) = deliver(tmp_path, cells, labels=LABELS, values=values).avertissements
    assert "question Q3 : choix multiple" in note
    assert "les 20 répondants" in note
    assert "base_choix_multiples" in note


def test_the_analyst_says_who_was_asked(tmp_path: Path) -> None:
    cells, values = CODINGS["1_or_empty_labelled_yes"]
    described = {"base_choix_multiples": {"Q3": "cochants"}}
    poll = deliver(tmp_path, cells, labels=LABELS, values=values, described=described)
    assert shares(poll) == [(8, 16), (8, 16), (4, 16)]
    assert poll.sondes is not None
    assert poll.sondes["Q3_1"].tolist().count(NON_POSEE) == 4


def test_where_none_of_these_may_be_ticked_an_empty_row_was_not_asked(tmp_path: Path) -> None:
    cells = boxes(1.0, None) | {"Q3_4": repeated(None)}
    cells["Q3_4"][4] = 1.0  # one of the four who tick nothing else says so
    labels = LABELS | {"Q3_4": "Quels usages ? – Aucun de ceux-là"}
    poll = deliver(tmp_path, cells, labels=labels, values={n: {1: "Oui"} for n in labels})
    assert counts(poll, "Q3", "1")["1"] == (8, 17)
    assert counts(poll, "Q3", "4")["1"] == (1, 17)


def test_a_filter_is_not_taken_for_boxes_left_empty(tmp_path: Path) -> None:
    cells = {n: repeated(1.0, 1.0, None, None) for n in LABELS}
    poll = deliver(tmp_path, cells, labels=LABELS, values={n: {1: "Oui", 2: "Non"} for n in LABELS})
    assert counts(poll, "Q3", "1") == {"1": (10, 10), "2": (0, 10)}


def test_a_set_declared_dichotomous_needs_no_label(tmp_path: Path) -> None:
    cells = {f"USAGE{i}": column for i, column in enumerate(boxes(2.0, None).values(), 1)}
    labels = {f"USAGE{i}": word for i, word in enumerate(WORDS, 1)}
    poll = deliver(
        tmp_path, cells, labels=labels, sets=["$usages=D1 2 14 Quels usages ? usage1 usage2 usage3"]
    )
    ticked = [counts(poll, v.question, v.sous_question)["2"] for v in poll.variables]
    assert ticked == [(8, 20), (8, 20), (4, 20)]
    assert {v.question for v in poll.variables} == {"usages"}
    assert [v.libelle_item for v in poll.variables] == WORDS


MENTIONS = {"Q3_1": repeated(1.0, 2.0, 1.0, 3.0, None), "Q3_2": repeated(None, None, 2.0, None, None)}


@pytest.mark.parametrize(
    "sets", [["$Q3=C 14 Quels usages ? q3_1 q3_2"], []], ids=["declared", "recognised"]
)  # fmt: skip
def test_successive_mentions_are_counted_once_per_answer(tmp_path: Path, sets: list[str]) -> None:
    labels = {"Q3_1": "Quels usages ? – 1ère réponse", "Q3_2": "Quels usages ? – 2e réponse"}
    values = {n: dict(enumerate(WORDS, 1)) for n in labels}
    poll = deliver(tmp_path, MENTIONS, labels=labels, values=values, sets=sets)
    assert shares(poll) == [(8, PEOPLE), (8, PEOPLE), (4, PEOPLE)]
    assert [v.libelle_item for v in poll.variables] == WORDS


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(*[st.booleans()] * 3), min_size=PEOPLE, max_size=PEOPLE).filter(
        lambda t: any(map(any, t))
    )
)
def test_whoever_ticks_what_each_box_counts_its_ticks_among_everyone(
    tmp_path: Path, ticks: list[tuple[bool, bool, bool]]
) -> None:
    cells = {f"Q3_{i}": [1.0 if t[i - 1] else None for t in ticks] for i in (1, 2, 3)}
    poll = deliver(tmp_path, cells, labels=LABELS, values={n: {1: "Oui"} for n in LABELS})
    assert shares(poll) == [(sum(t[i] for t in ticks), PEOPLE) for i in range(3)]
