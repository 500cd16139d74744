"""The Great Expectations suite on the invented edition: Data Docs, and warnings that stop nothing."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support import barometre, exported, snapshot
from tiny_edition import EDITION, PERSONAL, RESPONSES, STRATES, write_edition

NEXT = "2032"


@pytest.fixture(scope="module")
def two_editions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The invented edition, then another in which everyone answers « Non » and half have gone."""
    base = tmp_path_factory.mktemp("derive")
    write_edition(base / "raw")
    half = [
        r | {"publie": "A2", "freins_SQ001": "Y", "freins_SQ002": "Y", "heberge": "A2"} for r in RESPONSES[:5]
    ]
    few = dict.fromkeys(list(STRATES)[:5], "autres")
    write_edition(base / "raw", edition=NEXT, responses=half, strates=few)
    result = barometre("run", "--raw", base / "raw", "--lake", base / "lac")
    assert result.exit_code == 0, result.stderr
    return base / "lac", result.stderr


def test_drift_against_the_previous_edition_warns_and_stops_nothing(two_editions: tuple[Path, str]) -> None:
    lake, said = two_editions
    warnings = [
        line
        for line in said.splitlines()
        if "derive_great_expectations" in line and "non tenu" in line.lower()
    ]
    assert [line for line in warnings if NEXT in line]
    assert len(exported("tris", NEXT, lake))


def test_each_expectation_that_does_not_hold_is_named_with_what_was_observed_and_expected(
    two_editions: tuple[Path, str],
) -> None:
    _, said = two_editions
    listed = (line.replace("\u00a0", " ") for line in said.splitlines() if line.startswith("  – "))
    told = [line for line in listed if not line.endswith("dans les Data Docs")]
    assert told
    assert all(" ; attendu : " in line for line in told), told
    # Everyone answers « Non » in the second edition.
    assert [
        line for line in told if line.startswith("  – publie « ") and "« Non » 100 % au lieu de" in line
    ], told


def test_the_data_docs_are_html_without_personal_data_clock_or_host_path(
    two_editions: tuple[Path, str],
) -> None:
    lake, _ = two_editions
    for edition in (EDITION, NEXT):
        assert (lake / "data_docs" / edition / "index.html").is_file()
    pages = {p: p.read_text(encoding="utf-8") for p in (lake / "data_docs").rglob("*.html")}
    assert any("silver_structures" in p.name or "silver_structures" in str(p) for p in pages)
    for path, page in pages.items():
        assert not [x for x in (*PERSONAL, str(lake)) if x in page], path.name
        moments = set(re.findall(r"\d{8}T\d{6}\.\d{6}Z", page))
        assert all(m.endswith("T000000.000000Z") for m in moments), f"{path.name}: the moment of the build"


def test_the_whole_lake_data_docs_included_has_the_same_bytes_whatever_the_day_and_the_time_zone(
    two_editions: tuple[Path, str], tmp_path: Path
) -> None:
    lake, _ = two_editions
    raw, again = lake.parent / "raw", tmp_path / "lac"
    faketime = shutil.which("faketime")
    # From that moment on: a clock that stands still makes whoever waits ask for the time without end.
    fifteen_years_later = [faketime, "-f", "@2041-02-03 04:05:06"] if faketime else []
    program = [sys.executable, "-c", "from barometre_pipeline.cli import main; main()"]
    done = subprocess.run(
        [*fifteen_years_later, *program, "run", "--raw", str(raw), "--lake", str(again)],
        env={**os.environ, "DAGSTER_HOME": str(tmp_path / "dagster"), "TZ": "Pacific/Kiritimati"},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    first, second = snapshot(lake), snapshot(again)
    assert sorted(first) == sorted(second)
    assert [path for path, mark in first.items() if mark != second[path]] == []
    if faketime is None:
        pytest.skip(
            "les mêmes octets le même jour seulement : la commande faketime (paquet faketime) est absente"
        )
