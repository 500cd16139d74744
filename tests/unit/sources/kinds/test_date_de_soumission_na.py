"""What tools write for « no date » in place of the date of sending: the response was not sent."""

import datetime
import io
from pathlib import Path

import openpyxl
import pytest
from small_surveys import Row, delimited, outcome, responses, structure, table


def unsent(word: str) -> list[Row]:
    """Return the six responses, the fifth stopped on the first page with a word for its date."""
    rows = responses()
    rows[4] |= {"submitdate": word, "lastpage": "0"}
    return rows


@pytest.mark.parametrize(
    "word",
    [
        "NULL", "null", "(null)", "\\N", "NaT", "nan", "<NA>", "NA", "n/a", "N.A.", "None", "#N/A", ".", "-", "--",
        "0", "0000-00-00 00:00:00", "1899-12-30 00:00:00", "00/01/1900 00:00", "30/12/1899", "1970-01-01 00:00:00",
        "\u00a0", "vide", "(vide)", "(blank)", "Non renseigné", "incomplète", "en cours", "False",
    ],
)  # fmt: skip
def test_a_word_for_no_date_is_a_response_that_was_not_sent(tmp_path: Path, word: str) -> None:
    out = outcome(tmp_path, {"structure.lss": structure(), "r.csv": delimited(table(unsent(word)))})
    assert len(out.of("silver/reponses")) == 5
    assert out.answers("Q02[SQ1]") == {"Y": 2}


def test_where_dates_are_not_kept_1980_is_sent(tmp_path: Path) -> None:
    rows = unsent("NA")
    for row in (r for r in rows if r["submitdate"] != "NA"):
        row["submitdate"] = "1980-01-01 00:00:00"
    out = outcome(tmp_path, {"structure.lss": structure(), "r.csv": delimited(table(rows))})
    assert len(out.of("silver/reponses")) == 5


def test_an_error_among_the_dates_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    headings, *rows = table(unsent("#N/A"))
    book.active.append(headings)
    for row in rows:
        date = row[1] if row[1] == "#N/A" else datetime.datetime.fromisoformat(row[1])
        book.active.append([int(row[0]), date, *(cell or None for cell in row[2:])])
    content = io.BytesIO()
    book.save(content)
    out = outcome(tmp_path, {"structure.lss": structure(), "r.xlsx": content.getvalue()})
    assert len(out.of("silver/reponses")) == 5
