"""Lets a real ``dagster-daemon`` make the tick of the yearly schedule, without data of its year and with some.

    python -m tools.real_schedule EDITION WORK

EDITION is the folder of an edition of another year. Nobody waits for the date: the schedule's state is set back to the
day before its last one, as if the service had been off since, and the daemon makes the tick that it missed. First with
EDITION alone in the raw folder, then with a copy of it as the edition of the year. Alerts go to a local webhook. Prints
what the tick says, the alerts and the runs; the exit code is 1 where that is not what the guide promises.
"""

import argparse
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

import dagster as dg
from dagster._core.definitions.run_request import InstigatorType
from dagster._core.scheduler.instigation import InstigatorState, ScheduleInstigatorData

from barometre_pipeline.alerts.sending import WEBHOOK
from barometre_pipeline.dagster.automation import every_year
from barometre_pipeline.dagster.instance import open_instance
from barometre_pipeline.dagster.jobs import YEARLY
from tools.kills.daemon import Daemon

_PATIENCE = 600.0
_Found = TypeVar("_Found")


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server: Any = self.server
        server.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def _alerts() -> Iterator[list[dict[str, str]]]:
    """Receive alerts."""
    server: Any = HTTPServer(("127.0.0.1", 0), _Hook)
    server.heard = []
    with server:
        Thread(target=server.serve_forever, daemon=True).start()
        os.environ[WEBHOOK] = f"http://127.0.0.1:{server.server_address[1]}/"
        yield server.heard
        server.shutdown()


def _wait(found: Callable[[], _Found | None], what: str) -> _Found:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if (value := found()) is not None:
            return value
        time.sleep(1)
    raise SystemExit(f"waited in vain for {what}")


def _state(instance: dg.DagsterInstance) -> InstigatorState | None:
    states = instance.all_instigator_state(instigator_type=InstigatorType.SCHEDULE)
    return next((s for s in states if s.instigator_name == every_year.name), None)


def _last_date() -> datetime:
    """Return the last date of the schedule before now."""
    minute, hour, day, month, _ = str(every_year.cron_schedule).split()
    now = datetime.now(UTC)
    date = now.replace(month=int(month), day=int(day), hour=int(hour), minute=int(minute))
    return date if date < now - timedelta(days=1) else date.replace(year=date.year - 1)


def _ended(run: dg.DagsterRun | None) -> dg.DagsterRun | None:
    return run if run and run.is_finished else None


def tick(raw: Path, work: Path, alerts: list[dict[str, str]]) -> tuple[str, dg.DagsterRun | None]:
    """Let a daemon make the tick it missed; return its reason to skip ("": none), and its run once it is over."""
    home, lake = work / "dagster", work / "lac"
    with open_instance(home) as instance:
        with Daemon(raw, lake, home):
            state = _wait(lambda: _state(instance), "the schedule, on by default")
        missed = ScheduleInstigatorData(
            str(every_year.cron_schedule), start_timestamp=(_last_date() - timedelta(days=1)).timestamp()
        )
        instance.update_instigator_state(state.with_data(missed))
        with Daemon(raw, lake, home):

            def made() -> Any:
                ticks = instance.get_ticks(state.instigator_origin_id, state.selector_id, limit=1)
                return next((t for t in ticks if t.status.value != "STARTED"), None)

            done = _wait(made, "the tick")
            at = datetime.fromtimestamp(done.timestamp, UTC)
            print(f"tick of {at:%Y-%m-%d %H:%M} UTC, made by the daemon: {done.status.value}")
            if not done.run_ids:
                return done.skip_reason or "", None
            run = _wait(lambda: _ended(instance.get_run_by_id(done.run_ids[0])), "the end of the run")
            return "", run


def _as_edition(source: Path, target: Path) -> None:
    shutil.copytree(source, target)
    yaml = target / "edition.yaml"
    if yaml.exists():
        yaml.write_text(
            re.sub(r"(?m)^edition:.*$", f'edition: "{target.name}"', yaml.read_text(encoding="utf-8")),
            encoding="utf-8",
        )


def main() -> None:
    """Make both ticks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    for folder in ("edition", "work"):
        parser.add_argument(folder, type=lambda p: Path(p).resolve())
    asked = parser.parse_args()
    year = f"{_last_date():%Y}"
    raw = asked.work / "raw"
    shutil.copytree(asked.edition, raw / asked.edition.name)
    with _alerts() as alerts:
        print(f"without data of {year}:")
        reason, run = tick(raw, asked.work / "sans", alerts)
        print(f"  run: {run and run.status.value}\n  reason: {reason}")
        told = [a["titre"] for a in alerts]
        print(f"  alert: {told}")
        without = run is None and year in reason and any(year in title for title in told)
        _as_edition(asked.edition, raw / year)
        print(f"with data of {year}:")
        reason, run = tick(raw, asked.work / "avec", alerts)
        page = asked.work / "avec" / "lac" / "publication" / "site" / f"edition-{year}.html"
        print(f"  run: {run and (run.job_name, run.tags.get('dagster/partition'), run.status.value)}")
        print(f"  page: {page.name} {'there' if page.exists() else 'missing'}")
    good = run is not None and run.is_success and run.job_name == YEARLY
    raise SystemExit(0 if without and good and page.exists() else 1)


if __name__ == "__main__":
    main()
