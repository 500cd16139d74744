"""A first line that announces the separator, as people, tools and spreadsheets leave it."""

from pathlib import Path

import pytest
from small_surveys import assert_the_six, delimited, outcome, responses, structure, table


@pytest.mark.parametrize(
    ("before", "separator"),
    [
        ("sep=,\n", ","), ("\ufeffSEP=;\n", ";"), ('"sep=;"\n', ";"), ("sep=\t\n", "\t"), ("sep=|\n", "|"),
        ("sep=^\n", "^"),
        ("sep=;\r\n", ";"), ("sep = ;\n", ";"), ("separator=;\n", ";"), ("sep=,\r\n\r\n", ","),
        ("sep=" + ";" * 13 + "\n", ";"), ('"sep=";' + ";" * 12 + "\n", ";"),
        ("sep=;\nEnquête 2030\n\n", ";"), ("Enquête 2030\nsep=;\n", ";"), ("sep=,\n", ";"), ("sep=;\n", ","),
        ("sep=;\n", "\t"),
    ],
)  # fmt: skip
def test_the_line_is_passed(tmp_path: Path, before: str, separator: str) -> None:
    for number, quoted in enumerate((True, False)):
        text = before + delimited(table(responses()), separator, quoted)
        folder = tmp_path / str(number)
        folder.mkdir()
        assert_the_six(outcome(folder, {"structure.lss": structure(), "r.csv": text}))


def test_in_the_encoding_of_unicode_texts_of_excel(tmp_path: Path) -> None:
    text = "sep=\t\r\n" + delimited(table(responses()), "\t").replace("\n", "\r\n")
    assert_the_six(outcome(tmp_path, {"structure.lss": structure(), "r.csv": text.encode("utf-16")}))
