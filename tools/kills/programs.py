"""What else is killed: a pull from a LimeSurvey server, the pages being served, the freezing of a version."""

import importlib
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from barometre_pipeline.errors import BarometreError
from barometre_pipeline.sources.limesurvey import read_folder
from tools.kills.place import BIN, Killed, Place, snapshot
from tools.kills.processes import kill, tree, until

_TESTS: Final = Path(__file__).parents[2] / "tests"
_SURVEY: Final = "910026"
_SECRET: Final = "PASSWORD"  # the recorded server's
_LONGEST: Final = 300.0
_VERSION: Final = "1.0"


def pull(place: Place, kills: int) -> Iterator[Killed]:
    """Kill pulls; what is left is no extract or a whole one, and the next pull gives the bytes of one left alone."""
    sys.path.insert(0, str(_TESTS / "unit" / "sources" / "limesurvey_remote"))
    server = importlib.import_module("replay").ReplayServer(_TESTS / "data" / "rpc_invente.jsonl")
    account = {"URL": server.url, "UTILISATEUR": "admin", "MOT_DE_PASSE": _SECRET}
    settings = {f"LIMESURVEY_{name}": value for name, value in account.items()}
    raw, edition = place.home / "raw", "2031"
    folder = raw / edition / "limesurvey"
    words = ["pull", "limesurvey", "--edition", edition, "--enquete", _SURVEY, "--page", "1"]
    command = [*words, "--raw", str(raw), "--lake", str(place.lake)]
    code, lasts = _left_alone(command, settings)
    reference = _pulled(raw)
    print(f"a whole pull: {lasts:.1f} s, exit code {code}, {len(reference)} files", flush=True)
    for _ in range(kills):
        shutil.rmtree(raw)
        found: list[str] = []
        for _again in range(random.randint(1, 3)):  # killed once, or again as it resumes
            moment = _killed(command, lasts, settings)
            found += _partly_read(folder, place.home)
        code, _seconds = _left_alone(command, settings)
        if code:
            found.append(f"the next pull ends with {code}")
        if _pulled(raw) != reference:
            found.append("the files pulled are others")
        secret = _SECRET.encode()
        if told := [p for p in place.home.rglob("*") if p.is_file() and secret in p.read_bytes()]:
            found.append(f"the password is in {told}")
        yield "pull", moment, found
    server.close()


def _pulled(raw: Path) -> dict[str, str]:
    """Return the hash of every file pulled; of the manifest, but for the time it was written."""
    hashes = snapshot(raw)
    for path in raw.rglob("manifest.json"):
        said = json.loads(path.read_text("utf-8"))
        hashes[str(path.relative_to(raw))] = json.dumps({**said, "telecharge_le": ""}, sort_keys=True)
    return hashes


def _partly_read(folder: Path, home: Path) -> Iterator[str]:
    """Yield what is wrong where a half-pulled extract is read as a whole one."""
    for manifest in folder.glob("*/manifest.json"):
        try:
            read_folder(folder, home)
        except BarometreError as error:
            yield f"{manifest.parent.name} has a manifest and cannot be read: {error}"


def serve(place: Place, kills: int) -> Iterator[Killed]:
    """Kill the server of pages while they are asked for; the lake is untouched, and the next one answers."""
    _computed(place)
    reference, port = snapshot(place.lake), _free_port()
    command = ["serve", "--lake", str(place.lake), "--raw", str(place.raw), "--port", str(port)]
    address = f"http://127.0.0.1:{port}/"
    for _ in range(kills):
        process, found = _started(command), []
        took = until(lambda: _answers(address), 60)
        if took is None:
            found.append("it does not answer")
        stop = threading.Event()
        readers = [threading.Thread(target=_ask, args=(address, stop)) for _ in range(4)]
        for reader in readers:
            reader.start()
        moment = random.uniform(0, 2)
        time.sleep(moment)
        kill(*tree(process.pid))
        process.wait(30)
        stop.set()
        for reader in readers:
            reader.join()
        if snapshot(place.lake) != reference:
            found.append("the lake has other bytes")
        yield "serve", moment, found


def publish(place: Place, kills: int) -> Iterator[Killed]:
    """Kill the freezing of a version; what is listed then is whole, and the next freezing gives the same bytes."""
    _computed(place)
    where = ["publier", "--lake", str(place.lake), "--raw", str(place.raw)]
    command = [*where, "--edition", place.edition, "--version", _VERSION]
    before = place.lake.with_name("before")
    shutil.copytree(place.lake, before)
    code, lasts = _left_alone(command)
    reference = snapshot(place.lake)
    print(f"a version: {lasts:.1f} s, exit code {code}, {len(reference)} files", flush=True)
    for _ in range(kills):
        shutil.rmtree(place.lake)
        shutil.copytree(before, place.lake)
        moment, found = _killed(command, lasts), []
        listed = subprocess.run(
            [BIN / "barometre", *where, "--liste"], check=False, capture_output=True, text=True
        )
        if listed.returncode:
            found.append(f"the list ends with {listed.returncode}")
        verified = subprocess.run([BIN / "barometre", *command, "--verify"], check=False, capture_output=True)
        if _VERSION in listed.stdout and verified.returncode:
            found.append("a version is listed and is not what its hashes say")
        code, _seconds = _left_alone(command)
        if code:
            found.append(f"the next freezing ends with {code}")
        if snapshot(place.lake) != reference:
            found.append("the version has other bytes")
        yield "publish", moment, found


def _computed(place: Place) -> None:
    """Compute the lake, unless a campaign did before."""
    if not place.lake.exists():
        subprocess.run(place.command(), check=True, capture_output=True)


def _started(words: Sequence[str], more: Mapping[str, str] | None = None) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [BIN / "barometre", *words], env={**os.environ, **(more or {})}, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _left_alone(words: Sequence[str], more: Mapping[str, str] | None = None) -> tuple[int, float]:
    """Return the exit code of a command that nobody kills, and the seconds that it lasts."""
    begun = time.monotonic()
    return _started(words, more).wait(_LONGEST), time.monotonic() - begun


def _killed(words: Sequence[str], lasts: float, more: Mapping[str, str] | None = None) -> float:
    """Start a command and kill it; return after how long."""
    process, moment = _started(words, more), random.uniform(lasts / 3, lasts)
    time.sleep(moment)
    kill(*tree(process.pid))
    process.wait(_LONGEST)
    return moment


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as page:
            return bool(page.status == 200)
    except OSError:
        return False


def _ask(address: str, stop: threading.Event) -> None:
    """Ask for pages until told to stop, or until nobody answers."""
    while not stop.is_set() and _answers(address):
        pass


CAMPAIGNS: Final[dict[str, Callable[[Place, int], Iterator[Killed]]]] = {
    "pull": pull, "serve": serve, "publish": publish,
}  # fmt: skip
