from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.populations import load_samples
from barometre_pipeline.catalogue.printed_figures import load_figures
from barometre_pipeline.printed import samples


def test_the_saved_samples_are_those_that_the_deduction_gives_today():
    catalogue, figures, known = load_catalogue(), load_figures(), load_samples()
    deduced = samples.deduce_all_samples(catalogue, figures, known)
    saved = samples.samples(catalogue, figures, known)
    assert samples.SAVED.read_text(encoding="utf-8").split("\n")[0].endswith(samples.inputs_fingerprint())
    assert saved.astype(str).to_dict("records") == deduced.astype(str).to_dict("records")
