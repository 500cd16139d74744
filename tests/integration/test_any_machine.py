"""Whatever the machine, who runs, from where, with which locale, rights and room: the same bytes, or a sentence."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import Computed, snapshot
from tiny_edition import EDITION, write_edition

PROGRAM = [sys.executable, "-c", "from barometre_pipeline.cli import main; main()"]
ROOT = os.geteuid() == 0
# An administrator writes where rights forbid it: these powers are put down first.
HUMBLY = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if ROOT else []


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that anybody may cross, with a name as people give them."""
    folder = Path(tempfile.mkdtemp(prefix="baromètre d’été "))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def called(
    *arguments: str, cwd: Path, umask: int = 0o022, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the program without an administrator's powers, in an environment that says nothing but what is given."""
    return subprocess.run(
        [*HUMBLY, *PROGRAM, *arguments], cwd=cwd, env={"PATH": os.defpath, **environment}, umask=umask,
        capture_output=True, encoding="utf-8", check=False, timeout=300,
    )  # fmt: skip


def test_somebody_without_rights_home_or_locale_gets_the_same_bytes_from_a_relative_folder(
    tiny: Computed, place: Path
) -> None:
    write_edition(place / "mes réponses")
    done = called(
        "run", "--sans-gx", "--processus", "0", "--raw", "mes réponses", "--lake", "./le lac",
        cwd=place, umask=0o077, LC_ALL="C", TZ="Pacific/Kiritimati",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert snapshot(place / "le lac") == snapshot(tiny.lake)


def test_a_lake_that_cannot_be_written_is_read_all_the_same_and_a_run_says_what_to_do(
    tiny: Computed, place: Path
) -> None:
    shutil.copytree(tiny.raw, place / "brut")
    shutil.copytree(tiny.lake, place / "lac")
    for folder in (place, *(p for p in place.rglob("*") if p.is_dir())):
        folder.chmod(0o555)
    try:
        here = {"cwd": place, "LC_ALL": "C.UTF-8"}
        both = ("--raw", "brut", "--lake", "lac")
        card = ("--edition", EDITION, "--question", "publie", "--modalite", "Oui", "--verify")
        for command in (
            ("audit", *card, *both),
            ("editions", *both),
            ("export", "indicateurs", "--lake", "lac"),
        ):
            done = called(*command, **here)
            assert done.returncode == 0, (command, done.stderr)
        with (place / "brut" / EDITION / "edition.yaml").open("a", encoding="utf-8") as file:
            file.write("# relu\n")
        done = called("run", "--sans-gx", "--processus", "0", *both, **here)
        assert done.returncode == 1
        assert "À faire" in done.stderr and "Traceback" not in done.stderr and "Errno" not in done.stderr
    finally:
        for folder in (place, *(p for p in place.rglob("*") if p.is_dir())):
            folder.chmod(0o755)


@pytest.mark.skipif(not ROOT, reason="monter un petit disque demande d’être administrateur")
def test_a_full_disk_is_told_in_a_sentence_and_the_next_run_with_room_gives_the_same_bytes(
    tiny: Computed, place: Path
) -> None:
    write_edition(place / "brut")
    (place / "disque").mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k,mode=777", "aucun", str(place / "disque")], check=False
    )
    if mounted.returncode:
        pytest.skip("aucun disque ne peut être monté ici")
    try:
        command = ("run", "--sans-gx", "--processus", "0", "--raw", "brut", "--lake", "disque/lac")
        done = called(*command, cwd=place, LC_ALL="C.UTF-8")
        assert done.returncode == 1
        assert "plein" in done.stderr and "À faire" in done.stderr and "Traceback" not in done.stderr
        subprocess.run(["mount", "-o", "remount,size=500m", str(place / "disque")], check=True)
        done = called(*command, cwd=place, umask=0, LC_ALL="C.UTF-8", XDG_STATE_HOME=str(place / "état"))
        assert done.returncode == 0, done.stderr
        assert snapshot(place / "disque" / "lac") == snapshot(tiny.lake)
        made = [*(place / "disque" / "lac").rglob("*"), *(place / "état").rglob("*")]
        assert len(made) > 100
        assert [p for p in made if p.stat().st_mode & 0o002] == [], "whatever the umask, nobody else writes"
        (home,) = (place / "état" / "barometre").glob("lac-*")
        private = (home, place / "disque" / "lac" / "bronze")
        assert [stat.S_IMODE(p.stat().st_mode) for p in private] == [0o700, 0o700]
    finally:
        subprocess.run(["umount", str(place / "disque")], check=True)
