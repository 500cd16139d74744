"""Days and months have one order in a file, told by all its dates; a wave keeps what its own file tells."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader_survey import LSS, csv_bytes, read

from barometre_pipeline.sources.limesurvey import read_folder
from barometre_pipeline.sources.limesurvey.moments import read_moments

DATED = ["id", "submitdate", "lastpage", "startlanguage", "startdate", "Q1"]


def row(number: int, sent: str, started: str = "") -> list[str]:
    return [str(number), sent, "2", "fr", started, "A1"]


@pytest.mark.parametrize(
    ("started", "sent"),
    [("03/25/2030 10:00", "2030-04-03 10:00:00"), ("25/03/2030 10:00", "2030-03-04 10:00:00")],
)
def test_one_date_of_a_file_tells_the_order_of_all(tmp_path, started, sent):
    extract = read(tmp_path, csv_bytes([DATED, row(1, "04/03/2030 10:00", started)]))
    assert extract.system["submitdate"].tolist() == [sent]


def test_a_column_that_tells_its_own_order_keeps_it(tmp_path):
    rows = [row(1, "28/03/2030", "03/25/2030"), row(2, "03/04/2030", "03/04/2030")]
    system = read(tmp_path, csv_bytes([DATED, *rows])).system
    assert [text[:10] for text in system["submitdate"]] == ["2030-03-28", "2030-04-03"]
    assert [text[:10] for text in system["startdate"]] == ["2030-03-25", "2030-03-04"]


def test_each_wave_keeps_the_order_that_its_file_tells(tmp_path: Path):
    home = tmp_path / "2030" / "limesurvey"
    home.mkdir(parents=True)
    shutil.copy(LSS, home / "survey.lss")
    (home / "v1.csv").write_bytes(csv_bytes([DATED, row(1, "28/03/2030"), row(2, "03/04/2030")]))
    (home / "v2.csv").write_bytes(csv_bytes([DATED, row(3, "03/28/2030"), row(4, "03/04/2030")]))
    sent = read_folder(home, tmp_path).system["submitdate"]
    assert [text[:10] for text in sent] == ["2030-03-28", "2030-04-03", "2030-03-28", "2030-03-04"]


@given(st.lists(st.datetimes(datetime(2001, 1, 1), datetime(2040, 1, 1)), min_size=1), st.booleans())
def test_dates_of_a_whole_month_are_read_in_either_order(moments, month_first):
    written = "%m/%d/%Y" if month_first else "%d/%m/%Y"
    moments = [*moments, datetime(2030, 3, 1) + timedelta(days=27)]
    read_as, wrong = read_moments(pd.Series([f"{m:{written}}" for m in moments], dtype="str"))
    assert [text[:10] for text in read_as] == [f"{m:%Y-%m-%d}" for m in moments] and not wrong.any()


@pytest.mark.parametrize("unsent", ["N", "0", "Non", "no", "FALSE"])
def test_a_word_for_no_in_place_of_the_date_is_a_response_that_was_not_sent(tmp_path, unsent):
    extract = read(tmp_path, csv_bytes([DATED, row(1, "2030-03-04 10:00:00"), row(2, unsent)]))
    assert extract.system["submitdate"].notna().tolist() == [True, False]
    assert not extract.misread
