"""The samples deduced from the printed figures of the catalogue: one deduction, seconds of integer programmes."""

import pandas as pd
import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.populations import load_samples
from barometre_pipeline.catalogue.printed_figures import load_figures
from barometre_pipeline.printed import samples
from barometre_pipeline.tables.declarations.printed import ECHANTILLONS
from barometre_pipeline.tables.schema import validate
from barometre_pipeline.vocabulary import STRATES


@pytest.fixture(scope="module")
def deduced() -> pd.DataFrame:
    return samples.deduce_all_samples(load_catalogue(), load_figures(), load_samples())


def test_deduced_samples_add_up_to_the_printed_totals(deduced: pd.DataFrame) -> None:
    validate(ECHANTILLONS, deduced, "à l’écriture")
    for edition, total in (("2024", 289), ("2025", 292)):
        sizes = deduced[deduced["edition"] == edition].set_index("groupe")["effectif"]
        assert sizes[list(STRATES)].sum() == total == sizes["ensemble"]


def test_the_saved_samples_are_those_that_the_deduction_gives_today(deduced: pd.DataFrame) -> None:
    saved = samples.samples(load_catalogue(), load_figures(), load_samples())
    assert samples.SAVED.read_text(encoding="utf-8").split("\n")[0].endswith(samples.inputs_fingerprint())
    assert saved.astype(str).to_dict("records") == deduced.astype(str).to_dict("records")
