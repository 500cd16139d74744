"""The steps that look across editions, as plain functions of what the lake holds.

Definitions are the catalogue's, computations ``indicators``' and ``audit``'s.
"""

from collections.abc import Iterator

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue, load_catalogue
from barometre_pipeline.catalogue.populations import load_samples
from barometre_pipeline.catalogue.printed_figures import load_explanations, load_figures
from barometre_pipeline.indicators.aggregates import compute_aggregates
from barometre_pipeline.indicators.crossings import compute_crossings
from barometre_pipeline.indicators.evaluation import EvaluatedIndicators, compute_poll, compute_structures
from barometre_pipeline.indicators.poll_tables import compute_poll_tables
from barometre_pipeline.indicators.published_changes import compute_evolutions
from barometre_pipeline.lake import Lake
from barometre_pipeline.printed.contradictions import find_contradictions
from barometre_pipeline.printed.reconciliation import reconcile
from barometre_pipeline.printed.samples import samples as printed_samples
from barometre_pipeline.statistics.estimations import national_counts
from barometre_pipeline.steps.edition import Frames
from barometre_pipeline.tables.reading import read_valid
from barometre_pipeline.tables.registry import TABLES
from barometre_pipeline.tables.schema import empty_frame


def indicators_step(lake: Lake) -> Frames:
    """Compute every indicator of the catalogue for every edition and public of the lake."""
    catalogue = load_catalogue()
    results = list(_results(lake, catalogue))
    return {
        "gold/indicateurs": _stack([r.indicateurs for r in results], "gold/indicateurs"),
        "gold/non_calculables": _stack([r.non_calculables for r in results], "gold/non_calculables"),
    }


def _results(lake: Lake, catalogue: Catalogue) -> Iterator[EvaluatedIndicators]:
    known = known_editions(catalogue)
    for edition in lake.editions("silver/reponses"):
        if edition not in known:
            continue  # no mapping to the common codebook: the edition has its tabulations, no indicator
        structures = read_valid(lake, "silver/structures", edition)
        source = str(read_valid(lake, "gold/contexte", edition)["source_donnees"].iloc[0])
        yield compute_structures(
            catalogue,
            edition,
            read_valid(lake, "silver/reponses", edition),
            structures,
            source,
            national_counts(structures) or None,
        )
    for edition in lake.editions("silver/sondes"):
        if edition not in known:
            continue
        people = read_valid(lake, "silver/sondes", edition)
        source = str(read_valid(lake, "bronze/sondage_extraits", edition)["source_donnees"].iloc[0])
        if len(people):
            yield compute_poll(catalogue, edition, people, source)
        else:
            yield compute_poll_tables(
                catalogue, edition, read_valid(lake, "gold/sondage_tris", edition), source
            )
    for edition in lake.editions("silver/agregats"):
        if edition in known:
            yield compute_aggregates(catalogue, read_valid(lake, "silver/agregats", edition))


def known_editions(catalogue: Catalogue) -> set[str]:
    """Return the editions that the common codebook maps to."""
    return {e for v in catalogue.codebook.variables.values() for e in v.editions}


def _stack(frames: list[pd.DataFrame], table: str) -> pd.DataFrame:
    columns = TABLES[table].columns
    filled = [f for f in frames if len(f)]
    if not filled:
        return empty_frame(TABLES[table])
    return pd.concat(filled, ignore_index=True)[columns]


def changes_step(lake: Lake) -> Frames:
    """Compare editions, and practices with expectations."""
    catalogue, indicators = load_catalogue(), read_valid(lake, "gold/indicateurs")
    return {
        "gold/evolutions": _stack([compute_evolutions(catalogue, indicators)], "gold/evolutions"),
        "gold/croisements": _stack([compute_crossings(catalogue, indicators)], "gold/croisements"),
    }


def reconciliation_step(lake: Lake) -> Frames:
    """Tie every printed figure to a computed one, and printed figures to each other."""
    catalogue, figures = load_catalogue(), load_figures()
    samples = printed_samples(catalogue, figures, load_samples())
    contradictions = find_contradictions(catalogue, figures, samples)
    computed = read_valid(lake, "gold/indicateurs")
    reasons = read_valid(lake, "gold/non_calculables")
    return {
        "gold/echantillons": samples,
        "gold/contradictions": contradictions,
        "gold/rapprochement": reconcile(
            figures, computed, reasons, contradictions, load_explanations(figures)
        ),
    }
