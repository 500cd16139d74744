"""The services of deploy/compose.yaml, brought up by podman-compose from a copy of the folder.

What podman 4 lacks is done here: it waits for no service that must be healthy before another, and without systemd it
runs no check of health by itself. The checks run are those of compose.yaml.
"""

import json
import re
import secrets
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import yaml

from tools.containers.images import PRODUCT, ROOT, podman
from tools.kills.processes import until

SITES: Final = {"lecture": "lecture.localhost", "operation": "operation.localhost"}
LAKE: Final = "s3://observatoire/lac"
OURS: Final = ("code", "demon", "lecture", "operation")
_PATIENCE: Final = 300.0
_OBJECTS: Final = """
import boto3, hashlib, json
client = boto3.client("s3")
pages = client.get_paginator("list_objects_v2").paginate(Bucket="observatoire")
names = [o["Key"] for page in pages for o in page.get("Contents", [])]
read = lambda name: client.get_object(Bucket="observatoire", Key=name)["Body"].read()
print(json.dumps({n.removeprefix("lac/"): hashlib.sha256(read(n)).hexdigest() for n in names}))
"""


class Stack:
    """A copy of deploy/ with the secrets of this trial, and its containers."""

    def __init__(self, work: Path, raw: Path, program: str) -> None:
        self.folder, self._program = work / "deploy", program
        shutil.copytree(ROOT / "deploy", self.folder)
        self.passwords = {site: secrets.token_hex(8) for site in SITES}
        self.key, self.secret, base = (secrets.token_hex(8) for _ in range(3))
        self.never_told = (*self.passwords.values(), self.secret, base)
        hashes = {site: _hashed(password) for site, password in self.passwords.items()}
        self._fill_in({
            "BAROMETRE_IMAGE": PRODUCT, "BAROMETRE_DONNEES_BRUTES": str(raw), "BAROMETRE_LAKE": LAKE,
            "BAROMETRE_PG_MOT_DE_PASSE": base, "AWS_ENDPOINT_URL": "http://seau:9000",
            "AWS_ACCESS_KEY_ID": self.key, "AWS_SECRET_ACCESS_KEY": self.secret,
            "BAROMETRE_NOM_LECTURE": SITES["lecture"], "BAROMETRE_NOM_OPERATION": SITES["operation"],
            "BAROMETRE_LECTEUR_EMPREINTE": f"'{hashes['lecture']}'",
            "BAROMETRE_OPERATEUR_EMPREINTE": f"'{hashes['operation']}'",
        })  # fmt: skip
        self.services: dict[str, Any] = yaml.safe_load(
            (self.folder / "compose.yaml").read_text(encoding="utf-8")
        )["services"]
        self.old_words = _is_old_caddy()
        if self.old_words:
            sites = self.folder / "Caddyfile"
            sites.write_text(
                sites.read_text(encoding="utf-8").replace("basic_auth", "basicauth"), encoding="utf-8"
            )

    def _fill_in(self, values: dict[str, str]) -> None:
        text = (self.folder / ".env.example").read_text(encoding="utf-8")
        for name, value in values.items():
            line = f"{name}={value}".replace("\\", r"\\")
            text, found = re.subn(rf"(?m)^{name}=.*$", line, text)
            assert found == 1, name
        where = self.folder / ".env"
        where.touch(0o600)
        where.write_text(text, encoding="utf-8")

    def compose(
        self, *words: str, data: bytes | None = None, check: bool = True
    ) -> subprocess.CompletedProcess[bytes]:
        """Run podman-compose in the folder, as the guide runs docker compose."""
        command = [self._program, "--profile", "essai", *words]
        return subprocess.run(command, cwd=self.folder, input=data, capture_output=True, check=check)

    def up(self) -> bool:
        """Bring every service up, each once what it waits for is well; tell whether all are."""
        return all(self._up(name) for name in self._in_order())

    def _up(self, name: str) -> bool:
        self.compose("up", "-d", "--no-deps", name)
        return until(lambda: self.is_well(name), _PATIENCE) is not None

    def _in_order(self) -> list[str]:
        """Return the services, each after those that it waits for."""
        order: list[str] = []
        while len(order) < len(self.services):
            order += [
                name for name, said in self.services.items()
                if name not in order and set(said.get("depends_on", {})) <= set(order)
            ]  # fmt: skip
        return order

    def is_well(self, name: str) -> bool:
        """Run the check of health of a service in its container."""
        return podman("healthcheck", "run", container(name), check=False).returncode == 0

    def inside(self, name: str, *command: str, data: str | None = None) -> str:
        """Run a command in a service's container; return what it prints."""
        return podman("exec", "-i", container(name), *command, data=data).stdout

    def objects(self) -> dict[str, str]:
        """Return the digest of every object of the bucket by its name in the lake, but the list of them."""
        found: dict[str, str] = json.loads(self.inside("code", "python", "-", data=_OBJECTS))
        return {name: digest for name, digest in found.items() if name != "lac.json"}

    def logs(self) -> str:
        """Return all that the containers printed."""
        said = (podman("logs", container(name)) for name in self.services)
        return "\n".join(done.stdout + done.stderr for done in said)

    def state(self, name: str) -> dict[str, Any]:
        """Return what podman knows of a container's process."""
        found: dict[str, Any] = json.loads(podman("inspect", container(name)).stdout)[0]["State"]
        return found


def container(service: str) -> str:
    """Return the name of a service's container."""
    return f"barometre_{service}_1"


def taken() -> list[str]:
    """Return the containers that have the names of ours already."""
    names = podman("ps", "-a", "--format", "{{.Names}}").stdout.split()
    return [name for name in names if name.startswith("barometre_")]


def _hashed(password: str) -> str:
    caddy = ("localhost/caddy:2", "caddy", "hash-password", "--plaintext", password)
    return podman("run", "--rm", *caddy).stdout.strip()


def _is_old_caddy() -> bool:
    """Tell whether this Caddy still calls basic_auth basicauth: before 2.8."""
    said = podman("run", "--rm", "localhost/caddy:2", "caddy", "version").stdout
    found = re.search(r"(\d+)\.(\d+)", said)
    return found is not None and (int(found[1]), int(found[2])) < (2, 8)
