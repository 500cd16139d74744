"""Two machines that share a bucket and a history, one of them killed: ``python -m tools.two_machines``.

A real PostgreSQL (Debian's), an S3 server (moto's), processes that share nothing else: working folder, raw folder, copy
of the lake and Dagster home are each machine's own. Data are invented. Prints a table; the exit code is 1 where
something is not as it must be. Linux only, some ten minutes; not part of the test suite.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from barometre_pipeline.dagster.instance import open_instance
from barometre_pipeline.french.numbers import count, number
from tests.postgres_server import DATABASE, Postgres, postgres_server
from tests.s3_server import ADDRESS, BUCKET, s3_server
from tests.tiny_edition import write_edition
from tools.kills.daemon import Daemon, launched, process_of, started
from tools.kills.processes import kill, tree, until
from tools.trial import Table, digest, files

_BIN = Path(sys.executable).parent
_CONFIGURATION = Path(__file__).resolve().parents[1] / "deploy" / "dagster.yaml"
_FIRST, _SECOND = "2031", "2032"
_PATIENCE = 900.0
_LIST = "lac.json"
_SHORT_LIVED = {"max_runtime_seconds": 5, "poll_interval_seconds": 1}  # of the machine that is gone for good


@dataclass(frozen=True)
class Machine:
    """Folders that no other machine has."""

    folder: Path
    raw: Path

    @classmethod
    def new(cls, work: Path, name: str, raw: Path) -> "Machine":
        """Make a machine with its own copy of the raw folder."""
        folder = work / name
        shutil.copytree(raw, folder / "raw")
        return cls(folder, folder / "raw")

    @property
    def home(self) -> Path:
        """Return its Dagster home."""
        return self.folder / "dagster"

    @property
    def log(self) -> Path:
        """Return what its last command printed."""
        return self.folder / "sortie.txt"

    def starts(self, *words: str, lake: str = ADDRESS) -> subprocess.Popen[bytes]:
        """Start a command of the barometer on this machine."""
        own = {"DAGSTER_HOME": str(self.home), "BAROMETRE_COPIES": str(self.folder / "copies")}
        command = [str(_BIN / "barometre"), *words, "--raw", str(self.raw), "--lake", lake]
        with self.log.open("wb") as out:
            return subprocess.Popen(
                command, env={**os.environ, **own}, cwd=self.folder, stdout=out, stderr=out,
                start_new_session=True,
            )  # fmt: skip

    def run(self, *words: str, lake: str = ADDRESS) -> int:
        """Run a command to its end; return its exit code."""
        return self.starts(*words, lake=lake).wait(_PATIENCE)

    def said(self) -> str:
        """Return what its last command printed, on one line."""
        return " ".join(self.log.read_text(encoding="utf-8", errors="replace").split())


def computing(edition: str) -> list[str]:
    """Return the words of the command that computes an edition."""
    return ["run", "--edition", edition, "--sans-gx", "--processus", "1", "--tout-recalculer"]


def objects(client: Any) -> dict[str, str]:
    """Return the digest of every object of the bucket by its name in the lake, but the list of them."""
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
    names = [o["Key"] for page in pages for o in page.get("Contents", [])]
    bodies = {n.removeprefix("lac/"): client.get_object(Bucket=BUCKET, Key=n)["Body"] for n in names}
    return {name: digest(body.read()) for name, body in bodies.items() if name != _LIST}


@contextmanager
def history(home: Path) -> Iterator[dg.DagsterInstance]:
    """Open the history as the machine of a home does."""
    with open_instance(home) as instance:
        yield instance


def statuses(home: Path) -> dict[str, str]:
    """Return the status of every run, as the machine of a home sees it once it has opened the history."""
    with history(home) as instance:
        return {run.run_id: run.status.value for run in instance.get_runs()}


class Proof:
    """The walk, from an empty bucket and an empty base."""

    def __init__(self, work: Path, table: Table, server: Postgres, client: Any) -> None:
        self.work, self.table, self.server, self.client = work, table, server, client
        self.raw = work / "raw"
        for edition in (_FIRST, _SECOND):
            write_edition(self.raw, edition=edition)
        self.one, self.two = (Machine.new(work, name, self.raw) for name in ("machine_1", "machine_2"))
        self.observer = work / "observateur"
        self.reference: dict[str, str] = {}

    def alone(self) -> None:
        """Compute both editions on one machine, in a folder, with a history of its own."""
        machine, lake = Machine.new(self.work, "seule", self.raw), self.work / "lac"
        code = machine.run("run", "--sans-gx", lake=str(lake))
        self.reference = files(lake)
        self.table.row(
            "une machine seule, lac dans un dossier",
            f"code {code}, {count(len(self.reference), 'fichier', 'fichiers')}", code == 0,
        )  # fmt: skip

    def one_is_killed(self) -> None:
        """Let two machines compute at the same time, and kill one in the middle."""
        first, second = self.one.starts(*computing(_FIRST)), self.two.starts(*computing(_SECOND))
        under_way = until(lambda: "✓" in self.two.said() or second.poll() is not None, _PATIENCE)
        both = first.poll() is None and second.poll() is None
        family = tree(second.pid)
        kill(*family)
        second.wait(_PATIENCE)
        self.table.row(
            f"deux machines calculent {_FIRST} et {_SECOND} en même temps, base vide ; la seconde est tuée (SIGKILL)",
            f"{len(family)} processus tués après {number(under_way or 0, 0)} s, les deux calculaient : {_yes(both)}",
            both,
        )  # fmt: skip
        going = [r for r, s in statuses(self.observer).items() if s == "STARTED"]
        code = first.wait(_PATIENCE)
        kept = objects(self.client)
        left = [n for n in kept if f"edition={_SECOND}" in n]
        self.table.row(
            "la première finit et rend son édition ; de la seconde rien n’est au seau",
            f"code {code}, {len(kept)} objets, dont {len(left)} de {_SECOND}", code == 0 and not left,
        )  # fmt: skip
        seen = statuses(self.observer)
        stays = [r for r in going if seen[r] == "STARTED"]
        self.table.row(
            "une autre machine ouvre l’historique : elle ne déclare pas morte l’exécution de la seconde",
            f"{len(stays)} exécution « STARTED »", len(stays) == 1,
        )  # fmt: skip
        marked = statuses(self.two.home)
        self.table.row(
            "la seconde rouvre l’historique : son exécution tuée est marquée",
            ", ".join(marked[r] for r in stays), all(marked[r] == "FAILURE" for r in stays),
        )  # fmt: skip

    def computed_again(self) -> None:
        """Run what was killed, then everything, and compare with the machine that was alone."""
        code = self.two.run(*computing(_SECOND))
        self.table.row(f"la seconde recalcule {_SECOND}", f"code {code}", code == 0)
        code = self.one.run("run", "--sans-gx")
        self.table.row("la première met à jour ce qui réunit les éditions", f"code {code}", code == 0)
        self._same_bytes("octets du seau et du lac de la machine seule")
        before = self._generation()
        code = self.two.run("run", "--sans-gx")
        same = self._generation() == before and "à jour" in self.two.said()
        self.table.row(
            "la seconde relance : tout est à jour, rien n’est envoyé", f"code {code}", code == 0 and same
        )

    def both_at_once(self) -> None:
        """Compute both again, at the same time, to the end."""
        begun = time.monotonic()
        started = [self.one.starts(*computing(_FIRST)), self.two.starts(*computing(_SECOND))]
        codes = [process.wait(_PATIENCE) for process in started]
        lasted = number(time.monotonic() - begun, 0)
        self.table.row(
            "les deux recalculent tout en même temps, jusqu’au bout",
            f"codes {codes}, {lasted} s",
            codes == [0, 0],
        )
        self._same_bytes("octets du seau et du lac de la machine seule, encore")

    def gone_for_good(self) -> None:
        """Kill a machine, remove its folder, and let Dagster's monitoring mark its run."""
        third = Machine.new(self.work, "machine_3", self.raw)
        process = third.starts(*computing(_FIRST))
        until(lambda: "✓" in third.said() or process.poll() is not None, _PATIENCE)
        kill(*tree(process.pid))
        process.wait(_PATIENCE)
        shutil.rmtree(third.folder)
        lost = [run for run, status in statuses(self.observer).items() if status == "STARTED"]
        home = self.work / "surveillance"
        home.mkdir()
        (home / "dagster.yaml").write_text(_with(_SHORT_LIVED), encoding="utf-8")
        daemon = subprocess.Popen(
            [str(_BIN / "dagster-daemon"), "run", "--empty-workspace"],
            env={**os.environ, "DAGSTER_HOME": str(home)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            took = until(lambda: all(statuses(self.observer)[r] == "FAILURE" for r in lost), 180)
        finally:
            daemon.terminate()
            daemon.wait(60)
        self.table.row(
            "une troisième est tuée et son dossier effacé : le démon (run_monitoring, délai ramené à 5 s) la marque",
            f"{len(lost)} exécution, marquée en {number(took or 0, 0)} s", len(lost) == 1 and took is not None,
        )  # fmt: skip

    def relaunched(self) -> None:
        """Kill the process of a run that a real daemon launched, and let Dagster launch it again, whole."""
        machine = Machine.new(self.work, "machine_du_demon", self.raw)
        lake = Path(ADDRESS)
        with pytest.MonkeyPatch.context() as patch, history(machine.home) as instance:
            patch.setenv("BAROMETRE_COPIES", str(machine.folder / "copies"))
            with Daemon(machine.raw, lake, machine.home) as service:
                launched(machine.raw, lake, machine.home, "edition", _FIRST)
                run = started(instance, 180) or ""
                until(lambda: "STEP_SUCCESS" in _events(instance, run), 180)
                kill(process_of(instance, run))
                again = until(lambda: _retried(instance, run) == "SUCCESS", 300)
                last = instance.get_run_by_id(run)
                state, end = last.status.value if last else "absente", _retried(instance, run)
                family = tree(service.pid)
            kill(*family)  # its code server waits for a base that goes away
        self.table.row(
            "une exécution lancée par un démon est tuée : marquée, puis relancée en entier par Dagster",
            f"{state}, puis {end or 'rien'}", state == "FAILURE" and again is not None,
        )  # fmt: skip

    def restored_base(self) -> None:
        """Save the base, drop it, restore it."""
        before, saved = statuses(self.observer), self.work / "historique.dump"
        self.server.ask("pg_dump", "--format=custom", f"--file={saved}", DATABASE)
        self.server.ask("dropdb", "--force", DATABASE)
        code = self.one.run(*computing(_FIRST))
        told = code == 1 and "Dagster ne peut pas être ouvert" in self.one.said()
        self.table.row(
            "base effacée : un calcul s’arrête et dit qu’il ne peut pas ouvrir Dagster", f"code {code}", told
        )
        self.server.ask("createdb", DATABASE)
        self.server.ask("pg_restore", "--exit-on-error", f"--dbname={DATABASE}", str(saved))
        after = statuses(self.observer)
        size = number(saved.stat().st_size / 1024, 0)
        self.table.row(
            "pg_dump, dropdb, createdb, pg_restore : les exécutions y sont toutes",
            f"{len(after)} exécutions sur {len(before)}, sauvegarde de {size} Kio", after == before and bool(before),
        )  # fmt: skip

    def restored_bucket(self) -> None:
        """Save the objects, remove them all, put them back, and read them from a machine that has nothing."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
        names = [o["Key"] for page in pages for o in page.get("Contents", [])]
        saved = {n: self.client.get_object(Bucket=BUCKET, Key=n)["Body"].read() for n in names}
        for name in saved:
            self.client.delete_object(Bucket=BUCKET, Key=name)
        for name in sorted(saved, key=lambda n: n.endswith(_LIST)):  # the list last
            self.client.put_object(Bucket=BUCKET, Key=name, Body=saved[name])
        machine = Machine.new(self.work, "machine_4", self.raw)
        code = machine.run("run", "--sans-gx")
        well = code == 0 and "à jour" in machine.said()
        self.table.row("seau vidé puis remis : une machine neuve y trouve tout à jour", f"code {code}", well)
        self._same_bytes("octets du seau remis et du lac de la machine seule")

    def _same_bytes(self, what: str) -> None:
        self.table.compared(what, objects(self.client), self.reference)

    def _generation(self) -> str:
        return str(self.client.head_object(Bucket=BUCKET, Key=f"lac/{_LIST}")["ETag"])


def _events(instance: dg.DagsterInstance, run: str) -> set[str]:
    return {e.dagster_event.event_type_value for e in instance.all_logs(run) if e.dagster_event}


def _retried(instance: dg.DagsterInstance, run: str) -> str:
    """Return the status of the run that was launched again for another, "" where there is none."""
    found = instance.get_runs(dg.RunsFilter(tags={"dagster/parent_run_id": run}))
    return found[0].status.value if found else ""


def _yes(so: bool) -> str:
    return "oui" if so else "non"


def _with(numbers: dict[str, int]) -> str:
    """Return the configuration with other numbers."""
    text = _CONFIGURATION.read_text(encoding="utf-8")
    for name, value in numbers.items():
        text, changed = re.subn(rf"{name}: \d+", f"{name}: {value}", text)
        assert changed == 1, name
    return text


def main() -> None:
    """Walk, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--work", type=Path, help="a new folder, kept; else one that goes away")
    asked = parser.parse_args()
    with ExitStack() as stack:
        work = asked.work or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="barometre-machines-"))
        )
        work.mkdir(parents=True, exist_ok=True)
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for name in ("BAROMETRE_RAW", "BAROMETRE_LAKE", "BAROMETRE_COPIES", "DAGSTER_HOME"):
            patch.delenv(name, raising=False)
        client = stack.enter_context(s3_server(patch))
        server = stack.enter_context(postgres_server())
        for name, value in server.environment().items():
            patch.setenv(name, value)
        table = Table.begin()
        proof = Proof(work, table, server, client)
        proof.alone()
        patch.setenv("BAROMETRE_INSTANCE", str(_CONFIGURATION))
        steps: list[Callable[[], None]] = [
            proof.one_is_killed, proof.computed_again, proof.both_at_once, proof.gone_for_good,
            proof.restored_base, proof.restored_bucket,
            proof.relaunched,
        ]  # fmt: skip
        for step in steps:
            step()
    sys.exit(table.end())


if __name__ == "__main__":
    main()
