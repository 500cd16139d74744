"""Which file configures Dagster, and what is said where it cannot be opened with it."""

from pathlib import Path

import pytest

from barometre_pipeline.dagster.instance import VARIABLE, open_instance
from barometre_pipeline.errors import ConfigurationError


@pytest.fixture
def named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Name a file of its own as the configuration of every machine."""
    path = tmp_path / "commun.yaml"
    path.write_text("telemetry: {enabled: false}\n", encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(path))
    return path


def test_without_a_name_the_file_is_written_once_and_is_then_its_owner_s(tmp_path: Path) -> None:
    open_instance(tmp_path / "dagster").dispose()
    configuration = tmp_path / "dagster" / "dagster.yaml"
    assert "max_concurrent_runs: 1" in configuration.read_text(encoding="utf-8")
    configuration.write_text("telemetry: {enabled: false}\n", encoding="utf-8")
    open_instance(tmp_path / "dagster").dispose()
    assert configuration.read_text(encoding="utf-8") == "telemetry: {enabled: false}\n"


def test_the_file_named_is_followed_when_it_changes(tmp_path: Path, named: Path) -> None:
    home = tmp_path / "dagster"
    open_instance(home).dispose()
    named.write_text("telemetry: {enabled: false}\nnux: {enabled: false}\n", encoding="utf-8")
    open_instance(home).dispose()
    assert (home / "dagster.yaml").read_bytes() == named.read_bytes()


def test_a_file_that_is_not_there_is_named_with_the_variable(tmp_path: Path, named: Path) -> None:
    named.unlink()
    with pytest.raises(ConfigurationError) as told:
        open_instance(tmp_path / "dagster")
    assert str(named) in str(told.value) and VARIABLE in told.value.remede


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (
            "storage: {postgres: {postgres_db: {hostname: {env: ABSENTE}, username: u, db_name: b}}}\n",
            "ABSENTE",
        ),
        ("telemetri: {enabled: false}\n", "telemetri"),
        ("storage: {custom: {module: module_absent, class: X, config: {}}}\n", "module_absent"),
        ("storage: [\n", "parsing"),
    ],
    ids=["variable", "key", "module", "yaml"],
)
def test_what_dagster_cannot_read_is_told_in_a_sentence(
    content: str, word: str, tmp_path: Path, named: Path
) -> None:
    named.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError) as told:
        open_instance(tmp_path / "dagster")
    assert word in told.value.constat and "Stack Trace" not in told.value.constat
