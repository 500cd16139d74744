"""The exports that tools.exports writes: every form, and a truth that does not come from the package's reader."""

import csv
import subprocess
import sys
from pathlib import Path

from tools.exports.forms import FORMS

STRUCTURE = Path(__file__).parents[2] / "data/limesurvey/mini.lss"


def written(folder: Path, *options: str) -> None:
    command = [sys.executable, "-m", "tools.exports", str(STRUCTURE), "--into", str(folder), *options]
    subprocess.run(command, check=True, cwd=Path(__file__).parents[3])


def test_every_form_is_written_with_the_truth_about_it(tmp_path):
    written(tmp_path, "--responses", "5")
    assert {form.name for form in FORMS} <= {path.name for path in tmp_path.iterdir()}
    with (tmp_path / "verite.csv").open(encoding="utf-8", newline="") as stream:
        truth = {(row["id"], row["colonne"]): row["reponse"] for row in csv.DictReader(stream)}
    with (tmp_path / "code_short.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    assert len(rows) == 5
    for (number, column), answer in truth.items():
        cell = next(row[column] for row in rows if row["id"] == number)
        assert cell.replace("\r\n", "\n") == answer


def test_the_same_seed_writes_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        written(tmp_path / name, "--seed", "3")
    for form in (form for form in FORMS if form.container == "csv"):
        assert (tmp_path / "a" / form.name).read_bytes() == (tmp_path / "b" / form.name).read_bytes()


def test_the_writer_does_not_use_the_reader():
    for module in (Path(__file__).parents[3] / "tools/exports").glob("*.py"):
        assert "barometre_pipeline" not in module.read_text("utf-8"), module.name
