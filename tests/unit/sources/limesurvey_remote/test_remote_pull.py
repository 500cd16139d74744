"""The pull as a whole, against a real HTTP server: what it writes, what it keeps, what it refuses."""

import base64
import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from replay import ReplayServer, account, cut_export

from barometre_pipeline.sources.limesurvey.remote import (
    Listener,
    PullRequest,
    RemoteSettings,
    RetryPolicy,
    errors,
    pull,
)
from barometre_pipeline.sources.limesurvey.structure import read_structure

SURVEY = 910026
NOW = datetime(2031, 6, 1, 8, 30, tzinfo=UTC)


def run(settings: RemoteSettings, folder: Path, policy: RetryPolicy, survey: int = SURVEY, **options):
    request = PullRequest(folder, survey, **({"page_size": 4} | options))
    return pull(settings, request, policy=policy, now=lambda: NOW)


def files(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def edited(export: bytes) -> bytes:
    """Return the export with one answer changed, dates as they were."""
    before, after = (b'"N";', b'"Y";') if b'"N";' in export else (b'"Y";', b'"N";')
    return export.replace(before, after, 1)


def test_pages_joined_equal_the_export_in_one_piece(server, settings, policy, tmp_path):
    result = run(settings, tmp_path / "2031", policy)
    assert (result.folder / f"reponses_{SURVEY}.csv").read_bytes() == server.exports[SURVEY]
    assert (result.responses, result.complete, result.fetched) == (11, 9, 11)


def test_folder_is_named_after_the_last_response(settings, policy, tmp_path):
    assert run(settings, tmp_path / "2031", policy).folder == tmp_path / "2031" / "limesurvey" / "2031-05-20"


def test_folder_can_be_named_by_hand(settings, policy, tmp_path):
    assert run(settings, tmp_path / "2031", policy, date="2031-05-21-2").folder.name == "2031-05-21-2"


@pytest.mark.parametrize("name", ["../ailleurs", "2031-13-01", "juin", "2031-05-20/x"])
def test_a_folder_name_that_is_no_date_is_refused_before_any_call(server, settings, policy, tmp_path, name):
    with pytest.raises(errors.MissingSettingError):
        run(settings, tmp_path / "2031", policy, date=name)
    assert not server.calls


def test_manifest_lists_every_file_with_its_hash(settings, policy, tmp_path):
    folder = run(settings, tmp_path / "2031", policy).folder
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    listed = {f["fichier"]: (f["octets"], f["sha256"]) for f in manifest["fichiers"]}
    found = {
        n: (len(c), hashlib.sha256(c).hexdigest()) for n, c in files(folder).items() if n != "manifest.json"
    }
    assert listed == found
    assert manifest["reponses"] == {"total": 11, "completes": 9, "incompletes": 2}
    assert manifest["serveur"]["version"] == "6.4.2"
    assert manifest["telecharge_le"] == "2031-06-01T08:30:00+00:00"
    assert manifest["derniere_reponse"] == "2031-05-20"
    assert manifest["proprietes"]["datestamp"] == "Y"


def test_server_secrets_and_addresses_stay_on_the_server(settings, policy, tmp_path):
    folder = run(settings, tmp_path / "2031", policy).folder
    everything = b"".join(files(folder).values())
    for secret in (b"secret-de-rebond", b"@example.org", b"PASSWORD", b"cle-de-session"):
        assert secret not in everything


def test_structure_is_kept_in_every_language(settings, policy, tmp_path):
    folder = run(settings, tmp_path / "2031", policy).folder
    questions = json.loads(
        (folder / "structure_remotecontrol" / "questions.json").read_text(encoding="utf-8")
    )
    assert questions["fr"][0]["question"] == "D’accord ?"
    assert questions["en"][0]["question"] == "Agreed?"


def test_missing_lss_is_announced_with_where_to_get_it(settings, policy, tmp_path):
    result = run(settings, tmp_path / "2031", policy)
    assert any(".lss" in w and "administration" in w for w in result.warnings)
    manifest = json.loads((result.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["structure_lss"] is None


def test_structure_is_rebuilt_where_no_lss_lies(settings, policy, tmp_path):
    folder = run(settings, tmp_path / "2031", policy).folder
    questionnaire = read_structure(folder / f"structure_{SURVEY}_remotecontrol.txt", "structure")
    assert list(questionnaire.columns) == ["Q1", "Q2[SQ001]"]
    assert (questionnaire.survey_id, questionnaire.title) == (str(SURVEY), "Questionnaire inventé")
    assert questionnaire.by_code["Q1"].text == "D’accord ?"
    assert questionnaire.translations[0].by_code["Q1"].text == "Agreed?"


def test_existing_folder_with_the_same_responses_is_left_alone(settings, policy, tmp_path):
    first = run(settings, tmp_path / "2031", policy)
    before = files(tmp_path)
    again = run(settings, tmp_path / "2031", policy)
    assert again.unchanged and again.folder == first.folder
    assert files(tmp_path) == before


def test_existing_folder_with_other_responses_is_never_overwritten(server, settings, policy, tmp_path):
    run(settings, tmp_path / "2031", policy)
    before = files(tmp_path)
    server.exports[SURVEY] = server.exports[SURVEY].replace(b'"14";"";"0"', b'"14";"";"1"')
    with pytest.raises(errors.AlreadyPulledError):
        run(settings, tmp_path / "2031", policy)
    assert files(tmp_path) == before


def test_an_answer_edited_without_its_date_moving_is_not_nothing_new(server, settings, policy, tmp_path):
    run(settings, tmp_path / "2031", policy)
    before = files(tmp_path)
    server.exports[SURVEY] = edited(server.exports[SURVEY])
    with pytest.raises(errors.AlreadyPulledError, match="réponses diffèrent"):
        run(settings, tmp_path / "2031", policy)
    assert files(tmp_path) == before


def test_a_question_reworded_on_the_server_is_not_nothing_new(settings, policy, tmp_path):
    folder = run(settings, tmp_path / "2031", policy).folder
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (questions,) = (f for f in manifest["fichiers"] if f["fichier"].endswith("/questions.json"))
    questions["sha256"] = "0" * 64  # what an other wording would have left there
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(errors.AlreadyPulledError, match="structure diffère"):
        run(settings, tmp_path / "2031", policy)


def test_an_undated_survey_needs_a_date_and_its_bytes_say_whether_it_changed(
    server, settings, policy, tmp_path
):
    with pytest.raises(errors.UndatedSurveyError):
        run(settings, tmp_path / "2031", policy, survey=910025)
    run(settings, tmp_path / "2031", policy, survey=910025, date="2031-01-01")
    assert run(settings, tmp_path / "2031", policy, survey=910025, date="2031-01-01").unchanged
    server.exports[910025] = edited(server.exports[910025])
    with pytest.raises(errors.AlreadyPulledError):
        run(settings, tmp_path / "2031", policy, survey=910025, date="2031-01-01")


def test_interrupted_pull_goes_on_where_it_was(server, settings, policy, tmp_path):
    server.misbehave("export_responses", "cut", skip=2, times=policy.attempts)
    with pytest.raises(errors.UnreachableError):
        run(settings, tmp_path / "2031", policy)
    assert not (tmp_path / "2031" / "limesurvey").exists()
    server.calls.clear()
    result = run(settings, tmp_path / "2031", policy)
    ranges = [p[6:8] for m, p in server.calls if m == "export_responses" and p[6] is not None]
    assert ranges == [[8, 14], [40, 42], [1, 5]]  # what is missing, then what is there, to compare
    assert result.fetched == 7
    assert (result.folder / f"reponses_{SURVEY}.csv").read_bytes() == server.exports[SURVEY]
    assert not (tmp_path / "2031" / ".telechargement").exists()


def test_resumed_pull_fetches_again_what_changed_meanwhile(server, settings, policy, tmp_path):
    server.misbehave("export_responses", "cut", skip=2, times=policy.attempts)
    with pytest.raises(errors.UnreachableError):
        run(settings, tmp_path / "2031", policy)
    server.exports[SURVEY] = server.exports[SURVEY].replace(b'"3";"";"0"', b'"3";"2031-05-19 10:00:00";"2"')
    result = run(settings, tmp_path / "2031", policy)
    assert result.fetched == 11
    assert (result.folder / f"reponses_{SURVEY}.csv").read_bytes() == server.exports[SURVEY]


def test_resumed_pull_sees_an_answer_edited_without_its_date_moving(server, settings, policy, tmp_path):
    server.misbehave("export_responses", "cut", skip=2, times=policy.attempts)
    with pytest.raises(errors.UnreachableError):
        run(settings, tmp_path / "2031", policy)
    server.exports[SURVEY] = edited(server.exports[SURVEY])
    result = run(settings, tmp_path / "2031", policy)
    assert (result.folder / f"reponses_{SURVEY}.csv").read_bytes() == server.exports[SURVEY]


def test_resumed_pull_does_not_trust_a_damaged_page(server, settings, policy, tmp_path):
    server.misbehave("export_responses", "cut", skip=2, times=policy.attempts)
    with pytest.raises(errors.UnreachableError):
        run(settings, tmp_path / "2031", policy)
    (page,) = (tmp_path / "2031").rglob("reponses_*.csv")
    page.write_bytes(page.read_bytes()[:-20])
    run(settings, tmp_path / "2031", policy)
    assert (
        tmp_path / "2031" / "limesurvey" / "2031-05-20" / f"reponses_{SURVEY}.csv"
    ).read_bytes() == server.exports[SURVEY]


def test_restart_forgets_the_pages_kept(server, settings, policy, tmp_path):
    server.misbehave("export_responses", "cut", skip=2, times=policy.attempts)
    with pytest.raises(errors.UnreachableError):
        run(settings, tmp_path / "2031", policy)
    assert run(settings, tmp_path / "2031", policy, restart=True).fetched == 11


def test_response_deleted_while_pulling_is_noticed_and_the_next_run_succeeds(
    server, settings, policy, tmp_path
):
    server.misbehave("export_responses", "missing_row", skip=1, times=policy.attempts)
    with pytest.raises(errors.TruncatedAnswerError, match="supprimées"):
        run(settings, tmp_path / "2031", policy)
    server.exports[SURVEY] = cut_export(server.exports[SURVEY], 2, None, None)
    assert run(settings, tmp_path / "2031", policy).responses == 10


def test_key_that_expires_midway_is_renewed_without_losing_a_page(server, settings, policy, tmp_path):
    server.misbehave("export_responses", "expired", skip=2)
    result = run(settings, tmp_path / "2031", policy)
    assert server.count("get_session_key") == 2
    assert (result.folder / f"reponses_{SURVEY}.csv").read_bytes() == server.exports[SURVEY]


def test_session_key_is_released_even_after_a_failure(server, settings, policy, tmp_path):
    with pytest.raises(errors.UnknownSurveyError):
        run(settings, tmp_path / "2031", policy, survey=999999)
    assert server.count("release_session_key") == 1


@pytest.mark.parametrize(
    ("survey", "expected"),
    [
        (999999, errors.UnknownSurveyError),
        (910099, errors.AccessDeniedError),
        (910000, errors.InactiveSurveyError),
        (910001, errors.NoResponsesError),
    ],
)
def test_surveys_without_anything_to_fetch_write_nothing(
    server, settings, policy, tmp_path, survey, expected
):
    with pytest.raises(expected):
        run(settings, tmp_path / "2031", policy, survey=survey)
    assert not list(tmp_path.iterdir())


def test_account_that_may_not_see_the_version_still_pulls(server, settings, policy, tmp_path):
    server.misbehave("get_site_settings", "html_403", times=2)
    result = run(settings, tmp_path / "2031", policy)
    assert any("super-administrateurs" in w for w in result.warnings)


def test_server_without_get_fieldmap_is_not_asked_twice(server, settings, policy, pauses, tmp_path):
    server.misbehave("get_fieldmap", "html_500")
    result = run(settings, tmp_path / "2031", policy)
    assert pauses == [] and server.count("get_fieldmap") == 1
    assert any("get_fieldmap" in w for w in result.warnings)
    assert not (result.folder / "structure_remotecontrol" / "champs.json").exists()


def test_folder_that_appears_meanwhile_is_not_overwritten(server, settings, policy, tmp_path):
    target = tmp_path / "2031" / "limesurvey" / "2031-05-20"

    class Rival(Listener):
        def step(self, text: str) -> None:
            if text.startswith("Structure"):
                target.mkdir(parents=True)
                (target / "autre.csv").write_text("à quelqu’un d’autre", encoding="utf-8")

    with pytest.raises(errors.AlreadyPulledError):
        pull(settings, PullRequest(tmp_path / "2031", SURVEY), policy=policy, listener=Rival())
    assert [p.name for p in target.iterdir()] == ["autre.csv"]


def test_listener_hears_steps_progress_and_pauses(server, settings, policy, tmp_path):
    heard: list[object] = []

    class Ear(Listener):
        def progress(self, done: int, total: int) -> None:
            heard.append((done, total))

        def pause(self, error, seconds: float, attempt: int, attempts: int) -> None:
            heard.append((type(error).__name__, seconds, attempt))

    server.misbehave("export_responses", "maintenance", skip=2)
    pull(settings, PullRequest(tmp_path / "2031", SURVEY, page_size=5), policy=policy, listener=Ear())
    assert [h for h in heard if h[-1] != 2 or len(h) == 3] == [
        (0, 11), (5, 11), ("NotJsonError", 1.0, 2), (10, 11), (11, 11)
    ]  # fmt: skip


# --- The recording of a real server ------------------------------------------------------------


def test_replay_cuts_exports_as_the_real_server_did(real_server: ReplayServer):
    def recorded(*params: object) -> bytes:
        return base64.b64decode(
            real_server._answers[json.dumps(["export_responses", list(params)])]["result"]
        )

    whole = real_server.exports[482026]
    head = ("csv", "fr", "all", "code", "short")
    assert cut_export(whole, 1, 3, None) == recorded(482026, *head, 1, 3)
    assert cut_export(whole, 5000, 6000, None) == recorded(482026, *head, 5000, 6000)
    assert cut_export(whole, 1, 2, ["id", "nexistepas"]) == recorded(
        482026, *head, 1, 2, ["id", "nexistepas"]
    )


@pytest.mark.parametrize("page_size", [7, 200])
def test_real_survey_is_pulled_byte_for_byte(real_server, real, policy, tmp_path, page_size):
    result = run(account(real_server), tmp_path / "2026", policy, survey=482026, page_size=page_size)
    assert (result.folder / "reponses_482026.csv").read_bytes() == (
        real / "edition_a" / "rpc" / "code_short_all.csv"
    ).read_bytes()
    assert (result.responses, result.complete) == (66, 53)
    manifest = json.loads((result.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["serveur"] == {"adresse": real_server.url, "version": "6.4.2", "construction": "240115"}
    assert manifest["resume_serveur"]["full_responses"] == 66
    detail = json.loads(
        (result.folder / "structure_remotecontrol" / "proprietes_questions.json").read_text("utf-8")
    )
    assert list(detail["G01Q03"]["answeroptions"]) == [f"AO0{i}" for i in range(1, 6)]


def test_real_survey_without_date_stamp(real_server, real, policy, tmp_path):
    result = run(account(real_server), tmp_path / "2025", policy, survey=482025, date="2025-12-31")
    assert (result.folder / "reponses_482025.csv").read_bytes() == (
        real / "edition_b" / "rpc" / "code_short_all.csv"
    ).read_bytes()


@pytest.mark.parametrize(
    ("survey", "expected"),
    [
        (999999, errors.UnknownSurveyError),
        (482000, errors.InactiveSurveyError),
        (482001, errors.NoResponsesError),
    ],
)
def test_real_error_answers(real_server, policy, tmp_path, survey, expected):
    with pytest.raises(expected):
        run(account(real_server), tmp_path / "2026", policy, survey=survey)


@pytest.mark.parametrize(("edition", "survey"), [("a", 482026), ("b", 482025)])
def test_rebuilt_structure_equals_the_lss(real_server, real, policy, tmp_path, edition, survey):
    result = run(account(real_server), tmp_path / "2026", policy, survey=survey, date="2026-12-01")
    rebuilt = read_structure(result.folder / f"structure_{survey}_remotecontrol.txt", "structure")
    lss = read_structure(real / f"edition_{edition}" / "structure" / f"survey_{survey}.lss", "structure")
    assert (rebuilt.survey_id, rebuilt.title, rebuilt.languages) == (lss.survey_id, lss.title, lss.languages)
    for found, expected in zip(rebuilt.questions, lss.questions, strict=True):
        # The server also tells the attributes left at their default.
        assert {k: found.attributes.get(k, "") for k in expected.attributes} == expected.attributes
        assert replace(found, attributes={}) == replace(expected, attributes={})


def test_lss_lying_in_the_edition_folder_is_reused(real_server, real, policy, tmp_path):
    lss = real / "edition_a" / "structure" / "survey_482026.lss"
    other = real / "edition_b" / "structure" / "survey_482025.lss"
    folder = tmp_path / "2026" / "limesurvey"
    folder.mkdir(parents=True)
    (folder / "survey.lss").write_bytes(lss.read_bytes())
    (folder / "z_autre.lss").write_bytes(other.read_bytes())
    result = run(account(real_server), tmp_path / "2026", policy, survey=482026)
    assert (result.folder / "survey.lss").read_bytes() == lss.read_bytes()
    manifest = json.loads((result.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["structure_lss"] == "limesurvey/survey.lss"
    assert not any(".lss" in w for w in result.warnings)
