import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from barometre_pipeline.publication.charts import ChartContext


@pytest.fixture
def context():
    return ChartContext("2031", "Observatoire Data Publica, baromètre 2031", "demonstration")
