import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from barometre_pipeline.publication.charts import ChartContext


@pytest.fixture
def context():
    return ChartContext("2031", "Observatoire Data Publica, baromètre 2031", "demonstration")


@pytest.fixture(autouse=True)
def every_picture_drawn_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tested of a drawing is drawn by the test."""
    monkeypatch.delenv("BAROMETRE_DESSINS", raising=False)
