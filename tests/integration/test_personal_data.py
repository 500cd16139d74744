"""Personal data end at bronze: the invented people are found nowhere after it."""

import sqlite3
from pathlib import Path

import pandas as pd
import pytest
from support import Computed, barometre
from tiny_edition import EDITION, PERSONAL


def _texts(path: Path) -> str:
    """Return what a file says: Parquet is compressed, so its cells are read."""
    if path.suffix == ".parquet":
        frame = pd.read_parquet(path)
        cells = {str(v) for column in frame for v in frame[column].astype("str").unique()}
        categories = {str(c) for d in frame.dtypes if hasattr(d, "categories") for c in d.categories}
        return "\n".join([*map(str, frame.columns), *cells, *categories])
    return path.read_bytes().decode("utf-8", errors="replace")


def _leaks(text: str) -> list[str]:
    return [p for p in PERSONAL if p.casefold() in text.casefold()]


def test_the_invented_people_are_in_bronze_so_that_this_test_can_fail(tiny: Computed) -> None:
    path = tiny.lake / f"bronze/reponses_brutes/edition={EDITION}/reponses_brutes.parquet"
    assert set(_leaks(_texts(path))) == set(PERSONAL)


def test_nothing_after_bronze_names_a_person_an_address_or_a_number(tiny: Computed) -> None:
    later = [p for p in tiny.lake.rglob("*") if p.is_file() and p.relative_to(tiny.lake).parts[0] != "bronze"]
    assert {p.relative_to(tiny.lake).parts[0] for p in later} >= {"silver", "gold", "publication"}
    for path in later:
        assert not _leaks(_texts(path)), path.relative_to(tiny.lake)


def test_only_raw_responses_are_personal_in_bronze(tiny: Computed) -> None:
    for path in (tiny.lake / "bronze").rglob("*.parquet"):
        if path.stem != "reponses_brutes":
            assert not _leaks(_texts(path)), path.stem


def test_the_run_history_and_the_screen_name_nobody(tiny: Computed) -> None:
    assert not _leaks(tiny.output)
    dumps = []
    for path in tiny.home.rglob("*"):
        if path.suffix == ".db":
            with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
                dumps.append("\n".join(connection.iterdump()))
        elif path.is_file():
            dumps.append(_texts(path))
    history = "\n".join(dumps)
    assert "reponses_brutes" in history, "the history of the run is what was read"
    # SQLite stores events as JSON, in which an accented letter may be escaped.
    assert not _leaks(history) and not _leaks(history.encode().decode("unicode_escape", errors="replace"))


@pytest.mark.parametrize("question", ["publie", "charte"])
def test_an_audit_card_names_nobody(tiny: Computed, question: str) -> None:
    for form in ((), ("--json",)):
        card = barometre(
            "audit",
            "--lake",
            tiny.lake,
            "--edition",
            EDITION,
            "--question",
            question,
            "--modalite",
            "Oui",
            *form,
        )
        assert card.exit_code == 0
        assert not _leaks(card.output)


def test_personal_tables_are_not_exported(tiny: Computed) -> None:
    result = barometre("export", "reponses_brutes", "--edition", EDITION, "--lake", tiny.lake)
    assert result.exit_code == 1
    assert "données personnelles" in result.stderr
    assert not result.stdout
