"""The pull as people start it: the command line and the Dagster asset, against a real HTTP server.

The server is the one of ``tests/unit/sources/limesurvey_remote``.
"""

import importlib.util
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from typer.testing import CliRunner

from barometre_pipeline.cli import pull as command
from barometre_pipeline.dagster.assets.pull import limesurvey_pull
from barometre_pipeline.dagster.new_edition import new_edition_job
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


@dg.asset(name="autre")
def another() -> None:
    """Stand for the other assets of « Materialize all »."""


def materialize(
    raw: Path, edition: str = "2031", *, among_others: bool = False, **config: object
) -> dg.ExecuteInProcessResult:
    partitions = limesurvey_pull.partitions_def
    assert isinstance(partitions, dg.DynamicPartitionsDefinition) and partitions.name
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions(partitions.name, [edition])
        return dg.materialize(
            [limesurvey_pull, another] if among_others else [limesurvey_pull],
            partition_key=edition,
            instance=instance,
            resources={"paths": Paths(raw=str(raw), lake=str(raw.parent / "lac"))},
            run_config={"ops": {"extraction_limesurvey": {"config": config}}},
            raise_on_error=False,
        )


def failure(result: dg.ExecuteInProcessResult) -> str:
    """Return what the red step says."""
    assert not result.success
    (event,) = [e for e in result.all_events if e.is_step_failure]
    return str(event.step_failure_data.user_failure_data.description)


def state(result: dg.ExecuteInProcessResult) -> str:
    """Return what an asset that pulled nothing says in its metadata."""
    assert result.success
    (event,) = result.asset_materializations_for_node("extraction_limesurvey")
    return str(event.metadata["état"].value)


def edition_folder(raw: Path, key: str, survey: int | None = None, *, dropped: bool = False) -> Path:
    """Make an edition: its YAML with a survey number or without, an extract dropped by hand or none."""
    folder = raw / key / "limesurvey"
    folder.mkdir(parents=True)
    yaml = f"edition: '{key}'\ntitre: Essai\n" + (f"limesurvey: {{enquete: {survey}}}\n" if survey else "")
    (folder.parent / "edition.yaml").write_text(yaml, encoding="utf-8")
    if dropped:
        (folder / "results-survey1.csv").write_text('"id","submitdate"\n"1","2031-05-20"\n', encoding="utf-8")
    return folder


@pytest.fixture
def nothing_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.startswith("LIMESURVEY_")]:
        monkeypatch.delenv(name)


def test_command_says_what_was_fetched_and_where(server, tmp_path):
    result = barometre("--edition", "2031", "--raw", tmp_path)
    assert result.exit_code == 0, result.output
    assert "11 réponses, dont 9 complètes, dans 2031/limesurvey/2031-05-20/" in result.stdout
    assert ".lss" in result.stderr
    again = barometre("--edition", "2031", "--raw", tmp_path)
    assert again.exit_code == 0, again.output
    assert "Rien de nouveau" in again.stdout


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


def test_asset_takes_the_survey_number_of_the_edition_yaml_and_not_the_common_variable(
    server, tmp_path, monkeypatch
):
    edition_folder(tmp_path, "2031", SURVEY)
    monkeypatch.setenv("LIMESURVEY_ENQUETE", "1")
    assert materialize(tmp_path).asset_materializations_for_node("extraction_limesurvey")


def test_asset_takes_the_survey_number_of_the_common_variable(server, tmp_path):
    assert materialize(tmp_path).asset_materializations_for_node("extraction_limesurvey")
    assert (tmp_path / "2031" / "limesurvey" / "2031-05-20" / f"reponses_{SURVEY}.csv").is_file()


def test_the_variable_of_an_edition_wins_over_the_common_one(server, tmp_path, monkeypatch):
    monkeypatch.setenv("LIMESURVEY_ENQUETE", "1")
    monkeypatch.setenv("LIMESURVEY_ENQUETE_2031", str(SURVEY))
    assert materialize(tmp_path).success
    assert barometre("--edition", "2031", "--raw", tmp_path).exit_code == 0


def test_the_common_variable_never_fills_an_edition_dropped_by_hand(server, tmp_path):
    folder = edition_folder(tmp_path, "2031", dropped=True)
    before = sorted(folder.rglob("*"))
    assert "results-survey1.csv" in state(materialize(tmp_path, among_others=True))
    assert "LIMESURVEY_ENQUETE_2031" in failure(materialize(tmp_path)), "asked for by name"
    called = barometre("--edition", "2031", "--raw", tmp_path)
    assert called.exit_code == 1 and "results-survey1.csv" in called.output
    assert sorted(folder.rglob("*")) == before and not server.calls


def test_the_common_variable_never_fills_an_edition_that_is_not_the_latest(server, tmp_path):
    edition_folder(tmp_path, "2030")
    edition_folder(tmp_path, "2031")
    assert "2031" in state(materialize(tmp_path, "2030", among_others=True))
    assert not server.calls
    assert materialize(tmp_path, "2031").success


