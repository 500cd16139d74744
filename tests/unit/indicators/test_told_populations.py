"""Populations that cross the strates are told where their counts, and what they leave of others, are not few."""

import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.indicators.answer_sets import AnswerSet, Question
from barometre_pipeline.indicators.told_populations import tell_populations
from barometre_pipeline.vocabulary import REGLE_SERIES

KEY = ("projet_ia", "engage", REGLE_SERIES)
WHOLE, PART, OTHER = (
    ("ensemble", "", ""),
    ("engage_ia", "reponse", "engage_ia"),
    ("prevu_ia", "reponse", "prevu_ia"),
)


def told(counts):
    """Say which of these rows, (n, base) by place, are told; the whole is."""
    places = {place: (i, *count) for i, (place, count) in enumerate(counts.items())}
    found = {0: (True, "", True)}
    tell_populations({KEY: places}, found, load_catalogue(), {})
    return {place: found[row[0]][0] for place, row in places.items()}


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ((40, 90), True),
        ((3, 90), False),  # few are counted
        ((87, 90), False),  # few are not
        ((98, 150), False),  # few are left in the rest: 100 - 98
        ((60, 157), False),  # few of the others are left in the rest
        ((0, 90), True),
    ],
)
def test_a_part_is_told_where_neither_it_nor_the_rest_is_few(part, expected):
    assert told({WHOLE: (100, 200), PART: part})[PART] is expected


def test_of_two_parts_the_second_is_not_told_where_what_is_left_of_the_whole_is_few():
    found = told({WHOLE: (100, 200), PART: (60, 120), OTHER: (38, 60)})
    assert (found[PART], found[OTHER]) == (True, False)


def told_together(counts, known=()):
    """Say which answers of one question are told of a part: n by answers, on a base of 100."""
    sets = {("i", "+".join(a)): AnswerSet(Question("q", frozenset(a)), None, False) for a in counts}
    keys = {a: ("i", "+".join(a), "sans_reponse_incluses") for a in counts}
    values = {keys[a]: {PART: (place, n, 100)} for place, (a, n) in enumerate(counts.items())}
    for place, (a, n) in enumerate(known, start=1000):
        values[keys[a]][WHOLE] = (place, n, 250)
    found = dict.fromkeys(range(1000, 1000 + len(known)), (True, "", True))
    tell_populations(values, found, load_catalogue(), sets)
    return {"+".join(a): found[place][0] for place, a in enumerate(counts)}


def test_an_answer_told_with_another_that_holds_it_would_tell_the_few_between_them():
    assert told_together({("a", "b"): 30, ("a",): 27}) == {"a+b": True, "a": False}
    assert told_together({("a", "b"): 30, ("a",): 20}) == {"a+b": True, "a": True}


def test_several_answers_told_would_tell_the_few_who_gave_none_of_them():
    assert told_together({("a",): 40, ("b",): 30, ("c",): 27}) == {"a": True, "b": True, "c": False}


def test_what_two_answers_leave_of_a_part_is_held_against_what_they_leave_of_the_whole():
    """Of everybody 40 gave b alone, and 38 of this part: the two others would be known."""
    whole = [(("a", "b"), 90), (("a",), 50)]
    assert told_together({("a", "b"): 58, ("a",): 20}, whole) == {"a+b": True, "a": False}
