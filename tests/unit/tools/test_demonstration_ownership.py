"""The demonstration replaces what it wrote and nothing else: any other folder is refused, and left as it is."""

import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support import REPOSITORY, snapshot

from barometre_pipeline.errors import InputError
from tools.demonstration.ownership import RECORD, require_ours, write_ours

FILES = {"2025/edition.yaml": b"edition: '2025'\n", "2025/limesurvey/reponses.csv": b"id\n1\n"}


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    write_ours(tmp_path / "raw", FILES)
    return tmp_path / "raw"


def _real_edition(raw: Path) -> None:
    (raw / "2026" / "limesurvey").mkdir(parents=True)
    (raw / "2026" / "edition.yaml").write_text("edition: '2026'\ntitre: Vraie\nsource_donnees: reelles\n")


def _without_yaml(raw: Path) -> None:
    (raw / "2026" / "limesurvey").mkdir(parents=True)
    (raw / "2026" / "limesurvey" / "results.csv").write_text("id\n")


def _unreadable_yaml(raw: Path) -> None:
    (raw / "2026").mkdir()
    (raw / "2026" / "edition.yaml").write_bytes(b"\xff\xfe: [")


def _said_to_be_synthetic(raw: Path) -> None:
    (raw / "2026").mkdir()
    (raw / "2026" / "edition.yaml").write_text("edition: '2026'\ntitre: T\nsource_donnees: demonstration\n")


def _extra_file(raw: Path) -> None:
    (raw / "2025" / "limesurvey" / "decisions.csv").write_text("id_reponse\n")


def _beside_the_editions(raw: Path) -> None:
    (raw / "notes.txt").write_text("à moi")


def _modified(raw: Path) -> None:
    (raw / "2025" / "limesurvey" / "reponses.csv").write_text("id\n2\n")


def _linked_file(raw: Path) -> None:
    elsewhere = raw.parent / "ailleurs.csv"
    elsewhere.write_bytes(FILES["2025/limesurvey/reponses.csv"])
    (raw / "2025" / "limesurvey" / "reponses.csv").unlink()
    (raw / "2025" / "limesurvey" / "reponses.csv").symlink_to(elsewhere)


def _linked_folder(raw: Path) -> None:
    (raw.parent / "ailleurs").mkdir()
    (raw / "2024").symlink_to(raw.parent / "ailleurs", target_is_directory=True)


def _broken_link(raw: Path) -> None:
    (raw / "2024").symlink_to(raw.parent / "nulle-part")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (_real_edition, "2026/edition.yaml"),
        (_without_yaml, "2026/limesurvey/results.csv"),
        (_unreadable_yaml, "2026/edition.yaml"),
        (_said_to_be_synthetic, "2026/edition.yaml"),
        (_extra_file, "2025/limesurvey/decisions.csv"),
        (_beside_the_editions, "notes.txt"),
        (_modified, "2025/limesurvey/reponses.csv"),
        (_linked_file, "2025/limesurvey/reponses.csv"),
        (_linked_folder, "2024"),
        (_broken_link, "2024"),
    ],
)
def test_a_folder_with_anything_else_is_refused_by_name_and_left_alone(
    ours: Path, change: Callable[[Path], None], named: str
) -> None:
    require_ours(ours)
    change(ours)
    before = snapshot(ours.parent)
    with pytest.raises(InputError) as refused:
        write_ours(ours, {**FILES, "2024/edition.yaml": b"edition: '2024'\n"})
    assert f"{named} : " in str(refused.value).replace("\u00a0", " ")
    assert snapshot(ours.parent) == before


def test_without_a_record_even_files_of_a_demonstration_are_not_taken_for_its_own(ours: Path) -> None:
    (ours / RECORD).unlink()
    with pytest.raises(InputError):
        require_ours(ours)


def test_the_command_refuses_at_once_and_says_which_file(tmp_path: Path) -> None:
    _without_yaml(tmp_path)
    before = snapshot(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "tools.demonstration", str(tmp_path)],
        cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 1 and "2026/limesurvey/results.csv" in done.stderr
    assert snapshot(tmp_path) == before


def test_an_interrupted_writing_is_not_an_obstacle(ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = {**FILES, "2025/edition.yaml": b"edition: '2025'  # autre\n", "2026/edition.yaml": b"x"}
    rename = Path.rename

    def stop(path: Path, target: Path) -> Path:
        if Path(target).name == "reponses.csv":
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", stop)
    with pytest.raises(KeyboardInterrupt):
        write_ours(ours, new)
    monkeypatch.undo()
    write_ours(ours, new)
    assert {name: (ours / name).read_bytes() for name in new} == new
    require_ours(ours)


def test_the_record_is_one_that_sha256sum_reads_and_the_committed_one_is_true() -> None:
    raw = REPOSITORY / "data_raw"
    require_ours(raw)
    for line in (raw / RECORD).read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256((raw / name).read_bytes()).hexdigest() == digest, name


def test_official_lists_are_no_obstacle_in_a_new_folder(tmp_path: Path) -> None:
    (tmp_path / "referentiels" / "2025").mkdir(parents=True)
    (tmp_path / "referentiels" / "2025" / "communes.csv").write_text("x")
    require_ours(tmp_path)


def test_published_tables_alone_are_not_a_demonstration(tmp_path: Path) -> None:
    (tmp_path / "2022" / "agregats").mkdir(parents=True)
    (tmp_path / "2022" / "agregats" / "tableaux.csv").write_text("x")
    with pytest.raises(InputError):
        require_ours(tmp_path)
