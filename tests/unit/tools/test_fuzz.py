"""No reader answers a broken file with a traceback; ``python -m tools.fuzz`` tries many more."""

from pathlib import Path

import pytest

from tools.fuzz import __main__ as command
from tools.fuzz import campaign
from tools.fuzz.targets import Target


@pytest.mark.parametrize("seed", [11, 12])
def test_broken_files_are_read_or_refused_in_french(seed: int) -> None:
    found = campaign.run(150, seed)
    assert found.faults == []
    assert found.files == 150


def _target(read: object) -> Target:
    return Target("lecteur", "csv", lambda _: b"x", read)  # type: ignore[arg-type]


def test_an_exception_that_is_no_refusal_is_a_fault_with_its_file(monkeypatch, tmp_path: Path) -> None:
    def broken(_: Path) -> None:
        raise KeyError("Q1")

    monkeypatch.setattr(campaign, "all_targets", lambda _: [_target(broken)])
    monkeypatch.setattr(campaign.tempfile, "tempdir", str(tmp_path))
    found = campaign.run(2, 1)
    assert found.by_reader["lecteur"].other == 2
    assert "KeyError" in found.faults[0]
    assert (tmp_path / "fuzz-1-1.csv").read_bytes() == b"x"


def test_several_campaigns_are_counted_together(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(campaign, "all_targets", lambda _: [_target(lambda _: None)])
    kept = tmp_path / "counts.json"
    campaign.run(3, 1, kept)
    assert "| **total** | **7** | 7 | 0 | 0 | |" in command.report(campaign.run(4, 2, kept))
