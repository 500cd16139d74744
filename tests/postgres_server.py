"""A real PostgreSQL on this machine, in a folder of its own: Debian's, which refuses to be run by root."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

USER, DATABASE, PASSWORD = "dagster", "dagster", "mot-de-passe-invente"
_SYSTEM_USER = "postgres"
_PATIENCE = 30.0


@dataclass(frozen=True)
class Postgres:
    """A server that answers on 127.0.0.1."""

    programs: Path
    port: int

    def environment(self) -> dict[str, str]:
        """Return what deploy/dagster.yaml asks of the environment."""
        return {
            "BAROMETRE_PG_HOTE": "127.0.0.1",
            "BAROMETRE_PG_PORT": str(self.port),
            "BAROMETRE_PG_BASE": DATABASE,
            "BAROMETRE_PG_UTILISATEUR": USER,
            "BAROMETRE_PG_MOT_DE_PASSE": PASSWORD,
        }

    def ask(self, program: str, *arguments: str) -> str:
        """Run one of PostgreSQL's programs against the server; return what it prints."""
        where = {"PGHOST": "127.0.0.1", "PGPORT": str(self.port), "PGUSER": USER, "PGPASSWORD": PASSWORD}
        command = [str(self.programs / program), *arguments]
        done = subprocess.run(
            command, env={**os.environ, **where}, check=True, capture_output=True, text=True
        )
        return done.stdout


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest where there are several, none where there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    """Make a cluster with one empty database, start it, and stop it; its folder goes with it."""
    where = programs()
    assert where is not None, "no PostgreSQL on this machine"
    folder = Path(tempfile.mkdtemp(prefix="barometre-postgres-"))
    try:
        (folder / "secret").write_text(PASSWORD, encoding="utf-8")
        if os.geteuid() == 0:
            for path in (folder, folder / "secret"):
                shutil.chown(path, _SYSTEM_USER, _SYSTEM_USER)
        made = ["-D", str(folder / "donnees"), "-U", USER, "-A", "scram-sha-256", "--no-sync"]
        encoded = ["--encoding=UTF8", "--locale=C.UTF-8", f"--pwfile={folder / 'secret'}"]
        _run([str(where / "initdb"), *made, *encoded])
        server = Postgres(where, _free_port())
        with _started(server, folder):
            server.ask("createdb", DATABASE)
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _started(server: Postgres, folder: Path) -> Iterator[None]:
    where = ["-D", str(folder / "donnees"), "-k", str(folder), "-h", "127.0.0.1", "-p", str(server.port)]
    process = subprocess.Popen(
        [*_as_nobody_special(), str(server.programs / "postgres"), *where, "-c", "fsync=off"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/",
    )  # fmt: skip
    try:
        end = time.monotonic() + _PATIENCE
        ready = [str(server.programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(server.port)]
        while subprocess.run(ready, check=False).returncode:
            assert process.poll() is None and time.monotonic() < end, "PostgreSQL does not start"
            time.sleep(0.1)
        yield
    finally:
        process.terminate()  # setpriv has become the server: it waits for its clients, at most as long as that
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.send_signal(2)
            process.wait(_PATIENCE)


def _as_nobody_special() -> list[str]:
    if os.geteuid():
        return []
    return ["setpriv", f"--reuid={_SYSTEM_USER}", f"--regid={_SYSTEM_USER}", "--clear-groups"]


def _run(command: list[str]) -> None:
    subprocess.run([*_as_nobody_special(), *command], check=True, capture_output=True, cwd="/")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
