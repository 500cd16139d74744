"""A lake at an address, against a real S3 server: what is taken, what is given back, and what is left by the killed."""

import json
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from barometre_pipeline.errors import InputError
from barometre_pipeline.files import write_atomically
from barometre_pipeline.shared_lake import bucket as bucket_module
from barometre_pipeline.shared_lake import exchange, turn
from barometre_pipeline.shared_lake.copies import address_of, folder_of
from barometre_pipeline.writer import COMMAND_LINE, refresh, writing
from tests.s3_server import ADDRESS, BUCKET, s3_server


@pytest.fixture(scope="module")
def server():
    with pytest.MonkeyPatch.context() as patch, s3_server(patch) as client:
        yield client


@pytest.fixture(autouse=True)
def emptied(server):
    listed = server.list_objects_v2(Bucket=BUCKET).get("Contents", [])
    for found in listed:
        server.delete_object(Bucket=BUCKET, Key=found["Key"])


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Return the copy of one machine, by its name."""

    def of(name: str) -> Path:
        monkeypatch.setenv("BAROMETRE_COPIES", str(tmp_path / name))
        return folder_of(ADDRESS)

    return of


def _write(copy: Path, said: list[str] | None = None, **files: str | None) -> None:
    told = said if said is not None else []
    with writing(copy, copy.parent / "home", COMMAND_LINE, told.append):
        for name, text in files.items():
            path = copy / name.replace("__", "/")
            if text is None:
                path.unlink()
            else:
                write_atomically(path, text.encode(), private=name.startswith("bronze"))


def _files(copy: Path) -> dict[str, str]:
    return {p.relative_to(copy).as_posix(): p.read_text() for p in sorted(copy.rglob("*")) if p.is_file()}


def _objects(server: Any) -> set[str]:
    listed = server.list_objects_v2(Bucket=BUCKET).get("Contents", [])
    return {found["Key"].removeprefix("lac/") for found in listed}


def test_what_one_machine_writes_another_reads_under_the_same_names(server, machine):
    _write(machine("a"), gold__t="un", silver__u="deux")
    assert _objects(server) == {"gold/t", "silver/u", "lac.json"}
    refresh(machine("b"), machine("b").parent / "home")
    assert _files(machine("b")) == {"gold/t": "un", "silver/u": "deux"}


def test_what_a_writer_removes_is_removed_at_the_address_and_in_every_copy(server, machine):
    _write(machine("a"), gold__t="un", gold__x__v="deux")
    refresh(machine("b"), machine("b").parent / "home")
    _write(machine("a"), gold__x__v=None)
    refresh(machine("b"), machine("b").parent / "home")
    assert _objects(server) == {"gold/t", "lac.json"}
    assert _files(machine("b")) == {"gold/t": "un"}
    assert not (machine("b") / "gold/x").exists()


def test_nothing_is_sent_when_nothing_changed(server, machine):
    _write(machine("a"), gold__t="un")
    before = server.head_object(Bucket=BUCKET, Key="lac/lac.json")["ETag"]
    _write(machine("a"), gold__t="un")
    assert server.head_object(Bucket=BUCKET, Key="lac/lac.json")["ETag"] == before


def test_what_a_killed_writer_left_in_its_copy_is_not_read_as_the_lake(server, machine):
    _write(machine("a"), gold__t="un")
    (machine("a") / "gold/t").write_text("à moitié")
    (machine("a") / "gold/v").write_text("de personne")
    refresh(machine("a"), machine("a").parent / "home")
    assert _files(machine("a")) == {"gold/t": "un"}


def test_two_machines_that_write_different_files_keep_both(server, machine):
    a, b = machine("a"), machine("b")
    _write(a, gold__t="un")
    with writing(a, a.parent / "home", COMMAND_LINE, print):
        _write(b, gold__u="deux")
        write_atomically(a / "gold/v", b"trois")
    assert _files(a) == {"gold/t": "un", "gold/u": "deux", "gold/v": "trois"}
    refresh(b, b.parent / "home")
    assert _files(b) == _files(a)


def test_of_a_file_that_two_machines_write_the_last_is_kept_and_it_is_said(server, machine):
    a, b = machine("a"), machine("b")
    said: list[str] = []
    with writing(a, a.parent / "home", COMMAND_LINE, said.append):
        _write(b, gold__t="de b")
        write_atomically(a / "gold/t", b"de a")
    refresh(b, b.parent / "home")
    assert _files(b) == {"gold/t": "de a"}
    assert any("barometre run" in words for words in said)


def test_a_folder_for_its_owner_only_is_so_in_every_copy(server, machine):
    a, b = machine("a"), machine("b")
    _write(a, bronze__limesurvey__r="personne", gold__t="un")
    refresh(b, b.parent / "home")
    modes = {
        p: stat.S_IMODE((b / p).stat().st_mode)
        for p in ("bronze", "bronze/limesurvey", "bronze/limesurvey/r")
    }
    assert modes == {"bronze": 0o700, "bronze/limesurvey": 0o700, "bronze/limesurvey/r": 0o600}
    assert stat.S_IMODE((b / "gold").stat().st_mode) & 0o077


def test_a_reader_of_a_lake_left_between_two_generations_is_told(server, machine):
    a, b = machine("a"), machine("b")
    _write(a, gold__t="un", gold__u="un")
    server.put_object(Bucket=BUCKET, Key="lac/gold/t", Body=b"d'un calcul interrompu")
    with pytest.raises(InputError, match="barometre run") as told:
        refresh(b, b.parent / "home")
    assert told.value.lieu == "gold/t"
    refresh(a, a.parent / "home")  # who has the whole generation goes on reading it
    assert _files(a) == {"gold/t": "un", "gold/u": "un"}


@pytest.mark.parametrize("again", [True, False])
def test_the_next_writer_mends_a_lake_left_between_two_generations(server, machine, again):
    a, b, c = machine("a"), machine("b"), machine("c")
    _write(a, gold__t="un", gold__u="un")
    server.put_object(Bucket=BUCKET, Key="lac/gold/t", Body=b"d'un calcul interrompu")
    with writing(b, b.parent / "home", COMMAND_LINE, print):
        assert _files(b) == {"gold/u": "un"}  # what is not whole is there to be computed again
        if again:
            write_atomically(b / "gold/t", b"deux")
    refresh(c, c.parent / "home")
    assert _files(c) == {"gold/u": "un"} | ({"gold/t": "deux"} if again else {})


def test_where_the_bucket_keeps_versions_a_reader_has_the_generation_of_the_list(server, machine):
    server.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    try:
        a, b = machine("a"), machine("b")
        _write(a, gold__t="un")
        server.put_object(Bucket=BUCKET, Key="lac/gold/t", Body=b"d'une ecriture en cours")
        refresh(b, b.parent / "home")
        assert _files(b) == {"gold/t": "un"}
    finally:
        server.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Suspended"})


def test_a_lake_put_back_from_a_copy_is_read_though_the_versions_of_its_list_are_gone(server, machine):
    server.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    try:
        _write(machine("a"), gold__t="un", publication__versions__f="figé")
        saved = {n: server.get_object(Bucket=BUCKET, Key=f"lac/{n}")["Body"].read() for n in _objects(server)}
        listed = server.list_object_versions(Bucket=BUCKET)
        for old in [*listed.get("Versions", []), *listed.get("DeleteMarkers", [])]:
            server.delete_object(Bucket=BUCKET, Key=old["Key"], VersionId=old["VersionId"])
        for name, content in saved.items():
            server.put_object(Bucket=BUCKET, Key=f"lac/{name}", Body=content)
        b = machine("b")
        refresh(b, b.parent / "home")
        _write(b, gold__u="deux")
        assert _files(b) == {"gold/t": "un", "gold/u": "deux", "publication/versions/f": "figé"}
    finally:
        server.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Suspended"})


def test_the_turn_of_a_live_machine_is_waited_for_and_that_of_a_dead_one_taken(server, machine, monkeypatch):
    a = machine("a")
    owner = json.dumps({"machine": "calcul-7", "processus": 12, "tour": "x"}).encode()
    server.put_object(Bucket=BUCKET, Key="lac/" + turn.NAME, Body=owner)
    monkeypatch.setattr(turn, "DEAD_SECONDS", 2.0)
    said: list[str] = []
    _write(a, said, gold__t="un")
    assert any("calcul-7" in words for words in said)
    assert turn.NAME not in _objects(server)


def test_what_is_renewed_is_not_taken(server, machine, monkeypatch):
    monkeypatch.setattr(turn, "_RENEWED_SECONDS", 0.2)
    bucket = bucket_module.Bucket(ADDRESS)
    with turn.turn(bucket, print):
        first = bucket.get(turn.NAME)
        monkeypatch.setattr(turn, "DEAD_SECONDS", 2.0)
        turn.threading.Event().wait(2.5)
        assert turn.is_held(bucket)
        assert first and bucket.get(turn.NAME).data == first.data
    assert not turn.is_held(bucket)


def test_a_run_that_fails_gives_back_what_it_had_written(server, machine):
    a, b = machine("a"), machine("b")
    with pytest.raises(RuntimeError), writing(a, a.parent / "home", COMMAND_LINE, print):
        write_atomically(a / "gold/t", b"un")
        raise RuntimeError
    refresh(b, b.parent / "home")
    assert _files(b) == {"gold/t": "un"}


@pytest.mark.parametrize(
    ("list_", "finding"),
    [
        (b"{}", "pas la liste"),
        (b"\xff", "pas la liste"),
        (b'{"format": 9, "generation": 1, "fichiers": {}}', "pas la liste"),
        (b'{"format": 1, "generation": 1, "fichiers": {"../x": ["0"]}}', "pas la liste"),
    ],
)
def test_what_is_no_list_of_a_lake_is_refused_in_words(server, machine, list_, finding):
    server.put_object(Bucket=BUCKET, Key="lac/lac.json", Body=list_)
    with pytest.raises(InputError, match=finding):
        refresh(machine("a"), machine("a").parent / "home")


def test_an_absent_bucket_and_a_dead_server_are_told_with_their_remedy(server, tmp_path, monkeypatch):
    monkeypatch.setenv("BAROMETRE_COPIES", str(tmp_path))
    with pytest.raises(InputError, match="seau « autre »"):
        refresh(folder_of("s3://autre/lac"), tmp_path / "home")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setattr(bucket_module, "_CONFIG", {"retries": {"max_attempts": 0}, "connect_timeout": 2})
    with pytest.raises(InputError, match="ne répond pas"):
        refresh(folder_of(ADDRESS), tmp_path / "home")


def test_without_credentials_the_variables_to_set_are_named(server, machine, monkeypatch, tmp_path):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(InputError, match="AWS_ACCESS_KEY_ID"):
        refresh(machine("a"), tmp_path / "home")


@pytest.mark.parametrize(
    ("typed", "same"),
    [("s3:/observatoire/lac", True), ("s3://observatoire/lac/", True), ("s3://observatoire/autre", False)],
)
def test_an_address_has_one_copy_however_it_is_typed(machine, typed, same):
    here = machine("a")
    assert (folder_of(typed) == here) is same
    assert address_of(here) == ADDRESS


def test_where_no_copy_can_be_kept_the_lake_and_the_variable_are_named(tmp_path, monkeypatch):
    monkeypatch.setenv("BAROMETRE_COPIES", str(tmp_path / "fichier"))
    (tmp_path / "fichier").touch()
    with pytest.raises(InputError, match="BAROMETRE_COPIES") as refusal:
        folder_of(ADDRESS)
    assert refusal.value.fichier == ADDRESS and "il faut un dossier" in refusal.value.constat


@pytest.mark.parametrize(
    "typed", ["s3://seau", "gs://seau/lac", "s3://seau/../lac", "https://exemple.org/lac"]
)
def test_an_address_that_is_no_lake_is_refused(tmp_path, monkeypatch, typed):
    monkeypatch.setenv("BAROMETRE_COPIES", str(tmp_path))
    with pytest.raises(InputError, match="s3://seau/nom-du-lac"):
        folder_of(typed)
    assert not list(tmp_path.iterdir())


_MEMORY = """
import resource, sys
from pathlib import Path
import barometre_pipeline.shared_lake.bucket as bucket
from barometre_pipeline.shared_lake.exchange import take
bucket._client()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
take(Path(sys.argv[1]))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_what_arrives_goes_to_disk_and_not_to_memory(server, machine):
    content = bytes(96 * 1024**2)
    with writing(machine("a"), machine("a").parent / "home", COMMAND_LINE, print):
        write_atomically(machine("a") / "gold" / "t", content)
    copy = machine("b")
    done = subprocess.run(
        [sys.executable, "-c", _MEMORY, str(copy)], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert (copy / "gold" / "t").read_bytes() == content
    assert int(done.stdout) < 48, "MiB, for a file of 96"
    assert not [p for p in copy.parent.iterdir() if p.name.endswith(".recus")], (
        "nothing stays beside the copy"
    )


def test_a_reader_waits_for_who_is_giving_back(server, machine, monkeypatch):
    a, b = machine("a"), machine("b")
    _write(a, gold__t="un")
    bucket = bucket_module.Bucket(ADDRESS)
    monkeypatch.setattr(exchange, "_TRIES", 1)
    monkeypatch.setattr(exchange, "_PAUSE", 0.05)
    good = (a / "gold/t").read_bytes()
    bucket.put("gold/t", b"deux")
    with turn.turn(bucket, print):
        timer = turn.threading.Timer(0.5, bucket.put, ("gold/t", good))
        timer.start()
        refresh(b, b.parent / "home")
        timer.join()
    assert _files(b) == {"gold/t": "un"}


def test_a_server_that_writes_whatever_the_condition_is_refused_and_nothing_is_sent(
    server, machine, monkeypatch
):
    client = bucket_module._client

    def careless() -> Any:
        made = client()
        made.meta.events.register("before-sign.s3.PutObject", _without_condition)
        return made

    monkeypatch.setattr(bucket_module, "_client", careless)
    with pytest.raises(InputError, match="sous condition"):
        _write(machine("a"), gold__t="un")
    assert _objects(server) == set()


def _without_condition(request: Any, **_: Any) -> None:
    for name in ("If-Match", "If-None-Match"):
        if name in request.headers:
            del request.headers[name]
