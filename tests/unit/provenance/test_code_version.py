"""A fingerprint of code changes with any character of the code, and with nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from barometre_pipeline.provenance import code_version as module
from barometre_pipeline.provenance.code_version import code_version

Version = Callable[..., str]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of a few invented files, where the fingerprint now looks."""
    files = {
        "tables/registry.py": "A = 1\n",
        "vocabulary.py": "WORD = 1\n",
        "lake.py": "LAKE = 1\n",
        "cleaning/silver.py": "LIMIT = 30\n",
        "cleaning/rules.yaml": "limite: 30\n",
        "cleaning/notes.md": "Read me\n",
        "statistics/engine.py": "LIMIT = 30\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(module, "_PACKAGE", tmp_path)
    return tmp_path


def version(*parts: str) -> str:
    """Ask again: the answer is kept for the life of a process."""
    code_version.cache_clear()
    return code_version(*parts)


@pytest.fixture(autouse=True)
def forgotten() -> object:
    yield
    code_version.cache_clear()


@pytest.mark.parametrize("name", ["cleaning/silver.py", "cleaning/rules.yaml"])
def test_another_character_of_the_same_length_is_another_version(package: Path, name: str) -> None:
    before = version("cleaning")
    path = package / name
    path.write_text(path.read_text("utf-8").replace("30", "31"), encoding="utf-8")
    assert version("cleaning") != before


def test_the_same_code_is_the_same_version_whenever_it_was_written(package: Path) -> None:
    before = version("cleaning")
    for path in package.rglob("*.*"):
        path.write_bytes(path.read_bytes())
    assert version("cleaning") == before


def test_a_file_renamed_is_another_version(package: Path) -> None:
    before = version("cleaning")
    (package / "cleaning" / "silver.py").rename(package / "cleaning" / "silvers.py")
    assert version("cleaning") != before


@pytest.mark.parametrize("name", ["tables/registry.py", "vocabulary.py", "lake.py"])
def test_what_defines_every_table_counts_in_every_version(package: Path, name: str) -> None:
    before = version("cleaning")
    (package / name).write_text("B = 2\n", encoding="utf-8")
    assert version("cleaning") != before


def test_what_a_part_does_not_read_is_not_in_its_version(package: Path) -> None:
    before = version("cleaning")
    (package / "statistics" / "engine.py").write_text("LIMIT = 31\n", encoding="utf-8")
    (package / "cleaning" / "notes.md").write_text("Read me again\n", encoding="utf-8")
    (package / "cleaning" / "__pycache__").mkdir()
    (package / "cleaning" / "__pycache__" / "silver.py").write_text("", encoding="utf-8")
    assert version("cleaning") == before
