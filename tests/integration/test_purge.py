"""A purge removes what is personal of an edition, and nothing of what is published."""

import json
from pathlib import Path

from support import Computed, run
from tiny_edition import EDITION, PERSONAL
from typer.testing import CliRunner

from barometre_pipeline.cli import app


def purge(computed: Computed, *options: str) -> str:
    places = ["--raw", str(computed.raw), "--lake", str(computed.lake)]
    result = CliRunner().invoke(app, ["purger", "--edition", EDITION, *places, *options])
    assert result.exit_code == 0, result.output
    return result.output


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def held(folder: Path) -> list[tuple[str, str]]:
    return [
        (name, text)
        for name, content in files(folder).items()
        for text in PERSONAL
        if text.encode() in content
    ]


def test_without_yes_nothing_is_removed_and_it_is_told_what_would_be(tiny_copy: Computed) -> None:
    before = files(tiny_copy.raw), files(tiny_copy.lake)
    told = purge(tiny_copy)
    assert "bronze/reponses_brutes" in told and "results-survey900031.csv" in told and "--oui" in told
    assert before == (files(tiny_copy.raw), files(tiny_copy.lake))


def test_no_personal_text_stays_and_all_that_is_published_does_after_another_run_too(
    tiny_copy: Computed,
) -> None:
    assert held(tiny_copy.raw)
    published = files(tiny_copy.lake / "publication")
    cleaned = files(tiny_copy.lake / "silver")
    purge(tiny_copy, "--oui")
    assert held(tiny_copy.raw) == held(tiny_copy.lake) == []
    (record,) = json.loads((tiny_copy.raw / EDITION / "purge.json").read_text("utf-8"))
    assert all(len(f["sha256"]) == 64 for f in record["fichiers"])
    again = run(tiny_copy.raw, tiny_copy.lake)
    assert again.exit_code == 0, again.stderr
    assert files(tiny_copy.lake / "silver") == cleaned
    assert files(tiny_copy.lake / "publication") == published


def test_an_edition_that_was_not_computed_is_not_purged(tiny_copy: Computed, tmp_path: Path) -> None:
    places = ["--raw", str(tiny_copy.raw), "--lake", str(tmp_path / "vide")]
    result = CliRunner().invoke(app, ["purger", "--edition", EDITION, *places, "--oui"])
    assert result.exit_code == 1
    assert "barometre run" in result.output
    assert held(tiny_copy.raw)
