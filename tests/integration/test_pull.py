"""The pull as people start it: the command line and the Dagster asset, against a real HTTP server.

The server is the one of ``tests/unit/sources/limesurvey_remote``.
"""

import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from typer.testing import CliRunner

from barometre_pipeline.cli import pull as command
from barometre_pipeline.dagster.assets.pull import limesurvey_pull
from barometre_pipeline.dagster.resources import Paths
from barometre_pipeline.sources.limesurvey import read_folder

REPO = Path(__file__).parents[2]
REAL = REPO.parent / "shared" / "limesurvey" / "642"
SURVEY = 910026


def _replay() -> type:
    path = REPO / "tests" / "unit" / "sources" / "limesurvey_remote" / "replay.py"
    spec = importlib.util.spec_from_file_location("replay", path)
    assert spec and spec.loader
    module = sys.modules.setdefault("replay", importlib.util.module_from_spec(spec))
    spec.loader.exec_module(module)
    return module.ReplayServer


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    replay = _replay()(REPO / "tests" / "data" / "rpc_invente.jsonl")
    for name, value in {"URL": replay.url, "UTILISATEUR": "admin", "MOT_DE_PASSE": "PASSWORD"}.items():
        monkeypatch.setenv(f"LIMESURVEY_{name}", value)
    monkeypatch.setenv("LIMESURVEY_ENQUETE", str(SURVEY))
    yield replay
    replay.close()


def barometre(*arguments: object):
    return CliRunner().invoke(command.app, ["limesurvey", *map(str, arguments)])


def materialize(raw: Path, **config: object) -> dg.ExecuteInProcessResult:
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions("editions_limesurvey", ["2031"])
        return dg.materialize(
            [limesurvey_pull],
            partition_key="2031",
            instance=instance,
            resources={"paths": Paths(raw=str(raw), lake=str(raw.parent / "lac"))},
            run_config={"ops": {"extraction_limesurvey": {"config": config}}},
            raise_on_error=False,
        )


def test_command_says_what_was_fetched_and_where(server, tmp_path):
    result = barometre("--edition", "2031", "--raw", tmp_path)
    assert result.exit_code == 0, result.output
    assert "11 réponses, dont 9 complètes, dans 2031/limesurvey/2031-05-20/" in result.stdout
    assert ".lss" in result.stderr
    again = barometre("--edition", "2031", "--raw", tmp_path)
    assert again.exit_code == 0 and "Rien de nouveau" in again.stdout


def test_command_fails_in_french_without_secret_or_host_path(server, tmp_path, monkeypatch):
    monkeypatch.setenv("LIMESURVEY_MOT_DE_PASSE", "un-secret-bien-garde")
    result = barometre("--edition", "2031", "--raw", tmp_path)
    assert result.exit_code == 1
    assert "mot de passe est refusé" in result.output and "À faire" in result.output
    assert "un-secret-bien-garde" not in result.output and str(tmp_path) not in result.output


def test_command_refuses_an_edition_that_is_no_folder_name(server, tmp_path):
    result = barometre("--edition", "../2031", "--raw", tmp_path / "data_raw")
    assert result.exit_code == 1 and not server.calls


def test_command_needs_the_environment(tmp_path, monkeypatch):
    for name in ("URL", "UTILISATEUR", "MOT_DE_PASSE"):
        monkeypatch.delenv(f"LIMESURVEY_{name}", raising=False)
    result = barometre("--edition", "2031", "--raw", tmp_path, "--enquete", 1)
    assert result.exit_code == 1 and "LIMESURVEY_URL" in result.output


def test_asset_reports_folder_counts_and_hash(server, tmp_path):
    (event,) = materialize(tmp_path, enquete=SURVEY).asset_materializations_for_node("extraction_limesurvey")
    metadata = {name: value.value for name, value in event.metadata.items()}
    assert (metadata["dossier"], metadata["réponses"], metadata["complètes"]) == (
        "2031/limesurvey/2031-05-20",
        11,
        9,
    )
    manifest = json.loads((tmp_path / metadata["dossier"] / "manifest.json").read_text(encoding="utf-8"))
    assert metadata["sha256"] in {f["sha256"] for f in manifest["fichiers"]}


def test_asset_takes_the_survey_number_of_the_edition_yaml(server, tmp_path):
    (tmp_path / "2031").mkdir()
    yaml = f"edition: '2031'\ntitre: Essai\nlimesurvey: {{enquete: {SURVEY}}}\n"
    (tmp_path / "2031" / "edition.yaml").write_text(yaml, encoding="utf-8")
    assert materialize(tmp_path).asset_materializations_for_node("extraction_limesurvey")


def test_asset_without_server_or_survey_number_pulls_nothing_and_does_not_fail(tmp_path, monkeypatch):
    monkeypatch.delenv("LIMESURVEY_URL", raising=False)
    result = materialize(tmp_path, enquete=SURVEY)
    assert result.success
    (event,) = result.asset_materializations_for_node("extraction_limesurvey")
    assert str(event.metadata["état"].value).startswith("rien n’a été téléchargé")
    assert not list(tmp_path.iterdir())


def test_asset_fails_with_the_message_alone(server, tmp_path):
    result = materialize(tmp_path, enquete=999999)
    assert not result.success
    (failure,) = [e for e in result.all_events if e.is_step_failure]
    shown = str(failure.event_specific_data)
    assert "aucun questionnaire ne porte ce numéro" in shown
    assert "PASSWORD" not in shown and "cle-de-session" not in shown


@pytest.mark.parametrize("with_lss", [True, False])
def test_pulled_folder_is_read_like_any_extract(tmp_path, monkeypatch, with_lss):
    if not REAL.is_dir():
        pytest.skip("../shared/limesurvey est absent")
    home = tmp_path / "2026" / "limesurvey"
    if with_lss:
        lss = REAL / "edition_a" / "structure" / "survey_482026.lss"
        home.mkdir(parents=True)
        (home / lss.name).write_bytes(lss.read_bytes())
    replay = _replay()(REAL / "rpc_recording.jsonl")
    replay.exports[482026] = (REAL / "edition_a" / "rpc" / "code_short_all.csv").read_bytes()
    for name, value in {"URL": replay.url, "UTILISATEUR": "admin", "MOT_DE_PASSE": "PASSWORD"}.items():
        monkeypatch.setenv(f"LIMESURVEY_{name}", value)
    try:
        result = barometre("--edition", "2026", "--raw", tmp_path, "--enquete", 482026, "--page", 25)
    finally:
        replay.close()
    assert result.exit_code == 0, result.output
    extract = read_folder(home, tmp_path)
    assert len(extract.values) == 66
    assert extract.files[0].path.endswith("reponses_482026.csv")
