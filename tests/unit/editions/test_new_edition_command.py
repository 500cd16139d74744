"""`barometre new-edition` as it is typed."""

from pathlib import Path

import typer
from tiny_lss import write_lss
from typer.testing import CliRunner

from barometre_pipeline.cli.new_edition import new_edition

APP = typer.Typer()
APP.command()(new_edition)
QUESTIONS = [
    ("Q1", "S", "Nom de votre structure", {}),
    ("Q2", "L", "Une charte ?", {"A1": "Oui", "A2": "Non"}),
]


def run(*arguments: object):
    return CliRunner().invoke(APP, [str(a) for a in arguments])


def test_files_and_counts_are_shown(tmp_path: Path):
    raw = tmp_path / "data_raw"
    write_lss(raw / "2030" / "limesurvey" / "avant.lss", "2030", QUESTIONS)
    lss = write_lss(tmp_path / "apres.lss", "2031", QUESTIONS)
    result = run("2031", "--raw", raw, "--structure", lss, "--from", "2030")
    assert result.exit_code == 0, result.output
    assert "2031/rapprochement_questionnaire.md" in result.stdout and "2030 → 2031" in result.stdout


def test_second_run_needs_remplacer(tmp_path: Path):
    raw = tmp_path / "data_raw"
    lss = write_lss(tmp_path / "apres.lss", "2031", QUESTIONS)
    assert run("2031", "--raw", raw, "--structure", lss).exit_code == 0
    again = run("2031", "--raw", raw, "--structure", lss)
    assert again.exit_code == 1 and "--remplacer" in again.stderr and str(tmp_path) not in again.stderr
    assert run("2031", "--raw", raw, "--structure", lss, "--remplacer").exit_code == 0


def test_first_edition_says_that_nothing_could_be_compared(tmp_path: Path):
    lss = write_lss(tmp_path / "q.lss", "2031", QUESTIONS)
    result = run("2031", "--raw", tmp_path / "data_raw", "--structure", lss)
    assert "rien à rapprocher" in result.stderr
