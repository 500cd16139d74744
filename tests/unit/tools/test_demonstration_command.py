"""The command finds the generator of its checkout, and says what to do without one."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from barometre_pipeline.cli import demonstration as command
from barometre_pipeline.folders import PROJECT_ROOT

_MAIN = "from barometre_pipeline.cli import main; main()"


def _run(*arguments: str) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(command.demonstration)
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.output


def test_help_says_in_french_that_the_data_are_synthetic() -> None:
    _, shown = _run("--help")
    assert "synthétiques" in shown
    assert "--raw" in shown


def test_the_generator_is_found_whatever_the_current_folder(tmp_path: Path) -> None:
    blocked = tmp_path / "un_fichier"
    blocked.write_text("pas un dossier")
    done = subprocess.run(
        [sys.executable, "-c", _MAIN, "demonstration", "--raw", str(blocked)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "No module named" not in done.stderr


def test_an_installed_package_without_tools_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "PROJECT_ROOT", tmp_path)
    code, shown = _run("--raw", str(tmp_path))
    assert code == 1
    assert "cloner le dépôt" in " ".join(shown.split())


def test_the_wheel_has_every_data_file_of_the_package_and_neither_tools_nor_tests(tmp_path: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "barometre_pipeline", "pyproject.toml", "README.md", "LICENSE"],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")[:-1]
    source = tmp_path / "source"
    for name in (*tracked, "tools/__init__.py", "tests/support.py"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes((PROJECT_ROOT / name).read_bytes())
    build = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(tmp_path)], cwd=source, check=True, capture_output=True)
    packed = {n for n in zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist() if ".dist-info/" not in n}
    assert packed == {n for n in tracked if n.startswith("barometre_pipeline/")}
