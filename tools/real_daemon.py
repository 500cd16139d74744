"""Two walks with a real ``dagster-daemon``: an edition dropped into the raw folder, and the yearly schedule's tick.

    python -m tools.real_daemon dropped RAW EDITION WORK
    python -m tools.real_daemon tick RAW WORK

``dropped`` computes a copy of RAW, starts the daemon, copies the folder EDITION (an extract, ``edition.yaml``,
``codebook.yaml``) in, touches nothing any more and waits for its page in the report. ``tick`` starts the daemon some
seconds before the schedule's hour, by ``faketime`` (a package of Debian), and tells what the tick did.
Each prints what happened, with seconds; the exit code is 1 where the page or the tick did not come.
"""

import argparse
import datetime
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg

from barometre_pipeline.dagster.instance import open_instance
from tools.kills_daemon import Daemon

_SENSOR, _SCHEDULE = "mise_a_jour_automatique", "chaque_annee"
_PATIENCE = 900.0


def dropped(raw: Path, edition: Path, work: Path) -> bool:
    """Drop an edition under a running daemon; tell whether its page came."""
    own, lake, home = work / "raw", work / "lac", work / "dagster"
    shutil.copytree(raw, own)
    barometre = str(Path(sys.executable).with_name("barometre"))
    folders = ["--raw", str(own), "--lake", str(lake)]
    instance = open_instance(home)
    subprocess.run([barometre, "run", *folders, "--sans-gx"], env=_env(home), check=True, capture_output=True)
    page = lake / "publication" / "rapport" / f"edition-{edition.name}.html"
    with Daemon(own, lake, home):
        told: list[str] = []
        start = time.monotonic()
        _until(lambda: "Tout est à jour." in _ticks(instance, _SENSOR, told, start), start)
        shutil.copytree(edition, own / edition.name)
        _say(start, f"{edition.name} déposée")
        done = _until(lambda: bool(_ticks(instance, _SENSOR, told, start)) and page.exists(), start)
        _say(start, f"{page.name}\u00a0: {'là' if done else 'absente'}")
        settled = _until(lambda: _ticks(instance, _SENSOR, told, start) == "Tout est à jour.", start)
    for run in reversed(instance.get_runs()):
        print(f"  {run.job_name} {run.tags.get('dagster/partition', '')}: {run.status.value}")
    return done and settled


def tick(raw: Path, work: Path) -> bool:
    """Let the hour of the schedule come; tell whether it ticked."""
    lake, home = work / "lac", work / "dagster"
    instance = open_instance(home)
    # An offset, so that every process of the daemon lives at the same time.
    hour = datetime.datetime(2026, 9, 15, 6, tzinfo=ZoneInfo("Europe/Paris")) - datetime.timedelta(seconds=45)
    offset = round(hour.timestamp() - time.time())
    clock = ["faketime", "-f", f"{offset:+d}s"]
    with Daemon(raw, lake, home, clock):
        told: list[str] = []
        start = time.monotonic()
        ticked = _until(lambda: bool(_ticks(instance, _SCHEDULE, told, start)), start)
    for run in instance.get_runs():
        if run.job_name == "annee":
            print(f"  {run.job_name} {run.tags.get('dagster/partition', '')}: {run.status.value}")
    return ticked


def _env(home: Path) -> dict[str, str]:
    return {**os.environ, "DAGSTER_HOME": str(home)}


def _ticks(instance: dg.DagsterInstance, name: str, told: list[str], start: float) -> str:
    """Print the ticks not yet told of a sensor or schedule; return what the last one says."""
    states = [s for s in instance.all_instigator_state() if s.instigator_name == name]
    if not states:
        return ""
    ticks = instance.get_ticks(states[0].instigator_origin_id, states[0].selector_id, limit=20)
    last = ""
    for each in reversed(ticks):
        last = each.skip_reason or f"{each.status.value} {', '.join(each.run_ids)}"
        key = f"{each.tick_id}{each.status.value}"
        if key not in told and each.status.value != "STARTED":
            told.append(key)
            _say(start, last)
    return last


def _until(holds: Callable[[], bool], start: float) -> bool:
    while not holds():
        if time.monotonic() - start > _PATIENCE:
            return False
        time.sleep(1)
    return True


def _say(start: float, text: str) -> None:
    print(f"{time.monotonic() - start:6.0f} s  {text}", flush=True)


def main() -> None:
    """Walk one of the two."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    walks = parser.add_subparsers(dest="walk", required=True)
    for name, folders in (("dropped", ("raw", "edition", "work")), ("tick", ("raw", "work"))):
        walk = walks.add_parser(name)
        for folder in folders:
            walk.add_argument(folder, type=lambda p: Path(p).resolve())
    asked = parser.parse_args()
    asked.work.mkdir(parents=True)
    walked = dropped if asked.walk == "dropped" else tick
    came = walked(*(folder for name, folder in vars(asked).items() if name != "walk"))
    raise SystemExit(0 if came else 1)


if __name__ == "__main__":
    main()
