"""Drops an edition into the raw folder of a real ``dagster-daemon``, and waits for its page in the report.

    python -m tools.real_daemon RAW EDITION WORK

Computes a copy of RAW, starts the daemon, copies the folder EDITION (an extract, ``edition.yaml``, ``codebook.yaml``)
in, and touches nothing any more. Prints what each tick of the sensor says, with seconds, then the runs; the exit code
is 1 where the page did not come, or where the sensor does not end with everything up to date.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import dagster as dg

from barometre_pipeline.dagster.instance import open_instance
from tools.kills.daemon import Daemon

_SENSOR = "mise_a_jour_automatique"
_UP_TO_DATE = "Tout est à jour."
_PATIENCE = 900.0


class Walk:
    """What the sensor says, as it says it."""

    def __init__(self, instance: dg.DagsterInstance) -> None:
        self._instance, self._start, self._told = instance, time.monotonic(), set[str]()

    def say(self, text: str) -> None:
        """Print a line with the seconds since the start."""
        print(f"{time.monotonic() - self._start:6.0f} s  {text}", flush=True)

    def last_tick(self) -> str:
        """Print the ticks not told yet; return what the last one says."""
        states = [s for s in self._instance.all_instigator_state() if s.instigator_name == _SENSOR]
        last = ""
        for state in states[:1]:
            ticks = self._instance.get_ticks(state.instigator_origin_id, state.selector_id, limit=20)
            for tick in (t for t in reversed(ticks) if t.status.value != "STARTED"):
                last = tick.skip_reason or f"{tick.status.value}, {len(tick.run_ids)} run(s) requested"
                if str(tick.tick_id) not in self._told:
                    self._told.add(str(tick.tick_id))
                    self.say(last)
        return last

    def until(self, holds: Callable[[], bool]) -> bool:
        """Wait until something holds; False where it does not within the patience of one walk."""
        while not holds():
            if time.monotonic() - self._start > _PATIENCE:
                return False
            time.sleep(1)
        return True


def dropped(raw: Path, edition: Path, work: Path) -> bool:
    """Drop an edition under a running daemon; tell whether its page came and nothing was left to do."""
    own, lake, home = work / "raw", work / "lac", work / "dagster"
    shutil.copytree(raw, own)
    instance = open_instance(home)
    command = [
        str(Path(sys.executable).with_name("barometre")),
        "run",
        "--raw",
        str(own),
        "--lake",
        str(lake),
    ]
    environment = {**os.environ, "DAGSTER_HOME": str(home)}
    subprocess.run([*command, "--sans-gx"], env=environment, check=True, capture_output=True)
    page = lake / "publication" / "site" / f"edition-{edition.name}.html"
    with Daemon(own, lake, home):
        walk = Walk(instance)
        walk.until(lambda: walk.last_tick() == _UP_TO_DATE)
        shutil.copytree(edition, own / edition.name)
        walk.say(f"{edition.name} dropped")
        came = walk.until(lambda: bool(walk.last_tick()) and page.exists())
        walk.say(f"{page.name}: {'there' if came else 'missing'}")
        settled = walk.until(lambda: walk.last_tick() == _UP_TO_DATE)
    for run in reversed(instance.get_runs()):
        print(f"  {run.job_name} {run.tags.get('dagster/partition', '')}: {run.status.value}")
    return came and settled


def main() -> None:
    """Walk."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    for folder in ("raw", "edition", "work"):
        parser.add_argument(folder, type=lambda p: Path(p).resolve())
    asked = parser.parse_args()
    asked.work.mkdir(parents=True)
    raise SystemExit(0 if dropped(asked.raw, asked.edition, asked.work) else 1)


if __name__ == "__main__":
    main()
