"""Who was shown what: conditions in three-valued logic, pages, exclusive options; the unknown is said."""

import contextlib
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader_survey import CODES, ROW, csv_bytes, mini, read

from barometre_pipeline.sources.limesurvey.relevance import NotUnderstoodError, VariableReference, evaluate


class Answers:
    """Three responses: "Y", "N", left empty; a number; one column whose "no" may be empty."""

    size = 3

    def variable(self, name: str) -> VariableReference | None:
        shown = np.array([1, 1, 0], dtype=np.int8)
        return {
            "Q1": VariableReference(np.array([0, 1, -1]), ("Y", "N"), None, shown),
            "Q2_SQ1": VariableReference(np.array([0, -1, -1]), ("Y",)),
            "N1": VariableReference(np.array([0, 1, -1]), ("9", "10.0")),
            "U1": VariableReference(np.array([0, 1, -1]), ("Y", "N"), np.array([False, True, False])),
            "L1": VariableReference(
                np.array([0, 1, -1]), ("A1", "A2"), None, shown, ("Une ville", "Un pays")
            ),
            "T_a": VariableReference(np.array([0, 1, -1]), ("4", "6")),
            "T_b": VariableReference(np.array([0, -1, -1]), ("5",)),
        }.get(name)

    def members(self, question: str, filters: Sequence[str]) -> list[str] | None:
        known = {"T": ["T_a", "T_b"], "": ["T_a"]}.get(question)
        return known and [n for n in known if all(f.removeprefix("sq_") in n for f in filters)]


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        ("1", [1, 1, 1]),
        ("", [1, 1, 1]),
        ("0", [0, 0, 0]),
        ('Q1.NAOK == "Y"', [1, 0, 0]),
        ('((Q1.NAOK == "Y"))', [1, 0, 0]),
        ("Q1.NAOK == 'N'", [0, 1, 0]),
        ('"Y" == Q1.NAOK', [1, 0, 0]),
        ('Q1.NAOK != "Y"', [0, 1, 1]),
        ('Q1 != "Y"', [0, 1, 0]),  # without NAOK, false where the question was not displayed
        ('!(Q1.NAOK == "Y")', [0, 1, 1]),
        ('not(Q1.NAOK == "Y")', [0, 1, 1]),
        ('Q1.NAOK == "Y" or Q1.NAOK == "N"', [1, 1, 0]),
        ('Q1.NAOK == "Y" || is_empty(Q1)', [1, 0, 1]),
        ('Q1.NAOK == "Y" and Q2_SQ1.NAOK == "Y"', [1, 0, 0]),
        ('Q1.NAOK eq "Y" && Q2_SQ1.NAOK eq "Y"', [1, 0, 0]),
        ("!is_empty(Q2_SQ1.NAOK)", [1, 0, 0]),
        ("N1.NAOK >= 10", [0, 1, 0]),  # as numbers, not as texts
        ("N1.NAOK < 10", [1, 0, 0]),
        ("10 > N1.NAOK", [1, 0, 0]),
        ("N1.NAOK == 10", [0, 1, 0]),
        ('U1.NAOK == "Y"', [1, 0, 0]),
        ('U1.NAOK == "N"', [0, -1, 0]),
        ('U1.NAOK == "N" or Q1.NAOK == "N"', [0, 1, 0]),
        ('U1.NAOK == "N" and Q1.NAOK == "Y"', [0, 0, 0]),
        ('!(U1.NAOK == "N")', [1, -1, 1]),
        # Two questions compared, numbers calculated.
        ("T_a.NAOK < T_b.NAOK", [1, 0, 0]),
        ("T_b.NAOK == T_a.NAOK", [0, 0, 1]),
        ("T_a.NAOK + T_b.NAOK > 8", [1, 0, 0]),  # nine; "6" joined to nothing; nothing
        ("T_a.NAOK * 2 - 1 == 7", [1, 0, 0]),
        ("-T_a.NAOK < -5", [0, 1, 0]),
        ("2 + 3 * 2 == 8", [1, 1, 1]),
        # What is empty has no order with a number; with zero the servers disagree.
        ("T_b.NAOK < 3", [0, 0, 0]),
        ("T_b.NAOK <= 0", [0, 1, 1]),
        ("T_b.NAOK < 0", [0, -1, -1]),
        ("T_b.NAOK == 0", [0, -1, -1]),
        ('T_b.NAOK == "0"', [0, 0, 0]),
        ('N1.NAOK > "5"', [1, -1, 0]),  # 10: more as a number, less as a text
        # Functions.
        ("count(that.T.NAOK) > 1", [1, 0, 0]),
        ("count(that.T.sq_b.NAOK) == 1", [1, 0, 0]),
        ("count(T_a.NAOK, T_b.NAOK) >= 1", [1, 1, 0]),
        ("count(self.NAOK) == 1", [1, 1, 0]),
        ("sum(that.T.NAOK) == 9", [1, 0, 0]),
        ("that.T.sq_b.NAOK == 5", [1, 0, 0]),  # one column alone is compared as such
        ("self.sq_a.NAOK == 6 and Q1.NAOK == 'N'", [0, 1, 0]),
        ("!(self.sq_a.NAOK + 1 == 5)", [0, 1, 1]),
        ('countif("Y", Q1.NAOK, Q2_SQ1.NAOK) == 2', [1, 0, 0]),
        ('countifop(">=", 5, that.T.NAOK) == 1', [1, 1, 0]),
        ("max(T_a.NAOK, T_b.NAOK) == 5", [1, -1, -1]),
        ('intval(T_a.NAOK) > 4 and Q1.NAOK != "Y"', [0, 1, 0]),
        ("floor(N1.NAOK / 4) == 2", [1, 1, 0]),
        ('if(Q1.NAOK == "Y", T_a.NAOK, 9) >= 9', [0, 1, 1]),
        ("regexMatch('/^a\\d$/i', L1.NAOK)", [1, 1, 0]),
        (" or ".join(['Q1 == "Y"'] * 300), [1, 0, 0]),
        ('strlen(trim(L1.NAOK)) == 2 && substr(L1.NAOK, 1, 1) eq "2"', [0, 1, 0]),
        ('unique(T_a.NAOK, "6")', [1, 0, 1]),
        ("is_numeric(Q1.NAOK)", [0, 0, 0]),
        # The other sides of an answer.
        ('L1.shown == "Une ville"', [1, 0, 0]),
        ("Q1.relevanceStatus == 1", [1, 1, 0]),
        ("Q1", [1, 1, 0]),
        ("!Q2_SQ1.NAOK", [0, 1, 1]),
        # As written by hand or by an editor.
        ('{Q1.NAOK == "Y"}', [1, 0, 0]),
        ("Q1.NAOK ==\u00a0&quot;Y&quot; &amp;&amp; 1", [1, 0, 0]),
        ("strtotime('2024-01-02') < strtotime('2024-01-02 08:00')", [1, 1, 1]),
    ],
)
def test_condition(condition, truth):
    assert evaluate(condition, Answers()).tolist() == truth


