"""Several answers to one question: however the file codes them, the share is of those who were asked."""

from pathlib import Path
from typing import Any

import pytest
from deliveries import PEOPLE, counts, deliver, repeated
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from barometre_pipeline.errors import ConfigurationError
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
    "1_or_0_without_labels": (boxes(1.0, 0.0), {}),
    "1_or_2_without_labels": (boxes(1.0, 2.0), {}),
    "another_number_or_empty_without_labels": (boxes(5.0, None), {}),
    "y_or_empty_without_labels": (boxes("Y", ""), {}),
    "words_without_labels": (boxes("Oui", "Non"), {}),
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


@pytest.mark.parametrize("no", [None, 0.0])
def test_the_words_of_an_item_may_be_in_its_value_label_alone(tmp_path: Path, no: float | None) -> None:
    written = {} if no is None else {0: "Non"}
    values = {n: written | {1: word} for n, word in zip(LABELS, WORDS, strict=True)}
    poll = deliver(tmp_path, boxes(1.0, no), labels=dict.fromkeys(LABELS, "Quels usages ?"), values=values)
    assert shares(poll) == [(8, PEOPLE), (8, PEOPLE), (4, PEOPLE)]
    assert {next(iter(v.modalites.values())) for v in poll.variables} == {"Oui"}
    assert [(v.question, v.libelle, v.libelle_item) for v in poll.variables] == [
        ("Q3", "Quels usages ?", word) for word in WORDS
    ]


def test_how_a_multiple_choice_was_read_is_said(tmp_path: Path) -> None:
    cells, values = CODINGS["1_or_empty_labelled_yes"]
    (note,) = deliver(tmp_path, cells, labels=LABELS, values=values).avertissements
    assert "question Q3 : choix multiple" in note
    assert "tous les répondants, qu’ils aient coché ou non (20)" in note
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


YES_NO = {n: {1: "Oui", 2: "Non"} for n in LABELS}


def test_a_few_written_no_are_slips_of_a_coding_that_leaves_them_empty(tmp_path: Path) -> None:
    cells = boxes(1.0, None)
    cells["Q3_1"][1] = 2.0  # someone who ticks the second only
    poll = deliver(tmp_path, cells, labels=LABELS, values=YES_NO)
    assert shares(poll) == [(8, PEOPLE), (8, PEOPLE), (4, PEOPLE)]
    assert "1\u00a0cellule dit" in poll.avertissements[0]


def test_as_many_no_as_empty_cells_are_a_grid_whose_empty_cells_were_not_asked(tmp_path: Path) -> None:
    cells = {"Q3_1": repeated(1.0, 2.0, None, 2.0), "Q3_2": repeated(1.0, None, 2.0, 2.0)}
    poll = deliver(tmp_path, cells, labels=LABELS, values={n: YES_NO[n] for n in cells})
    assert [counts(poll, "Q3", i) for i in "12"] == [{"1": (5, 15), "2": (10, 15)}] * 2


def test_an_only_answer_beside_empty_cells_is_said_and_the_analyst_may_say_that_they_are_boxes(
    tmp_path: Path,
) -> None:
    delivery: dict[str, Any] = {"cells": {"Q5": repeated(1.0, None)}, "values": {"Q5": {1: "Oui", 2: "Non"}}}
    poll = deliver(tmp_path, **delivery)
    assert counts(poll, "Q5") == {"1": (10, 10), "2": (0, 10)}
    assert "10\u00a0cellules sont vides" in poll.avertissements[0]
    told = deliver(tmp_path, **delivery, described={"base_choix_multiples": {"Q5": "tous"}})
    assert counts(told, "Q5") == {"1": (10, 20), "2": (10, 20)}


@pytest.mark.parametrize("given", [True, False])
def test_do_not_know_beside_a_tick_is_neither(tmp_path: Path, given: bool) -> None:
    cells = boxes(1.0, None)
    if given:
        cells["Q3_1"][4] = 99.0
    poll = deliver(tmp_path, cells, labels=LABELS, values={n: {1: "Oui", 99: "Ne sait pas"} for n in LABELS})
    assert shares(poll) == [(8, PEOPLE), (8, PEOPLE), (4, PEOPLE)]


def test_the_base_that_is_told_leaves_out_who_gave_a_missing_code(tmp_path: Path) -> None:
    cells = boxes(1.0, None)
    for column in cells.values():
        column[4::5] = [9.0] * 4
    labels = {n: {1: "Oui", 9: "Refus"} for n in LABELS}
    poll = deliver(tmp_path, cells, labels=LABELS, values=labels, missing={n: [9] for n in LABELS})
    assert shares(poll) == [(8, 16), (8, 16), (4, 16)]
    assert "(16)" in poll.avertissements[0]


