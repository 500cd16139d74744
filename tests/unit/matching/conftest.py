"""The shipped official lists of 2023, read once."""

from pathlib import Path

import pytest

from barometre_pipeline.sources.territoires import Referentiel, load_referentiel

RAW = Path(__file__).resolve().parents[3] / "data_raw"


@pytest.fixture(scope="session")
def referentiel() -> Referentiel:
    return load_referentiel(RAW, 2023)
