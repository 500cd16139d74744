"""Ties every printed figure to a computed one, and printed figures to each other."""

from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from barometre_pipeline.catalogue.extension import Text, extended_catalogue
from barometre_pipeline.catalogue.populations import load_samples
from barometre_pipeline.catalogue.printed_figures import load_explanations, load_figures
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.printed.claims import evaluate_claims
from barometre_pipeline.printed.contradictions import find_contradictions
from barometre_pipeline.printed.gather import gather
from barometre_pipeline.printed.matter import Printed
from barometre_pipeline.printed.reconciliation import (
    published_rows,
    reconcile,
    series_rows,
    verdicts_on_changes,
)
from barometre_pipeline.printed.samples import samples as printed_samples
from barometre_pipeline.printed.scores import score
from barometre_pipeline.steps.catalogue_read import read_texts
from barometre_pipeline.tables.reading import DeclaredTables, Frames


def run(editions: Mapping[str, Edition], tables: DeclaredTables) -> Frames:
    """Return samples, contradictions, claims, each figure beside its computed value, and the scores that follow."""
    printed, contradictions = _printed(read_texts(tables))
    figures, contradictions = printed.figures, contradictions.copy()
    indicators = tables.read("gold/indicateurs")
    standing = reconcile(
        figures,
        indicators,
        tables.read("gold/non_calculables"),
        contradictions,
        load_explanations(figures),
    )
    return {
        "gold/echantillons": printed.samples.copy(),
        "gold/contradictions": contradictions,
        "gold/affirmations": evaluate_claims(
            printed,
            published_rows(indicators),
            series_rows(indicators),
            verdicts_on_changes(tables.read("gold/evolutions")),
        ),
        "gold/rapprochement": standing,
        "gold/scores": score(standing),
    }


@lru_cache(maxsize=2)
def _printed(texts: tuple[Text, ...]) -> tuple[Printed, pd.DataFrame]:
    """Return what documents print and where they contradict each other: of the catalogue alone, and seconds of work."""
    catalogue, figures = extended_catalogue(texts), load_figures()
    printed = gather(catalogue, figures, printed_samples(catalogue, figures, load_samples()))
    return printed, find_contradictions(printed)
