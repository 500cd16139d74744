from pathlib import Path

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from tiny_edition import EDITION, write_edition

from barometre_pipeline.dagster.assets.raw import observations
from barometre_pipeline.dagster.metadata import GraphKeys, column_schema, table_metadata
from barometre_pipeline.editions.loader import load_edition
from barometre_pipeline.folders import dagster_home
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance.data_version import frames_version
from barometre_pipeline.provenance.inputs import raw_hashes
from barometre_pipeline.tables.preview import preview
from barometre_pipeline.tables.raw_inputs import RAW_INPUTS
from barometre_pipeline.tables.registry import TABLES

FRAME = pd.DataFrame({"a": ["x", "y|z\nw"], "b": [0.5, None]})


def test_a_data_version_changes_with_a_cell_a_column_or_an_edition_and_with_nothing_else() -> None:
    version = frames_version({"2031": FRAME})
    assert version == frames_version({"2031": FRAME.copy()})
    assert len(
        {
            version,
            frames_version({"2032": FRAME}),
            frames_version({"2031": FRAME.assign(b=[0.5, 0.1])}),
            frames_version({"2031": FRAME.rename(columns={"a": "c"})}),
            frames_version({"2031": FRAME.iloc[::-1]}),
        }
    ) == 5  # fmt: skip


@given(st.permutations(["2029", "2030", "2031"]))
def test_a_data_version_does_not_depend_on_the_order_of_editions(keys: list[str]) -> None:
    frames = {k: FRAME.assign(a=k) for k in keys}
    assert frames_version(frames) == frames_version({k: frames[k] for k in sorted(keys)})


def test_a_preview_is_a_markdown_table_whose_cells_cannot_break_it() -> None:
    lines = preview(FRAME).splitlines()
    assert lines[0] == "| a | b |"
    assert lines[2:] == ["| x | 0,5000 |", r"| y\|z w |  |"]


def test_a_personal_table_has_no_preview() -> None:
    raw = TABLES["bronze/reponses_brutes"]
    assert raw.personal
    lake, keys = Lake.at("lac"), GraphKeys([])
    assert "Aperçu" not in table_metadata(raw, FRAME, lake, keys)
    assert "Aperçu" in table_metadata(TABLES["gold/tris"], FRAME, lake, keys)


def test_the_schema_shown_describes_survey_columns_too() -> None:
    columns = column_schema(
        TABLES["silver/reponses"], pd.DataFrame({"id_reponse": [1], "G1Q01": [2.0]})
    ).columns
    assert [c.name for c in columns] == ["id_reponse", "G1Q01"]
    assert all(c.description for c in columns)


def test_dagster_keeps_its_runs_outside_the_lake_one_place_per_lake(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("DAGSTER_HOME")
    first, second = dagster_home(str(tmp_path / "a")), dagster_home(str(tmp_path / "b"))
    assert first != second
    assert tmp_path not in first.parents
    assert not first.exists(), "asking creates nothing"


def test_each_hash_of_a_raw_file_has_a_line_of_its_own_wide_enough_to_be_read_whole(tmp_path: Path) -> None:
    write_edition(tmp_path)
    (seen,) = observations([load_edition(tmp_path / EDITION)], [RAW_INPUTS["extrait"]])
    said = seen.metadata["Fichiers"].value
    files = raw_hashes(load_edition(tmp_path / EDITION), [RAW_INPUTS["extrait"]])["extrait"]
    assert files
    lines = str(said).splitlines()
    for name, digest in files.items():
        here = lines.index(f"`{digest}`")
        assert lines[here - 1].replace("\\", "") == f"{name}  "  # two spaces: the hash begins a new line
    assert "|" not in said  # beside one another, the interface cuts the second column
