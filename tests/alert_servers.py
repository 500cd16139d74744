"""Local servers that alerts are sent to: one of mail, one of webhooks. They keep what they hear."""

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any

import pytest

from barometre_pipeline.alerts.sending import FROM, SMTP, TO, WEBHOOK

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
