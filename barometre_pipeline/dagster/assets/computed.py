"""The assets that compute: one multi-asset per declared step, everything about it derived from its tables.

What an asset reads, writes and is made of is said in ``tables.declarations``, what it does in ``steps``.
"""

import importlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import dagster as dg

from barometre_pipeline.dagster.metadata import OWNERS, asset_key, table_metadata
from barometre_pipeline.dagster.partitions import PARTITIONS
from barometre_pipeline.dagster.resources import Paths
from barometre_pipeline.errors import BarometreError
from barometre_pipeline.folders import dagster_home
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance.code_version import code_of_asset, step_module
from barometre_pipeline.provenance.data_version import frames_version
from barometre_pipeline.provenance.runs import note_run
from barometre_pipeline.tables.model import Table
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.tables.registry import ASSETS, Asset
from barometre_pipeline.tables.schema import SchemaError, validate


def computed_assets() -> list[dg.AssetsDefinition]:
    """Build the asset of every declared step."""
    return [_definition(asset) for asset in ASSETS.values()]


def _definition(asset: Asset) -> dg.AssetsDefinition:
    """Build one multi-asset.

    It depends on what it reads without Dagster loading it: an asset that looks at all editions reads those that
    the lake has, which need not be every partition, and each step reads no more than it must.
    """

    @dg.multi_asset(
        name=asset.name,
        specs=[_spec(asset, table) for table in asset.tables],
        partitions_def=PARTITIONS[asset.source] if asset.source else None,
        backfill_policy=dg.BackfillPolicy.single_run() if asset.source else None,
        required_resource_keys={"paths"},
    )
    def computed(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
        lake, home = context.resources.paths.open_lake(), dagster_home(context.resources.paths.lake)
        produced = _by_edition(asset, context) if asset.source else _over_editions(asset, context)
        _store(asset, lake, produced)
        for table in asset.tables:
            frames = {edition: found[table.name] for edition, found in produced.items()}
            for edition, frame in frames.items():
                note_run(home, table.name, edition, context.run.run_id)
                context.add_asset_metadata(
                    table_metadata(table, frame, lake),
                    asset_key=asset_key(table.name),
                    partition_key=edition,
                )
            version = frames_version({edition or "": frame for edition, frame in frames.items()})
            yield dg.MaterializeResult(asset_key=asset_key(table.name), data_version=dg.DataVersion(version))

    return computed


def _by_edition(asset: Asset, context: dg.AssetExecutionContext) -> dict[str | None, Frames]:
    """Run the step on each edition of the run."""
    paths: Paths = context.resources.paths
    lake = paths.open_lake()
    return {
        key: _run(asset, partial(paths.edition, key), DeclaredTables(lake, asset, key))
        for key in context.partition_keys
    }


def _over_editions(asset: Asset, context: dg.AssetExecutionContext) -> dict[str | None, Frames]:
    """Run a step that looks at all editions."""
    paths: Paths = context.resources.paths
    return {None: _run(asset, paths.editions, DeclaredTables(paths.open_lake(), asset))}


def _run(asset: Asset, editions: Callable[[], Any], tables: DeclaredTables) -> Frames:
    """Run the step; a fault that a person can mend is a failure told in their words."""
    # Imported when it runs: a step loads the libraries that it computes with.
    step = importlib.import_module(step_module(asset))
    try:
        frames: Frames = step.run(editions(), tables)
    except BarometreError as error:
        raise dg.Failure(description=str(error), allow_retries=False) from error
    return frames


def _store(asset: Asset, lake: Lake, produced: Mapping[str | None, Frames]) -> None:
    """Validate every table of every edition, then write them; nothing is written if one is broken."""
    try:
        for frames in produced.values():
            for table in asset.tables:
                validate(table, frames[table.name], "à l’écriture")
    except SchemaError as error:
        # Said as a failure of the step, the message reaches the analyst without a stack trace.
        raise dg.Failure(description=str(error), allow_retries=False) from None
    for edition, frames in produced.items():
        for table in asset.tables:
            lake.write(table.name, frames[table.name], edition)


def _spec(asset: Asset, table: Table) -> dg.AssetSpec:
    return dg.AssetSpec(
        key=asset_key(table.name),
        deps=[asset_key(t) for t in asset.reads],
        description=table.description,
        group_name=table.step.group or table.layer,
        owners=OWNERS,
        kinds=set(table.step.kinds),
        tags={"couche": table.layer, "donnees_personnelles": "oui" if table.personal else "non"},
        code_version=code_of_asset(asset.name),
    )
