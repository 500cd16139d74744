"""Every Dagster asset: raw files, the one that fetches them, what declared tables ask for, one for each indicator."""

import dagster as dg

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.dagster.assets.computed import computed_assets
from barometre_pipeline.dagster.assets.indicators import ADDED, indicator_assets
from barometre_pipeline.dagster.assets.pull import limesurvey_pull
from barometre_pipeline.dagster.assets.raw import observed_files
from barometre_pipeline.dagster.metadata import GraphKeys


def all_assets(catalogue: Catalogue) -> list[dg.AssetsDefinition]:
    """Build every asset; the indicators are those of a catalogue."""
    keys = GraphKeys(catalogue.indicateurs, [ADDED])
    return [limesurvey_pull, observed_files(), *indicator_assets(catalogue), *computed_assets(keys)]
