"""Populations that cross the strates are told where their counts, and what they leave of others, are not few."""

import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
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
    tell_populations({KEY: places}, found, load_catalogue())
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
