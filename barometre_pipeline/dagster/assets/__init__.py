"""Every Dagster asset: those that the declared tables ask for, and the one that fetches raw data."""

from barometre_pipeline.dagster.assets.computed import computed_assets
from barometre_pipeline.dagster.assets.pull import limesurvey_pull

ALL_ASSETS = [limesurvey_pull, *computed_assets()]