@pytest.mark.parametrize(
    "condition",
    [
        'Q9.NAOK == "Y"',
        "Q1.NAOK ==",
        "(Q1.NAOK == 'Y'",
        "Q1.question == 1",
        "__import__('os').system('true')",
        "1 +",
        "count(that.Q9) > 1",
        "that.T.NAOK == 4",  # several answers outside a function
        'TOKEN:ATTRIBUTE_1 == "x"',
        "rand(1, 2) == 1",
        'date("Y") > 2020',
        "regexMatch('/(a+)+b/', L1.NAOK)",  # a pattern that could last for ever
        "regexMatch('/(/', L1.NAOK)",
        "substr(L1.NAOK)",
        "(" * 5_000 + "1" + ")" * 5_000,
        " or ".join(['Q1 == "Y"'] * 5_000),
    ],
)
def test_what_is_not_understood_is_never_guessed(condition):
    with pytest.raises(NotUnderstoodError):
        evaluate(condition, Answers())


@given(st.text(alphabet="Q12_SN.AOK=!<>&|()+-*/,{} \"'YN019andortcumshelfiT_ab", max_size=40))
def test_any_text_is_understood_or_refused(condition):
    with contextlib.suppress(NotUnderstoodError):
        assert set(evaluate(condition, Answers()).tolist()) <= {-1, 0, 1}


