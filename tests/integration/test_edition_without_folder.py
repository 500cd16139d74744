"""An edition whose folder is gone is said to be so everywhere, and may be taken out of the lake."""

import shutil
from pathlib import Path

import pytest
from support import Computed, barometre, run, snapshot
from tiny_edition import EDITION

from barometre_pipeline.dagster.assembly import build
from barometre_pipeline.dagster.instance import open_instance
from barometre_pipeline.dagster.jobs import UPDATE
from barometre_pipeline.dagster.partitions import register

GONE = "2032"
REMEDY = f"barometre retirer --edition {GONE}"


@pytest.fixture(scope="module")
def orphaned(tiny: Computed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compute another edition into a lake that has one, and take its folder away; return where all is."""
    base = tmp_path_factory.mktemp("sans_dossier")
    for given, copy in ((tiny.raw, "raw"), (tiny.lake, "lac"), (tiny.home, "home")):
        shutil.copytree(given, base / copy)
    raw = base / "raw"
    shutil.copytree(raw / EDITION, raw / GONE)
    yaml = raw / GONE / "edition.yaml"
    yaml.write_text(yaml.read_text("utf-8").replace(EDITION, GONE), encoding="utf-8")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DAGSTER_HOME", str(base / "home"))
        assert run(raw, base / "lac").exit_code == 0
    shutil.rmtree(raw / GONE)
    return base


@pytest.fixture
def place(orphaned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(orphaned, tmp_path / "ici")
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "ici" / "home"))
    monkeypatch.setenv("BAROMETRE_RAW", str(tmp_path / "ici" / "raw"))
    monkeypatch.setenv("BAROMETRE_LAKE", str(tmp_path / "ici" / "lac"))
    return tmp_path / "ici"


def test_editions_and_check_say_so_with_both_ways_out(place: Path) -> None:
    listed, checked = barometre("editions"), barometre("check")
    assert listed.exit_code == 0 and checked.exit_code == 1
    for told in (listed.stdout, checked.stderr):
        assert "son dossier n’est plus dans les données brutes" in told
        assert REMEDY in told and f"remettez le dossier {GONE}/" in told


def test_a_run_refuses_in_a_sentence_and_what_brings_editions_together_stays_as_it_was(place: Path) -> None:
    before = snapshot(place / "lac")
    result = run(place / "raw", place / "lac")
    assert result.exit_code == 1
    assert REMEDY in result.stderr and "Traceback" not in result.stderr and "panne" not in result.stderr
    assert result.stderr.count("son dossier n’est plus") == 1
    assert snapshot(place / "lac") == before


def test_the_interface_says_it_when_that_edition_is_asked_for(place: Path) -> None:
    definitions = build(str(place / "raw"), str(place / "lac"))
    with open_instance(place / "home") as instance:
        register(instance, [GONE])
        result = definitions.resolve_job_def(UPDATE).execute_in_process(
            instance=instance, partition_key=GONE, raise_on_error=False
        )
    failures = result.filter_events(lambda e: e.is_step_failure)
    told = [f.step_failure_data.user_failure_data for f in failures]
    assert told and all(t is not None and REMEDY in (t.description or "") for t in told)


def test_taken_out_the_lake_is_as_if_it_had_never_been_there(place: Path, tiny: Computed) -> None:
    whole = snapshot(place / "lac")
    asked = barometre("retirer", "--edition", GONE)
    assert asked.exit_code == 0 and "--oui" in asked.stdout and snapshot(place / "lac") == whole
    assert barometre("retirer", "--edition", GONE, "--oui").exit_code == 0
    with open_instance(place / "home") as instance:
        assert instance.get_dynamic_partitions("editions") == [EDITION]
    again = run(place / "raw", place / "lac")
    assert again.exit_code == 0, again.stderr
    assert snapshot(place / "lac") == snapshot(tiny.lake)
    assert barometre("check").exit_code == 0


@pytest.mark.parametrize(
    ("key", "told"),
    [(EDITION, "est dans les données brutes"), ("2042", "ne garde rien"), ("x", "nommer une édition")],
)
def test_what_is_no_edition_without_folder_is_not_taken_out(place: Path, key: str, told: str) -> None:
    before = snapshot(place / "lac")
    result = barometre("retirer", "--edition", key, "--oui")
    assert result.exit_code == 1 and told in result.stderr
    assert snapshot(place / "lac") == before
