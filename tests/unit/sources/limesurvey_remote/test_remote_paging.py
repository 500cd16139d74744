"""Cutting the ids into pages and joining the pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.sources.limesurvey.remote.errors import StructureChangedError, TruncatedAnswerError
from barometre_pipeline.sources.limesurvey.remote.paging import (
    check_page,
    fingerprint,
    join_pages,
    plan_pages,
    read_inventory,
)

IDS = st.lists(st.integers(1, 300), unique=True, min_size=1, max_size=60).map(sorted)
BOM = "\ufeff"


def export(*ids: int, heading: str = '"id";"Q1"', text: str = "a\nb") -> bytes:
    rows = "".join(f'"{i}";"{text}"\r\n' for i in ids)
    return f"{BOM}{heading}\r\n{rows}\r\n".encode()


@given(IDS, st.integers(1, 20), st.data())
def test_every_response_is_in_exactly_one_page(ids, size, data):
    first = plan_pages(ids, (), size)
    kept = data.draw(st.lists(st.sampled_from(first), unique=True))
    # Another page size, as after a restart with other options.
    planned = plan_pages(ids, kept, data.draw(st.integers(1, 20)))
    for i in ids:
        assert sum(i in p for p in (*kept, *planned)) == 1


@given(IDS, st.integers(1, 20))
def test_no_page_is_larger_than_asked_and_pages_are_as_few_as_possible(ids, size):
    pages = plan_pages(ids, (), size)
    assert all(1 <= sum(i in p for i in ids) <= size for p in pages)
    assert len(pages) == -(-len(ids) // size)


@given(IDS, st.integers(1, 20))
def test_joined_pages_equal_the_export_in_one_piece(ids, size):
    pages = [export(*(i for i in ids if i in p)) for p in plan_pages(ids, (), size)]
    assert join_pages(pages) == export(*ids)


def test_pages_with_other_columns_are_not_joined():
    with pytest.raises(StructureChangedError):
        join_pages([export(1), export(2, heading='"id";"Q2"')])


@pytest.mark.parametrize("cut", range(1, 40, 3))
def test_cut_page_is_never_accepted(cut):
    with pytest.raises(TruncatedAnswerError):
        check_page(export(1, 2, 3)[:-cut], [1, 2, 3]) if cut > 4 else check_page(
            export(1, 2)[: -cut - 4], [1, 2]
        )


def test_page_without_an_announced_response_is_refused():
    with pytest.raises(TruncatedAnswerError, match="1\u00a0réponse reçue au lieu de 2"):
        check_page(export(1), [1, 2])


def test_inventory_of_no_response_is_empty():
    assert read_inventory(b"\r\n") == ()


def test_any_change_of_a_response_changes_the_fingerprint():
    def inventory(submitted: str, page: str) -> str:
        heading = f'{BOM}"id";"submitdate";"datestamp";"lastpage"'
        text = f'{heading}\r\n"4";"{submitted}";"2031-01-02 03:04:05";"{page}"\r\n\r\n'
        return fingerprint(read_inventory(text.encode()))

    assert len({inventory("", "1"), inventory("", "2"), inventory("2031-01-02 03:04:05", "2")}) == 3


def test_last_day_ignores_the_date_of_undated_surveys():
    text = f'{BOM}"id";"submitdate";"datestamp";"lastpage"\r\n"4";"1980-01-01 00:00:00";;"2"\r\n\r\n'
    (entry,) = read_inventory(text.encode())
    assert entry.complete and entry.last_day == ""
