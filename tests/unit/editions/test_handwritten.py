"""A file written by hand where nothing reads it, or under a name that nothing reads, is told and never ignored."""

from pathlib import Path

import pytest

from barometre_pipeline.catalogue.errata import ERRATA_FILE
from barometre_pipeline.catalogue.extension import CODEBOOK_FILE
from barometre_pipeline.editions.handwritten import PLACES
from barometre_pipeline.editions.loader import DECISIONS_FILE, discover_editions, load_edition
from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.ipsos.config import FILE_NAME as POLL_FILE
from barometre_pipeline.sources.ipsos.layout import FILE_NAME as LAYOUT_FILE
from barometre_pipeline.sources.published.reading import ANOMALIES


def edition(raw: Path, *names: str) -> Path:
    folder = raw / "2031"
    (folder / "limesurvey").mkdir(parents=True)
    for name in names:
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).touch()
    return folder


def test_the_names_are_those_that_are_read() -> None:
    read = {"edition.yaml", CODEBOOK_FILE, ERRATA_FILE, POLL_FILE, LAYOUT_FILE, ANOMALIES, DECISIONS_FILE}
    assert set(PLACES) == read


@pytest.mark.parametrize(
    ("put", "read"),
    [
        ("2031/errata.yml", "2031/errata.yaml"),
        ("2031/Errata.yaml", "2031/errata.yaml"),
        ("2031/erratum.yaml", "2031/errata.yaml"),
        ("2031/limesurvey/errata.yaml", "2031/errata.yaml"),
        ("2031/edition.yml", "2031/edition.yaml"),
        ("2031/EDITION.YAML", "2031/edition.yaml"),
        ("2031/codebook.yml", "2031/codebook.yaml"),
        ("2031/code_book.yaml", "2031/codebook.yaml"),
        ("2031/limesurvey/codebook.yaml", "2031/codebook.yaml"),
        ("2031/sondage.yaml", "2031/ipsos/sondage.yaml"),
        ("2031/ipsos/sondage.yml", "2031/ipsos/sondage.yaml"),
        ("2031/ipsos/vague 1/sondage.yaml", "2031/ipsos/sondage.yaml"),
        ("2031/tableaux.yaml", "2031/ipsos/tableaux.yaml"),
        ("2031/anomalies.yaml", "2031/agregats/anomalies.yaml"),
        ("2031/agregats/anomalie.yaml", "2031/agregats/anomalies.yaml"),
        ("2031/decisions.csv", "2031/limesurvey/decisions.csv"),
        ("2031/limesurvey/2031-05-02/décisions.csv", "2031/limesurvey/decisions.csv"),
        ("errata.yaml", "<édition>/errata.yaml"),
        ("edition.yml", "<édition>/edition.yaml"),
    ],
)
def test_a_file_where_nothing_reads_it_is_told_with_the_place_where_it_is(
    tmp_path: Path, put: str, read: str
) -> None:
    edition(tmp_path, put)
    with pytest.raises(InputError) as refused:
        discover_editions(tmp_path)
    said = str(refused.value)
    assert f"Attendu : {read}\n" in said and put in said


def test_files_that_are_read_and_files_of_other_names_stay(tmp_path: Path) -> None:
    folder = edition(
        tmp_path, "2031/ipsos/sondage.yaml", "2031/ipsos/vague 2/tableaux.yaml", "2031/agregats/anomalies.yaml",
        "2031/limesurvey/decisions.csv", "2031/limesurvey/correspondances.csv", "2031/notes.yaml",
        "2031/documents/article.md", "2031/agregats/tableaux.csv", "2031/limesurvey/reponses.csv", "ci.yaml",
        "2031/limesurvey/precisions.csv", "2031/questions.yaml", "2031/codes.yaml", "2031/redaction.yaml",
    )  # fmt: skip
    assert load_edition(folder).key == "2031"
    assert list(discover_editions(tmp_path)) == ["2031"]
