"""Every asset of the pipeline, one module per layer."""

from barometre_pipeline.orchestration.assets import publication, silver, sources, tabulations

ALL_ASSETS = [*sources.ASSETS, *silver.ASSETS, *tabulations.ASSETS, *publication.ASSETS]
