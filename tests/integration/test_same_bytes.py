"""The same input gives the same bytes, and nothing is computed twice."""

import re
import shutil
import time
from pathlib import Path

import pytest
from support import REPOSITORY, Computed, barometre, exported, run, snapshot
from tiny_edition import EDITION, write_edition

_UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def _card(raw: Path, lake: Path, edition: str, question: str) -> str:
    result = barometre(
        "audit",
        "--raw",
        raw,
        "--lake",
        lake,
        "--edition",
        edition,
        "--question",
        question,
        "--modalite",
        "Oui",
        "--json",
        "--verify",
    )
    assert result.exit_code == 0, result.stderr
    return re.sub(r'"run_id": "[^"]*"', '"run_id": ""', result.stdout)


def test_two_runs_into_two_empty_lakes_give_the_same_files(tiny: Computed, tmp_path: Path) -> None:
    # Another folder, later, files written anew: only the content is the same.
    write_edition(tmp_path / "ailleurs" / "brut")
    assert run(tmp_path / "ailleurs" / "brut", tmp_path / "autre_lac").exit_code == 0
    first, second = snapshot(tiny.lake), snapshot(tmp_path / "autre_lac")
    assert second == first
    assert {Path(p).suffix for p in first} >= {".parquet", ".csv", ".html"}
    other = _card(tmp_path / "ailleurs" / "brut", tmp_path / "autre_lac", EDITION, "publie")
    assert other == _card(tiny.raw, tiny.lake, EDITION, "publie")


def test_two_runs_of_the_real_edition_give_the_same_files(
    real_2023_lake: Path, shared: Path, tmp_path: Path
) -> None:
    raw = shared / "data_raw_reel"
    assert run(raw, tmp_path / "lac", "--edition", "2023").exit_code == 0
    assert snapshot(tmp_path / "lac") == snapshot(real_2023_lake)
    assert _card(raw, tmp_path / "lac", "2023", "G3Q03") == _card(raw, real_2023_lake, "2023", "G3Q03")


def test_the_lake_holds_no_path_of_the_machine_no_clock_and_no_random_identifier(tiny: Computed) -> None:
    year = time.strftime("%Y").encode()
    for path in tiny.lake.rglob("*"):
        if not path.is_file():
            continue
        content = path.read_bytes()
        for place in (tiny.raw, tiny.lake, REPOSITORY, Path.home()):
            assert str(place).encode() not in content, path.name
        if path.suffix in (".csv", ".json", ".svg"):
            assert not _UUID.search(content), path.name
            assert not re.search(year + rb"-\d\d-\d\d", content), path.name


def test_a_second_run_with_nothing_changed_recomputes_nothing(tiny_copy: Computed) -> None:
    before = {p: (p.stat().st_ino, p.stat().st_mtime_ns) for p in tiny_copy.lake.rglob("*")}
    result = run(tiny_copy.raw, tiny_copy.lake)
    assert result.exit_code == 0
    assert "à jour" in result.stdout
    assert {p: (p.stat().st_ino, p.stat().st_mtime_ns) for p in tiny_copy.lake.rglob("*")} == before


def test_a_file_touched_but_not_changed_recomputes_nothing(tiny_copy: Computed) -> None:
    for path in (tiny_copy.raw / EDITION / "limesurvey").iterdir():
        path.touch()
    assert "à jour" in run(tiny_copy.raw, tiny_copy.lake).stdout


def test_a_change_of_the_yaml_is_computed_again(tiny_copy: Computed) -> None:
    yaml = tiny_copy.raw / EDITION / "edition.yaml"
    yaml.write_text(
        yaml.read_text(encoding="utf-8").replace(
            "une_reponse_par_structure: true", "une_reponse_par_structure: false"
        ),
        encoding="utf-8",
    )
    assert "calculée" in run(tiny_copy.raw, tiny_copy.lake).stdout
    assert "doublon" not in set(exported("reponses_ecartees", EDITION, tiny_copy.lake)["motif"])


@pytest.mark.parametrize("damage", ["removed", "other bytes of the same size"])
def test_a_table_of_the_lake_removed_or_altered_is_computed_again(
    tiny: Computed, tiny_copy: Computed, damage: str
) -> None:
    path = tiny_copy.lake / f"gold/tris/edition={EDITION}/tris.parquet"
    if damage == "removed":
        path.unlink()
    else:
        content = bytearray(path.read_bytes())
        content[100] ^= 0xFF
        path.write_bytes(bytes(content))
    run(tiny_copy.raw, tiny_copy.lake)
    assert snapshot(tiny_copy.lake) == snapshot(tiny.lake)


def test_recomputing_by_force_gives_the_same_bytes(tiny: Computed, tiny_copy: Computed) -> None:
    shutil.rmtree(tiny_copy.lake / "publication")
    assert run(tiny_copy.raw, tiny_copy.lake, "--tout-recalculer").exit_code == 0
    assert snapshot(tiny_copy.lake) == snapshot(tiny.lake)
