"""Two pulls of different editions asked for at once: in the queue of a real daemon the second waits for the first.

The server is the replayed one; the daemon goes by the limits of ``deploy/dagster.yaml``.
"""

import importlib.util
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
import yaml

from barometre_pipeline.dagster.assets.pull import SERVER_POOL, limesurvey_pull
from barometre_pipeline.dagster.resources import Paths

REPO = Path(__file__).parents[2]
SURVEY = 910026
EDITIONS = ("2031", "2032")
ENDED = (dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE)

# What the daemon loads: the pull alone, bound to the folders of the environment.
defs = dg.Definitions(
    assets=[limesurvey_pull],
    jobs=[dg.define_asset_job("telechargement", selection=[limesurvey_pull])],
    resources={
        "paths": Paths(raw=os.environ.get("BAROMETRE_RAW", ""), lake=os.environ.get("BAROMETRE_LAKE", ""))
    },
)


def _slow_server() -> Any:
    path = REPO / "tests" / "unit" / "sources" / "limesurvey_remote" / "replay.py"
    spec = importlib.util.spec_from_file_location("replay_queue", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["replay_queue"] = module
    spec.loader.exec_module(module)

    class Slow(module.ReplayServer):
        """Answers slowly, and keeps how many sessions were open at once."""

        sessions: list[int]

        def answer(self, request: dict[str, Any]) -> dict[str, Any] | None:
            answer: dict[str, Any] | None = super().answer(request)
            self.sessions.append(len(self._keys))
            time.sleep(0.4)
            return answer

    Slow.sessions = []
    return Slow(REPO / "tests" / "data" / "rpc_invente.jsonl")


def _limits(home: Path) -> None:
    deployed = yaml.safe_load((REPO / "deploy" / "dagster.yaml").read_text(encoding="utf-8"))
    kept = {key: deployed[key] for key in ("telemetry", "nux", "run_coordinator", "concurrency")}
    (home / "dagster.yaml").write_text(yaml.safe_dump(kept), encoding="utf-8")


def test_a_second_pull_waits_in_the_queue_until_the_first_one_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, home = _slow_server(), tmp_path / "dagster"
    home.mkdir()
    _limits(home)
    for name, value in {
        "DAGSTER_HOME": home, "BAROMETRE_RAW": tmp_path / "raw", "BAROMETRE_LAKE": tmp_path / "lac",
        "LIMESURVEY_URL": server.url, "LIMESURVEY_UTILISATEUR": "admin", "LIMESURVEY_MOT_DE_PASSE": "PASSWORD",
        **{f"LIMESURVEY_ENQUETE_{key}": SURVEY for key in EDITIONS},
    }.items():  # fmt: skip
        monkeypatch.setenv(name, str(value))
    bin_, module = Path(sys.executable).parent, ["-f", str(Path(__file__)), "-a", "defs"]
    with (home / "daemon.log").open("wb") as log, dg.DagsterInstance.from_config(str(home)) as instance:
        instance.add_dynamic_partitions("editions", list(EDITIONS))
        # As the guide says, once: a daemon that first sees two runs of a group that no limit names lets both begin.
        limit = [str(bin_ / "dagster"), "instance", "concurrency", "set", SERVER_POOL, "1"]
        subprocess.run(limit, check=True, capture_output=True, timeout=120)
        for key in EDITIONS:
            tags = json.dumps({"dagster/partition": key})
            launch = [
                str(bin_ / "dagster"),
                "job",
                "launch",
                *module,
                "-j",
                "telechargement",
                "--tags",
                tags,
            ]
            subprocess.run(launch, check=True, capture_output=True, timeout=120)
        daemon = subprocess.Popen([str(bin_ / "dagster-daemon"), "run", *module], stdout=log, stderr=log)
        try:
            seen, end = set(), time.monotonic() + 180
            while time.monotonic() < end:
                runs = {r.tags["dagster/partition"]: r.status for r in instance.get_runs()}
                seen.add(tuple(sorted(s.value for s in runs.values())))
                if len(runs) == len(EDITIONS) and all(s in ENDED for s in runs.values()):
                    break
                time.sleep(0.1)
            records = sorted(instance.get_run_records(), key=lambda r: r.start_time or 0)
        finally:
            daemon.terminate()
            daemon.wait(60)
            server.close()
    assert [r.dagster_run.status for r in records] == [dg.DagsterRunStatus.SUCCESS] * 2
    assert ("QUEUED", "STARTED") in seen and ("STARTED", "STARTED") not in seen
    first, second = records
    assert first.end_time and second.start_time and second.start_time >= first.end_time
    assert max(server.sessions) == 1, "the server never had two sessions at once"
    assert all(list((tmp_path / "raw" / key / "limesurvey").iterdir()) for key in EDITIONS)
