"""Logins, retries, faults of the network, and what is never shown."""

import socket
import traceback

import pytest
from pydantic import SecretStr
from replay import account

from barometre_pipeline.sources.limesurvey.remote import RemoteSettings, RetryPolicy, errors
from barometre_pipeline.sources.limesurvey.remote.session import RemoteSession

SECRET = "mot-de-passe-tres-secret"


def properties(session: RemoteSession) -> dict:
    return session.call("get_survey_properties", lambda c: c.get_survey_properties(910026))


def test_wrong_password_is_tried_once_only(server, policy):
    with pytest.raises(errors.BadCredentialsError):
        RemoteSession(account(server, SECRET), policy)
    assert server.count("get_session_key") == 1


def test_lockout_quotes_the_server_whatever_its_language(server, policy, pauses):
    for _ in range(3):
        with pytest.raises(errors.BadCredentialsError):
            RemoteSession(account(server, SECRET), policy)
    with pytest.raises(errors.LoginLockedError, match="phrase dans la langue du serveur"):
        RemoteSession(account(server), policy)
    assert pauses == []


def test_lockout_of_the_real_server(real_server, policy):
    for _ in range(3):
        with pytest.raises(errors.BadCredentialsError):
            RemoteSession(account(real_server, SECRET), policy)
    with pytest.raises(errors.LoginLockedError, match="limite maximale"):
        RemoteSession(account(real_server), policy)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("silent", errors.ServerTimeoutError),
        ("truncated", errors.TruncatedAnswerError),
        ("half_json", errors.NotJsonError),
        ("maintenance", errors.NotJsonError),
        ("array", errors.NotJsonError),
        ("other_id", errors.NotJsonError),
        ("empty", errors.TruncatedAnswerError),
        ("cut", errors.UnreachableError),
        ("html_500", errors.HttpStatusError),
    ],
)
def test_passing_fault_is_overcome_and_a_lasting_one_is_named(server, kind, expected, policy, pauses):
    with RemoteSession(account(server, timeout=0.3), policy) as session:
        server.misbehave("get_survey_properties", kind, times=2)
        assert properties(session)["active"] == "Y"
        assert pauses == [1.0, 2.0]
        server.misbehave("get_survey_properties", kind, times=policy.attempts)
        with pytest.raises(expected):
            properties(session)
        assert pauses == [1.0, 2.0, 1.0, 2.0, 4.0]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("html_403", errors.HttpStatusError),
        ("redirect", errors.RedirectedError),
        ("sql_error", errors.ServerFailureError),
    ],
)
def test_fault_that_waiting_cannot_cure_is_not_tried_again(server, kind, expected, policy, pauses):
    with RemoteSession(account(server), policy) as session:
        server.misbehave("get_survey_properties", kind)
        with pytest.raises(expected):
            properties(session)
    assert pauses == []


def test_empty_page_at_login_means_the_interface_is_off(server, policy):
    server.misbehave("get_session_key", "empty")
    with pytest.raises(errors.RemoteControlDisabledError):
        RemoteSession(account(server), policy)


@pytest.mark.parametrize(
    ("end", "kind", "expected", "words"),
    [
        ("/", "maintenance", errors.AddressEndError, ["/index.php/admin/remotecontrol"]),
        (
            "/index.php",
            "redirect",
            errors.AddressEndError,
            ["/index.php/admin/remotecontrol", "ailleurs.example.org"],
        ),
        ("/index.php/admin/remotecontrol", "redirect", errors.RedirectedError, ["adresse définitive"]),
        ("/index.php?r=admin/remotecontrol", "xml", errors.XmlInterfaceError, ["XML-RPC", "JSON-RPC"]),
        (
            "/index.php/admin/remotecontrol",
            "html_500",
            errors.HttpStatusError,
            ["dès la connexion", "administrateur"],
        ),
    ],
)
def test_what_answers_at_login_decides_the_advice(server, policy, end, kind, expected, words):
    server.misbehave("get_session_key", kind, times=policy.attempts)
    address = server.url.replace("/index.php/admin/remotecontrol", end)
    with pytest.raises(expected) as caught:
        RemoteSession(RemoteSettings(address, "admin", SecretStr("PASSWORD"), 5.0), policy)
    assert all(word in str(caught.value) for word in words)
    assert "--page" not in str(caught.value)


def test_a_failing_export_is_told_to_ask_for_less(server, policy):
    with RemoteSession(account(server), policy) as session:
        server.misbehave("get_survey_properties", "html_500", times=policy.attempts)
        with pytest.raises(errors.HttpStatusError, match="--page"):
            properties(session)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            errors.AccessDeniedError(),
            ["« Réponses", "« Contenu du questionnaire", "« Paramètres du questionnaire"],
        ),
        (errors.InactiveSurveyError(), ["jamais été activé", "désactivé", "ne le réactivez pas"]),
    ],
)
def test_a_refusal_says_all_that_is_to_be_asked_for(error, words):
    assert all(word in str(error) for word in words)


def test_nobody_listening_is_unreachable(policy):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = RemoteSettings(f"http://127.0.0.1:{port}/", "admin", SecretStr(SECRET), 1.0)
    with pytest.raises(errors.UnreachableError):
        RemoteSession(settings, policy)


def test_expired_key_is_renewed_once_then_reported(server, policy):
    with RemoteSession(account(server), policy) as session:
        server.expire_keys()
        assert properties(session)["active"] == "Y"
        assert server.count("get_session_key") == 2
        server.misbehave("get_survey_properties", "expired", times=2)
        with pytest.raises(errors.SessionExpiredError):
            properties(session)
    assert server.count("get_session_key") == 3


def test_pauses_grow_up_to_a_limit():
    policy = RetryPolicy(attempts=9, first_pause=1.5, factor=3, longest=40)
    assert [policy.pause(n) for n in range(1, 6)] == [1.5, 4.5, 13.5, 40, 40]


@pytest.mark.parametrize(
    "kind", [None, "truncated", "maintenance", "html_500", "array", "empty", "cut", "redirect"]
)
def test_no_failure_shows_the_password_or_the_key_even_with_local_variables(
    server, policy, kind, capsys, caplog
):
    caplog.set_level("DEBUG")
    settings = account(server, SECRET)
    if kind is not None:
        server.misbehave("get_session_key", kind, times=policy.attempts)
    with pytest.raises(errors.RemoteError) as caught:
        RemoteSession(settings, policy)
    shown = "".join(
        traceback.TracebackException.from_exception(caught.value, capture_locals=True).format(chain=True)
    )
    assert caught.value.__context__ is None and caught.value.__cause__ is None
    for text in (
        shown,
        repr(settings),
        str(caught.value),
        repr(caught.value),
        caplog.text,
        *capsys.readouterr(),
    ):
        assert SECRET not in text


def test_session_key_appears_in_no_failure_after_login(server, policy, caplog):
    caplog.set_level("DEBUG")
    with RemoteSession(account(server), policy) as session:
        server.misbehave("get_survey_properties", "sql_error")
        with pytest.raises(errors.RemoteError) as caught:
            properties(session)
        shown = "".join(
            traceback.TracebackException.from_exception(caught.value, capture_locals=True).format(chain=True)
        )
        assert "cle-de-session" not in shown + repr(session) + caplog.text
