"""Which runs are alive: the process of a run holds a lock on a file of the instance's folder for as long as it lives.

A run that is said to go on and whose file nobody holds is dead; it is marked so, for it would block those that wait.
"""

import fcntl
import json
import os
import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import dagster as dg

from barometre_pipeline.dagster.unchecked import tell_unchecked

_PLACE: Final = "barometre/processus"  # which folder has the file of which run: several may share one history
DEAD_TAG: Final = "barometre/interrompue"
_FOLDER: Final = "executions_en_cours"
_IDENTITY: Final = ".identite"
_GOING_ON: Final = [
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]
_LAUNCHED_BY: Final = ".dagster/grpc_info"  # the code server that starts a run's process, and watches over it
_LAUNCH_SECONDS: Final = 15.0
_FOREIGN_SECONDS: Final = 3600.0  # for a run that no process of this version took on
DEAD: Final = (
    "Le processus de cette exécution s’est arrêté sans finir (tué, terminal fermé, machine redémarrée ou mémoire "
    "insuffisante). La dernière version valide de chaque table est restée dans le lac.\n"
    "  À faire : relancez le calcul ; ce qui est à jour ne sera pas refait."
)


def place(home: Path, run_id: str) -> dict[str, str]:
    """Return the tag of a run whose process is told by a file of this folder.

    It names the run too: who executes a run again copies its tags.
    """
    return {_PLACE: f"{_identity(home)}/{run_id}"}


def take_on(home: Path, run_id: str) -> int:
    """Be the process of a run until it ends or closes the descriptor returned."""
    path = _folder(home) / run_id
    aside = path.with_name(f".{run_id}.{os.getpid()}")
    descriptor = os.open(aside, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    aside.rename(path)  # never seen without its lock
    return descriptor


@contextmanager
def taken_on(home: Path, run_id: str) -> Iterator[None]:
    """Be the process of a run within the block, at the end of which the run must have its final status."""
    descriptor = take_on(home, run_id)
    try:
        yield
    finally:
        (_folder(home) / run_id).unlink(missing_ok=True)
        os.close(descriptor)


def bury_dead(instance: dg.DagsterInstance, home: Path) -> list[dg.DagsterRun]:
    """Mark the runs whose process is dead, and return them; a live one is never touched.

    Where other machines write in the same history, nothing is known of a run that they launch: only those that a
    process of this folder took on are looked at, and the others are Dagster's own monitoring's (``run_monitoring``).
    """
    with (_folder(home) / ".tour").open("a") as turn:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return []  # another process is at it
        records = instance.get_run_records(dg.RunsFilter(statuses=_GOING_ON))
        alone = _is_alone(instance, home)
        dead = [r.dagster_run for r in records if _is_dead(r, home, alone)]
        buried = [run for found in dead if (run := _bury(instance, found.run_id))]
        _forget_finished(instance, home)
    return buried


def _is_alone(instance: dg.DagsterInstance, home: Path) -> bool:
    """Tell whether the history lies in this folder, and is thus of this machine only."""
    storage = instance.get_ref().storage_data
    where = storage.config_dict.get("base_dir") if storage else None
    return where is not None and Path(where).resolve().is_relative_to(home.resolve())


def _is_dead(record: dg.RunRecord, home: Path, alone: bool) -> bool:
    run = record.dagster_run
    where = run.tags.get(_PLACE, "")
    if where.endswith(run.run_id):
        return where == place(home, run.run_id)[_PLACE] and not _held(_folder(home) / run.run_id)
    if not alone or run.status == dg.DagsterRunStatus.NOT_STARTED:
        return False  # another machine's to launch; or asked for, not launched: it blocks nobody
    age = time.time() - record.update_timestamp.timestamp()
    if launcher := run.tags.get(_LAUNCHED_BY):
        return age > _LAUNCH_SECONDS and _unreachable(json.loads(launcher))
    return age > _FOREIGN_SECONDS


def _bury(instance: dg.DagsterInstance, run_id: str) -> dg.DagsterRun | None:
    """Mark a dead run, unless it was ending just before it was looked at."""
    run = instance.get_run_by_id(run_id)
    if run is None or run.is_finished:
        return None
    instance.add_run_tags(run_id, {DEAD_TAG: run_id})
    if run.status == dg.DagsterRunStatus.CANCELING:
        instance.report_run_canceled(run, DEAD)
    else:
        instance.report_run_failed(run, DEAD)
        tell_unchecked(instance, run_id, DEAD)
    return run


def _forget_finished(instance: dg.DagsterInstance, home: Path) -> None:
    """Remove the files of processes that are gone and whose runs are over."""
    for path in _folder(home).iterdir():
        if path.name.startswith(".") or _held(path):
            continue
        run = instance.get_run_by_id(path.name)
        if run is None or run.is_finished:
            path.unlink(missing_ok=True)


def _held(path: Path) -> bool:
    """Tell whether a process holds a file; one that is not there is held by nobody."""
    try:
        with path.open("r+b") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _unreachable(server: dict[str, str]) -> bool:
    """Tell whether the code server that was to start a run on this machine is gone; of others, nothing is known."""
    try:
        if "socket" in server:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(2.0)
                line.connect(server["socket"])
        elif server.get("host") in ("localhost", "127.0.0.1"):
            socket.create_connection((server["host"], int(server["port"])), timeout=2.0).close()
    except (ConnectionRefusedError, FileNotFoundError):
        return True
    except OSError:
        return False
    return False


def _identity(home: Path) -> str:
    """Return what tells an instance's folder from another, made on first use."""
    path = _folder(home) / _IDENTITY
    if not path.exists():
        aside = path.with_name(f"{_IDENTITY}.{os.getpid()}")
        aside.write_text(uuid.uuid4().hex, encoding="utf-8")
        with suppress(FileExistsError):
            os.link(aside, path)  # the first one made is kept
        aside.unlink()
    return path.read_text(encoding="utf-8")


def _folder(home: Path) -> Path:
    folder = home / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    return folder
