import os
import stat
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.lake import Lake

FRAME = pd.DataFrame(
    {
        "code": pd.Categorical(
            ["A1", "@non_posee", "A1"], categories=["A1", "A2", "@sans_reponse", "@non_posee"]
        ),
        "n": pd.array([1, 2, 3], dtype="int64"),
        "part": [0.1, np.nan, 1 / 3],
        "libelle": ["été", "", "« Énergie »"],
        "population": pd.array([1, None, 3], dtype="Int64"),
    }
)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake.at(tmp_path / "lac")


def test_a_table_is_read_back_as_it_was_written(lake: Lake) -> None:
    lake.write("silver/reponses", FRAME, "2031")
    pd.testing.assert_frame_equal(lake.read("silver/reponses", "2031"), FRAME)


@given(st.lists(st.tuples(st.integers(-(2**40), 2**40), st.text(), st.floats(allow_nan=False)), max_size=20))
def test_any_content_is_read_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list
) -> None:
    frame = pd.DataFrame(rows, columns=["a", "b", "c"]).astype({"a": "int64", "b": "str", "c": "float64"})
    lake = Lake.at(tmp_path_factory.mktemp("lac"))
    lake.write("gold/tris", frame, "2031")
    pd.testing.assert_frame_equal(lake.read("gold/tris", "2031"), frame)


def test_the_same_content_has_the_same_bytes(tmp_path: Path) -> None:
    first, second = Lake.at(tmp_path / "a"), Lake.at(tmp_path / "b")
    assert first.write("gold/tris", FRAME, "2031") == second.write("gold/tris", FRAME.copy(), "2031")
    assert first.sha256("gold/tris", "2031") == second.sha256("gold/tris", "2031")


def test_each_edition_has_its_own_file(lake: Lake) -> None:
    lake.write("gold/tris", FRAME, "2031")
    lake.write("gold/tris", FRAME, "2030")
    lake.write("gold/indicateurs", FRAME)
    assert lake.editions("gold/tris") == ["2030", "2031"]
    assert [p.relative_to(lake.root).as_posix() for p in lake.files()] == [
        "gold/indicateurs/indicateurs.parquet",
        "gold/tris/edition=2030/tris.parquet",
        "gold/tris/edition=2031/tris.parquet",
    ]


def test_a_table_not_written_is_absent_and_reading_it_says_which(lake: Lake) -> None:
    assert not lake.exists("gold/tris", "2031")
    assert lake.editions("gold/tris") == []
    with pytest.raises(FileNotFoundError, match=r"gold/tris, édition 2031"):
        lake.read("gold/tris", "2031")


@pytest.mark.parametrize("broken", ["fsync", "rename"])
def test_a_write_that_fails_keeps_the_old_table(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    lake.write("gold/tris", FRAME, "2031")

    def fail(*_: object) -> None:
        raise OSError("disque plein")

    with monkeypatch.context() as patch:
        patch.setattr(os if broken == "fsync" else type(lake.root), broken, fail)
        with pytest.raises(OSError, match="disque plein"):
            lake.write("gold/tris", FRAME.iloc[:1], "2031")
    pd.testing.assert_frame_equal(lake.read("gold/tris", "2031"), FRAME)
    assert [p.name for p in lake.files()] == ["tris.parquet"], "what a failed write leaves is no table"


def test_a_frame_that_cannot_be_stored_keeps_the_old_table(lake: Lake) -> None:
    lake.write("gold/tris", FRAME, "2031")
    with pytest.raises(Exception, match="object"):
        lake.write("gold/tris", pd.DataFrame({"a": [1, object()]}), "2031")
    pd.testing.assert_frame_equal(lake.read("gold/tris", "2031"), FRAME)


def test_only_the_columns_asked_for_are_read(lake: Lake) -> None:
    lake.write("gold/tris", FRAME, "2031")
    assert list(lake.read("gold/tris", "2031", columns=["n"])) == ["n"]


def test_bronze_is_for_its_owner_only_and_the_other_layers_are_not(tmp_path: Path) -> None:
    lake = Lake.at(tmp_path / "lac")
    before = os.umask(0o022)
    try:
        for table in ("bronze/extraits", "gold/tris"):
            lake.write(table, pd.DataFrame({"a": [1]}), "2031")
    finally:
        os.umask(before)
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "lac").iterdir()}
    assert modes == {"bronze": 0o700, "gold": 0o755}
    assert stat.S_IMODE(lake.path("bronze/extraits", "2031").stat().st_mode) == 0o600
