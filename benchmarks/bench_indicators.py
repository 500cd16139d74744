"""All indicators of one edition on many invented responses, beside one pandas groupby per category.

Run from the repository: ``python -m benchmarks.bench_indicators [responses]``; prints ratios of one run.
"""

import sys
import time

import numpy as np
import pandas as pd

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.resolution import NotComputableError
from barometre_pipeline.indicators.answers import YES, EditionAnswers
from barometre_pipeline.indicators.evaluation import compute_structures
from barometre_pipeline.indicators.populations import structure_domains
from barometre_pipeline.trace import DataOrigin
from tests.unit.indicators.invented import answers, structures, unweighted


def main(n: int) -> None:
    catalogue = load_catalogue()
    responses, units = answers(catalogue, "2024", "collectivites", n, 1), structures(n, 1)
    start = time.perf_counter()
    result = compute_structures(
        catalogue, "2024", responses, units, DataOrigin("demonstration", ""), unweighted(units)
    )
    engine = time.perf_counter() - start

    asked = EditionAnswers(responses, catalogue.codebook, "2024", "collectivites")
    domains, _ = structure_domains(catalogue.populations, units, asked)
    masks = {k: d.masque for k, d in domains.items() if d.systematique}
    start = time.perf_counter()
    counted = 0
    for name in catalogue.indicateurs:
        for category in catalogue.categories[name].values():
            try:
                truth = asked.truth(category.expression("2024"))
            except (NotComputableError, KeyError):
                continue
            numerator = pd.Series(np.where(truth < 0, np.nan, truth == YES))
            for mask in masks.values():
                numerator[mask].mean()
                counted += 1
    naive = time.perf_counter() - start
    rows = len(result.indicateurs)
    print(f"{n} réponses, {len(catalogue.indicateurs)} indicateurs")
    each, other = 1e6 * engine / rows, 1e6 * naive / counted
    print(f"catalogue : {rows} valeurs avec intervalles en {engine:.1f} s ({each:.0f} µs par valeur)")
    print(f"une moyenne pandas par valeur, sans intervalle : {counted} en {naive:.1f} s ({other:.0f} µs)")
    print(f"rapport par valeur : {other / each:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
