"""Rankings that LimeSurvey 7 stores in one cell, as a JSON list: each rank is a column, as in other versions."""

import pytest
from reader_survey import csv_bytes
from test_reader_versions import extract_of, survey

from barometre_pipeline.sources.limesurvey import read_extract, read_structure

CHOICES = [("prix", "Le prix"), ("delai", "Le délai"), ("01", "La qualité")]
RANKS = ["R1[1]", "R1[2]", "R1[3]"]


def ranks(found) -> list[list[str]]:
    return found.values[RANKS].astype("object").fillna("").to_numpy().tolist()


@pytest.mark.parametrize("heading", ["R1", "Question R1", "Q102", "7X1X102", "r1"])
def test_each_rank_of_a_stored_list_is_a_column(tmp_path, heading):
    asked = survey(tmp_path, ("Q1", "L", [("A", "Oui")]), ("R1", "R", CHOICES))
    rows = [["id", heading], ["1", '["delai","01","prix"]'], ["2", '["01"]'], ["3", ""], ["4", "[]"]]
    found = extract_of(tmp_path, asked, rows)
    assert ranks(found) == [["delai", "01", "prix"], ["01", "", ""], ["", "", ""], ["", "", ""]]
    assert "R1[1]" not in found.missing
    assert not found.misread


def test_ranks_in_words_or_numbered_are_read_too(tmp_path):
    asked = survey(tmp_path, ("R1", "R", CHOICES))
    found = extract_of(
        tmp_path, asked, [["id", "R1"], ["1", '["Le délai","Le prix"]'], ["2", '["La qualité"]']]
    )
    assert ranks(found) == [["delai", "prix", ""], ["01", "", ""]]
    numbered = extract_of(tmp_path, asked, [["id", "R1"], ["1", '{"2":"prix","1":"delai"}']])
    assert ranks(numbered) == [["delai", "prix", ""]]


def test_a_rank_beyond_the_structure_is_kept(tmp_path):
    asked = survey(tmp_path, ("R1", "R", CHOICES[:2]))
    found = extract_of(
        tmp_path, asked, [["id", "R1"], ["1", '["delai","prix","retire"]'], ["2", '["delai"]']]
    )
    assert found.values["R1[3]"].tolist()[0] == "retire"
    assert [one.column for one in found.misread] == ["R1[3]"]


def test_what_is_no_list_is_told_and_counts_for_nothing(tmp_path):
    asked = survey(tmp_path, ("R1", "R", CHOICES))
    found = extract_of(
        tmp_path, asked, [["id", "R1"], ["1", '["delai"]'], ["2", "delai, prix"], ["3", '["prix"']]
    )
    assert ranks(found) == [["delai", "", ""], ["", "", ""], ["", "", ""]]
    assert [(one.column, one.count) for one in found.misread] == [("R1", 2)]


def test_a_text_of_the_same_wording_stays_a_text(tmp_path):
    survey(tmp_path, ("R1", "R", CHOICES), ("Q1", "S", []))
    path = tmp_path / "s.lss"
    path.write_text(path.read_text("utf-8").replace("Question R1", "Question Q1"), "utf-8")
    rows = [
        ["id", *(f"Question Q1 [Classement {i}]" for i in (1, 2, 3)), "Question Q1"],
        ["1", "prix", "", "", "mot"],
    ]
    (tmp_path / "r.csv").write_bytes(csv_bytes(rows))
    found = read_extract(tmp_path / "r.csv", read_structure(path, "s.lss"), "r.csv")
    assert found.values["Q1"].tolist() == ["mot"]
    assert ranks(found) == [["prix", "", ""]]
