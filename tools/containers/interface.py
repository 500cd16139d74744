"""Dagster's interface as a person reaches it: through the entrance, over HTTPS, with a name and a password."""

import base64
import http.client
import json
import socket
import ssl
from typing import Any, Final

from tools.containers.stack import SITES, Stack

_CERTIFICATE: Final = "/data/caddy/pki/authorities/local/root.crt"
_WHERE: Final = {"repositoryLocationName": "barometre", "repositoryName": "__repository__"}
_LAUNCH: Final = """mutation($p: ExecutionParams!) { launchRun(executionParams: $p) {
  __typename ... on LaunchRunSuccess { run { runId } } } }"""
_RUNS: Final = "{ runsOrError { ... on Runs { results { runId status parentRunId } } } }"
_SENSOR: Final = """query($s: SensorSelector!) { sensorOrError(sensorSelector: $s) {
  ... on Sensor { sensorState { id } } } }"""
_STOP: Final = """mutation($i: String!) { stopSensor(id: $i) {
  __typename ... on StopSensorMutationResult { instigationState { status } } } }"""


class Interface:
    """One of the two sites, and the password of either."""

    def __init__(self, stack: Stack, site: str, login: str | None = None) -> None:
        self._name = SITES[site]
        login = login or site
        pair = f"{login}:{stack.passwords[login]}".encode()
        self._headers = {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
        self._context = ssl.create_default_context(cadata=stack.inside("entree", "cat", _CERTIFICATE))

    def status(self, path: str = "/", *, known: bool = True) -> int:
        """Return the code that a page answers, to somebody who gives a password or to one who gives none."""
        return self._request("GET", path, None, self._headers if known else {})[0]

    def launch(self, job: str, edition: str | None = None) -> tuple[str, str]:
        """Ask for a run; return the kind of the answer and the run's identifier."""
        tags = [{"key": "dagster/partition", "value": edition}] if edition else []
        asked = {
            "selector": {**_WHERE, "jobName": job},
            "runConfigData": {},
            "executionMetadata": {"tags": tags},
        }
        answer = self._ask(_LAUNCH, p=asked)["launchRun"]
        return answer["__typename"], answer.get("run", {}).get("runId", "")

    def runs(self) -> dict[str, tuple[str, str]]:
        """Return the status of every run and the run that it is a retry of, by its identifier."""
        found = self._ask(_RUNS)["runsOrError"]["results"]
        return {run["runId"]: (run["status"], run["parentRunId"] or "") for run in found}

    def stop_automation(self) -> str:
        """Stop the sensor that computes what changed; return its state."""
        which = {**_WHERE, "sensorName": "mise_a_jour_automatique"}
        sensor = self._ask(_SENSOR, s=which)["sensorOrError"]["sensorState"]["id"]
        return str(self._ask(_STOP, i=sensor)["stopSensor"]["instigationState"]["status"])

    def _ask(self, query: str, **variables: Any) -> Any:
        body = json.dumps({"query": query, "variables": variables})
        headers = {**self._headers, "Content-Type": "application/json"}
        code, said = self._request("POST", "/graphql", body, headers)
        assert code == 200, (code, said[:300])
        return json.loads(said)["data"]

    def _request(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        talk = http.client.HTTPConnection(self._name)
        plain = socket.create_connection(("127.0.0.1", 443), timeout=60)
        with self._context.wrap_socket(plain, server_hostname=self._name) as talk.sock:
            talk.request(method, path, body, headers)
            answer = talk.getresponse()
            return answer.status, answer.read()
