"""What starts without a person: what is out of date is asked for once it is whole, and the year has its own tick."""

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from support import Computed, run
from tiny_edition import EDITION, RESPONSES, YAML, write_edition

from barometre_pipeline.dagster.assembly import build
from barometre_pipeline.dagster.attempts import STATE_TAG
from barometre_pipeline.dagster.automation import every_year, keep_up_to_date
from barometre_pipeline.dagster.failures import failure_told
from barometre_pipeline.dagster.jobs import ENSEMBLE_JOB, UPDATE, YEARLY
from barometre_pipeline.dagster.live_runs import DEAD_TAG
from barometre_pipeline.dagster.resources import Paths
from barometre_pipeline.folders import dagster_home
from barometre_pipeline.writer import COMMAND_LINE, writing

NEXT = "2032"
EXTRACT = f"{EDITION}/limesurvey/results-survey900031.csv"


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        yield instance


class Watch:
    """The sensor's successive looks at a raw folder and a lake, as the daemon makes them."""

    def __init__(self, raw: Path, lake: Path, instance: dg.DagsterInstance) -> None:
        self.raw, self.lake, self.instance, self.cursor = raw, lake, instance, None
        self.definitions = build(str(raw), str(lake))

    def look(self) -> dg.SensorResult | dg.SkipReason:
        paths = Paths(raw=str(self.raw), lake=str(self.lake))
        with dg.build_sensor_context(
            instance=self.instance, cursor=self.cursor, definitions=self.definitions
        ) as context:
            seen = keep_up_to_date(context, paths=paths)
        if isinstance(seen, dg.SensorResult):
            self.cursor = seen.cursor
            for request in seen.dynamic_partitions_requests or ():
                self.instance.add_dynamic_partitions("editions", list(request.partition_keys))
        return seen

    def settled(self) -> list[dg.RunRequest]:
        """Look twice: what moved at the first look is still at the second."""
        self.look()
        return list(self.look().run_requests or ())

    def execute(self, request: dg.RunRequest) -> dg.ExecuteInProcessResult:
        """Do what the daemon does of a request."""
        job = self.definitions.resolve_job_def(str(request.job_name))
        return job.execute_in_process(
            instance=self.instance,
            partition_key=request.partition_key,
            asset_selection=request.asset_selection,
            tags=request.tags,
            raise_on_error=False,
        )


@pytest.fixture
def watch(tiny_copy: Computed, instance: dg.DagsterInstance) -> Watch:
    return Watch(tiny_copy.raw, tiny_copy.lake, instance)


def _save(path: Path, text: str = "\n") -> None:
    with path.open("a", encoding="utf-8") as stream:
        stream.write(text)


