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


def test_a_first_run_stopped_by_a_file_written_by_hand_says_which_and_why(
    tmp_path: Path, dagster_home: Path
) -> None:
    raw, lake = tmp_path / "raw", tmp_path / "lac"
    write_edition(raw)
    (raw / EDITION / "codebook.yaml").write_text(
        'edition: "2031"\nnouvelles: {heberge: 1}\n', encoding="utf-8"
    )
    failed = run(raw, lake)
    assert failed.exit_code == 1
    assert f"{EDITION}/codebook.yaml, ligne 2, clé" in failed.output and "une liste" in failed.output
    assert "cette table n’est pas dans le lac" not in failed.output
