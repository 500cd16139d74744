"""The invented lake, and definitions of known bytes for the hashes that a card gives."""

from pathlib import Path

import pytest
from invented_cards import DEFINITIONS
from invented_lake import invented_lake

from barometre_pipeline.audit import explain_indicator
from barometre_pipeline.lake import Lake


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return invented_lake(tmp_path_factory.mktemp("lac"))


@pytest.fixture
def definitions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put files of known bytes where the definitions are read from."""
    for name, content in DEFINITIONS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    monkeypatch.setattr(explain_indicator, "FOLDER", tmp_path)