def test_a_folder_that_was_there_before_the_first_start_is_computed_once_it_lies_still(
    tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    write_edition(tmp_path / "raw")
    watch = Watch(tmp_path / "raw", tmp_path / "lac", instance)
    assert not watch.look().run_requests
    (request,) = watch.look().run_requests
    assert (request.job_name, request.partition_key) == (UPDATE, EDITION)
    names = {"/".join(key.path) for key in request.asset_selection}
    assert {"bronze/questions", "gold/indicateurs", "gold/evolutions", "gold/pages"} <= names


def test_several_editions_are_computed_in_one_round_after_their_codebooks_and_before_what_compares_them(
    tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    write_edition(tmp_path / "raw")
    write_edition(tmp_path / "raw", edition=NEXT, yaml=YAML.replace(EDITION, NEXT))
    watch = Watch(tmp_path / "raw", tmp_path / "lac", instance)
    round_ = watch.settled()
    assert [(r.job_name, r.partition_key) for r in round_] == [
        (ENSEMBLE_JOB, None), (UPDATE, EDITION), (UPDATE, NEXT), (ENSEMBLE_JOB, None),
    ]  # fmt: skip
    assert [k.path[-1] for k in round_[0].asset_selection] == ["livre_de_codes"]
    assert all(watch.execute(request).success for request in round_)
    assert (watch.lake / "publication" / "site" / f"edition-{NEXT}.html").exists()
    assert watch.settled() == []


def test_nothing_is_asked_for_while_everything_is_up_to_date_whoever_computed_it(watch: Watch) -> None:
    assert watch.settled() == []
    assert "à jour" in watch.look().skip_reason.skip_message


def test_a_change_is_carried_to_the_last_page_then_nothing_is_left_to_do(watch: Watch) -> None:
    (watch.raw / EDITION / "edition.yaml").write_text(
        (watch.raw / EDITION / "edition.yaml").read_text(encoding="utf-8")
        + "remarques: [relu en septembre]\n",
        encoding="utf-8",
    )
    (request,) = watch.settled()
    assert watch.execute(request).success
    page = watch.lake / "publication" / "site" / f"edition-{EDITION}.html"
    assert "relu en septembre" in page.read_text(encoding="utf-8")
    assert watch.settled() == []


def test_a_file_saved_while_it_was_being_read_is_computed_again(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    from barometre_pipeline.steps import survey_reading

    extract_of = survey_reading.extract_of

    def read_then_somebody_saves(*arguments: Any) -> Any:
        extract = extract_of(*arguments)
        _save(watch.raw / EXTRACT)
        return extract

    _save(watch.raw / EXTRACT)
    (request,) = watch.settled()
    monkeypatch.setattr(survey_reading, "extract_of", read_then_somebody_saves)
    assert watch.execute(request).success
    monkeypatch.undo()
    (again,) = watch.settled()
    assert "bronze/reponses_brutes" in {"/".join(k.path) for k in again.asset_selection}


def test_a_materialization_by_hand_of_one_step_is_followed_by_what_is_computed_from_it(watch: Watch) -> None:
    _save(watch.raw / EXTRACT, "")
    decisions = watch.raw / EDITION / "limesurvey" / "decisions.csv"
    decisions.write_text("id_reponse,decision,siren,code,auteur,date,motif\n", encoding="utf-8")
    (whole,) = watch.settled()
    names = {"/".join(key.path) for key in whole.asset_selection}
    assert "silver/structures" in names and "gold/pages" in names
    assert "bronze/questions" not in names, "what does not read the file is left as it is"


def test_a_file_still_being_copied_waits(watch: Watch) -> None:
    _save(watch.raw / EXTRACT)
    watch.look()
    _save(watch.raw / EXTRACT)
    assert not watch.look().run_requests, "it has grown since the last look"
    part = watch.raw / EDITION / "limesurvey" / "reponses.csv.part"
    part.write_text("id", encoding="utf-8")
    watch.look()
    seen = watch.look()
    assert not seen.run_requests
    assert "reponses.csv.part" in seen.skip_reason.skip_message
    part.unlink()
    assert watch.settled()


def test_a_questionnaire_without_responses_waits_for_them_without_turning_red(
    tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    write_edition(tmp_path / "raw")
    (tmp_path / "raw" / EXTRACT).unlink()
    watch = Watch(tmp_path / "raw", tmp_path / "lac", instance)
    assert not [r for r in watch.settled() if r.partition_key]
    result = run(tmp_path / "raw", tmp_path / "lac")
    assert result.exit_code == 0
    assert "attend ses réponses" in result.stdout


def test_a_state_that_failed_is_not_tried_again_until_something_moves(watch: Watch) -> None:
    (watch.raw / EXTRACT).write_bytes(b"")
    (request,) = watch.settled()
    assert not watch.execute(request).success
    assert watch.settled() == []
    assert "sans succès" in watch.look().skip_reason.skip_message
    (watch.raw / EXTRACT).write_bytes(b"id\n")
    (again,) = watch.settled()
    assert again.tags[STATE_TAG] != request.tags[STATE_TAG]


def test_what_looks_across_waits_for_an_edition_that_stopped_on_the_way_and_says_what_resumes_it(
    watch: Watch,
) -> None:
    page = watch.lake / "publication" / "site" / f"edition-{EDITION}.html"
    before = page.read_bytes()
    write_edition(watch.raw, responses=RESPONSES[1:])
    codebook = watch.raw / EDITION / "codebook.yaml"
    codebook.write_text("jamais_vu: 1\n", encoding="utf-8")
    (request,) = watch.settled()
    assert not watch.execute(request).success, "cleaned anew, then what is counted is not"
    codebook.unlink()
    together = watch.definitions.resolve_job_def(ENSEMBLE_JOB).execute_in_process(
        instance=watch.instance, raise_on_error=False
    )
    told = [failure_told(e) for e in together.filter_events(lambda e: e.is_step_failure)]
    assert told and all(f"lac, édition {EDITION}" in t and "s’est arrêté en route" in t for t in told)
    assert all(f"barometre run --edition {EDITION}" in t for t in told)
    assert page.read_bytes() == before
    (again,) = watch.settled()
    assert watch.execute(again).success and watch.settled() == []


def test_a_run_that_was_killed_has_tried_nothing(watch: Watch) -> None:
    (watch.raw / EXTRACT).write_bytes(b"")
    (request,) = watch.settled()
    result = watch.execute(request)
    watch.instance.add_run_tags(result.run_id, {DEAD_TAG: result.run_id})
    (again,) = watch.settled()
    assert again.tags == request.tags
    assert again.run_key != request.run_key, "Dagster starts nothing twice under one key"


def test_nothing_is_asked_for_while_a_run_is_going_on(watch: Watch) -> None:
    _save(watch.raw / EXTRACT)
    watch.look()
    job = watch.definitions.resolve_job_def(ENSEMBLE_JOB)
    watch.instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTED)
    seen = watch.look()
    assert not seen.run_requests
    assert "en cours" in seen.skip_reason.skip_message


def test_nothing_is_asked_for_while_a_command_writes_in_the_lake_and_it_is_said_which(watch: Watch) -> None:
    _save(watch.raw / EDITION / "edition.yaml", "remarques: [Une remarque.]\n")
    watch.look()
    with writing(watch.lake, dagster_home(watch.lake), COMMAND_LINE, print, doing="barometre run"):
        waiting = watch.look()
        assert not waiting.run_requests and waiting.skip_reason
        told = waiting.skip_reason.skip_message or ""
        assert COMMAND_LINE in told and "«\u00a0barometre run\u00a0»" in told and "depuis le" in told
    assert watch.look().run_requests


def test_what_looks_across_editions_is_asked_for_alone_when_it_alone_is_out_of_date(watch: Watch) -> None:
    (watch.lake / "publication" / "site" / "index.html").unlink()
    (request,) = watch.settled()
    assert (request.job_name, request.partition_key) == (ENSEMBLE_JOB, None)
    assert {"/".join(k.path) for k in request.asset_selection} == {"gold/pages"}


def test_each_raw_file_is_observed_with_its_hash_when_it_changes_and_only_then(watch: Watch) -> None:
    first = watch.look()
    versions = {e.asset_key.path[-1]: e.tags["dagster/data_version"] for e in first.asset_events}
    assert {"extrait", "structure", "edition_yaml", "referentiel", "decisions"} <= set(versions)
    assert not watch.look().asset_events
    _save(watch.raw / EXTRACT)
    (seen,) = watch.look().asset_events
    assert seen.asset_key.path[-1] == "extrait"
    import hashlib

    assert seen.tags["dagster/data_version"] == hashlib.sha256((watch.raw / EXTRACT).read_bytes()).hexdigest()


def test_the_sensor_skips_with_the_reason_when_a_yaml_is_wrong(watch: Watch) -> None:
    (watch.raw / EDITION / "edition.yaml").write_text("nettoyages: {}\n", encoding="utf-8")
    skipped = watch.look()
    assert isinstance(skipped, dg.SkipReason)
    assert "edition.yaml" in skipped.skip_message


def test_the_cursor_is_small_enough_to_be_kept(watch: Watch) -> None:
    watch.look()
    assert len(json.dumps(watch.cursor)) < 10_000


def _tick(raw: Path, instance: dg.DagsterInstance, year: int) -> Any:
    lake = raw.parent / "lac"
    with dg.build_schedule_context(
        instance=instance,
        scheduled_execution_time=datetime.datetime(year, 9, 15, tzinfo=datetime.UTC),
        repository_def=build(str(raw), str(lake)).get_repository_def(),
        resources={"paths": Paths(raw=str(raw), lake=str(lake))},
    ) as context:
        return every_year.evaluate_tick(context)


def test_the_yearly_tick_asks_for_the_edition_of_its_own_year(
    tmp_path: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LIMESURVEY_URL", raising=False)
    for edition in (EDITION, "2032"):
        write_edition(tmp_path / "raw", edition=edition)
    (request,) = _tick(tmp_path / "raw", instance, 2031).run_requests
    assert request.partition_key == EDITION
    assert EDITION in instance.get_dynamic_partitions("editions")
    assert every_year.job_name == YEARLY
    assert every_year.default_status == dg.DefaultScheduleStatus.RUNNING


def test_the_yearly_tick_never_computes_another_year_and_says_what_it_waits_for(
    tmp_path: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LIMESURVEY_URL", raising=False)
    write_edition(tmp_path / "raw")
    tick = _tick(tmp_path / "raw", instance, 2032)
    assert not tick.run_requests
    assert "2032/limesurvey" in tick.skip_message


@pytest.mark.parametrize(("year", "told"), [(2020, 1), (2099, 0)])
def test_the_yearly_tick_alerts_of_a_year_without_data_once_its_date_has_come(
    tmp_path: Path,
    instance: dg.DagsterInstance,
    hook: Any,
    monkeypatch: pytest.MonkeyPatch,
    year: int,
    told: int,
) -> None:
    monkeypatch.delenv("LIMESURVEY_URL", raising=False)
    write_edition(tmp_path / "raw")
    assert f"{year}/limesurvey" in _tick(tmp_path / "raw", instance, year).skip_message
    assert len(hook.received) == told


def test_the_yearly_tick_downloads_where_a_server_is_configured_even_without_a_folder(
    tmp_path: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIMESURVEY_URL", "http://127.0.0.1:9/")
    write_edition(tmp_path / "raw")
    (request,) = _tick(tmp_path / "raw", instance, 2032).run_requests
    assert request.partition_key == "2032"
