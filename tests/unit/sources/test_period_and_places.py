"""What a YAML says of days and of files, whichever source it is about: in order, and within the raw data."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from barometre_pipeline.path_names import within_raw
from barometre_pipeline.sources.ipsos.config import PollMethod
from barometre_pipeline.sources.period import Period

DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))
GAPS = st.integers(0, 4000).map(timedelta)


@pytest.mark.parametrize("kind", [Period, PollMethod])
@given(day=DAYS, gap=GAPS)
def test_days_in_order_are_read_and_an_end_before_its_beginning_is_refused(
    kind: type[Period], day: date, gap: timedelta
) -> None:
    assert kind(debut=day, fin=day + gap).fin == day + gap
    assert kind(fin=day).debut is None
    if gap:
        with pytest.raises(ValidationError, match="avant de commencer"):
            kind(debut=day + gap, fin=day)


@pytest.mark.parametrize(
    "name", ["a.csv", "sous/a.csv", "../a.csv", "../ipsos/a.csv", "./x/../a.csv", "..a/b.csv"]
)
def test_a_file_of_the_raw_data_may_be_named(name: str) -> None:
    assert within_raw(name) == name


@pytest.mark.parametrize("name", ["/etc/passwd", "../../../etc/passwd", "x/../../../../a", "//a", "../../.."])
def test_a_file_of_elsewhere_may_not(name: str) -> None:
    with pytest.raises(ValueError, match="hors du dossier"):
        within_raw(name)
