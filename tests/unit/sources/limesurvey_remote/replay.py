"""A small real HTTP server on 127.0.0.1 that answers as a recorded LimeSurvey did, or badly on demand.

It looks answers up by method and parameters. Exports of a range of ids or of chosen fields, which no
recording can hold in full, are cut from the recorded export of the whole survey.
"""

import base64
import csv
import io
import json
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from barometre_pipeline.sources.limesurvey.remote import RemoteSettings

BOM = b"\xef\xbb\xbf"
LOCKOUT_AFTER = 3


def cut_export(content: bytes, first: int | None, last: int | None, fields: list[str] | None) -> bytes:
    """Return what ``export_responses`` gives for a range of ids and some fields."""
    heading, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    rows = [r for r in rows if r and (first or 0) <= int(r[0]) <= (last if last is not None else 10**12)]
    if not rows:
        return b"\r\n"
    chosen = fields or heading

    def line(cells: list[str | None]) -> str:
        return ";".join("" if c is None else '"' + c.replace('"', '""') + '"' for c in cells) + "\r\n"

    place = {name: i for i, name in enumerate(heading)}
    body = "".join(line([r[place[f]] if f in place else None for f in chosen]) for r in rows)
    return BOM + (line(list(chosen)) + body + "\r\n").encode()


class ReplayServer:
    """Answers from a recording.

    Attributes:
        calls: (method, parameters without session key) of every request.
        exports: whole-survey exports (code headings, short answers) by survey number.
    """

    def __init__(self, recording: Path) -> None:
        self.calls: list[tuple[str, list[Any]]] = []
        self.exports: dict[int, bytes] = {}
        self._faults: deque[tuple[str, str, int]] = deque()
        self._answers: dict[str, dict[str, Any]] = {}
        self._by_survey: dict[tuple[str, Any], dict[str, Any]] = {}
        self._failures = 0
        self._keys: set[str] = set()
        self._logins = 0
        self._release = threading.Event()
        self._load(recording)
        server = self
        handler = type("Handler", (_Handler,), {"replay": server})
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/index.php/admin/remotecontrol"

    def close(self) -> None:
        self._release.set()
        self._http.shutdown()
        self._http.server_close()

    def misbehave(self, method: str, kind: str, *, skip: int = 0, times: int = 1) -> None:
        """Answer the next ``times`` calls of ``method`` wrongly, after ``skip`` right ones."""
        for _ in range(skip):
            self._faults.append((method, "none", 1))
        self._faults.append((method, kind, times))

    def expire_keys(self) -> None:
        self._keys.clear()

    def count(self, method: str) -> int:
        return sum(m == method for m, _ in self.calls)

    def _load(self, recording: Path) -> None:
        for text in recording.read_text(encoding="utf-8").splitlines():
            line = json.loads(text)
            request = line["request"]
            if not isinstance(request, dict) or not isinstance(line.get("response"), dict):
                continue
            method, params = request["method"], request["params"]
            if method != "get_session_key":
                if params and params[0] != "SESSION":
                    continue
                params = params[1:]
            if not line["name"].startswith(("no right", "after logout")):
                self._answers.setdefault(_key(method, params), line["response"])
            result = line["response"]["result"]
            if method == "export_responses" and params[1:] == ["csv", "fr", "all", "code", "short"]:
                if isinstance(result, str):
                    self.exports[params[0]] = base64.b64decode(result)
                else:
                    self._by_survey[method, params[0]] = line["response"]
            if line["name"].startswith("right password while locked out"):
                self._lockout = line["response"]
            if line["name"] == "after logout":
                self._expired = line["response"]
            if line["name"] == "wrong password":
                self._refused = line["response"]
            if line["name"].startswith("no right") and method == "export_responses":
                self._no_permission = line["response"]

    def fault(self, method: str) -> str | None:
        if self._faults and self._faults[0][0] == method:
            _, kind, times = self._faults.popleft()
            if times > 1:
                self._faults.appendleft((method, kind, times - 1))
            return None if kind == "none" else kind
        return None

    def answer(self, request: dict[str, Any]) -> dict[str, Any] | None:
        """Return the JSON body, or None where a real server gives HTTP 500."""
        method, params = request["method"], list(request["params"])
        if method == "get_session_key":
            self.calls.append((method, params[:1]))
            return self._login(params)
        key, *params = params
        self.calls.append((method, params))
        if key not in self._keys:
            return dict(self._expired)
        if method == "release_session_key":
            self._keys.discard(key)
            return {"result": "OK", "error": None}
        if method == "export_responses":
            return self._export(params)
        return self._answers.get(_key(method, params))

    def _login(self, params: list[Any]) -> dict[str, Any]:
        if self._failures >= LOCKOUT_AFTER:
            return dict(self._lockout)
        if params[:2] != ["admin", "PASSWORD"]:
            self._failures += 1
            return dict(self._refused)
        self._logins += 1
        key = f"cle-de-session-{self._logins}"
        self._keys.add(key)
        return {"result": key, "error": None}

    def _export(self, params: list[Any]) -> dict[str, Any]:
        survey, _, _, _, _, _, first, last, fields, *_ = params + [None] * 9
        if survey not in self.exports:
            return self._by_survey.get(("export_responses", survey), self._no_permission)
        content = cut_export(self.exports[survey], first, last, fields)
        return {"result": base64.b64encode(content).decode(), "error": None}


