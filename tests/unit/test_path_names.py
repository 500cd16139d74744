"""A name that is no UTF-8 is refused where it is read, in French, before anything is written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.editions.loader import load_edition
from barometre_pipeline.errors import InputError
from barometre_pipeline.folders import dagster_home
from barometre_pipeline.path_names import require_readable

PROGRAM = [sys.executable, "-c", "from barometre_pipeline.cli import main; main()"]
LATIN = b"l\xe9on"
SHOWN = r"l\xe9on"


def called(*arguments: bytes, cwd: bytes, **environment: bytes) -> subprocess.CompletedProcess[bytes]:
    words = [os.fsencode(w) for w in PROGRAM]
    env = {b"PATH": os.fsencode(os.defpath), **{os.fsencode(k): v for k, v in environment.items()}}
    return subprocess.run(
        [*words, *arguments], cwd=cwd, env=env, capture_output=True, check=False, timeout=60
    )


@given(st.binary(min_size=1, max_size=30).filter(lambda b: b"\0" not in b and b"/" not in b))
def test_a_name_is_refused_exactly_when_it_is_no_utf8_and_is_shown_in_letters(name: bytes) -> None:
    try:
        name.decode("utf-8")
        text = True
    except UnicodeDecodeError:
        text = False
    try:
        require_readable(os.fsdecode(name), "--lake")
        refused = None
    except InputError as error:
        refused = error
    assert (refused is None) == text
    if refused:
        str(refused).encode("utf-8")


@pytest.mark.parametrize("option", [b"--raw", b"--lake"])
def test_a_folder_given_by_an_option_is_refused_before_anything_is_written(
    tmp_path: Path, option: bytes
) -> None:
    place = tmp_path / os.fsdecode(LATIN)
    place.mkdir()
    done = called(b"run", option, os.fsencode(place / "x"), cwd=os.fsencode(tmp_path))
    said = done.stderr.decode("utf-8")
    assert done.returncode == 1 and SHOWN in said and "UTF-8" in said and "renommez" in said
    assert "panne" not in said and not list(place.iterdir())


@pytest.mark.parametrize(
    "variable", ["BAROMETRE_LAKE", "BAROMETRE_RAW", "BAROMETRE_COPIES", "DAGSTER_HOME", "HOME"]
)
def test_a_folder_given_by_a_variable_is_refused_with_its_name(tmp_path: Path, variable: str) -> None:
    done = called(b"editions", cwd=os.fsencode(tmp_path), **{variable: os.fsencode(tmp_path) + b"/" + LATIN})
    said = done.stderr.decode("utf-8")
    assert done.returncode == 1 and SHOWN in said and f"variable {variable}" in said


def test_a_relative_folder_of_such_a_place_is_refused_too(tmp_path: Path) -> None:
    place = tmp_path / os.fsdecode(LATIN)
    place.mkdir()
    done = called(b"editions", b"--lake", b"lac", cwd=os.fsencode(place))
    assert done.returncode == 1 and SHOWN in done.stderr.decode("utf-8") and not list(place.iterdir())


def test_accents_that_python_is_told_not_to_read_are_told_with_what_to_change(tmp_path: Path) -> None:
    place = os.fsencode(tmp_path / "été")
    done = called(b"editions", b"--raw", place, cwd=b"/", PYTHONUTF8=b"0", LC_ALL=b"C")
    said = done.stderr.decode("utf-8")
    assert done.returncode == 1 and "PYTHONUTF8" in said and "été" in said


def test_dagster_refuses_such_a_place_with_the_same_sentence(tmp_path: Path) -> None:
    env = {**os.environb, b"BAROMETRE_LAKE": os.fsencode(tmp_path) + b"/" + LATIN}
    program = [sys.executable, "-c", "import barometre_pipeline.definitions"]
    done = subprocess.run(program, env=env, capture_output=True, check=False, timeout=120)
    last = done.stderr.decode("utf-8").partition("InputError")[2]
    assert SHOWN in last and "variable BAROMETRE_LAKE" in last and "renommez" in last


def test_a_file_of_an_edition_is_refused_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "2031"
    (folder / "limesurvey").mkdir(parents=True)
    Path(os.fsdecode(os.fsencode(folder / "limesurvey") + b"/r\xe9ponses.csv")).touch()
    with pytest.raises(InputError, match=r"r\\xe9ponses\.csv, nom du fichier, dans l’édition 2031"):
        load_edition(folder)


def test_the_home_of_a_lake_is_the_same_whichever_way_python_reads_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    lake = tmp_path / "lac d’été"
    command = (
        "import os, sys; from barometre_pipeline.folders import dagster_home; "
        "sys.stdout.buffer.write(os.fsencode(dagster_home(sys.argv[1])))"
    )
    env = {**os.environ, "PYTHONUTF8": "0", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", command, str(lake)], env=env, capture_output=True, check=True
    )
    assert done.stdout == os.fsencode(dagster_home(lake))
