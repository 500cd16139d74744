"""Alerts against real local servers: what arrives, what is said of a channel that fails, what is never said."""

import base64
import shutil
import ssl
import subprocess
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from alert_servers import SECRET

from barometre_pipeline.alerts import send_alert
from barometre_pipeline.alerts.sending import FROM, SMTP, TO, WEBHOOK

TITLE = "Baromètre : le calcul de l’édition 2031 a échoué"
MESSAGE = "Fichier : 2031/limesurvey/extrait.csv\n  Constat : vide\n  À faire : redéposez l’extrait"


def test_a_mail_arrives_whole_with_its_accents(mail: Any) -> None:
    assert send_alert(TITLE, MESSAGE) == [
        "Alerte envoyée par courriel à analyste@example.org, garde@example.org."
    ]
    (received,) = mail.mails
    assert isinstance(received, EmailMessage)
    assert received["Subject"] == TITLE
    assert (received["From"], received["To"]) == (
        "barometre@example.org",
        "analyste@example.org, garde@example.org",
    )
    assert received.get_content().strip().replace("\r\n", "\n") == MESSAGE
    account = next(line for line in mail.heard if line.startswith("AUTH")).split()[-1]
    assert base64.b64decode(account).decode() == "\0robot\0s3cr:t@"


def test_a_mail_is_encrypted_where_the_server_can(
    mail: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not shutil.which("openssl"):
        pytest.skip("sans openssl, pas de certificat pour un serveur d’essai")
    files = [tmp_path / "cle.pem", tmp_path / "certificat.pem"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=essai", "-days", "2"]
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(files[0]), "-out", str(files[1])]
    subprocess.run([*made, *names], check=True, capture_output=True)
    mail.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    mail.tls.load_cert_chain(files[1], files[0])
    assert "non envoyée" in send_alert(TITLE, MESSAGE)[0], "a server that proves nothing is refused"
    monkeypatch.setenv("SSL_CERT_FILE", str(files[1]))
    assert "envoyée" in send_alert(TITLE, MESSAGE)[0]
    assert len(mail.mails) == 1
    assert mail.heard.index("STARTTLS") < next(i for i, h in enumerate(mail.heard) if h.startswith("AUTH"))


def test_a_webhook_receives_title_and_message_as_json(hook: Any) -> None:
    assert send_alert(TITLE, MESSAGE) == ["Alerte envoyée par webhook à 127.0.0.1."]
    ((path, content),) = hook.received
    assert path == f"/services/{SECRET}"
    assert (content["titre"], content["message"]) == (TITLE, MESSAGE)
    assert content["text"] == f"{TITLE}\n\n{MESSAGE}"


def test_an_alert_is_on_standard_error_whatever_the_channels(capsys: pytest.CaptureFixture[str]) -> None:
    (done,) = send_alert(TITLE, MESSAGE)
    assert SMTP in done and WEBHOOK in done
    assert f"{TITLE}\n{MESSAGE}" in capsys.readouterr().err


def test_a_channel_that_fails_is_told_and_the_other_is_tried(
    mail: Any, hook: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    mail.accepts, hook.answer = False, 404
    done = send_alert(TITLE, MESSAGE)
    assert [d.split(" : ")[1] for d in done] == ["le serveur répond 535.", "le serveur répond 404."]
    said = "\n".join([*done, capsys.readouterr().err])
    assert done[0] in said and done[1] in said
    assert "s3cr" not in said


def test_a_webhook_that_moved_is_not_followed(hook: Any) -> None:
    hook.answer = 302
    assert send_alert(TITLE, MESSAGE) == ["Alerte non envoyée par webhook : le serveur répond 302."]
    assert len(hook.received) == 1


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        (SMTP, "smtp://robot:s3cret@127.0.0.1:1", "refus"),
        (SMTP, "smtp://robot:s3cret@hôte:port", SMTP),
        (SMTP, "robot:s3cret@serveur", SMTP),
        (WEBHOOK, "http://127.0.0.1:1/s3cret", "refus"),
        (WEBHOOK, "file:///etc/s3cret", WEBHOOK),
        (WEBHOOK, "http://127.0.0.1:1/s3cret avec un blanc", ""),
    ],
)
def test_an_address_that_leads_nowhere_is_told_without_its_secret(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], variable: str, value: str, told: str
) -> None:
    monkeypatch.setenv(variable, value)
    monkeypatch.setenv(FROM, "barometre@example.org")
    monkeypatch.setenv(TO, "garde@example.org")
    (done,) = send_alert(TITLE, MESSAGE)
    assert done.startswith("Alerte non envoyée par ") and told in done
    assert "s3cret" not in done + capsys.readouterr().err


def test_an_account_that_mail_cannot_carry_is_told(mail: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SMTP, f"smtp://robot:s3cr%C3%A9t@127.0.0.1:{mail.server_address[1]}")
    (done,) = send_alert(TITLE, MESSAGE)
    assert "ASCII" in done and not mail.mails


def test_mail_needs_a_sender_and_a_recipient(mail: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TO)
    (done,) = send_alert(TITLE, MESSAGE)
    assert FROM in done and TO in done and not mail.mails