def _key(method: str, params: list[Any]) -> str:
    if method == "get_summary" and params[1:] == ["all"]:
        params = params[:1]  # the default, which a client need not send
    while params and params[-1] is None:
        params = params[:-1]
    return json.dumps([method, params])


class _Handler(BaseHTTPRequestHandler):
    replay: ReplayServer

    def log_message(self, *args: object) -> None:
        """Keep the test output clean."""

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        kind = self.replay.fault(request["method"])
        answer = self.replay.answer(request)
        if kind:
            getattr(self, kind)(request, answer)
        elif answer is None:
            self._send(500, "text/html; charset=UTF-8", b'\n\n<!DOCTYPE html>\n<html lang="fr">')
        else:
            self._send_json({**answer, "id": request["id"]})

    def _send_json(self, data: Any) -> None:
        self._send(200, "application/json", json.dumps(data).encode())

    def _send(
        self, status: int, kind: str, body: bytes, announced: int | None = None, **headers: str
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if announced is None else announced))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def silent(self, request: Any, answer: Any) -> None:
        self.replay._release.wait(10)

    def truncated(self, request: Any, answer: Any) -> None:
        body = json.dumps({**answer, "id": request["id"]}).encode()
        self._send(200, "application/json", body[: len(body) // 2], announced=len(body))

    def half_json(self, request: Any, answer: Any) -> None:
        body = json.dumps({**answer, "id": request["id"]}).encode()
        self._send(200, "application/json", body[: len(body) // 2])

    def half_export(self, request: Any, answer: Any) -> None:
        content = base64.b64decode(answer["result"])
        half = base64.b64encode(content[: len(content) // 2]).decode()
        self._send_json({"id": request["id"], "result": half, "error": None})

    def missing_row(self, request: Any, answer: Any) -> None:
        content = base64.b64decode(answer["result"])
        first, last = request["params"][7], request["params"][8]
        shorter = cut_export(content, first, last - 1, None)
        self._send_json({"id": request["id"], "result": base64.b64encode(shorter).decode(), "error": None})

    def cut(self, request: Any, answer: Any) -> None:
        self.connection.close()

    def html_500(self, request: Any, answer: Any) -> None:
        self._send(
            500, "text/html; charset=UTF-8", b"<!DOCTYPE html><html><body>Erreur interne</body></html>"
        )

    def html_403(self, request: Any, answer: Any) -> None:
        self._send(403, "text/html; charset=UTF-8", b"<!DOCTYPE html><html><body>Interdit</body></html>")

    def maintenance(self, request: Any, answer: Any) -> None:
        self._send(200, "text/html; charset=UTF-8", b"<!DOCTYPE html><html><body>Maintenance</body></html>")

    def xml(self, request: Any, answer: Any) -> None:
        self._send(
            200,
            "text/xml",
            b'<?xml version="1.0" encoding="UTF-8"?>\n<methodResponse><fault/></methodResponse>',
        )

    def empty(self, request: Any, answer: Any) -> None:
        self._send(200, "text/html; charset=UTF-8", b"")

    def array(self, request: Any, answer: Any) -> None:
        self._send_json(["autre", "service"])

    def other_id(self, request: Any, answer: Any) -> None:
        self._send_json({**answer, "id": None})

    def redirect(self, request: Any, answer: Any) -> None:
        self._send(302, "text/html", b"", Location="https://ailleurs.example.org/remotecontrol?x=1")

    def expired(self, request: Any, answer: Any) -> None:
        self._send_json({**self.replay._expired, "id": request["id"]})

    def sql_error(self, request: Any, answer: Any) -> None:
        self._send_json(
            {"id": request["id"], "result": None, "error": "CDbCommand n'a pas pu exécuter la commande"}
        )


def account(server: ReplayServer, password: str = "PASSWORD", timeout: float = 5.0) -> RemoteSettings:
    return RemoteSettings(server.url, "admin", SecretStr(password), timeout)
