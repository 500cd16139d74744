"""Every command on ``--lake s3://…``, against a real S3 server: what it gives is what a lake in a folder gives."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from barometre_pipeline.shared_lake.copies import folder_of
from tests.s3_server import ADDRESS, BUCKET, s3_server
from tests.support import barometre, hashes, run

pytestmark = pytest.mark.usefixtures("machine")


@pytest.fixture(scope="module")
def server():
    with pytest.MonkeyPatch.context() as patch, s3_server(patch) as client:
        yield client


@pytest.fixture(scope="module")
def given(server, tiny, tmp_path_factory):
    """Give the invented edition's lake to the address, computed by one machine from nothing."""
    home = tmp_path_factory.mktemp("machine_a")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BAROMETRE_COPIES", str(home / "copies"))
        patch.setenv("DAGSTER_HOME", str(home / "dagster"))
        result = run(tiny.raw, ADDRESS)
    assert result.exit_code == 0, result.stderr
    return result


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
        ("audit", "tris/2031/publie/oui/ensemble"),
        ("export", "tris", "--edition", "2031"),
        ("check",),
        ("check", "--chiffres"),
        ("editions",),
        ("questions",),
        ("publier", "--liste"),
    ],
    ids=" ".join,
)
def test_a_command_that_reads_says_the_same_of_an_address_as_of_a_folder(command, tiny):
    here = barometre(*command, "--raw", tiny.raw, "--lake", tiny.lake)
    there = barometre(*command, "--raw", tiny.raw, "--lake", ADDRESS)
    assert (there.exit_code, there.stdout) == (here.exit_code, here.stdout)


def test_nothing_is_made_beside_the_copy(machine, tiny):
    barometre("editions", "--raw", tiny.raw, "--lake", ADDRESS)
    assert {p.name for p in machine.iterdir()} <= {"copies", "dagster"}


def test_a_second_machine_finds_everything_up_to_date_and_sends_nothing(server, tiny):
    before = _objects(server)["lac.json"]["ETag"]
    result = run(tiny.raw, ADDRESS)
    assert result.exit_code == 0 and "à jour" in result.stdout
    assert _objects(server)["lac.json"]["ETag"] == before


def test_a_version_published_on_one_machine_is_there_on_another(tiny, machine, monkeypatch):
    result = barometre(
        "publier", "--edition", "2031", "--version", "1.0", "--raw", tiny.raw, "--lake", ADDRESS
    )
    assert result.exit_code == 0, result.stderr
    monkeypatch.setenv("BAROMETRE_COPIES", str(machine / "autre"))
    listed = barometre("publier", "--liste", "--raw", tiny.raw, "--lake", ADDRESS)
    assert "1.0" in listed.stdout


def test_what_is_purged_at_the_address_has_no_bronze_left(server, tiny, machine):
    raw = machine / "raw"
    shutil.copytree(tiny.raw, raw)
    assert any(name.startswith("bronze/") for name in _objects(server))
    result = barometre("purger", "--edition", "2031", "--oui", "--raw", raw, "--lake", ADDRESS)
    assert result.exit_code == 0, result.stderr + result.stdout
    left = [n for n in _objects(server) if n.startswith("bronze/") and "2031" in n]
    assert left == []
    # The address is given back what it had, for the tests that follow.
    assert run(tiny.raw, ADDRESS).exit_code == 0
    assert json.loads(server.get_object(Bucket=BUCKET, Key="lac/lac.json")["Body"].read())["fichiers"]


def test_without_the_bucket_the_command_says_what_to_correct():
    result = barometre("editions", "--lake", "s3://seau-absent/lac")
    assert result.exit_code == 1
    assert "seau « seau-absent »" in result.stderr and "À faire" in result.stderr


def test_the_copy_is_of_the_address(machine):
    barometre("editions", "--lake", ADDRESS)
    assert Path(folder_of(ADDRESS)).is_relative_to(machine / "copies")
