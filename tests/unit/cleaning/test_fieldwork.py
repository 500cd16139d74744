"""The days on which kept responses were submitted: never those of the others, never LimeSurvey's date of no date."""

import pandas as pd

from barometre_pipeline.cleaning.fieldwork import days_of_responses

RAW = pd.DataFrame(
    {
        "id_reponse": [1, 2, 3, 4],
        "submitdate": ["2031-05-12 10:00:00", "2031-06-01 09:30:00", "2031-04-01 08:00:00", None],
    }
)


def test_first_and_last_day_are_those_of_the_responses_kept() -> None:
    assert days_of_responses(RAW, pd.Series([1, 2])) == ("2031-05-12", "2031-06-01")
    assert days_of_responses(RAW, pd.Series([2, 4])) == ("2031-06-01", "2031-06-01")


def test_a_survey_without_dates_has_no_day() -> None:
    undated = RAW.assign(submitdate="1980-01-01 00:00:00")
    assert days_of_responses(undated, pd.Series([1, 2])) == ("", "")
    assert days_of_responses(RAW[["id_reponse"]], pd.Series([1, 2])) == ("", "")
    assert days_of_responses(RAW, pd.Series([4])) == ("", "")


def test_what_is_no_date_is_no_day() -> None:
    odd = RAW.assign(submitdate=["hier", "12/05/2031 10:00", "", "N/A"])
    assert days_of_responses(odd, pd.Series([1, 2, 3, 4])) == ("", "")
