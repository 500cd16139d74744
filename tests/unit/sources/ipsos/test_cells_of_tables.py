"""What one cell of an institute's workbook says."""

import time

import pytest

from barometre_pipeline.sources.ipsos.spreadsheet import Sheet


@pytest.mark.parametrize("text", ["x" * 5000, "1 " + "x" * 5000, "A, " * 2000 + "!", "(n=" + "1 " * 2000])
def test_a_long_text_in_a_cell_is_told_from_a_number_at_once(text: str) -> None:
    sheet = Sheet("Q1", {(1, 1): text + "\u00e9"}, frozenset(), 1, 1)
    begun = time.process_time()
    assert sheet.value(1, 1) is None
    assert not sheet.is_letters(1, 1)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("cell", [10**30, 1e300, "9" * 30, "1" + " 000" * 6])
def test_a_number_too_large_to_count_anybody_is_no_number(cell: object) -> None:
    assert Sheet("Q1", {(1, 1): cell}, frozenset(), 1, 1).value(1, 1) is None
