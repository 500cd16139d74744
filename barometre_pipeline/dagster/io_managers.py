"""The one IO manager: Parquet tables of the lake, validated on write and on read.

A per-edition asset exchanges a dictionary edition -> frame, so that one run may cover several editions.
"""

import dagster as dg
import pandas as pd

from barometre_pipeline.dagster.resources import Paths
from barometre_pipeline.tables.model import Table
from barometre_pipeline.tables.reading import read_valid
from barometre_pipeline.tables.registry import TABLES
from barometre_pipeline.tables.schema import SchemaError, validate


class LakeIOManager(dg.ConfigurableIOManager):
    """Stores each asset as the table of the same key (``silver/reponses``)."""

    paths: dg.ResourceDependency[Paths]

    def handle_output(self, context: dg.OutputContext, obj: dict[str, pd.DataFrame] | pd.DataFrame) -> None:
        """Validate every edition's frame, then write them; nothing is written if one is broken."""
        table = _table(context.asset_key)
        lake = self.paths.open_lake()
        frames: dict[str | None, pd.DataFrame] = dict(obj.items()) if isinstance(obj, dict) else {None: obj}
        for frame in frames.values():
            try:
                validate(table, frame, "à l’écriture")
            except SchemaError as error:
                # Said as a failure of the step, the message reaches the analyst without a stack trace.
                raise dg.Failure(description=str(error), allow_retries=False) from None
        for edition, frame in frames.items():
            lake.write(table.name, frame, edition)

    def load_input(self, context: dg.InputContext) -> dict[str, pd.DataFrame] | pd.DataFrame:
        """Read and validate; a cross-edition asset gets every edition the lake holds."""
        table = _table(context.asset_key)
        lake = self.paths.open_lake()
        if not table.by_edition:
            return read_valid(lake, table.name)
        editions = context.asset_partition_keys if context.has_asset_partitions else lake.editions(table.name)
        written = set(lake.editions(table.name))
        return {e: read_valid(lake, table.name, e) for e in editions if e in written}


def _table(key: dg.AssetKey) -> Table:
    return TABLES["/".join(key.path)]
