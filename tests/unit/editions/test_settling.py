"""What a person decides of questions in doubt is written in the codebook, as the comparison would have written it."""

import re
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
from barometre_pipeline.editions.settling_items import name_of
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
        for doubt in settling.doubts:
            settle(settling, doubt, same=True)
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


ANSWER = "Non, mais c’est prévu dans les 12 prochains mois"


@pytest.fixture
def reworded(tmp_path: Path) -> Path:
    """An edition in disguise of which one answer, of several grids, is worded too far from the one before."""
    last = REPOSITORY / "data_raw" / "2025"
    shutil.copytree(last, tmp_path / "2025", ignore=shutil.ignore_patterns("ipsos", "*.csv"))
    (extract,) = (last / "limesurvey").glob("results*.csv")
    (structure,) = (last / "limesurvey").glob("*.lss")
    disguise = Disguise(
        structure, extract, 3, {ANSWER: "Pas encore, mais prévu dans l’année"}, {"G10Q02"}, "Combien ?"
    )
    disguise.write(tmp_path / "2026" / "limesurvey")
    drafted(tmp_path, 0.7)
    return tmp_path


def test_an_answer_in_doubt_is_asked_with_its_words_once_and_settled_on_its_screen(reworded: Path) -> None:
    doubts = [d for d in open_settling(reworded, "2026").doubts if d.item is not None]
    assert doubts and all("Pas encore" in d.line and ANSWER in d.line for d in doubts)
    lines = written(reworded)["a_confirmer"]
    assert len(set(lines)) == len(lines)  # type: ignore[arg-type]
    assert not [line for line in lines if "prevu_12_mois" in line]  # type: ignore[attr-defined]
    asked = ["rapprocher", "--edition", "2026", "--raw", str(reworded)]
    result = CliRunner().invoke(app, asked, input="o\n" * len(lines))  # type: ignore[arg-type]
    assert result.exit_code == 0 and "Tout est tranché" in result.output
    domain = written(reworded)["variables"]["projet_data_domaine"]  # type: ignore[index]
    assert domain["modalites"]["prevu_12_mois"] and len(set(domain["modalites"].values())) == 4


def test_an_answer_said_to_be_new_is_added_to_the_variable_in_its_own_words(reworded: Path) -> None:
    settling = open_settling(reworded, "2026")
    doubt = next(d for d in settling.doubts if d.item and d.pair.before[0].code == "USAG01")
    settle(settling, doubt, same=False)
    domain = written(reworded)["variables"]["projet_data_domaine"]  # type: ignore[index]
    ((name, words),) = domain["nouvelles_modalites"].items()
    assert (
        words == "Pas encore, mais prévu dans l’année"
        and domain["modalites"][name] == doubt.item.after[0].code
    )
    assert "prevu_12_mois" not in domain["modalites"]
    assert doubt.line not in written(reworded)["a_confirmer"]  # type: ignore[operator]


def test_a_known_question_can_be_refused_and_a_code_in_no_doubt_is_an_error_that_names_the_nearest(
    raw: Path,
) -> None:
    drafted(raw, 0.7)
    asked = ["rapprocher", "--edition", "2026", "--raw", str(raw)]
    (doubt,) = open_settling(raw, "2026").doubts
    code = doubt.pair.after[0].code
    typo = CliRunner().invoke(app, [*asked, "--oui", code + "9"])
    assert typo.exit_code != 0 and f"vouliez-vous dire {code}" in " ".join(typo.output.split())
    (new,) = written(raw)["nouvelles"]  # type: ignore[misc]
    there = CliRunner().invoke(app, [*asked, "--oui", str(new)])
    assert "vouliez-vous dire" not in there.output and f"question: {new}" in there.output, (
        "no other code is offered"
    )
    known = written(raw)["variables"]["maturite_data"]["question"]  # type: ignore[index]
    settled = CliRunner().invoke(app, [*asked, "--oui", known])
    assert settled.exit_code != 0 and "déjà rattachée" in settled.output
    refused = CliRunner().invoke(app, [*asked, "--non", known])
    assert refused.exit_code == 0
    now = written(raw)
    assert "maturite_data" not in now["variables"] and known in now["nouvelles"]  # type: ignore[operator]
    assert "USAG02" in now["disparues"]  # type: ignore[operator]


def test_a_codebook_that_names_what_is_not_there_is_never_said_to_be_settled(raw: Path) -> None:
    drafted(raw, 0.7)
    path = raw / "2026" / "codebook.yaml"
    content = written(raw)
    content["variables"]["maturite_data"]["question"] = "B901"  # type: ignore[index]
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    (doubt,) = open_settling(raw, "2026").doubts
    asked = ["rapprocher", "--edition", "2026", "--raw", str(raw), "--oui", doubt.code]
    told = CliRunner().invoke(app, asked).output
    assert "Tout est tranché" not in told and "« B901 » n’est pas dans la structure" in " ".join(told.split())
    content["graphiques"] = [{"nom": "x", "titre": "X", "indicateur": "jamais_vu"}]
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    assert "jamais_vu" in CliRunner().invoke(app, asked[:-2]).output


def test_a_doubt_is_known_by_its_codes_and_one_about_a_question_that_is_gone_waits_for_nobody(
    reworded: Path,
) -> None:
    path = reworded / "2026" / "codebook.yaml"
    content = written(reworded)
    lines: list[str] = content["a_confirmer"]  # type: ignore[assignment]
    bare = [re.sub(r" «[^»]*»|\d+(?=\s*%)", "", line) for line in lines]
    content["disparues"] = ["G77Q7"]
    content["a_confirmer"] = [*bare, *bare, "variable x\u00a0: aucune question équivalente à G77Q7"]
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    settling = open_settling(reworded, "2026")
    assert {d.line for d in settling.doubts} == {*bare} and not settling.others
    while (settling := open_settling(reworded, "2026")).doubts:
        settle(settling, settling.doubts[0], same=True)
    assert not {*written(reworded)["a_confirmer"]} & {*bare}  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Nous ne l’avons pas évaluée", "nous_ne_l_avons_pas_evaluee"),
        ("Un outil de pilotage partagé entre plusieurs communes", "un_outil_de_pilotage_partage_entre"),
        ("Anticonstitutionnellementindéfendablement", "anticonstitutionnellementindefendablemen"),
        ("?", "reponse"),
    ],
)
def test_an_added_answer_is_named_by_its_first_whole_words(text: str, name: str) -> None:
    assert name_of(text, ()) == name
    assert name_of(text, {name}) == f"{name}_2"
