"""The command line: exit codes, French messages, results on standard output only."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from support import REPOSITORY, Computed, barometre
from tiny_edition import EDITION


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("calculer",),
        ("run", "--annee", "2031"),
        ("run", "2031"),
        ("export",),
        ("export", "tris"),
        ("audit", "--edition", EDITION),
        ("audit", "--question", "publie"),
    ],
    ids=" ".join,
)
def test_wrong_usage_leaves_with_2_and_writes_no_result(tiny: Computed, arguments: tuple[str, ...]) -> None:
    options = ("--lake", tiny.lake) if arguments[1:] and arguments[0] != "calculer" else ()
    result = barometre(*arguments, *options)
    assert result.exit_code == 2


@pytest.mark.parametrize("command", ["run", "export", "audit", "editions"])
def test_every_command_takes_raw_and_lake_and_helps_in_french(command: str) -> None:
    result = barometre(command, "--help")
    assert result.exit_code == 0
    assert "--raw" in result.stdout and "--lake" in result.stdout
    assert "Dossier des données brutes" in " ".join(result.stdout.replace("│", " ").split())


def test_export_writes_csv_with_comma_header_and_decimal_point(tiny: Computed) -> None:
    result = barometre("export", "tris", "--edition", EDITION, "--lake", tiny.lake)
    lines = result.stdout.split("\n")
    assert lines[0].startswith("edition,question,sous_question,")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    yes = next(
        r for r in rows if (r["question"], r["modalite"], r["groupe"]) == ("publie", "Oui", "ensemble")
    )
    assert (yes["n"], yes["part"], yes["source_donnees"]) == ("4", "0.4", "demonstration")
    assert any(r["modalite"] == "Sur nos serveurs, à demeure" for r in rows), "a comma in an answer is quoted"
    assert not result.stderr


def test_export_of_a_table_common_to_all_editions_gives_the_rows_of_the_one_asked(tiny: Computed) -> None:
    whole = barometre("export", "terrain", "--lake", tiny.lake).stdout
    mine = barometre("export", "terrain", "--edition", EDITION, "--lake", tiny.lake).stdout
    assert mine == whole and EDITION in mine
    other = barometre("export", "terrain", "--edition", "2030", "--lake", tiny.lake)
    assert other.exit_code == 2 and f"n’a rien de 2030 (elle a : {EDITION})" in " ".join(other.stderr.split())


def test_export_of_an_unknown_table_lists_those_that_exist(tiny: Computed) -> None:
    result = barometre("export", "trix", "--edition", EDITION, "--lake", tiny.lake)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "gold/tris" in result.stderr


def test_export_of_an_edition_not_computed_says_so(tiny: Computed) -> None:
    result = barometre("export", "tris", "--edition", "2030", "--lake", tiny.lake)
    assert (result.exit_code, result.stdout) == (1, "")
    assert EDITION in result.stderr and "barometre run" in result.stderr


def test_run_refuses_an_edition_that_is_not_in_the_raw_folder(tiny: Computed, tmp_path: Path) -> None:
    result = barometre("run", "--raw", tiny.raw, "--lake", tmp_path / "lac", "--edition", "2030", "--sans-gx")
    assert result.exit_code == 1
    assert "2030" in result.stderr and EDITION in result.stderr
    assert not (tmp_path / "lac").exists()


def test_the_summary_tells_what_a_person_wants_to_know(tiny: Computed) -> None:
    line = next(x for x in tiny.output.splitlines() if "calculée" in x)
    cells = [c.strip() for c in line.split("│") if c.strip()]
    assert cells[0] == EDITION
    # received, kept, set aside
    assert cells[3:6] == ["15", "10", "5"]
    assert "Où regarder" in tiny.output


def test_the_installed_command_answers_without_loading_dagster() -> None:
    code = (
        "import sys\nfrom typer.testing import CliRunner\nfrom barometre_pipeline.cli import app\n"
        "CliRunner().invoke(app, ['--help'])\n"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'dagster', 'great_expectations', 'altair'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == "[]"


def test_an_edition_that_is_published_tables_alone_is_up_to_date_once_computed(demo: Computed) -> None:
    shown = barometre("editions", "--raw", demo.raw, "--lake", demo.lake).stdout
    (line,) = [text for text in shown.splitlines() if "2022/edition.yaml" in text]
    assert "tableaux publiés" in line and "à jour" in line
