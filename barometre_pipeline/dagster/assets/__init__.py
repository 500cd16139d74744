"""Every Dagster asset: those that the declared tables ask for, and the one that fetches raw data."""

from barometre_pipeline.dagster.assets.computed import computed_assets
from barometre_pipeline.dagster.assets.pull import extraction_limesurvey

ALL_ASSETS = [extraction_limesurvey, *computed_assets()]
