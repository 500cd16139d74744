import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources import spss_child, spss_process
from barometre_pipeline.sources.spss_process import UnreadableSpssError, read_spss


def write(path: Path) -> Path:
    frame = pd.DataFrame(
        {
            "NOTE": [1.0, 98.0, None],
            "QUAND": [pd.Timestamp("2026-01-05 10:00:00"), pd.NaT, pd.NaT],
            "JOUR": [dt.date(2026, 1, 2), None, None],
            "TEXTE": ["é – \u202f", "", "fin"],
        }
    )
    pyreadstat.write_sav(
        frame,
        path,
        column_labels={"NOTE": "Votre note"},
        variable_value_labels={"NOTE": {1.0: "Bien", 98.0: "Ne sait pas"}},
        missing_ranges={"NOTE": [{"lo": 98.0, "hi": 98.0}]},
    )
    return path


def test_cells_labels_and_missing_ranges_come_back_as_the_file_holds_them(tmp_path: Path) -> None:
    content = read_spss(write(tmp_path / "a.sav"), "a.sav", user_missing=True)
    assert content.values == {
        "NOTE": [1.0, 98.0, None],
        "QUAND": ["2026-01-05 10:00:00", None, None],
        "JOUR": ["2026-01-02 00:00:00", None, None],
        "TEXTE": ["é – \u202f", "", "fin"],
    }
    assert content.labels["NOTE"] == "Votre note"
    assert content.value_labels == {"NOTE": {1.0: "Bien", 98.0: "Ne sait pas"}}
    assert content.missing_ranges == {"NOTE": [{"lo": 98.0, "hi": 98.0}]}


def test_codes_declared_missing_are_emptied_unless_asked_for(tmp_path: Path) -> None:
    assert read_spss(write(tmp_path / "a.sav"), "a.sav", user_missing=False).values["NOTE"] == [
        1.0,
        None,
        None,
    ]


def test_a_file_on_which_the_library_hangs_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spss_process, "_SECONDS", 0.01)
    with pytest.raises(UnreadableSpssError, match="n’aboutit pas"):
        read_spss(write(tmp_path / "a.sav"), "a.sav", user_missing=False)


def test_a_file_that_the_library_refuses_is_said_to_be_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.sav"
    path.write_bytes(b"id;poids\n1;1\n")
    with pytest.raises(UnreadableSpssError, match="refusé"):
        read_spss(path, "a.sav", user_missing=False)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def linked(path: Path) -> None:
    path.symlink_to(write(path.with_name("real.sav")))


@pytest.mark.parametrize(("make", "finding"), [(empty, "vide"), (linked, "ordinaire")])
def test_what_is_no_plain_file_never_reaches_the_library(
    tmp_path: Path, make: Callable[[Path], None], finding: str
) -> None:
    make(tmp_path / "a.sav")
    with pytest.raises(InputError, match=finding):
        read_spss(tmp_path / "a.sav", "a.sav", user_missing=False)


def test_the_other_process_loads_nothing_of_the_package(tmp_path: Path) -> None:
    look = (
        "import runpy, sys; script, *sys.argv[1:] = sys.argv[1:]; runpy.run_path(script, run_name='__main__');"
        "print([m for m in sys.modules if m.startswith('barometre_pipeline.')])"
    )
    arguments = [spss_child.__file__, str(write(tmp_path / "a.sav")), str(tmp_path / "a.json"), "0"]
    done = subprocess.run(
        [sys.executable, "-c", look, *arguments], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