def row(number: int, **cells: str) -> list[str]:
    named = dict(zip(CODES, ROW, strict=True)) | {"id": str(number)}
    named |= {
        name.replace("__", "[").replace("_", "]") if "__" in name else name: v for name, v in cells.items()
    }
    return [named[name] for name in CODES]


def shown(tmp_path, rows: list[list[str]]) -> pd.DataFrame:
    return read(tmp_path, csv_bytes([CODES, *rows])).shown


def test_question_under_condition_is_displayed_only_where_the_condition_holds(tmp_path):
    states = shown(tmp_path, [row(1), row(2, Q2="N", Q3__SQ1_=""), row(3, Q2="", Q3__SQ1_="")])
    assert states["Q3[SQ2]"].tolist() == [1, 0, 0]
    assert states["Q3[other]"].tolist() == [1, 0, 0]


def test_pages_after_the_last_one_sent_were_not_displayed(tmp_path):
    rows = [
        row(1),
        row(2, submitdate="", lastpage="1", Q4="", Q6=""),
        row(3, submitdate="", lastpage="0", Q4=""),
    ]
    states = shown(tmp_path, [*rows[:2], [*rows[2][:4], *[""] * 9]])
    assert states["Q1"].tolist() == [1, 1, 0]
    assert states["Q5"].tolist() == [1, 0, 0]


def test_who_went_back_before_stopping_had_seen_the_pages_between(tmp_path):
    states = shown(tmp_path, [row(1), row(2, submitdate="", lastpage="0", Q4="")])
    assert states["Q5"].tolist() == [1, 1]  # Q6, on the same page, was answered


def test_exclusive_option_disables_the_others(tmp_path):
    states = shown(tmp_path, [row(1), row(2, Q3__SQ1_="", Q3__SQ9_="Y")])
    assert states["Q3[SQ2]"].tolist() == [1, 0]
    assert states["Q3[SQ9]"].tolist() == [1, 1]


def test_box_is_unticked_only_where_it_was_displayed(tmp_path):
    extract = read(tmp_path, csv_bytes([CODES, row(1), row(2, Q2="N", Q3__SQ1_="")]))
    boxes = extract.values["Q3[SQ2]"]
    assert boxes.iloc[0] == "N"
    assert pd.isna(boxes.iloc[1])
    assert list(boxes.cat.categories) == ["Y", "N"]


def test_without_last_page_an_interrupted_response_is_unknown(tmp_path):
    keep = [i for i, name in enumerate(CODES) if name != "lastpage"]
    rows = [[line[i] for i in keep] for line in (CODES, row(1), row(2, submitdate="", Q4="", Q6=""))]
    states = read(tmp_path, csv_bytes(rows)).shown
    assert states["Q4"].tolist() == [1, -1]
    assert states["Q1"].tolist() == [1, 1]  # answered, hence displayed


def test_condition_on_a_column_that_the_file_lacks_is_unknown_and_said(tmp_path):
    keep = [i for i, name in enumerate(CODES) if name != "Q2"]
    extract = read(tmp_path, csv_bytes([[line[i] for i in keep] for line in (CODES, row(1))]))
    assert extract.shown["Q3[SQ2]"].tolist() == [-1]
    assert pd.isna(extract.values["Q3[SQ2]"].iloc[0])
    assert any("Q3" in w and "dépend de Q2, colonne absente de l’extrait" in w for w in extract.warnings)


def test_not_applicable_in_a_box_means_never_displayed(tmp_path):
    headings = [*CODES[:4], "Q1", "Q2", *CODES[6:]]
    rows = [
        [*row(1)[:4], "Oui, & suivie", "Oui", "Oui", "Non", "Non", "", "x", "", ""],
        [*row(2)[:4], "Non", "Oui", "N/A", "N/A", "N/A", "", "x", "", ""],
    ]
    extract = read(tmp_path, csv_bytes([headings, *rows]))
    assert extract.shown["Q3[SQ1]"].tolist() == [1, 0]
    assert extract.values["Q3[SQ2]"].tolist()[0] == "N"
    assert extract.values["Q1"].tolist() == ["A1", "A2"]


def test_the_mini_survey_has_the_condition_that_these_tests_rely_on():
    assert mini().by_code["Q3"].relevance == '(Q2.NAOK == "Y")'
