"""The samples deduced from the printed figures of the catalogue."""

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.populations import load_samples
from barometre_pipeline.catalogue.printed_figures import load_figures
from barometre_pipeline.printed.samples import deduce_all_samples
from barometre_pipeline.tables.declarations.printed import ECHANTILLONS
from barometre_pipeline.tables.schema import validate
from barometre_pipeline.vocabulary import STRATES


def test_deduced_samples_add_up_to_the_printed_totals() -> None:
    samples = deduce_all_samples(load_catalogue(), load_figures(), load_samples())
    validate(ECHANTILLONS, samples, "à l’écriture")
    for edition, total in (("2024", 289), ("2025", 292)):
        sizes = samples[samples["edition"] == edition].set_index("groupe")["effectif"]
        assert sizes[list(STRATES)].sum() == total == sizes["ensemble"]
