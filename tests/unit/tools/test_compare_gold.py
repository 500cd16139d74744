import numpy as np
import pandas as pd

from tools.compare_gold import differences


def test_the_least_change_of_one_cell_is_named_with_its_row():
    before = pd.DataFrame({"part": [0.5, np.nan], "groupe": ["epci", "regions"]})
    after = pd.DataFrame({"part": [0.5000000000000001, np.nan], "groupe": ["epci", "regions"]})
    (told,) = differences(before, after)
    assert told.startswith("column part: 1 cells differ (row 0: 0.5 -> 0.5000000000000001")


def test_an_absent_value_that_appears_is_a_difference_and_one_that_stays_is_not():
    before = pd.DataFrame({"part": [np.nan, np.nan]})
    assert list(differences(before, before)) == []
    assert len(list(differences(before, pd.DataFrame({"part": [np.nan, 0.0]})))) == 1


def test_a_row_or_a_column_more_is_a_difference_and_the_mark_of_the_code_is_not():
    before = pd.DataFrame({"n": [1], "empreinte_code": ["a"]})
    assert list(differences(before, pd.DataFrame({"n": [1], "empreinte_code": ["b"]}))) == []
    assert list(differences(before, pd.DataFrame({"n": [1, 2], "empreinte_code": ["a", "a"]}))) == [
        "1 rows before, 2 after"
    ]
    assert list(differences(before, before.assign(base=3))) == ["column base only after"]