@pytest.mark.parametrize("by_yaml", [True, False], ids=["named in its YAML", "pulled"])
def test_a_survey_that_is_another_editions_is_not_pulled_again_into_the_next(
    server, tmp_path, monkeypatch, by_yaml
):
    edition_folder(tmp_path, "2031", SURVEY if by_yaml else None)
    assert by_yaml or materialize(tmp_path).success
    server.calls.clear()
    said = state(materialize(tmp_path, "2032", among_others=True))
    assert "c’est celui de l’édition 2031" in said and not server.calls


def test_a_folder_pulled_from_the_common_survey_is_pulled_again_but_not_from_another(
    server, tmp_path, monkeypatch
):
    for _ in range(2):
        assert materialize(tmp_path).success
    monkeypatch.setenv("LIMESURVEY_ENQUETE", "910027")
    server.calls.clear()
    assert str(SURVEY) in failure(materialize(tmp_path)) and not server.calls


def test_a_launch_that_contradicts_the_edition_yaml_is_refused(server, tmp_path):
    edition_folder(tmp_path, "2031", SURVEY)
    assert "2031/edition.yaml" in failure(materialize(tmp_path, enquete=1)) and not server.calls
    called = barometre("--edition", "2031", "--raw", tmp_path, "--enquete", 1)
    assert called.exit_code == 1 and "2031/edition.yaml" in called.output


def test_among_other_assets_and_nothing_configured_it_says_that_nothing_was_asked(
    nothing_configured, tmp_path
):
    assert "rien n’était demandé" in state(materialize(tmp_path, among_others=True))
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("nothing_configured")
@pytest.mark.parametrize(
    ("variables", "config", "named"),
    [
        ({}, {}, "LIMESURVEY_ENQUETE_2031"),
        ({"URL": "http://127.0.0.1:9/"}, {}, "LIMESURVEY_ENQUETE_2031"),
        ({"ENQUETE": "910026"}, {}, "LIMESURVEY_URL"),
        ({}, {"enquete": 910026}, "LIMESURVEY_URL"),
        ({"URL": "http://127.0.0.1:9/", "UTILISATEUR": "x", "ENQUETE": "1"}, {}, "LIMESURVEY_MOT_DE_PASSE"),
        ({"ENQUETE": "beaucoup"}, {}, "LIMESURVEY_ENQUETE n’est pas un nombre"),
    ],
)
def test_what_was_asked_and_lacks_a_variable_is_red_and_names_it(
    tmp_path, monkeypatch, variables, config, named
):
    for name, value in variables.items():
        monkeypatch.setenv(f"LIMESURVEY_{name}", value)
    for among_others in {bool(variables or config), False}:
        said = failure(materialize(tmp_path, among_others=among_others, **config))
        assert named in said and "À faire" in said


@pytest.mark.usefixtures("nothing_configured")
def test_a_survey_number_in_the_edition_yaml_is_a_request(tmp_path):
    edition_folder(tmp_path, "2031", SURVEY)
    assert "LIMESURVEY_URL" in failure(materialize(tmp_path, among_others=True))


def test_a_server_configured_for_a_new_edition_does_not_turn_those_dropped_by_hand_red(
    server, tmp_path, monkeypatch
):
    edition_folder(tmp_path, "2030", dropped=True)
    monkeypatch.delenv("LIMESURVEY_ENQUETE")
    monkeypatch.setenv("LIMESURVEY_ENQUETE_2031", str(SURVEY))
    assert "aucun questionnaire n’est donné" in state(materialize(tmp_path, "2030", among_others=True))
    assert not server.calls


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


def pull_new(raw: Path, instance: dg.DagsterInstance, **config: object) -> dg.ExecuteInProcessResult:
    return new_edition_job.execute_in_process(
        run_config={"ops": {"telecharger_une_nouvelle_edition": {"config": config}}},
        resources={"paths": Paths(raw=str(raw), lake=str(raw.parent / "lac"))},
        instance=instance,
        raise_on_error=False,
    )


def test_an_edition_without_folder_is_pulled_from_the_interface_and_can_be_chosen_afterwards(
    server, tmp_path
):
    raw = tmp_path / "brut"
    raw.mkdir()
    with dg.DagsterInstance.ephemeral() as instance:
        assert pull_new(raw, instance, edition="2031", enquete=SURVEY).success
        assert instance.get_dynamic_partitions("editions") == ["2031"]
    assert (raw / "2031" / "limesurvey" / "2031-05-20" / f"reponses_{SURVEY}.csv").is_file()


def test_a_name_that_is_no_edition_is_refused_before_any_call(server, tmp_path):
    with dg.DagsterInstance.ephemeral() as instance:
        result = pull_new(tmp_path, instance, edition="../ailleurs", enquete=SURVEY)
        assert instance.get_dynamic_partitions("editions") == []
    assert "ne peut pas nommer une édition" in failure(result)
    assert not server.calls and not list(tmp_path.iterdir())
