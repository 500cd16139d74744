"""What a person decides of questions in doubt is written in the codebook, as the comparison would have written it."""

import shutil
from pathlib import Path

import pytest
import yaml
from disguise import Disguise
from support import REPOSITORY
from typer.testing import CliRunner

from barometre_pipeline.catalogue.extension import extended_catalogue
from barometre_pipeline.cli import app
from barometre_pipeline.editions.codebooks import codebook_of
from barometre_pipeline.editions.draft import draft_edition
from barometre_pipeline.editions.loader import load_edition
from barometre_pipeline.editions.settling import open_settling, settle
from barometre_pipeline.errors import ConfigurationError, InputError
from barometre_pipeline.french.numbers import percent

NAME = "Quel est le nom de votre structure ?"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """The last edition and the same in disguise, whose name question is worded otherwise; nothing drafted yet."""
    last = REPOSITORY / "data_raw" / "2025"
    shutil.copytree(last, tmp_path / "2025", ignore=shutil.ignore_patterns("ipsos", "*.csv"))
    (extract,) = (last / "limesurvey").glob("results*.csv")
    (structure,) = (last / "limesurvey").glob("*.lss")
    disguise = Disguise(
        structure, extract, 3, {NAME: "Comment s’appelle votre structure ?"}, {"G10Q02"}, "Combien ?"
    )
    disguise.write(tmp_path / "2026" / "limesurvey")
    return tmp_path


def drafted(raw: Path, threshold: float) -> dict[str, object]:
    structure = raw / "2026" / "limesurvey" / "enquete.lss"
    draft_edition(raw, "2026", structure, previous="2025", threshold=threshold, replace=True)
    return written(raw)


def written(raw: Path) -> dict[str, object]:
    return yaml.safe_load((raw / "2026" / "codebook.yaml").read_text("utf-8"))


def test_every_doubt_settled_gives_the_codebook_that_a_bolder_comparison_proposes(raw: Path) -> None:
    bold = drafted(raw, 0.7)
    cautious = drafted(raw, 0.995)
    assert len(cautious["variables"]) < len(bold["variables"])  # type: ignore[arg-type]
    while (settling := open_settling(raw, "2026")).doubts:
        settle(settling, settling.doubts[0], same=True)
    now = written(raw)
    assert now["variables"] == bold["variables"]
    assert not [line for line in now["a_confirmer"] if line.startswith("question ")]  # type: ignore[attr-defined]


def test_a_refused_question_is_new_and_the_old_one_gone_and_the_head_of_the_file_stays(raw: Path) -> None:
    drafted(raw, 0.7)
    before = (raw / "2026" / "codebook.yaml").read_text("utf-8")
    settling = open_settling(raw, "2026")
    (doubt,) = settling.doubts
    settle(settling, doubt, same=False)
    now = written(raw)
    assert doubt.pair.after[0].code in now["nouvelles"] and "G01Q01" in now["disparues"]  # type: ignore[operator]
    assert now["a_confirmer"] == []
    head = [line for line in before.splitlines() if line.startswith("#")]
    assert (raw / "2026" / "codebook.yaml").read_text("utf-8").splitlines()[: len(head)] == head


def test_the_command_shows_the_proposal_and_its_reason_and_writes_what_is_answered(raw: Path) -> None:
    drafted(raw, 0.7)
    (doubt,) = open_settling(raw, "2026").doubts
    sure = " ".join(percent(doubt.pair.confidence).split())
    asked = ["rapprocher", "--edition", "2026", "--raw", str(raw)]
    later = CliRunner().invoke(app, asked, input="p\n")
    assert later.exit_code == 0, later.output
    shown = " ".join(later.output.split())
    assert f"la même question, confiance {sure}" in shown and "libellé" in shown and "s’appelle" in shown
    assert written(raw)["a_confirmer"] != []
    done = CliRunner().invoke(app, asked, input="o\n")
    assert "Tout est tranché" in done.output
    assert "G01Q01" in written(raw)["questions"]  # type: ignore[operator]


def test_the_answers_can_be_given_on_the_command_line(raw: Path) -> None:
    drafted(raw, 0.7)
    (doubt,) = open_settling(raw, "2026").doubts
    code = doubt.pair.after[0].code
    result = CliRunner().invoke(app, ["rapprocher", "--edition", "2026", "--raw", str(raw), "--non", code])
    assert result.exit_code == 0 and "Tout est tranché" in result.output
    assert code in written(raw)["nouvelles"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("content", "said"),
    [("edition: '2026' # été".encode("latin-1"), "UTF-8"), (b"a: [", "YAML"), (b"", "2026/codebook")],
)
def test_a_codebook_that_cannot_be_read_is_told_by_name_wherever_it_is_read(
    tmp_path: Path, content: bytes, said: str
) -> None:
    folder = tmp_path / "2026"
    (folder / "limesurvey").mkdir(parents=True)
    (folder / "codebook.yaml").write_bytes(content)
    edition = load_edition(folder)
    for read in (lambda: open_settling(tmp_path, "2026"), lambda: extended_catalogue(codebook_of(edition))):
        with pytest.raises(ConfigurationError, match=r"2026/codebook\.yaml") as error:
            read()
        assert said in str(error.value)


def test_without_a_proposal_the_command_that_makes_one_is_named(raw: Path) -> None:
    with pytest.raises(InputError, match="new-edition 2026"):
        open_settling(raw, "2026")
