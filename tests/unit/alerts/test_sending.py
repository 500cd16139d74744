"""Alerts against real local servers: what arrives, what is said of a channel that fails, what is never said."""

import base64
import json
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any

import pytest

from barometre_pipeline.alerts import send_alert
from barometre_pipeline.alerts.sending import FROM, SMTP, TO, WEBHOOK

TITLE = "Baromètre : le calcul de l’édition 2031 a échoué"
MESSAGE = "Fichier : 2031/limesurvey/extrait.csv\n  Constat : vide\n  À faire : redéposez l’extrait"
SECRET = "s3cr%3At%40"  # « s3cr:t@ », as an address writes it


class _Quiet(ThreadingTCPServer):
    """A server whose clients may hang up in the middle."""

    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        pass


class _Mail(StreamRequestHandler):
    """The part of SMTP that a client needs."""

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def handle(self) -> None:
        server: Any = self.server
        self._say("220 essai")
        while line := self.rfile.readline().decode().strip():
            server.heard.append(line)
            word = line.split()[0].upper()
            if word == "EHLO":
                clear = server.tls and not isinstance(self.request, ssl.SSLSocket)
                self._say("250-essai\r\n" + ("250 STARTTLS" if clear else "250 AUTH PLAIN"))
            elif word == "STARTTLS":
                self._say("220 oui")
                self.request = server.tls.wrap_socket(self.request, server_side=True)
                self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)
            elif word == "AUTH":
                self._say("235 oui" if server.accepts else "535 non")
            elif word == "DATA":
                self._say("354 allez")
                content = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    content += part
                server.mails.append(message_from_bytes(content, policy=policy.default))
                self._say("250 reçu")
            elif word == "QUIT":
                return self._say("221 adieu")
            else:
                self._say("250 oui")
        return None


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server: Any = self.server
        server.received.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
        self.send_response(server.answer)
        self.send_header("Location", "/ailleurs")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def _serving(server: Any) -> Iterator[Any]:
    with server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    server: Any = _Quiet(("127.0.0.1", 0), _Mail)
    server.heard, server.mails, server.tls, server.accepts = [], [], None, True
    monkeypatch.setenv(SMTP, f"smtp://robot:{SECRET}@127.0.0.1:{server.server_address[1]}")
    monkeypatch.setenv(FROM, "barometre@example.org")
    monkeypatch.setenv(TO, "analyste@example.org, garde@example.org")
    with _serving(server):
        yield server


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    server: Any = HTTPServer(("127.0.0.1", 0), _Hook)
    server.received, server.answer = [], 204
    monkeypatch.setenv(WEBHOOK, f"http://127.0.0.1:{server.server_address[1]}/services/{SECRET}")
    with _serving(server):
        yield server


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
