"""Every asset of the pipeline, one module per layer."""

from barometre_pipeline.dagster.assets import (
    ensemble,
    polls,
    publication,
    pull,
    silver,
    sources,
    tabulations,
)

ALL_ASSETS = [
    *pull.ASSETS,
    *sources.ASSETS,
    *polls.ASSETS,
    *silver.ASSETS,
    *tabulations.ASSETS,
    *publication.ASSETS,
    *ensemble.ASSETS,
]