@pytest.mark.parametrize("label", ["Non posée", "Question non posée", "Not asked", "Filtré"])
def test_a_code_whose_label_says_not_asked_is_out_of_the_base(tmp_path: Path, label: str) -> None:
    values = {n: {1: "Oui", 0: "Non", 9: label} for n in ("Q3_1", "Q3_2")}
    cells = {"Q3_1": repeated(1.0, 0.0, 9.0, 0.0), "Q3_2": repeated(0.0, 1.0, 9.0, 1.0)}
    poll = deliver(tmp_path, cells, labels={n: LABELS[n] for n in cells}, values=values)
    assert [counts(poll, "Q3", i) for i in "12"] == [
        {"1": (5, 15), "0": (10, 15)},
        {"1": (10, 15), "0": (5, 15)},
    ]


def test_who_is_not_concerned_stays_in_the_base_and_it_is_said(tmp_path: Path) -> None:
    values = {"Q5": {1: "Oui", 2: "Non", 3: "Non concerné"}}
    poll = deliver(tmp_path, {"Q5": repeated(1.0, 2.0, 3.0, 3.0)}, values=values)
    assert counts(poll, "Q5")["1"] == (5, PEOPLE)
    assert "Non concerné" in poll.avertissements[0]


def test_a_base_said_of_what_is_no_choice_is_refused(tmp_path: Path) -> None:
    values = {"Q5": {1: "Rouge", 2: "Vert", 3: "Bleu"}}
    with pytest.raises(ConfigurationError, match="ne se lisent pas comme des cases"):
        deliver(
            tmp_path,
            {"Q5": repeated(1.0, 2.0)},
            values=values,
            described={"base_choix_multiples": {"Q5": "tous"}},
        )


def test_the_base_of_a_question_that_the_file_does_not_have_is_refused(tmp_path: Path) -> None:
    cells, values = CODINGS["1_or_empty_labelled_yes"]
    with pytest.raises(ConfigurationError, match="base_choix_multiples, Q33") as caught:
        deliver(
            tmp_path, cells, labels=LABELS, values=values, described={"base_choix_multiples": {"Q33": "tous"}}
        )
    assert "Q3" in caught.value.attendu


def test_a_box_that_nobody_ticked_has_no_tick_among_everyone(tmp_path: Path) -> None:
    labels = LABELS | {"Q3_4": "Quels usages ? – Paiement"}
    cells = boxes(1.0, None) | {"Q3_4": [float("nan")] * PEOPLE}
    poll = deliver(tmp_path, cells, labels=labels)
    assert counts(poll, "Q3", "4") == {"1": (0, PEOPLE), "0": (PEOPLE, PEOPLE)}


def test_numbers_and_texts_without_labels_are_no_boxes(tmp_path: Path) -> None:
    cells = {
        "Q3_1": repeated(1.0, 2.0), "Q3_2": repeated(2.0, 1.0), "Q4_1": repeated("Lyon", ""),
        "Q4_2": repeated("", "Brest"), "COMPLET": [1.0] * PEOPLE, "Q1": repeated(1.0, 2.0),
    }  # fmt: skip
    poll = deliver(tmp_path, cells, labels=LABELS, values={"Q1": {1: "Oui", 2: "Non"}})
    assert [v.nom for v in poll.variables] == ["Q1"]
    assert len(poll.avertissements) == 5


def test_a_set_of_words_is_read_by_what_they_say(tmp_path: Path) -> None:
    cells = {"A": repeated("Oui", "Non"), "B": repeated("Non", "Oui", "Non", "Non")}
    poll = deliver(tmp_path, cells, labels={"A": "Vélo", "B": "Bus"}, sets=["$modes=D3 Oui 7 Modes ? a b"])
    assert [v.libelle_item for v in poll.variables] == ["Vélo", "Bus"]
    assert [counts(poll, "modes", item)["Oui"] for item in "AB"] == [(10, 20), (5, 20)]


def test_a_variable_of_two_sets_is_read_once_and_it_is_said(tmp_path: Path) -> None:
    cells = {f"U{i}": column for i, column in enumerate(boxes(1.0, 0.0).values(), 1)}
    sets = ["$un=D1 1 2 Un u1 u2 u3", "$deux=D1 1 4 Deux u1 u2"]
    poll = deliver(tmp_path, cells, labels=dict(zip(cells, WORDS, strict=True)), sets=sets)
    assert [v.question for v in poll.variables] == ["un"] * 3
    assert any("ensemble deux : 2\u00a0variables sont absentes" in note for note in poll.avertissements)


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
@pytest.mark.parametrize(
    ("first", "second"),
    [("1ère réponse", "2e réponse"), ("En premier ?", "Et ensuite ?"), ("Cité en premier", "Autres cités")],
)
def test_successive_mentions_are_counted_once_per_answer(
    tmp_path: Path, sets: list[str], first: str, second: str
) -> None:
    labels = {"Q3_1": f"Quels usages ? – {first}", "Q3_2": f"Quels usages ? – {second}"}
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
