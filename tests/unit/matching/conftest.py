"""The shipped official lists of 2023, read once."""

from pathlib import Path

import pytest

from barometre_pipeline.sources.territories import ReferenceList, load_reference_list

RAW = Path(__file__).resolve().parents[3] / "data_raw"


@pytest.fixture(scope="session")
def referentiel() -> ReferenceList:
    return load_reference_list(RAW, 2023)
