"""Every command on ``--lake s3://…``, against a real S3 server: what it gives is what a lake in a folder gives."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from barometre_pipeline.shared_lake.copies import folder_of
from barometre_pipeline.writer import COMMAND_LINE, writing
from tests.s3_server import ADDRESS, BUCKET, s3_server
from tests.support import barometre, run

pytestmark = pytest.mark.usefixtures("machine")


@pytest.fixture(scope="module")
def server():
    with pytest.MonkeyPatch.context() as patch, s3_server(patch) as client:
        yield client


@pytest.fixture(scope="module")
def given(server, tiny, tmp_path_factory):
    """Give the invented edition's lake to the address, from one machine."""
    home = tmp_path_factory.mktemp("machine_a")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BAROMETRE_COPIES", str(home / "copies"))
        copy = folder_of(ADDRESS)
        with writing(copy, home / "dagster", COMMAND_LINE, print):
            shutil.copytree(tiny.lake, copy, dirs_exist_ok=True)


@pytest.fixture
def machine(given, tmp_path, monkeypatch):
    """Be another machine, which has nothing of the lake yet."""
    monkeypatch.setenv("BAROMETRE_COPIES", str(tmp_path / "copies"))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "dagster"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _objects(server: Any) -> dict[str, Any]:
    pages = server.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix="lac/")
    return {o["Key"].removeprefix("lac/"): o for page in pages for o in page.get("Contents", [])}


def test_the_objects_of_the_address_are_the_files_of_a_lake_in_a_folder_byte_for_byte(server, tiny):
    names = set(_objects(server)) - {"lac.json"}
    assert names == {p.relative_to(tiny.lake).as_posix() for p in tiny.lake.rglob("*") if p.is_file()}
    for name in names:
        body = server.get_object(Bucket=BUCKET, Key=f"lac/{name}")["Body"].read()
        assert body == (tiny.lake / name).read_bytes(), name


@pytest.mark.parametrize(
    "command",
    [
        ("audit", "--edition", "2031", "--question", "publie", "--modalite", "Oui", "--verify"),
        ("export", "tris", "--edition", "2031"),
        ("check",),
        ("check", "--chiffres"),
        ("editions",),
        ("publier", "--liste"),
    ],
    ids=" ".join,
)
def test_a_command_that_reads_says_the_same_of_an_address_as_of_a_folder(command, tiny):
    here = barometre(*command, "--raw", tiny.raw, "--lake", tiny.lake)
    there = barometre(*command, "--raw", tiny.raw, "--lake", ADDRESS)
    assert (there.exit_code, there.stdout) == (here.exit_code, here.stdout)


def test_a_lake_at_an_address_is_compared_with_one_in_a_folder(tiny):
    result = barometre("diff", tiny.lake, ADDRESS, "--raw", tiny.raw, "--json")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["identiques"]


def test_nothing_is_made_beside_the_copy(machine, tiny):
    barometre("editions", "--raw", tiny.raw, "--lake", ADDRESS)
    assert {p.name for p in machine.iterdir()} <= {"copies", "dagster"}


def test_a_second_machine_finds_everything_up_to_date_and_sends_nothing(server, tiny):
    before = _objects(server)["lac.json"]["ETag"]
    result = run(tiny.raw, ADDRESS)
    assert result.exit_code == 0 and "à jour" in result.stdout
    assert _objects(server)["lac.json"]["ETag"] == before


def test_a_step_computed_again_by_another_machine_gives_the_same_bytes_at_the_address(server, tiny, machine):
    copy = folder_of(ADDRESS)
    with writing(copy, machine / "dagster", COMMAND_LINE, print):
        (copy / "empreintes/toutes/site.json").unlink()
        shutil.rmtree(copy / "publication/site")
    assert "publication/site/index.html" not in _objects(server)
    result = run(tiny.raw, ADDRESS)
    assert result.exit_code == 0, result.stderr
    body = server.get_object(Bucket=BUCKET, Key="lac/publication/site/index.html")["Body"].read()
    assert body == (tiny.lake / "publication/site/index.html").read_bytes()
    assert "empreintes/toutes/site.json" in _objects(server)


def test_without_the_bucket_the_command_says_what_to_correct():
    result = barometre("editions", "--lake", "s3://seau-absent/lac")
    assert result.exit_code == 1
    assert "seau « seau-absent »" in result.stderr and "À faire" in result.stderr


def test_the_copy_is_of_the_address(machine):
    barometre("editions", "--lake", ADDRESS)
    assert Path(folder_of(ADDRESS)).is_relative_to(machine / "copies")


def test_what_is_purged_at_the_address_is_what_is_purged_in_a_folder(server, tiny_copy, machine):
    shutil.copytree(tiny_copy.raw, machine / "gardes")
    assert _purged(tiny_copy.raw, ADDRESS).exit_code == 0
    shutil.copytree(machine / "gardes", tiny_copy.raw, dirs_exist_ok=True)
    assert _purged(tiny_copy.raw, tiny_copy.lake).exit_code == 0
    left = {p.relative_to(tiny_copy.lake).as_posix() for p in (tiny_copy.lake / "bronze").rglob("*.parquet")}
    assert {name for name in _objects(server) if name.startswith("bronze/")} == left


def _purged(raw: Path, lake: str | Path) -> Result:
    return barometre("purger", "--edition", "2031", "--oui", "--raw", raw, "--lake", lake)
