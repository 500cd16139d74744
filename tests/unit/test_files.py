import os
import stat
from pathlib import Path

import pytest
from upath import UPath

from barometre_pipeline.files import UNFINISHED, nobody_else_writes, private_folder, write_atomically


@pytest.mark.parametrize("address", ["{}", "file://{}", "memory://{}"])
def test_a_file_is_written_whole_in_folders_that_are_made_and_nothing_stays_beside_it(
    tmp_path: Path, address: str
) -> None:
    path = UPath(address.format(tmp_path / "a" / "b" / "table.csv"))
    write_atomically(path, b"old and longer")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert [p.name for p in path.parent.iterdir()] == ["table.csv"]


def test_until_its_bytes_are_on_disk_the_old_file_stays_and_the_new_one_has_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"old")
    seen = []

    def look(_: int) -> None:
        seen.append((path.read_bytes(), [p.read_bytes() for p in tmp_path.glob(f".*{UNFINISHED}")]))

    monkeypatch.setattr(os, "fsync", look)
    write_atomically(path, b"new")
    assert seen == [(b"old", [b"new"])]
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_what_is_private_is_for_its_owner_only_whatever_the_umask(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        for _ in range(2):  # a file that is there already too
            write_atomically(tmp_path / "prive" / "a", b"x", private=True)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "prive" / "a").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "prive").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("mask", "file", "folder"),
    [(0o000, 0o664, 0o775), (0o002, 0o664, 0o775), (0o022, 0o644, 0o755), (0o077, 0o600, 0o700)],
)
def test_nothing_is_made_that_others_may_write_and_a_stricter_umask_stays(
    tmp_path: Path, mask: int, file: int, folder: int
) -> None:
    before = os.umask(mask)
    try:
        nobody_else_writes()
        write_atomically(tmp_path / "publie" / "a", b"x")
        (tmp_path / "publie" / "b").write_text("by a library")
        private_folder(tmp_path / "etat")
    finally:
        os.umask(before)
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in tmp_path.rglob("*")}
    assert modes == {"publie": folder, "a": file, "b": file, "etat": 0o700}
