from pathlib import Path

from support import run
from tiny_edition import EDITION, write_edition


def test_a_first_run_that_fails_writes_nothing_into_the_lake(tmp_path: Path, dagster_home: Path) -> None:
    raw, lake = tmp_path / "raw", tmp_path / "lac"
    write_edition(raw)
    for extract in (raw / EDITION / "limesurvey").glob("*.csv"):
        extract.write_bytes(b"")
    assert run(raw, lake).exit_code == 1
    # The folder is there, for whoever writes in it holds it.
    assert not list(lake.rglob("*"))
