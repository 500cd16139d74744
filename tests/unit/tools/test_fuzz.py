"""No reader answers a broken file with a traceback; ``python -m tools.fuzz`` tries many more."""

import sys

import pytest

from tools import fuzz


@pytest.mark.parametrize("seed", ["11", "12"])
def test_broken_files_are_read_or_refused_in_french(monkeypatch, capsys, seed):
    monkeypatch.setattr(sys, "argv", ["fuzz", "--files", "150", "--seed", seed])
    with pytest.raises(SystemExit) as ended:
        fuzz.main()
    assert ended.value.code == 0, capsys.readouterr().out
