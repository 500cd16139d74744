"""SPSS syntax and the data file beside it: which file is taken for the data."""

from pathlib import Path

import pytest
from reader_survey import LSS

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey import read_extract, read_structure
from tools.exports.answers import draw
from tools.exports.columns import columns_of
from tools.exports.files import write
from tools.exports.forms import FORMS
from tools.exports.structure import read

FORM = next(form for form in FORMS if form.container == "sps")


def pair(folder: Path, named: str, *others: str) -> Path:
    """Write the two files, the syntax naming its data otherwise, and other data files beside them."""
    survey = read(LSS)
    columns = columns_of(survey)
    syntax = write(FORM, survey, columns, draw(survey, columns, 3, seed=1), folder)
    syntax.write_text(syntax.read_text("utf-8").replace("spss.dat", named), "utf-8")
    for other in others:
        (folder / other).write_bytes(b"1,2\n")
    return syntax


def responses(syntax: Path) -> int:
    return len(read_extract(syntax, read_structure(LSS, LSS.name), syntax.name).values)


@pytest.mark.parametrize("place", ["C:\\Enquête 2023\\spss.dat", "D:/data/spss.dat", "/home/a/spss.dat"])
def test_data_named_by_their_place_on_another_computer_are_found_among_several(tmp_path, place):
    assert responses(pair(tmp_path, place, "autre.dat")) == 3


def test_the_only_data_file_is_taken_where_the_one_named_is_not_there(tmp_path):
    assert responses(pair(tmp_path, "survey_1_SPSS_data_file.dat")) == 3


@pytest.mark.parametrize("name", ["x" * 300, "."])
def test_a_name_that_no_file_can_have_is_told_as_data_not_found(tmp_path, name):
    with pytest.raises(InputError) as error:
        responses(pair(tmp_path, name, "autre.dat"))
    assert "introuvable" in error.value.constat
    assert ".dat" in error.value.attendu
