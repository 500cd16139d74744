"""Saves the samples deduced from printed percentages beside the figures they depend on.

A tool run by hand when printed figures, known samples or the deduction change.
Usage: python -m tools.save_samples
"""

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.populations import load_samples
from barometre_pipeline.catalogue.printed_figures import load_figures
from barometre_pipeline.printed.samples import MARK, SAVED, deduce_all_samples, inputs_fingerprint


def main() -> None:
    """Write the file, with the fingerprint of what it was deduced from."""
    table = deduce_all_samples(load_catalogue(), load_figures(), load_samples())
    text = table.to_csv(index=False, lineterminator="\n")
    SAVED.write_text(f"{MARK}{inputs_fingerprint()}\n{text}", encoding="utf-8")


if __name__ == "__main__":
    main()
