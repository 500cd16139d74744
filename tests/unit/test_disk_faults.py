"""What the machine refuses is told with the disk concerned and what chooses another, whichever library was refused."""

import errno
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from barometre_pipeline.disk_faults import of_the_disk
from barometre_pipeline.files import write_atomically

ROOT = os.geteuid() == 0
mounts = pytest.mark.skipif(not ROOT, reason="monter un petit disque demande d’être administrateur")


@contextmanager
def tiny_disk(at: Path, options: str) -> Iterator[Path]:
    """Mount a disk of a few bytes."""
    at.mkdir(parents=True, exist_ok=True)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", options, "aucun", str(at)], check=False).returncode:
        pytest.skip("aucun disque ne peut être monté ici")
    try:
        yield at
    finally:
        subprocess.run(["umount", str(at)], check=True)


def places(base: Path) -> dict[str, Path]:
    return {"raw": base / "brut", "lake": base / "lac", "home": base / "etat"}


@mounts
@pytest.mark.parametrize(
    ("role", "words", "chosen_by"),
    [("lake", "lac", "--lake"), ("home", "historique de Dagster", "DAGSTER_HOME")],
)
@pytest.mark.parametrize(
    ("options", "finding"),
    [
        ("size=8k", "le disque est plein"),
        ("size=9m,nr_inodes=2", "plus d’inode"),
        ("size=1m,ro", "lecture seule"),
    ],
)
def test_a_write_refused_names_the_disk_and_what_chooses_another(
    tmp_path: Path, role: str, words: str, chosen_by: str, options: str, finding: str
) -> None:
    with tiny_disk(places(tmp_path)[role], options) as disk:
        with pytest.raises(OSError) as refused:
            for n in range(3):
                write_atomically(disk / f"table{n}.parquet", bytes(9_000))
        told = str(of_the_disk(refused.value, **places(tmp_path)))
    assert finding in told and f"({chosen_by})" in told and words in told and str(disk) in told
    assert ".partiel" not in told


@mounts
@pytest.mark.parametrize("wrapped", [False, True])
def test_a_data_base_refused_names_the_disk_of_the_history(tmp_path: Path, wrapped: bool) -> None:
    with tiny_disk(tmp_path / "etat", "size=40k") as disk:
        base = sqlite3.connect(disk / "runs.db")
        with pytest.raises(sqlite3.OperationalError) as refused:
            base.execute("create table t (x)")
            for _ in range(100):
                base.execute("insert into t values (zeroblob(4096))")
                base.commit()
        base.close()
        error: Exception = refused.value
        if wrapped:  # as the storage of Dagster raises it
            error = RuntimeError("(sqlite3.OperationalError) database or disk is full")
            error.__cause__ = refused.value
        told = str(of_the_disk(error, **places(tmp_path)))
    assert (
        "plein" in told
        and "historique de Dagster" in told
        and "DAGSTER_HOME" in told
        and "--lake" not in told
    )


@mounts
def test_what_a_library_refuses_without_a_name_is_asked_again_of_each_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tiny_disk(tmp_path / "tmp", "size=4k") as disk:
        (disk / "plein").write_bytes(bytes(4096))
        monkeypatch.setattr("tempfile.tempdir", str(disk))
        told = str(of_the_disk(OSError(errno.ENOSPC, "No space left"), **places(tmp_path)))
    assert str(disk) in told and "TMPDIR" in told and "--lake" not in told


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EDQUOT, "place qui vous est accordée"),
        (errno.EMFILE, "ulimit -n"),
        (errno.ENFILE, "fermez d’autres programmes"),
        (errno.EIO, "vérifiez le disque"),
    ],
)
def test_what_the_machine_refuses_is_told_with_its_own_remedy(
    tmp_path: Path, number: int, words: str
) -> None:
    error = OSError(number, os.strerror(number), str(tmp_path / "lac" / "a.parquet"))
    assert words in str(of_the_disk(error, **places(tmp_path)))


def test_a_file_being_written_is_told_by_the_name_that_it_will_have(tmp_path: Path) -> None:
    error = PermissionError(errno.EACCES, "Permission denied", str(tmp_path / ".purge.json.123.partiel"))
    told = str(of_the_disk(error))
    assert "Fichier : purge.json\n" in told and ".partiel" not in told


def test_a_fault_of_the_program_is_no_fault_of_the_disk() -> None:
    assert of_the_disk(ValueError("x")) is None
    assert of_the_disk(FileNotFoundError(errno.ENOENT, "No such file")) is None
    locked = sqlite3.OperationalError("database is locked")
    assert of_the_disk(locked) is None
